"""The tables of a season that may become public: by place, and by zone and field.

Every figure of them is a cell of one system (`core.disclosure`): the total over zones in the one
table is the total over fields in the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from planner.core.disclosure import HIDDEN, Dimension, Figures, Published, cross, linked, small
from planner.core.figures import Breakdown, Count, Cube, Cut, Figure
from planner.statistics.public_values import ALL, OUTSIDE, REST, Line, PublicTables, cell_key
from planner.statistics.queries import Facts

MEASURES = (
    "attendance",
    "consultations",
    "received",
    "completed",
    "referrals_public",
    "referrals_private",
    "crisis_households",
)
FIELDED = ("consultations", "received", "completed")
ALWAYS = ("attendance", "consultations")


def public_tables(facts: Facts) -> PublicTables:
    """The tables of a season with its counts as they are now; nothing is hidden yet."""
    cube = Cube(facts.counts, facts.expected)
    measures = tuple(
        name
        for name in MEASURES
        if name in ALWAYS or any(count.measure == name for count in cube.counts)
    )
    fielded = tuple(
        name
        for name in measures
        if name in FIELDED
        and any(count.measure == name and count.field is not None for count in cube.counts)
    )
    reader = _Reader(facts, cube)
    tables = [reader.by_place(measure) for measure in measures]
    tables += [reader.by_zone_and_field(measure) for measure in fielded]
    figures = linked(tables)
    pairs = _completed_of_received(figures) if {"completed", "received"} <= set(measures) else ()
    figures = replace(figures, at_most=pairs, known=_known(facts, figures))
    return PublicTables(
        measures,
        fielded,
        tuple(_places(facts)),
        tuple(_fields(facts, figures)),
        Published(figures),
        reader.reports,
        frozenset(reader.synthetic),
    )


class _Reader:
    """Tables out of the cube, with the reports and synthetic parts that it meets."""

    def __init__(self, facts: Facts, cube: Cube) -> None:
        self.facts, self.cube = facts, cube
        self.reports: dict[str, tuple[int, int]] = {}
        self.synthetic: set[str] = set()

    def by_place(self, measure: str) -> Figures:
        """The season, its zones, their events."""
        above: dict[str, str | None] = {ALL: None}
        leaves: dict[tuple[str, ...], int | None] = {}
        self._note(measure, ALL, ALL, self.cube.figure(measure))
        for zone, figure in _parts(self.cube.breakdown(measure, "zone", self.facts.keys("zone"))):
            if zone is not None:
                above[f"zone:{zone}"] = ALL
                self._note(measure, f"zone:{zone}", ALL, figure)
        for place, cube in outside(self.cube.counts, measure):
            above[place] = f"zone:{place[len(OUTSIDE) + 1 :]}" if place != OUTSIDE else ALL
            figure = cube.figure(measure)
            leaves[place, ALL] = figure.value
            self._note(measure, place, ALL, figure)
        for event, figure in _parts(
            self.cube.breakdown(measure, "event", self.facts.keys("event"))
        ):
            if event is None:
                continue
            row = self.facts.name_of("event", event)
            above[f"event:{event}"] = f"zone:{row.venue.zone_id}"
            leaves[f"event:{event}", ALL] = figure.value
            self._note(measure, f"event:{event}", ALL, figure)
        return cross(measure, [Dimension(above), Dimension({ALL: None})], leaves)

    def by_zone_and_field(self, measure: str) -> Figures:
        """Zones by fields; what no field holds is a part of its own."""
        zones, fields = self.facts.keys("zone"), self.facts.keys("field")
        places: dict[str, str | None] = {ALL: None, **{f"zone:{zone}": ALL for zone in zones}}
        parts = {ALL: None, **{f"field:{one}": ALL for one in fields}, REST: ALL}
        leaves: dict[tuple[str, ...], int | None] = {}
        for one, figure in _parts(self.cube.breakdown(measure, "field", fields)):
            self._note(measure, ALL, _part(one), figure)
        for zone in zones:
            cube = Cube(self.cube.counts, self.cube.expected, Cut(zone=zone))
            for one, figure in _parts(cube.breakdown(measure, "field", fields)):
                leaves[f"zone:{zone}", _part(one)] = figure.value
                self._note(measure, f"zone:{zone}", _part(one), figure)
        for place, cube in outside(self.cube.counts, measure)[:1]:
            if place != OUTSIDE:  # within zones, and so in them
                break
            places[OUTSIDE] = ALL
            for one, figure in _parts(cube.breakdown(measure, "field", fields)):
                leaves[OUTSIDE, _part(one)] = figure.value
                self._note(measure, OUTSIDE, _part(one), figure)
        return cross(measure, [Dimension(places), Dimension(parts)], leaves)

    def _note(self, measure: str, place: str, part: str, figure: Figure) -> None:
        if part == ALL:
            self.reports[f"{measure}/{place}"] = (figure.reported, figure.expected)
        if figure.synthetic:
            self.synthetic.add(cell_key(measure, place, part))


def outside(counts: Sequence[Count], measure: str) -> list[tuple[str, Cube]]:
    """The places of counts outside events with their counts: first those of no zone, which are a
    part of the season, then those of each zone, which are a part of it."""
    found: dict[int | None, list[Count]] = {}
    for count in counts:
        if count.event is None and count.measure == measure:
            found.setdefault(count.zone, []).append(count)
    order = sorted(found, key=lambda zone: zone or 0)
    names = (OUTSIDE if zone is None else f"{OUTSIDE}:{zone}" for zone in order)
    return [(name, Cube(found[zone], ())) for name, zone in zip(names, order, strict=True)]


def _parts(breakdown: Breakdown) -> list[tuple[Any, Figure]]:
    return [(part.key, part.figure) for part in breakdown.parts]


def _part(key: Any) -> str:
    return REST if key is None else f"field:{key}"


def _places(facts: Facts) -> list[Line]:
    lines = [Line(ALL, "all")]
    lines += [Line(f"zone:{i}", "zone", row.name, row.name_en) for i, row in facts.zones.items()]
    for event in facts.events:
        venue = event.venue
        day = event.day.isoformat()
        lines.append(Line(f"event:{event.id}", "event", venue.name, venue.name_en, day))
    there = {place for measure in MEASURES for place, _cube in outside(facts.counts, measure)}
    lines += [Line(OUTSIDE, "outside")] if OUTSIDE in there else []
    for i, row in facts.zones.items():
        if f"{OUTSIDE}:{i}" in there:
            lines.append(Line(f"{OUTSIDE}:{i}", "outside_zone", row.name, row.name_en))
    return lines


def _fields(facts: Facts, figures: Figures) -> list[Line]:
    lines = [Line(f"field:{i}", "field", row.name, row.name_en) for i, row in facts.fields.items()]
    unplaced = [key for key in figures.values if key.endswith(f"/{REST}")]
    return [*lines, *([Line(REST, "rest")] if figures.reported(unplaced) else [])]


def _completed_of_received(figures: Figures) -> tuple[tuple[str, str], ...]:
    pairs = [
        (key, key.replace("completed/", "received/", 1))
        for key in figures.values
        if key.startswith("completed/")
    ]
    return tuple(pair for pair in pairs if pair[1] in figures.values)


def _known(facts: Facts, figures: Figures) -> frozenset[str]:
    """Totals that were published elsewhere for this very season, as they still are; a small one is
    hidden here all the same."""
    found = set()
    for row in facts.published:
        key = cell_key(row.measure, ALL)
        own = row.period == str(facts.campaign.starts_on.year)
        if own and figures.values.get(key) == row.value and not small(row.value):
            found.add(key)
    return frozenset(found)


# ---------------------------------------------------------------- why a cell is hidden


def reasons(published: Published, earlier: Sequence[Published]) -> dict[str, str]:
    """For each marked cell: small, sum (a small one of several), change or totals."""
    values = published.figures.values
    found = {}
    for key, mark in published.marks.items():
        value = values[key] or 0
        before = [row.shown(key) for row in earlier]
        if small(value):
            found[key] = "sum" if mark == HIDDEN else "small"
        elif any(old is not None and small(abs(value - old)) for old in before):
            found[key] = "change"
        else:
            found[key] = "totals"
    return found


def last_shown(
    why: Mapping[str, str], earlier: Sequence[tuple[int, Published]]
) -> dict[str, tuple[int, int]]:
    """For each cell that is hidden because it changed a little: what was last shown of it, and in
    which publication. It is public already, so it tells nothing new."""
    found = {}
    for number, published in earlier:
        for key, reason in why.items():
            value = published.shown(key)
            if reason == "change" and value is not None:
                found[key] = (value, number)
    return {key: found[key] for key in why if key in found}
