"""Reading of the parts of problems, plans and re-plannings out of JSON."""

from __future__ import annotations

from datetime import date

from planner.core.problem import (
    Agency,
    Booth,
    DeltaWeights,
    District,
    Dong,
    Field,
    Forced,
    Kits,
    Needs,
    Placement,
    PlanEvent,
    Venue,
    Weights,
    Zone,
    weight_names,
)
from planner.core.reading import Node


def field(node: Node) -> Field:
    return Field(node.at("id").integer(), node.at("name").text(), node.at("need").count())


def kits(node: Node) -> Kits:
    return Kits(node.at("pool").count(), node.at("turnaround").count())


def district(node: Node) -> District:
    counts = (node.at(key).count() for key in ("events", "min_gap", "max_weekend"))
    return District(node.at("id").integer(), node.at("name").text(), *counts)


def zone(node: Node) -> Zone:
    return Zone(
        id=node.at("id").integer(),
        district=node.at("district").integer(),
        name=node.at("name").text(),
        min=node.at("min").count(),
        max=node.at("max").count(),
        target=node.at("target").count(),
        gap=node.at("gap").count(),
        last=node.at("last").integer() if node.has("last") else None,
    )


def dong(node: Node) -> Dong:
    ids = node.at("id").integer(), node.at("zone").integer()
    return Dong(*ids, node.at("vuln").count(), node.at("x").number(), node.at("y").number())


def _booth(node: Node) -> Booth:
    place = node.at("x").number(), node.at("y").number()
    flags = (node.at(key).flag() for key in ("private", "power", "water", "access"))
    return Booth(node.at("id").integer(), *place, *flags)


def venue(node: Node, days: int | None) -> Venue:
    return Venue(
        id=node.at("id").integer(),
        district=node.at("district").integer(),
        zone=node.at("zone").integer(),
        name=node.at("name").text(),
        indoor=node.at("indoor").flag(),
        avail=node.at("avail").days(days),
        reach=node.at("reach").pair(0),
        x=node.at("x").number(),
        y=node.at("y").number(),
        covers=node.at("covers").integers(),
        fallbacks=node.at("fallbacks").integers(),
        booths=node.at("booths").each(_booth),
    )


def _needs(node: Node) -> Needs:
    return Needs(*(node.at(key).flag() for key in ("private", "power", "water", "access")))


def agency(node: Node, days: int | None) -> Agency:
    return Agency(
        id=node.at("id").integer(),
        name=node.at("name").text(),
        home=node.at("home").integer(),
        serves=node.at("serves").integers(),
        fields=node.at("fields").integers(),
        staff=node.at("staff").count(),
        avail=node.at("avail").days(days),
        max=node.at("max").count(),
        max_week=node.at("max_week").count(),
        target=node.at("target").count(),
        needs=_needs(node.at("needs")),
        noisy=node.at("noisy").flag(),
        quiet=node.at("quiet").flag(),
    )


def weights(node: Node) -> Weights:
    return Weights(**{name: node.at(name).count() for name in weight_names()})


def start_date(node: Node) -> date:
    """A day as ``2024-05-31``, and in no other spelling."""
    text = node.text()
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if found.isoformat() == text:
        return found
    if isinstance(node.value, str):
        node.fault("not_a_date")
    return date(2000, 1, 1)


def season_days(node: Node, start: date) -> int | None:
    """The length of the season, which the calendar must hold; None where it cannot be read."""
    days, most = node.count(), (date.max - start).days + 1
    if days > most:
        node.fault("too_large", most=most, found=days)
    return days if days <= most and days == node.value else None


def _placement(node: Node) -> Placement:
    fields = node.at("fields").integers()
    return Placement(node.at("agency").integer(), node.at("booth").integer(), fields)


def event(node: Node) -> PlanEvent:
    return PlanEvent(
        id=node.at("id").text(),
        district=node.at("district").integer(),
        day=node.at("day").integer(),
        venue=node.at("venue").integer(),
        fallback=node.at("fallback").integer() if node.has("fallback") else None,
        assign=node.at("assign").each(_placement),
    )


def forced(node: Node) -> Forced:
    day = node.at("day").integer() if node.has("day") else None
    venue = node.at("venue").integer() if node.has("venue") else None
    return Forced(node.at("event").text(), day, venue)


_DELTA_NAMES = {
    "day": ("day",),
    "venue": ("venue",),
    "dropped": ("dropped", "drop", "agency_dropped", "removed"),
    "added": ("added", "add", "agency_added"),
    "fields": ("fields", "field"),
    "booth": ("booth",),
}


def delta_weights(node: Node) -> DeltaWeights:
    found: dict[str, int] = {}
    if not isinstance(node.value, dict):
        node.fault("not_an_object")
    for name, spellings in _DELTA_NAMES.items():
        for spelling in spellings:
            if node.has(spelling):
                found[name] = node.at(spelling).count()
    return DeltaWeights(**found)
