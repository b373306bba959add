"""A released season of three events, each covered by three of five agencies, for re-planning."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Campaign, Event
from planner.campaigns.releases import release
from planner.core.happenings import AgencyNotAt
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.proposals.models import Proposal
from planner.proposals.replan_services import Wish, ask_replan
from tests import factories
from tests.campaigns.seasons import Season, make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)
EVE = date(2023, 5, 22)  # the day before the first event


def covered(office: Any, **values: Any) -> Season:
    """Agencies 0, 1 and 2 at every event in fields 0, 1 and 2; agency 3 could do 0, agency 4 1."""
    season = make_season(office, **{"kits": 3, **values})
    for number, park in enumerate(season.parks):
        event = factories.make_event(
            season.campaign, park, date(2023, 5, 23 + number), fallback_id=season.hall.id
        )
        for i in range(3):
            factories.make_assignment(
                event, season.agencies[i], park.booths[i], (season.fields[i],)
            )
    db.session.expire_all()
    return season


def released(office: Any, **values: Any) -> Season:
    season = covered(office, **values)
    release(loaded(season), None, NOW)
    db.session.expire_all()
    return season


def loaded(season: Season) -> Campaign:
    db.session.expire_all()
    return load_campaign(season.campaign.office_id, season.campaign.id)


def events(season: Season) -> list[Event]:
    return sorted(loaded(season).events, key=lambda row: (row.day, row.id))


def first_cancels(season: Season) -> Wish:
    """Agency 0 does not come to the first event."""
    return Wish(EVE, (AgencyNotAt(season.agencies[0].id, events(season)[0].uid, "ill"),))


def worked(app: Any, season: Season, wish: Wish, now: datetime = NOW, **values: Any) -> Proposal:
    """A re-planning asked for and worked on."""
    proposal_id = ask_replan(loaded(season), wish, now=now, **{"seconds": 120, **values}).id
    db.session.rollback()
    assert work_once(app, clock=lambda: now, every=0.05) == proposal_id
    db.session.expire_all()
    row = db.session.get(Proposal, proposal_id)
    assert row is not None
    return row


def at(row: Event) -> dict[str, tuple[str | None, list[str]]]:
    """By agency: its booth's number and its fields."""
    return {
        item.agency.name: (
            item.booth.number if item.booth else None,
            [field.name for field in item.fields],
        )
        for item in row.assignments
    }
