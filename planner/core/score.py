"""The score of a plan: eight integer terms, a weighted sum, lower is better, never negative.

Every term is a sum over rows (`TermRow`), so that the figure and what stands behind it cannot
differ. Broken plans are scored too: what is unknown to the problem counts for nothing, an agency
named twice at an event counts once for its needs and its load.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from planner.core.problem import TERMS, Plan, Problem, Venue, is_on
from planner.core.violation import Subject


@dataclass(frozen=True, slots=True)
class TermRow:
    """One reason for points: `amount` units of a term, before its weight, always > 0."""

    subjects: tuple[Subject, ...]
    amount: int
    data: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Score:
    """`total` points; `terms` units by name before weights; `points` the weighted terms."""

    total: int
    terms: Mapping[str, int] = field(hash=False)
    points: Mapping[str, int] = field(hash=False)


def venue_reach(problem: Problem, venue: Venue, day: int) -> int:
    """Contacts expected at `venue` on `day`, rain and the best open fallback reckoned in."""
    weekend = is_on(problem.weekend, day)
    own = venue.reach[weekend]
    if venue.indoor:
        return own
    rain = problem.rain[day] if 0 <= day < len(problem.rain) else 0
    others = (problem.venue_by_id.get(name) for name in venue.fallbacks)
    dry = [other.reach[weekend] for other in others if other and is_on(other.avail, day)]
    return ((100 - rain) * own + rain * max(dry, default=0)) // 100


def best_reach(problem: Problem) -> Mapping[int, int]:
    """By district: the most contacts of any venue on any allowed day on which it is available.

    Worked out once for a problem: every score asks, and it looks at every day of every venue.
    """
    known: Mapping[int, int] | None = problem.__dict__.get("_best_reach")
    if known is None:
        known = problem.__dict__["_best_reach"] = _best_reach(problem)
    return known


def _best_reach(problem: Problem) -> dict[int, int]:
    best = {district.id: 0 for district in problem.districts}
    days = [day for day in range(problem.days) if is_on(problem.allowed, day)]
    for venue in problem.venues:
        open_days = (day for day in days if is_on(venue.avail, day))
        most = max((venue_reach(problem, venue, day) for day in open_days), default=0)
        best[venue.district] = max(best.get(venue.district, 0), most)
    return best


def _uncovered(problem: Problem, plan: Plan) -> Iterator[TermRow]:
    known = problem.agency_by_id
    for event in plan.events:
        here = (place for place in event.assign if place.agency in known)
        pairs = {(place.agency, name) for place in here for name in place.fields}
        served = Counter(name for _, name in pairs)
        for wanted in problem.fields:
            missing = wanted.need - served[wanted.id]
            if missing > 0:
                subjects = (("event", event.id), ("field", wanted.id))
                yield TermRow(subjects, missing, {"need": wanted.need})


def _visit_days(problem: Problem, plan: Plan) -> dict[int, list[int]]:
    days: dict[int, list[int]] = {zone.id: [] for zone in problem.zones}
    for event in plan.events:
        venue = problem.venue_by_id.get(event.venue)
        if venue is not None:
            days.setdefault(venue.zone, []).append(event.day)
    return days


def _zone_dev(problem: Problem, plan: Plan) -> Iterator[TermRow]:
    days = _visit_days(problem, plan)
    for zone in problem.zones:
        visits = len(days[zone.id])
        if visits != zone.target:
            data = {"visits": visits, "target": zone.target}
            yield TermRow((("zone", zone.id),), abs(visits - zone.target), data)


def _period_miss(problem: Problem, plan: Plan) -> Iterator[TermRow]:
    days = _visit_days(problem, plan)
    for zone in problem.zones:
        for number, period in enumerate(problem.periods):
            if zone.min >= 1 and not any(day in period for day in days[zone.id]):
                data = {"from": period.begin, "to": period.end}
                yield TermRow((("zone", zone.id), ("period", number)), 1, data)


def _reach(problem: Problem, plan: Plan) -> Iterator[TermRow]:
    best = best_reach(problem)
    for event in plan.events:
        venue = problem.venue_by_id.get(event.venue)
        if venue is None or event.district not in best:
            continue
        reach = venue_reach(problem, venue, event.day)
        if reach < best[event.district]:
            data = {"reach": reach, "best": best[event.district]}
            yield TermRow((("event", event.id),), best[event.district] - reach, data)


def _vuln(problem: Problem, plan: Plan) -> Iterator[TermRow]:
    covered: Counter[int] = Counter()
    for event in plan.events:
        venue = problem.venue_by_id.get(event.venue)
        covered.update(set(venue.covers) if venue is not None else ())
    for dong in problem.dongs:
        amount = dong.vuln * max(0, 2 - covered[dong.id])
        if amount:
            yield TermRow((("dong", dong.id),), amount, {"covered": covered[dong.id]})


def _load(problem: Problem, plan: Plan) -> Iterator[TermRow]:
    guests = ({placement.agency for placement in event.assign} for event in plan.events)
    events = Counter(agency for here in guests for agency in here)
    for agency in problem.agencies:
        if events[agency.id] != agency.target:
            data = {"events": events[agency.id], "target": agency.target}
            amount = (events[agency.id] - agency.target) ** 2
            yield TermRow((("agency", agency.id),), amount, data)


def _travel(problem: Problem, plan: Plan) -> Iterator[TermRow]:
    for event in plan.events:
        for placement in event.assign:
            agency = problem.agency_by_id.get(placement.agency)
            cost = problem.travel_cost(agency.home, event.district) if agency else 0
            if cost:
                yield TermRow((("event", event.id), ("agency", placement.agency)), cost)


def _adjacent(problem: Problem, plan: Plan) -> Iterator[TermRow]:
    for event in plan.events:
        venue = problem.venue_by_id.get(event.venue)
        booths = {booth.id: booth for booth in venue.booths} if venue else {}
        for one, two in combinations(event.assign, 2):
            first, second = booths.get(one.booth), booths.get(two.booth)
            if first is None or second is None or one.agency == two.agency:
                continue
            if not problem.clashes(one.agency, two.agency):
                continue
            if within(first.x - second.x, first.y - second.y, problem.adj_radius):
                subjects = (
                    ("event", event.id),
                    ("agency", one.agency),
                    ("agency", two.agency),
                )
                yield TermRow(subjects, 1, {"booths": [one.booth, two.booth]})


def within(dx: float, dy: float, radius: float) -> bool:
    """Whether a squared distance is at most the squared radius."""
    return dx * dx + dy * dy <= radius * radius


_ROWS = {
    "uncovered": _uncovered,
    "zone_dev": _zone_dev,
    "period_miss": _period_miss,
    "reach": _reach,
    "vuln": _vuln,
    "load": _load,
    "travel": _travel,
    "adjacent": _adjacent,
}


def explain_terms(problem: Problem, plan: Plan) -> dict[str, tuple[TermRow, ...]]:
    """The rows behind every term; their amounts add up to `score_plan(...).terms`."""
    return {name: tuple(_ROWS[name](problem, plan)) for name in TERMS}


def score_plan(problem: Problem, plan: Plan) -> Score:
    """Score of a plan, sound or not; a plan without events is scored like any other."""
    terms = {name: sum(row.amount for row in _ROWS[name](problem, plan)) for name in TERMS}
    points = {name: getattr(problem.weights, name) * units for name, units in terms.items()}
    return Score(sum(points.values()), terms, points)
