"""Faults between the parts of a problem: repeated ids, and ids that name nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from planner.core.problem import Problem
from planner.core.reading import FormatFault


def _repeated(name: str, ids: Iterable[int]) -> Iterator[FormatFault]:
    seen: set[int] = set()
    for number, item in enumerate(ids):
        if item in seen:
            yield FormatFault(f"{name}[{number}].id", "duplicate", {"id": item})
        seen.add(item)


def _unknown(path: str, ids: Iterable[int], known: Iterable[int]) -> Iterator[FormatFault]:
    holds = set(known)
    for number, item in enumerate(ids):
        if item not in holds:
            yield FormatFault(path.format(number), "unknown_id", {"id": item})


def _zones_and_dongs(problem: Problem) -> Iterator[FormatFault]:
    districts = problem.district_by_id
    homes = (zone.district for zone in problem.zones)
    yield from _unknown("zones[{}].district", homes, districts)
    yield from _unknown("dongs[{}].zone", (d.zone for d in problem.dongs), problem.zone_by_id)


def _venues(problem: Problem) -> Iterator[FormatFault]:
    places, dongs = problem.venue_by_id, {dong.id for dong in problem.dongs}
    for number, venue in enumerate(problem.venues):
        path = f"venues[{number}]"
        yield from _unknown(path + ".district", (venue.district,), problem.district_by_id)
        yield from _unknown(path + ".zone", (venue.zone,), problem.zone_by_id)
        yield from _unknown(path + ".covers[{}]", venue.covers, dongs)
        yield from _unknown(path + ".fallbacks[{}]", venue.fallbacks, places)
        yield from _repeated(path + ".booths", (booth.id for booth in venue.booths))


def _agencies(problem: Problem) -> Iterator[FormatFault]:
    for number, agency in enumerate(problem.agencies):
        path = f"agencies[{number}]"
        yield from _unknown(path + ".serves[{}]", agency.serves, problem.district_by_id)
        yield from _unknown(path + ".fields[{}]", agency.fields, problem.field_by_id)
    for name in ("conflicts", "not_adjacent"):
        for number, pair in enumerate(getattr(problem, name)):
            yield from _unknown(f"{name}[{number}][{{}}]", pair, problem.agency_by_id)


def _shapes(problem: Problem) -> Iterator[FormatFault]:
    if len(problem.rain) != problem.days:
        data: Mapping[str, object] = {"expected": problem.days, "found": len(problem.rain)}
        yield FormatFault("rain", "wrong_length", data)
    size = len(problem.districts)
    if len(problem.travel) != size:
        data = {"expected": size, "found": len(problem.travel)}
        yield FormatFault("travel", "wrong_length", data)
    for number, row in enumerate(problem.travel):
        if len(row) != size:
            data = {"expected": size, "found": len(row)}
            yield FormatFault(f"travel[{number}]", "wrong_length", data)
        for column, cost in enumerate(row):
            if cost < 0:
                place = f"travel[{number}][{column}]"
                yield FormatFault(place, "too_small", {"least": 0, "found": cost})
    if problem.weekday0 > 6:
        yield FormatFault("weekday0", "too_large", {"most": 6, "found": problem.weekday0})
    for number, chance in enumerate(problem.rain):
        if chance > 100:
            yield FormatFault(f"rain[{number}]", "too_large", {"most": 100, "found": chance})


def reference_faults(problem: Problem, path: str = "") -> Iterator[FormatFault]:
    """Faults between parts that are each well formed; `path` is the problem's own place."""
    for name in ("fields", "districts", "zones", "dongs", "venues", "agencies"):
        ids = [item.id for item in getattr(problem, name)]
        for fault in _repeated(name, ids):
            yield _under(path, fault)
    for part in (_zones_and_dongs, _venues, _agencies, _shapes):
        for fault in part(problem):
            yield _under(path, fault)


def _under(path: str, fault: FormatFault) -> FormatFault:
    return FormatFault(f"{path}.{fault.path}", fault.reason, fault.data) if path else fault
