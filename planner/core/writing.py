"""Problems, plans and re-plannings as JSON values, with the keys of the exchange format."""

from __future__ import annotations

from dataclasses import asdict

from planner.core.problem import Agency, Booth, Placement, Plan, PlanEvent, Problem, Replan, Venue
from planner.core.unknown_keys import with_unknown_keys

_FLAGS = ("private", "power", "water", "access")


def _booth(booth: Booth) -> dict[str, object]:
    flags = {name: int(getattr(booth, name)) for name in _FLAGS}
    return {"id": booth.id, "x": booth.x, "y": booth.y, **flags}


def _venue(venue: Venue) -> dict[str, object]:
    return {
        "id": venue.id,
        "district": venue.district,
        "zone": venue.zone,
        "name": venue.name,
        "indoor": int(venue.indoor),
        "avail": venue.avail,
        "reach": list(venue.reach),
        "x": venue.x,
        "y": venue.y,
        "covers": list(venue.covers),
        "fallbacks": list(venue.fallbacks),
        "booths": [_booth(booth) for booth in venue.booths],
    }


def _agency(agency: Agency) -> dict[str, object]:
    return {
        "id": agency.id,
        "name": agency.name,
        "home": agency.home,
        "serves": list(agency.serves),
        "fields": list(agency.fields),
        "staff": agency.staff,
        "avail": agency.avail,
        "max": agency.max,
        "max_week": agency.max_week,
        "target": agency.target,
        "needs": {name: int(getattr(agency.needs, name)) for name in _FLAGS},
        "noisy": int(agency.noisy),
        "quiet": int(agency.quiet),
    }


def problem_to(problem: Problem) -> dict[str, object]:
    """The problem as an `olp-1` object."""
    written: dict[str, object] = {
        "format": "olp-1",
        "name": problem.name,
        "start": problem.start.isoformat(),
        "days": problem.days,
        "weekday0": problem.weekday0,
        "allowed": problem.allowed,
        "weekend": problem.weekend,
        "rain": list(problem.rain),
        "fields": [asdict(item) for item in problem.fields],
        "kits": asdict(problem.kits),
        "districts": [asdict(item) for item in problem.districts],
        "zones": [asdict(item) for item in problem.zones],
        "dongs": [asdict(item) for item in problem.dongs],
        "venues": [_venue(item) for item in problem.venues],
        "agencies": [_agency(item) for item in problem.agencies],
        "travel": [list(row) for row in problem.travel],
        "periods": [[item.begin, item.end] for item in problem.periods],
        "conflicts": [list(pair) for pair in problem.conflicts],
        "not_adjacent": [list(pair) for pair in problem.not_adjacent],
        "adj_radius": problem.adj_radius,
        "weights": asdict(problem.weights),
    }
    return with_unknown_keys(written, problem.extra)


def _placement(placement: Placement) -> dict[str, object]:
    return {
        "agency": placement.agency,
        "booth": placement.booth,
        "fields": list(placement.fields),
    }


def _event(event: PlanEvent) -> dict[str, object]:
    return {
        "id": event.id,
        "district": event.district,
        "day": event.day,
        "venue": event.venue,
        "fallback": event.fallback,
        "assign": [_placement(placement) for placement in event.assign],
    }


def plan_to(plan: Plan) -> dict[str, object]:
    """The plan as an `olp-plan-1` object."""
    events = [_event(event) for event in plan.events]
    written: dict[str, object] = {
        "format": "olp-plan-1",
        "instance": plan.instance,
        "events": events,
    }
    return with_unknown_keys(written, plan.extra)


def replan_to(replan: Replan) -> dict[str, object]:
    """The re-planning as an `olp-replan-1` object."""
    written: dict[str, object] = {
        "format": "olp-replan-1",
        "instance": problem_to(replan.problem),
        "published": plan_to(replan.published),
        "now": replan.now,
        "pin_schedule": int(replan.pin_schedule),
        "movable": list(replan.movable),
        "force": [asdict(wish) for wish in replan.force],
        "delta_weights": asdict(replan.delta_weights),
    }
    return with_unknown_keys(written, replan.extra)
