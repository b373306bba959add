"""A small season: two events, three agencies, six booths; booth 6 has nothing but its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from planner.extensions import db
from tests import factories as make


@dataclass
class Season:
    office: Any
    campaign: Any
    venue: Any
    event: Any
    other: Any
    law: Any
    jobs: Any
    lawyers: Any  # needs power, offers law and jobs, two counsellors
    agency: Any  # offers jobs
    idle: Any  # offers nothing of the season

    @property
    def booths(self) -> Any:
        return self.venue.booths

    def url(self, path: str = "/booths", event: Any = None) -> str:
        return f"/campaigns/{self.campaign.id}/events/{(event or self.event).id}{path}"


@pytest.fixture
def season(office: Any) -> Season:
    zone = make.make_zone(office, name="Banpo")
    venue = make.make_venue(office, zone, name="Square", address="1 Park Road", step_free=True)
    bare = venue.booths[5]
    bare.power = bare.water = bare.private = False
    law, jobs = (make.make_field(office, name=name) for name in ("Law", "Jobs"))
    lawyers = make.make_agency(
        office, (law, jobs), name="Lawyers", needs_power=True, phone="02-111-2222"
    )
    agency = make.make_agency(office, (jobs,), name="Job centre", category="public")
    idle = make.make_agency(office, (), name="Choir")
    campaign = make.make_campaign(
        office, zones=(zone,), fields=(law, jobs), agencies=(lawyers, agency, idle), kits=2
    )
    event = make.make_event(campaign, venue, date(2023, 5, 23))
    other = make.make_event(campaign, venue, date(2023, 5, 25))
    db.session.commit()
    return Season(office, campaign, venue, event, other, law, jobs, lawyers, agency, idle)
