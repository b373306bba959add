"""A small season in the manner of Seocho's: two zones, two events, everything sound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.accounts.models import Office
from planner.agencies.models import Agency, CounselingField
from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Campaign, Event
from planner.places.models import Venue, Zone
from tests import factories as make


@dataclass
class Season:
    """The rows of the season; `events` by day."""

    office: Office
    campaign: Campaign
    zones: list[Zone]
    venues: list[Venue]
    hall: Venue
    fields: list[CounselingField]
    agencies: list[Agency]
    events: list[Event]

    def loaded(self) -> Campaign:
        return load_campaign(self.office.id, self.campaign.id)


def make_season(office: Office, **values: Any) -> Season:
    """Banpo on Tue 23 May and Seocho on Wed 24 May 2023, two agencies at each."""
    zones = [
        make.make_zone(office, name="반포권역", name_en="Banpo zone"),
        make.make_zone(office, name="서초권역", name_en="Seocho zone"),
    ]
    hall = make.make_venue(
        office, zones[1], name="서초1동주민센터", name_en="Seocho 1 Centre", indoor=True
    )
    park = make.make_venue(
        office, zones[0], name="싸리재공원", name_en="Ssarijae Park", fallbacks=(hall,)
    )
    fields = [
        make.make_field(office, code="finance", name="금융", name_en="Finance"),
        make.make_field(office, code="housing", name="주거", name_en="Housing"),
    ]
    agencies = [
        make.make_agency(office, (fields[0],), name="신용회복위원회", name_en="CCRS"),
        make.make_agency(office, (fields[1],), name="주거복지센터", name_en="Housing Centre"),
    ]
    defaults: dict[str, Any] = {
        "name": "서초 2023",
        "name_en": "Seocho 2023",
        "slug": "seocho-2023",
        "kits": 2,
    }
    campaign = make.make_campaign(
        office,
        zones=tuple(zones),
        fields=tuple(fields),
        agencies=tuple(agencies),
        **{**defaults, **values},
    )
    for row in campaign.agencies:
        row.target_events = 2
    events = [
        make.make_event(campaign, park, date(2023, 5, 23), fallback_id=hall.id),
        make.make_event(campaign, hall, date(2023, 5, 24)),
    ]
    for event, venue in zip(events, (park, hall), strict=True):
        for agency, field, booth in zip(agencies, fields, venue.booths, strict=False):
            make.make_assignment(event, agency, booth, (field,))
    return Season(office, campaign, zones, [park, hall], hall, fields, agencies, events)
