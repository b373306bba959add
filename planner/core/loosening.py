"""A problem after rules have been given up: what `explain` offers, carried out.

An offer is a `Violation` with `units` (by how much), for a gap with `to` (the days that remain),
for a rule of days with `days` (on which it gives way). Offers about pins (P03, P04 and the rules of
pinned agencies) change no problem and are passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from planner.core.problem import District, Problem, Venue, Zone
from planner.core.violation import Violation


def loosened(problem: Problem, offers: Iterable[Violation]) -> Problem:
    """`problem` with every offer carried out."""
    for offer in offers:
        problem = _loosened(problem, offer)
    return problem


def units(offer: Violation) -> int:
    """By how much a rule that counts is given up."""
    return int(str(offer.data.get("units", 1)))


def days(offer: Violation) -> tuple[int, ...]:
    """On which days a rule of days gives way."""
    found = offer.data.get("days", ())
    return tuple(found) if isinstance(found, list | tuple) else ()


def gap_to(offer: Violation) -> int:
    """The days that remain of a gap."""
    return int(str(offer.data.get("to", 0)))


def _loosened(problem: Problem, offer: Violation) -> Problem:
    code, about = offer.code, dict(offer.subjects)
    if code in ("H01", "H05", "H08"):
        districts = (
            _district(item, offer) if item.id == about.get("district") else item
            for item in problem.districts
        )
        return replace(problem, districts=tuple(districts))
    if code in ("H06", "H07"):
        zones = (
            _zone(item, offer) if item.id == about.get("zone") else item for item in problem.zones
        )
        return replace(problem, zones=tuple(zones))
    if code == "H02":
        return replace(problem, allowed=opened(problem.allowed, days(offer)))
    if code == "H09":
        return replace(problem, kits=replace(problem.kits, pool=problem.kits.pool + units(offer)))
    if code in ("H03", "H04"):
        return replace(problem, venues=tuple(_venues(problem, offer, about.get("zone"))))
    return problem


def _district(district: District, offer: Violation) -> District:
    if offer.code == "H01":
        more = offer.data.get("reason") == "too_many"
        return replace(district, events=district.events + (units(offer) if more else -units(offer)))
    if offer.code == "H05":
        return replace(district, min_gap=gap_to(offer))
    return replace(district, max_weekend=district.max_weekend + units(offer))


def _zone(zone: Zone, offer: Violation) -> Zone:
    if offer.code == "H06":
        return replace(zone, gap=min(zone.gap, gap_to(offer)))
    if offer.data.get("reason") == "too_few":
        return replace(zone, min=zone.min - units(offer))
    return replace(zone, max=zone.max + units(offer))


def _venues(problem: Problem, offer: Violation, zone: object) -> Iterable[Venue]:
    """The zone's venues open, or dry, on the days of the offer."""
    own = {venue.id for venue in problem.venues if venue.zone == zone}
    dry = {name for venue in problem.venues if venue.zone == zone for name in venue.fallbacks}
    more = own if offer.code == "H03" else dry
    for venue in problem.venues:
        if venue.id in more:
            yield replace(venue, avail=opened(venue.avail, days(offer)))
        elif offer.code == "H04" and venue.id in own and not venue.fallbacks:
            yield replace(venue, indoor=True)  # as good as a place for rain next door
        else:
            yield venue


def opened(mask: str, more: Collection[int]) -> str:
    """A string of days with some more of them on."""
    return "".join("1" if day in more else mark for day, mark in enumerate(mask))
