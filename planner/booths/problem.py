"""One event's booths as values of `core`, so that the one checker judges what is done by hand.

`planner.campaigns.bridge` makes the whole season; here it is the one event, at the venue in use
(the fallback once the rain plan is switched on), and the other days of the agencies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from planner.campaigns import problem_parts as parts
from planner.campaigns.models import CampaignAgency, Event
from planner.core.plan import Placement, Plan, PlanEvent
from planner.core.problem import Booth, District, Field, Kits, Problem, Venue, Zone
from planner.places.models import Venue as VenueRow
from planner.places.models import VenueBooth


def nowhere(agency_id: int) -> int:
    """The booth of an agency that has none yet: one of its own, which no row has."""
    return -agency_id


def event_problem(event: Event, venue: VenueRow, invited: Sequence[CampaignAgency]) -> Problem:
    """The event's season with this one venue: enough for the rules about agencies and booths."""
    campaign = event.campaign
    days = (max(campaign.ends_on, event.day) - campaign.starts_on).days + 1
    office, known = campaign.office_id, {row.agency_id for row in invited}
    booths = tuple(booth_value(booth) for booth in venue.booths)
    return Problem(
        name=campaign.slug,
        start=campaign.starts_on,
        days=days,
        weekday0=campaign.starts_on.weekday(),
        allowed="1" * days,
        weekend="0" * days,
        rain=(0,) * days,
        fields=tuple(Field(row.field_id, row.field.name, row.need) for row in campaign.fields),
        kits=Kits(1, 1),
        districts=(District(office, "", 1, 0, 0),),
        zones=(Zone(venue.zone_id, office, "", 0, 1, 1, 0),),
        dongs=(),
        venues=(
            Venue(
                venue.id,
                office,
                venue.zone_id,
                venue.name,
                venue.indoor,
                "1" * days,
                (0, 0),
                booths=booths,
            ),
        ),
        agencies=tuple(parts.agency_value(campaign, row, days) for row in invited),
        travel=((0,),),
        conflicts=parts.agency_pairs(campaign, "conflict", known),
        not_adjacent=parts.agency_pairs(campaign, "not_adjacent", known),
        adj_radius=campaign.adjacent_metres,
    )


def event_plan(
    event: Event, venue: VenueRow, elsewhere: Mapping[int, Sequence[tuple[str, date]]]
) -> Plan:
    """The event as it stands, and the other days of each agency.

    `elsewhere` is by agency the (uid, day) of its planned events (this one among them).
    """
    office, start = event.campaign.office_id, event.campaign.starts_on
    booths = {booth.id for booth in venue.booths}
    here = PlanEvent(
        event.uid,
        office,
        (event.day - start).days,
        venue.id,
        assign=tuple(
            Placement(
                row.agency_id,
                row.booth_id if row.booth_id in booths else nowhere(row.agency_id),
                tuple(field.id for field in row.fields),
            )
            for row in event.assignments
        ),
    )
    others: dict[str, tuple[int, list[Placement]]] = {}
    for agency_id, days in elsewhere.items():
        for uid, day in days:
            if uid != event.uid:
                placement = Placement(agency_id, nowhere(agency_id), ())
                others.setdefault(uid, ((day - start).days, []))[1].append(placement)
    rest = (
        PlanEvent(uid, office, day, 0, assign=tuple(assign))
        for uid, (day, assign) in sorted(others.items())
    )
    return Plan(event.campaign.slug, (here, *rest))


def booth_value(row: VenueBooth) -> Booth:
    """A venue's booth as a value."""
    return Booth(row.id, row.x, row.y, row.private, row.power, row.water, row.step_free)
