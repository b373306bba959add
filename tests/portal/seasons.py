"""A season ahead of today with two agencies, and its releases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Campaign, Event, Release
from planner.campaigns.release_queries import latest_release, season_of
from planner.campaigns.snapshots import draft_season
from planner.core.release import difference, stamp, to_json
from planner.extensions import db
from planner.templating import SEOUL
from tests import factories as make


def today() -> date:
    return datetime.now(SEOUL).date()


def after(days: int) -> date:
    return today() + timedelta(days=days)


@dataclass
class Season:
    """The bank (law, debt) and the clinic (law) at an event in 7 days; the bank alone in 14; one
    in 21 days at which nobody is."""

    office: Any
    campaign: Campaign
    law: CounselingField
    debt: CounselingField
    bank: Agency
    clinic: Agency
    park: Any
    hall: Any
    events: list[Event] = field(default_factory=list)

    @property
    def first(self) -> Event:
        return self.events[0]

    @property
    def second(self) -> Event:
        return self.events[1]

    @property
    def third(self) -> Event:
        return self.events[2]

    def release(self) -> Release:
        """Freeze the draft as it is."""
        return release_draft(self.office.id, self.campaign.id)


def release_draft(office_id: int, campaign_id: int) -> Release:
    """The next release of a draft as it is; the rules that may forbid one have their own tests."""
    db.session.commit()
    db.session.expire_all()
    draft = load_campaign(office_id, campaign_id)
    previous = latest_release(draft.id)
    before = season_of(previous) if previous else None
    now = datetime.now(UTC)
    season = stamp(before, draft_season(draft), now)
    row = Release(
        campaign_id=draft.id,
        number=previous.number + 1 if previous else 1,
        created_at=now,
        note="",
        snapshot=to_json(season),
        difference=[change.to_json() for change in difference(before, season)],
        findings=[],
    )
    db.session.add(row)
    db.session.commit()
    return row


def make_season(office: Any, **values: Any) -> Season:
    """The season, not released yet."""
    zone = make.make_zone(office, name="북권역", name_en="North zone")
    law = make.make_field(office, name="법률", name_en="Law")
    debt = make.make_field(office, name="채무", name_en="Debt")
    bank = make.make_agency(
        office, (law, debt), name="은행", name_en="Bank", category="private", email="bank@a.example"
    )
    clinic = make.make_agency(office, (law,), name="보건소", name_en="Clinic", category="public")
    hall = make.make_venue(office, zone, name="회관", name_en="Hall", indoor=True)
    park = make.make_venue(
        office, zone, name="공원", name_en="Park", address="공원로 1", fallbacks=(hall,)
    )
    defaults = {"name": "올해", "name_en": "This year", "starts_on": after(-5)}
    campaign = make.make_campaign(
        office,
        zones=(zone,),
        fields=(law, debt),
        agencies=(bank, clinic),
        **{**defaults, "ends_on": after(60), **values},
    )
    season = Season(office, campaign, law, debt, bank, clinic, park, hall)
    for days in (7, 14, 21):
        season.events.append(
            make.make_event(campaign, park, after(days), fallback_id=hall.id, note="office only")
        )
    make.make_assignment(season.first, bank, park.booths[0], (law, debt))
    make.make_assignment(season.first, clinic, park.booths[1], (law,))
    make.make_assignment(season.second, bank, park.booths[2], (debt,))
    return season
