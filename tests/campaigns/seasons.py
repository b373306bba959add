"""A tiny season for the tests of the bridge, the proposals and the jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.agencies.models import Agency, AgencyAbsence, CounselingField
from planner.campaigns.models import Campaign
from planner.extensions import db
from planner.places.models import AdminDong, Venue, VenueClosure, Zone
from tests import factories


@dataclass
class Season:
    """Three zones with a park each and one hall to which all move in the rain; five agencies."""

    campaign: Campaign
    zones: list[Zone]
    dongs: list[AdminDong]
    parks: list[Venue]
    hall: Venue
    fields: list[CounselingField]
    agencies: list[Agency]


def make_season(office: Any, zones: int = 3, **values: Any) -> Season:
    """`zones` events are wanted between Monday 2023-05-22 and Friday 2023-06-09."""
    areas = [factories.make_zone(office) for _ in range(zones)]
    dongs = [
        factories.make_dong(
            office, zone, vulnerable=10 * (i + 1), label_lat=37.48 + 0.02 * i, label_lon=127.0
        )
        for i, zone in enumerate(areas)
    ]
    hall = factories.make_venue(
        office, areas[0], indoor=True, lat=37.484, lon=127.0, foot_weekday=60
    )
    parks = [
        factories.make_venue(
            office,
            zone,
            fallbacks=(hall,),
            lat=37.48 + 0.02 * i,
            lon=127.0,
            foot_weekday=100 + 10 * i,
        )
        for i, zone in enumerate(areas)
    ]
    fields = [factories.make_field(office) for _ in range(3)]
    agencies = [
        factories.make_agency(office, (fields[i % 3], fields[(i + 1) % 3]), staff_per_day=1)
        for i in range(5)
    ]
    campaign = factories.make_campaign(
        office,
        **{
            "zones": tuple(areas),
            "fields": tuple(fields),
            "agencies": tuple(agencies),
            **values,
        },
    )
    return Season(campaign, areas, dongs, parks, hall, fields, agencies)


def draft(season: Season) -> None:
    """One event a zone, Tuesday to Thursday of the first week, with two agencies each."""
    for i, park in enumerate(season.parks):
        event = factories.make_event(
            season.campaign, park, date(2023, 5, 23 + i), fallback_id=season.hall.id
        )
        for j in (0, 1):
            agency = season.agencies[(i + j) % 5]
            factories.make_assignment(event, agency, park.booths[j], (agency.fields[0],))
    db.session.expire_all()


def close(venue: Venue, day: date) -> None:
    venue.closures.append(VenueClosure(first_day=day, last_day=day))
    db.session.commit()


def absent(agency: Agency, first: date, last: date) -> None:
    agency.absences.append(AgencyAbsence(first_day=first, last_day=last))
    db.session.commit()
