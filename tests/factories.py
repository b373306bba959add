"""Rows for tests, with values that are right unless a test says otherwise."""

from __future__ import annotations

import itertools
import uuid
from datetime import UTC, date, datetime, time
from typing import Any

from planner.accounts.models import Office, User
from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import (
    Assignment,
    Campaign,
    CampaignAgency,
    CampaignField,
    CampaignZone,
    Event,
)
from planner.extensions import db
from planner.places.models import (
    AddressPoint,
    AdminDong,
    Venue,
    VenueBooth,
    VenueFallback,
    Zone,
)

_numbers = itertools.count(1)
CREATED = datetime(2023, 5, 1, tzinfo=UTC)


def _saved(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row


def make_office(**values: Any) -> Office:
    n = next(_numbers)
    return _saved(Office(**{"code": f"office{n}", "name": f"Office {n}", **values}))


def make_user(office: Office, **values: Any) -> User:
    n = next(_numbers)
    defaults = {
        "office_id": office.id,
        "email": f"person{n}@example.org",
        "name": f"Person {n}",
        "role": "organizer",
        "password_hash": "!",
        "created_at": CREATED,
    }
    return _saved(User(**{**defaults, **values}))


def make_zone(office: Office, **values: Any) -> Zone:
    n = next(_numbers)
    return _saved(Zone(**{"office_id": office.id, "name": f"Zone {n}", "position": n, **values}))


def make_dong(office: Office, zone: Zone | None = None, **values: Any) -> AdminDong:
    n = next(_numbers)
    defaults = {
        "office_id": office.id,
        "zone_id": zone.id if zone else None,
        "name": f"Dong {n}",
        "position": n,
    }
    return _saved(AdminDong(**{**defaults, **values}))


def make_venue(
    office: Office,
    zone: Zone,
    *,
    booths: int = 6,
    fallbacks: tuple[Venue, ...] = (),
    **values: Any,
) -> Venue:
    """A venue with a row of booths, four metres apart, each with every amenity."""
    n = next(_numbers)
    defaults = {
        "office_id": office.id,
        "zone_id": zone.id,
        "name": f"Venue {n}",
        "lat": 37.48,
        "lon": 127.01,
        "foot_weekday": 100,
        "foot_weekend": 50,
    }
    venue = Venue(**{**defaults, **values})
    for i in range(booths):
        venue.booths.append(
            VenueBooth(
                number=str(i + 1), position=i, x=4 * i, y=0, private=True, power=True, water=True
            )
        )
    for i, fallback in enumerate(fallbacks):
        venue.fallbacks.append(VenueFallback(fallback_id=fallback.id, position=i))
    return _saved(venue)


def make_address(office: Office, **values: Any) -> AddressPoint:
    defaults = {
        "office_id": office.id,
        "label": "서울특별시 서초구 사임당로 89",
        "key": "사임당로89",
        "legal_dong": "서초동",
        "admin_dong": "서초1동",
        "lat": 37.4885,
        "lon": 127.0203,
    }
    return _saved(AddressPoint(**{**defaults, **values}))


def make_field(office: Office, **values: Any) -> CounselingField:
    n = next(_numbers)
    defaults = {"office_id": office.id, "code": f"field{n}", "name": f"Field {n}", "position": n}
    return _saved(CounselingField(**{**defaults, **values}))


def make_agency(office: Office, fields: tuple[CounselingField, ...] = (), **values: Any) -> Agency:
    n = next(_numbers)
    defaults = {"office_id": office.id, "name": f"Agency {n}", "staff_per_day": 2}
    agency = Agency(**{**defaults, **values})
    agency.fields.extend(fields)
    return _saved(agency)


def make_campaign(
    office: Office,
    *,
    zones: tuple[Zone, ...] = (),
    fields: tuple[CounselingField, ...] = (),
    agencies: tuple[Agency, ...] = (),
    **values: Any,
) -> Campaign:
    n = next(_numbers)
    defaults = {
        "office_id": office.id,
        "slug": f"season-{n}",
        "name": f"Season {n}",
        "starts_on": date(2023, 5, 22),
        "ends_on": date(2023, 6, 9),
        "events_wanted": len(zones),
        "weights": {},
        "created_at": CREATED,
    }
    campaign = Campaign(**{**defaults, **values})
    campaign.zones.extend(CampaignZone(zone=zone) for zone in zones)
    campaign.fields.extend(CampaignField(field=field, position=i) for i, field in enumerate(fields))
    campaign.agencies.extend(CampaignAgency(agency=agency) for agency in agencies)
    return _saved(campaign)


def make_event(campaign: Campaign, venue: Venue, day: date, **values: Any) -> Event:
    defaults = {
        "campaign_id": campaign.id,
        "uid": str(uuid.uuid4()),
        "day": day,
        "starts_at": time(10),
        "ends_at": time(16),
        "venue_id": venue.id,
        "created_at": CREATED,
    }
    return _saved(Event(**{**defaults, **values}))


def make_assignment(
    event: Event,
    agency: Agency,
    booth: VenueBooth | None = None,
    fields: tuple[CounselingField, ...] = (),
    **values: Any,
) -> Assignment:
    row = Assignment(
        event_id=event.id, agency_id=agency.id, booth_id=booth.id if booth else None, **values
    )
    row.fields.extend(fields)
    return _saved(row)
