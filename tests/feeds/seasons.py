"""Released seasons for tests: values, and rows that hold them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import func, select

from planner.campaigns.models import Campaign, Release
from planner.core.release import (
    CampaignFacts,
    FieldFacts,
    ReleasedEvent,
    ReleasedPlacement,
    ReleasedSeason,
    VenueFacts,
    ZoneFacts,
    placement_uid,
    stamp,
    to_json,
)
from planner.extensions import db
from tests.factories import make_campaign

RELEASED = datetime(2023, 5, 15, 0, 0, tzinfo=UTC)
TODAY = date(2023, 5, 20)
BANPO = ZoneFacts(1, "반포권역", "Banpo zone")
SEOCHO = ZoneFacts(2, "서초권역", "Seocho zone")
DEBT = FieldFacts(11, "debt", "금융", "Money and debt", True)
JOBS = FieldFacts(12, "jobs", "일자리", "Jobs")
PARK = VenueFacts(21, "싸리재공원", "Ssarijae Park", "서초구 잠원동 1", 37.512345, 127.0123456)
HALL = VenueFacts(22, "잠원동주민센터", "Jamwon hall", "서초구 잠원로 2", indoor=True)
CENTRE = VenueFacts(23, "서초1동주민센터", "", "서초구 서초동 3", 37.49, 127.02)
UIDS = ("6f0b62a4-0000-4000-8000-000000000001", "6f0b62a4-0000-4000-8000-000000000002")


def placement(event_uid: str, agency_id: int, **values: Any) -> ReleasedPlacement:
    defaults: dict[str, Any] = {
        "uid": placement_uid(event_uid, agency_id),
        "agency_id": agency_id,
        "name": f"기관{agency_id}",
        "name_en": f"Agency {agency_id}",
        "booth": "3",
        "fields": (DEBT,),
    }
    return ReleasedPlacement(**{**defaults, **values})


def two_events(*agency_ids: int) -> tuple[ReleasedEvent, ...]:
    agencies = agency_ids or (1,)
    return (
        ReleasedEvent(
            uid=UIDS[0],
            id=31,
            day=date(2023, 5, 23),
            starts_at=time(10),
            ends_at=time(16),
            status="planned",
            zone=BANPO,
            venue=PARK,
            fallback=HALL,
            theme="어르신",
            fields=(DEBT, JOBS),
            placements=tuple(placement(UIDS[0], number) for number in agencies),
        ),
        ReleasedEvent(
            uid=UIDS[1],
            id=32,
            day=date(2023, 5, 24),
            starts_at=time(10, 30),
            ends_at=time(15),
            status="planned",
            zone=SEOCHO,
            venue=CENTRE,
            fields=(JOBS,),
            placements=tuple(placement(UIDS[1], number) for number in agencies),
        ),
    )


def draft(*agency_ids: int, slug: str = "seocho-2023", **values: Any) -> ReleasedSeason:
    facts = CampaignFacts(
        id=1,
        slug=slug,
        name="서초 찾아가는 복지상담소",
        name_en="Seocho counselling",
        summary="",
        starts_on=date(2023, 5, 22),
        ends_on=date(2023, 6, 9),
        office="서초구 복지정책과",
        office_en="Seocho welfare",
        department="복지정책과",
        phone="02-2155-6666",
    )
    defaults = {"zones": (BANPO, SEOCHO), "fields": (DEBT, JOBS), "events": two_events(*agency_ids)}
    return ReleasedSeason(campaign=facts, **{**defaults, **values})


def released(season: ReleasedSeason | None = None, *, now: datetime = RELEASED) -> ReleasedSeason:
    return stamp(None, season or draft(), now)


def change(season: ReleasedSeason, number: int, **values: Any) -> ReleasedSeason:
    """The season with one event changed."""
    events = list(season.events)
    events[number] = replace(events[number], **values)
    return replace(season, events=tuple(events))


def publish(office: Any, season: ReleasedSeason, *, now: datetime = RELEASED) -> Release:
    """A release that holds this season, as the newest of its campaign."""
    slug = season.campaign.slug
    campaign = db.session.scalars(select(Campaign).where(Campaign.slug == slug)).first()
    if campaign is None:
        facts = season.campaign
        campaign = make_campaign(
            office,
            slug=slug,
            name=facts.name,
            name_en=facts.name_en,
            starts_on=facts.starts_on,
            ends_on=facts.ends_on,
        )
    number = db.session.scalar(
        select(func.max(Release.number)).where(Release.campaign_id == campaign.id)
    )
    row = Release(
        campaign_id=campaign.id,
        number=(number or 0) + 1,
        created_at=now,
        snapshot=to_json(season),
        difference=[],
        findings=[],
    )
    db.session.add(row)
    db.session.commit()
    return row
