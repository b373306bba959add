"""A made-up city for measuring: an office of its own with seasons, events and millions of entries.

Everything follows from a seed. Entries are streamed to the database event by event, so memory does
not grow with their number, and their sums go into the rollups in the same transaction.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import insert, select

from planner.accounts.models import Office
from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import (
    Assignment,
    Campaign,
    CampaignAgency,
    CampaignField,
    CampaignZone,
    Event,
    assignment_field,
)
from planner.core.rollup import Key, Sum
from planner.errors import Refused
from planner.extensions import db
from planner.places.models import AdminDong, Venue, Zone
from planner.results.city_entries import EventCells, write_entries
from planner.results.rollups import add_sums

FIELDS, AGENCIES, DONGS, VENUES, EVENTS, COMING = 13, 40, 17, 6, 20, 30
FIRST_DAY = (3, 2)  # of a season


@dataclass(frozen=True, slots=True)
class City:
    """How big a city is made; `entries` are those of one district in one year."""

    code: str
    districts: int
    years: int
    entries: int
    first_year: int
    seed: int


@dataclass(frozen=True, slots=True)
class District:
    """A district of the city, which its office keeps as a zone; ids of what is in it."""

    zone: int
    venues: tuple[int, ...]
    agencies: tuple[int, ...]


def generate(city: City, now: datetime) -> Iterator[int]:
    """Make the city, committing district by district; yields the entries of each as it is done.

    Raises `Refused('office_there')` when there is an office of that code.
    """
    if db.session.scalar(select(Office.id).where(Office.code == city.code)) is not None:
        raise Refused("office_there", office=city.code)
    dice = random.Random(f"{city.code}|{city.seed}")
    root = uuid.UUID(int=dice.getrandbits(128)).int >> 40 << 40  # ids of entries count up from it
    office_id, fields, districts = _office(city, dice, now)
    made = 0
    for i in range(city.years):
        year = city.first_year + i
        campaign_id = _campaign(city, office_id, year, fields, districts, now)
        for district in districts:
            events = _events(campaign_id, year, district, dice, now)
            for event_id, day, cells in _assigned(events, district, fields, dice):
                shape = EventCells(office_id, campaign_id, event_id, day, tuple(cells))
                share = _share(city.entries, len(events), events.index((event_id, day)))
                sums = write_entries(shape, share, root + made, dice)
                add_sums(dict(sorted(sums.items(), key=_order)))
                made += share
            db.session.commit()
            db.session.expunge_all()
            yield city.entries


def _order(item: tuple[Key, Sum]) -> Key:
    return item[0]


def _share(total: int, parts: int, index: int) -> int:
    """The index-th of `parts` whole parts that add up to `total`."""
    return total * (index + 1) // parts - total * index // parts


# ---------------------------------------------------------------- what does not count


def _office(
    city: City, dice: random.Random, now: datetime
) -> tuple[int, list[int], list[District]]:
    office = Office(code=city.code, name=f"Generated city {city.code}", kind="city")
    db.session.add(office)
    db.session.flush()
    fields = [
        CounselingField(office_id=office.id, code=f"field{i + 1:02}", name=f"Field {i + 1:02}",
                        position=i)
        for i in range(FIELDS)
    ]  # fmt: skip
    db.session.add_all(fields)
    db.session.flush()
    districts = [_district(office.id, i, fields, dice) for i in range(city.districts)]
    found = office.id, [row.id for row in fields], districts
    db.session.commit()
    db.session.expunge_all()
    return found


def _district(
    office_id: int, index: int, fields: Sequence[CounselingField], dice: random.Random
) -> District:
    name = f"District {index + 1:02}"
    zone = Zone(office_id=office_id, name=name, position=index)
    db.session.add(zone)
    db.session.flush()
    dongs = [
        AdminDong(office_id=office_id, zone_id=zone.id, name=f"{name} dong {i + 1:02}", position=i)
        for i in range(DONGS)
    ]
    db.session.add_all(dongs)
    db.session.flush()
    venues = [
        Venue(office_id=office_id, zone_id=zone.id, dong_id=dice.choice(dongs).id,
              name=f"{name} venue {i + 1}")
        for i in range(VENUES)
    ]  # fmt: skip
    agencies = [
        Agency(office_id=office_id, name=f"{name} agency {i + 1:02}", synthetic=True,
               category=("public", "private")[i % 2], fields=dice.sample(fields, 2))
        for i in range(AGENCIES)
    ]  # fmt: skip
    db.session.add_all([*venues, *agencies])
    db.session.flush()
    return District(zone.id, tuple(row.id for row in venues), tuple(row.id for row in agencies))


def _campaign(
    city: City,
    office_id: int,
    year: int,
    fields: Sequence[int],
    districts: Sequence[District],
    now: datetime,
) -> int:
    campaign = Campaign(
        office_id=office_id,
        slug=f"{city.code}-{year}",
        name=f"Generated season {year}",
        starts_on=date(year, 3, 1),
        ends_on=date(year, 11, 30),
        created_at=now,
    )
    before = f"{city.code}-{year - 1}"
    campaign.previous_id = db.session.scalar(select(Campaign.id).where(Campaign.slug == before))
    campaign.fields = [CampaignField(field_id=id_, position=i) for i, id_ in enumerate(fields)]
    campaign.zones = [CampaignZone(zone_id=row.zone, max_visits=EVENTS) for row in districts]
    campaign.agencies = [
        CampaignAgency(agency_id=id_, target_events=EVENTS)
        for row in districts
        for id_ in row.agencies
    ]
    db.session.add(campaign)
    db.session.flush()
    return campaign.id


# ---------------------------------------------------------------- events and who comes


def _events(
    campaign_id: int, year: int, district: District, dice: random.Random, now: datetime
) -> list[tuple[int, date]]:
    first = date(year, *FIRST_DAY)
    days = [first + timedelta(days=12 * i + dice.randint(0, 6)) for i in range(EVENTS)]
    events = [
        Event(
            campaign_id=campaign_id,
            uid=str(uuid.UUID(int=dice.getrandbits(128), version=4)),
            day=day,
            starts_at=time(10),
            ends_at=time(16),
            venue_id=dice.choice(district.venues),
            created_at=now,
        )
        for day in days
    ]
    db.session.add_all(events)
    db.session.flush()
    return [(event.id, event.day) for event in events]


def _assigned(
    events: Sequence[tuple[int, date]],
    district: District,
    fields: Sequence[int],
    dice: random.Random,
) -> Iterator[tuple[int, date, list[tuple[int, int]]]]:
    """Each event with the (agency, field) pairs that counsel there."""
    for event_id, day in events:
        coming = dice.sample(district.agencies, COMING)
        rows = [{"event_id": event_id, "agency_id": agency} for agency in coming]
        made = db.session.execute(
            insert(Assignment).returning(Assignment.id, Assignment.agency_id), rows
        ).all()
        pairs = [
            (assignment, agency, field)
            for assignment, agency in made
            for field in dice.sample(fields, 1 + agency % 2)
        ]
        links = [{"assignment_id": one, "field_id": field} for one, _agency, field in pairs]
        db.session.execute(insert(assignment_field), links)
        yield event_id, day, [(agency, field) for _one, agency, field in pairs]
