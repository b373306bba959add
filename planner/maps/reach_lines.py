"""The order of the table of the coverage map."""

from __future__ import annotations

from typing import Any

from planner.maps.reach_loading import Line, ReachPage


def sort_lines(page: ReachPage, by: str) -> list[Line]:
    """The dongs in the order of a column; what is not known comes last."""
    people = page.people.by_measure.get(page.measure, {})

    def reached(line: Line) -> float | None:
        count = people.get(line.dong.id)
        return None if count is None or line.after.share is None else line.after.share * count

    keys: dict[str, Any] = {
        "dong": lambda line: line.dong.name,
        "zone": lambda line: line.dong.zone.name if line.dong.zone else None,
        "people": lambda line: _down(people.get(line.dong.id)),
        "reached": lambda line: _down(reached(line)),
        "share": lambda line: line.after.share,
        "distance": lambda line: _down(line.after.metres),
    }
    key = keys.get(by)
    if key is None:
        return page.lines
    return sorted(page.lines, key=lambda line: _last(key(line)))


def _down(value: float | None) -> float | None:
    """Large ones first."""
    return None if value is None else -value


def _last(value: Any) -> tuple[bool, Any]:
    return (value is None, 0 if value is None else value)
