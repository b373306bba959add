"""Booths at one event: everyone has what it needs, as few clashing neighbours as can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from planner.core.problem import Agency, Booth, Problem, Venue
from planner.core.score import within
from planner.engine.mip import Limits, Model


def match_booths(
    agencies: Sequence[Agency], booths: Sequence[Booth], pinned: Mapping[int, int] | None = None
) -> dict[int, int] | None:
    """Booth id by agency id by augmenting paths; None where not everyone can be placed."""
    pinned = pinned or {}
    free = [booth for booth in booths if booth.id not in set(pinned.values())]
    holder: dict[int, Agency] = {}

    def place(agency: Agency, seen: set[int]) -> bool:
        for booth in free:
            if booth.id in seen or not booth.meets(agency.needs):
                continue
            seen.add(booth.id)
            if booth.id not in holder or place(holder[booth.id], seen):
                holder[booth.id] = agency
                return True
        return False

    # The choosiest first, so that few have to make way.
    order = sorted(agencies, key=lambda a: (sum(booth.meets(a.needs) for booth in booths), a.id))
    if not all(place(agency, set()) for agency in order if agency.id not in pinned):
        return None
    found = {agency.id: booth for booth, agency in holder.items()}
    return found | {a.id: pinned[a.id] for a in agencies if a.id in pinned}


def clash_count(problem: Problem, venue: Venue, booths: Mapping[int, int]) -> int:
    """Clashing neighbours of a layout (booth id by agency id)."""
    place = {booth.id: booth for booth in venue.booths}
    count = 0
    for one, two in combinations(sorted(booths), 2):
        first, second = place[booths[one]], place[booths[two]]
        near = within(first.x - second.x, first.y - second.y, problem.adj_radius)
        count += near and problem.clashes(one, two)
    return count


def lay_out(
    problem: Problem,
    venue: Venue,
    agencies: Sequence[Agency],
    pinned: Mapping[int, int] | None = None,
    seconds: float = 10.0,
) -> tuple[dict[int, int], int, bool] | None:
    """Booth id by agency id, its number of clashes, and whether none has fewer.

    None where the agencies do not fit the venue.
    """
    layout = match_booths(agencies, venue.booths, pinned)
    if layout is None:
        return None
    layout = _improve(problem, venue, agencies, layout, pinned or {})
    clashes = clash_count(problem, venue, layout)
    if clashes == 0:
        return layout, 0, True
    return _by_model(problem, venue, agencies, layout, pinned or {}, seconds)


def _improve(
    problem: Problem,
    venue: Venue,
    agencies: Sequence[Agency],
    layout: dict[int, int],
    pinned: Mapping[int, int],
) -> dict[int, int]:
    """Moves and exchanges of a clashing agency while they help."""
    who = {agency.id: agency for agency in agencies}
    place = {booth.id: booth for booth in venue.booths}
    best = clash_count(problem, venue, layout)
    restless = [a for a in sorted(layout) if a not in pinned]
    improved = True
    while best and improved:
        improved = False
        for agency in restless:
            for booth in venue.booths:
                trial = _moved(layout, agency, booth.id)
                changed = [a for a in trial if trial[a] != layout[a]]
                if any(a in pinned for a in changed):
                    continue
                if not all(place[trial[a]].meets(who[a].needs) for a in changed):
                    continue
                clashes = clash_count(problem, venue, trial)
                if clashes < best:
                    layout, best, improved = trial, clashes, True
    return layout


def _moved(layout: Mapping[int, int], agency: int, booth: int) -> dict[int, int]:
    trial = dict(layout)
    for other, held in layout.items():
        if held == booth:
            trial[other] = layout[agency]
    trial[agency] = booth
    return trial


def _by_model(
    problem: Problem,
    venue: Venue,
    agencies: Sequence[Agency],
    start: dict[int, int],
    pinned: Mapping[int, int],
    seconds: float,
) -> tuple[dict[int, int], int, bool]:
    """The least number of clashes by one small model."""
    model, stands = Model(), {}
    for agency in agencies:
        for booth in venue.booths:
            if pinned.get(agency.id, booth.id) == booth.id and booth.meets(agency.needs):
                stands[agency.id, booth.id] = model.binary()
        own = [(stands[key], 1.0) for key in stands if key[0] == agency.id]
        model.row(own, 1, 1)
    for booth in venue.booths:
        model.at_most([column for key, column in stands.items() if key[1] == booth.id], 1)
    for one, two in combinations(sorted(start), 2):
        if problem.clashes(one, two):
            _clash_rows(model, problem, venue, stands, one, two)
    first = {column: float(start[key[0]] == key[1]) for key, column in stands.items()}
    found = model.solve(Limits(seconds=seconds, abs_gap=0.999), first)
    if not found.values:
        return start, clash_count(problem, venue, start), False
    layout = {a: b for (a, b), column in stands.items() if found.values[column] > 0.5}
    clashes = clash_count(problem, venue, layout)
    return layout, clashes, found.status == "optimal"


def _clash_rows(
    model: Model,
    problem: Problem,
    venue: Venue,
    stands: Mapping[tuple[int, int], int],
    one: int,
    two: int,
) -> None:
    clash = model.column(1.0)
    for booth in venue.booths:
        if (one, booth.id) not in stands:
            continue
        near = [
            stands[two, other.id]
            for other in venue.booths
            if (two, other.id) in stands
            and other.id != booth.id
            and within(booth.x - other.x, booth.y - other.y, problem.adj_radius)
        ]
        if near:
            entries = [(column, 1.0) for column in near]
            model.row([(stands[one, booth.id], 1.0), *entries, (clash, -1.0)], upper=1)
