"""A long released season, made up: values, and a database that holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

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

RELEASED = datetime(2026, 4, 1, tzinfo=UTC)
FIRST = date(2026, 5, 4)
SLUG = "long-season"
FIELDS = (FieldFacts(1, "f1", "금융"), FieldFacts(2, "f2", "주거"), FieldFacts(3, "f3", "법률"))
ZONE = ZoneFacts(1, "반포권역", "Banpo zone")
HALL = VenueFacts(9, "잠원동주민센터", "", "서울 서초구 잠원로 2", 37.51, 127.01, indoor=True)


def long_season(events: int, agencies: int = 5) -> ReleasedSeason:
    """So many events, two a day, each with so many agencies."""
    facts = CampaignFacts(
        1, SLUG, "찾아가는 복지상담소", starts_on=FIRST, ends_on=FIRST + timedelta(days=events)
    )
    rows = tuple(_event(number, agencies) for number in range(events))
    draft = ReleasedSeason(facts, zones=(ZONE,), fields=FIELDS, events=rows)
    return stamp(None, draft, RELEASED)


def edited(season: ReleasedSeason, number: int, theme: str, now: datetime) -> ReleasedSeason:
    """The next release, in which one event has another theme."""
    events = list(season.events)
    events[number] = replace(events[number], theme=theme)
    return stamp(season, replace(season, events=tuple(events)), now)


def _event(number: int, agencies: int) -> ReleasedEvent:
    uid = f"6f0b62a4-0000-4000-8000-{number:012d}"
    venue = VenueFacts(
        10 + number % 40,
        f"찾아가는 상담 공원 {number % 40}",
        "",
        f"서울 서초구 잠원동 {number % 40}",
        37.5 + number % 40 / 1000,
        127.0,
    )
    placements = tuple(
        ReleasedPlacement(
            placement_uid(uid, agency),
            agency,
            f"서초금융복지상담센터 {agency}",
            booth=str(agency),
            fields=(FIELDS[agency % 3],),
        )
        for agency in range(1, agencies + 1)
    )
    return ReleasedEvent(
        uid=uid,
        id=number + 1,
        day=FIRST + timedelta(days=number // 2),
        starts_at=time(10 + number % 2 * 3),
        ends_at=time(12 + number % 2 * 4),
        status="planned",
        zone=ZONE,
        venue=venue,
        fallback=HALL,
        theme="어르신",
        fields=FIELDS,
        placements=placements,
    )


def store(season: ReleasedSeason) -> str:
    """The season in an empty database, released; the secret of its first agency's feed."""
    from flask_migrate import upgrade

    from planner.accounts import services as accounts
    from planner.accounts.models import Office
    from planner.agencies.models import Agency
    from planner.campaigns.models import Campaign
    from planner.extensions import db

    upgrade()
    facts = season.campaign
    db.session.add(Office(id=1, code="office", name="서초구"))
    db.session.flush()
    db.session.add(Agency(id=1, office_id=1, name="서초금융복지상담센터 1"))
    db.session.add(
        Campaign(
            id=facts.id,
            office_id=1,
            slug=facts.slug,
            name=facts.name,
            starts_on=facts.starts_on,
            ends_on=facts.ends_on,
            weights={},
            created_at=RELEASED,
        )
    )
    db.session.commit()
    publish(season, 1, RELEASED)
    _link, secret = accounts.make_link(1, "feed", "benchmark", 1, now=RELEASED)
    return secret


def publish(season: ReleasedSeason, number: int, now: datetime) -> None:
    """A release that holds the season."""
    from planner.campaigns.models import Release
    from planner.extensions import db

    db.session.add(
        Release(
            campaign_id=season.campaign.id,
            number=number,
            created_at=now,
            snapshot=to_json(season),
            difference=[],
            findings=[],
        )
    )
    db.session.commit()
