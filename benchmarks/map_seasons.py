"""Generated seasons for the maps: an event at a place of its own, agencies, fields, zones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import Flask

ZONES = 5
FIELDS = ("법률", "금융", "주거", "일자리", "건강", "장애인", "여성", "1인가구")
AGENCIES = 30
AT_AN_EVENT = 4
FIRST = date(2026, 3, 2)
MADE = datetime(2026, 1, 5, tzinfo=UTC)
WEST, SOUTH, WIDE, HIGH = 126.80, 37.43, 0.38, 0.26  # about Seoul
EMAIL, PASSWORD = "bench@example.org", "a long enough password 7"


def store(app: Flask, places: int) -> None:
    """An office with one season of so many events, in an empty database."""
    from flask_migrate import upgrade

    from planner.accounts.models import Office
    from planner.accounts.services import create_user
    from planner.extensions import db

    with app.app_context():
        upgrade()
        office = Office(id=1, code="bench", name="서울시")
        db.session.add(office)
        db.session.flush()
        fill(places)
        db.session.commit()
        create_user(office, email=EMAIL, role="organizer", now=MADE, password=PASSWORD)


def fill(places: int) -> None:
    """The season and what it needs, for the office 1; without a commit."""
    from planner.campaigns.models import Campaign
    from planner.extensions import db

    _records()
    db.session.add(
        Campaign(
            id=1, office_id=1, slug="bench", name="찾아가는 복지상담소", starts_on=FIRST,
            ends_on=FIRST + timedelta(days=300), weights={}, created_at=MADE,
        )
    )  # fmt: skip
    db.session.flush()
    _season(places)


def _records() -> None:
    from planner.agencies.models import Agency, CounselingField
    from planner.places.models import Zone

    _insert(Zone, [_zone(number) for number in range(ZONES)])
    _insert(CounselingField, [
        {"id": n, "office_id": 1, "code": f"f{n}", "name": name, "position": n}
        for n, name in enumerate(FIELDS, 1)
    ])  # fmt: skip
    _insert(Agency, [
        {"id": n, "office_id": 1, "name": f"서초금융복지상담센터 {n}", "staff_per_day": 2}
        for n in range(1, AGENCIES + 1)
    ])  # fmt: skip


def _zone(number: int) -> dict[str, Any]:
    west, east = WEST + WIDE * number / ZONES, WEST + WIDE * (number + 1) / ZONES
    ring = [[west, SOUTH], [east, SOUTH], [east, SOUTH + HIGH], [west, SOUTH + HIGH], [west, SOUTH]]
    return {
        "id": number + 1, "office_id": 1, "name": f"{number + 1}권역", "position": number,
        "outline": {"type": "Polygon", "coordinates": [ring]}, "outline_source": "가상 경계",
    }  # fmt: skip


def _season(places: int) -> None:
    from planner.campaigns.models import (
        Assignment,
        CampaignField,
        CampaignZone,
        Event,
        assignment_field,
    )
    from planner.places.models import Venue

    _insert(CampaignZone, [{"campaign_id": 1, "zone_id": n + 1} for n in range(ZONES)])
    _insert(CampaignField, [
        {"campaign_id": 1, "field_id": n, "position": n} for n in range(1, len(FIELDS) + 1)
    ])  # fmt: skip
    _insert(Venue, [_venue(n) for n in range(places)])
    _insert(Event, [_event(n) for n in range(places)])
    pairs = [(n, place) for n in range(places) for place in range(AT_AN_EVENT)]
    _insert(Assignment, [
        {"id": key, "event_id": n + 1, "agency_id": (n + place * 7) % AGENCIES + 1}
        for key, (n, place) in enumerate(pairs, 1)
    ])  # fmt: skip
    _insert(assignment_field, [
        {"assignment_id": key, "field_id": (n + place) % len(FIELDS) + 1}
        for key, (n, place) in enumerate(pairs, 1)
    ])  # fmt: skip


def _venue(number: int) -> dict[str, Any]:
    """Places that fill the city evenly, each at coordinates of its own."""
    across, down = number * 0.7548776662 % 1, number * 0.5698402910 % 1
    return {
        "id": number + 1, "office_id": 1, "zone_id": min(int(across * ZONES), ZONES - 1) + 1,
        "name": f"양재근린공원 {number + 1}", "address": f"서울 서초구 사임당로 {number + 1}",
        "lat": round(SOUTH + HIGH * down, 6), "lon": round(WEST + WIDE * across, 6),
        "precision": "street" if number % 10 == 0 else "exact",
    }  # fmt: skip


def _event(number: int) -> dict[str, Any]:
    return {
        "id": number + 1, "campaign_id": 1, "uid": str(UUID(int=number + 1)),
        "day": FIRST + timedelta(days=number % 200), "starts_at": time(10), "ends_at": time(16),
        "venue_id": number + 1, "created_at": MADE,
    }  # fmt: skip


def _insert(table: Any, rows: Sequence[dict[str, Any]]) -> None:
    from planner.extensions import db

    for first in range(0, len(rows), 2_000):
        db.session.execute(_statement(table), list(rows[first : first + 2_000]))


def _statement(table: Any) -> Any:
    from sqlalchemy import insert

    return insert(table)
