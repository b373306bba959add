"""What is wrong with the boundaries of an office: a report of names and square metres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.core.outline import OutlineError, read_geometry
from planner.places import shapes
from planner.places.outlines import OutlineFault

# A zone that was merged from its dongs differs from them by the slivers that were filled.
SAME_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class Area:
    """A zone or a dong: its name, its zone's name (of a dong), its outline where it has one."""

    name: str
    outline: Mapping[str, Any] | None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbours, and the square metres that both or neither of them covers."""

    one: str
    two: str
    square_metres: float


@dataclass(frozen=True, slots=True)
class BoundaryReport:
    """Everything that was found; `outlines` were looked at."""

    outlines: int
    faults: tuple[OutlineFault, ...]
    dong_overlaps: tuple[Pair, ...]
    dong_gaps: tuple[Pair, ...]
    zone_overlaps: tuple[Pair, ...]
    zone_gaps: tuple[Pair, ...]
    without: tuple[str, ...]
    apart: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    differing: tuple[tuple[str, float], ...]
    bare: int = 0  # dongs, where none of them has an outline

    @property
    def sound(self) -> bool:
        """Whether nothing at all was found."""
        return not any(
            (self.faults, self.dong_overlaps, self.dong_gaps, self.zone_overlaps, self.zone_gaps,
             self.without, self.apart, self.differing)
        )  # fmt: skip


def report(zones: Sequence[Area], dongs: Sequence[Area]) -> BoundaryReport:
    """Look at every outline and at every two neighbours.

    A dong without an outline counts as missing only where other dongs have one; where none has,
    that is told apart (`bare`) and is no fault.
    """
    drawn_zones = [zone for zone in zones if zone.outline]
    drawn = [dong for dong in dongs if dong.outline]
    every = [*drawn_zones, *drawn]
    flat = shapes.in_metres([area.outline for area in every if area.outline])
    flat_zones, flat_dongs = flat[: len(drawn_zones)], flat[len(drawn_zones) :]
    return BoundaryReport(
        outlines=len(every),
        faults=tuple(fault for area in every if (fault := _fault(area)) is not None),
        dong_overlaps=_pairs(drawn, shapes.overlaps(flat_dongs)),
        dong_gaps=_pairs(drawn, shapes.gaps(flat_dongs)),
        zone_overlaps=_pairs(drawn_zones, shapes.overlaps(flat_zones)),
        zone_gaps=_pairs(drawn_zones, shapes.gaps(flat_zones)),
        without=tuple(dong.name for dong in dongs if not dong.outline) if drawn else (),
        apart=tuple(_apart(zones, drawn, flat_dongs)),
        differing=tuple(_differing(drawn_zones, flat_zones, dongs, drawn, flat_dongs)),
        bare=0 if drawn else len(dongs),
    )


def _fault(area: Area) -> OutlineFault | None:
    try:
        read_geometry(area.outline)
    except OutlineError as error:
        return OutlineFault(0, area.name, error.code, error.data)
    return None


def _pairs(areas: Sequence[Area], found: Sequence[tuple[int, int, float]]) -> tuple[Pair, ...]:
    return tuple(Pair(areas[i].name, areas[j].name, size) for i, j, size in found)


def _apart(zones: Sequence[Area], dongs: Sequence[Area], flat: Sequence[Any]) -> Any:
    """Zones whose dongs do not reach each other, with the dongs in sets that do."""
    for zone in zones:
        members = [i for i, dong in enumerate(dongs) if dong.zone == zone.name]
        sets = shapes.groups([flat[i] for i in members])
        if len(sets) > 1:
            yield zone.name, tuple(tuple(dongs[members[k]].name for k in part) for part in sets)


def _differing(
    zones: Sequence[Area],
    flat_zones: Sequence[Any],
    dongs: Sequence[Area],
    drawn: Sequence[Area],
    flat: Sequence[Any],
) -> Any:
    """Zones whose own outline is not that of their dongs, where all of those have one."""
    for zone, shape in zip(zones, flat_zones, strict=True):
        members = [dong for dong in dongs if dong.zone == zone.name]
        if not members or not all(dong.outline for dong in members):
            continue
        others = [flat[i] for i, dong in enumerate(drawn) if dong.zone == zone.name]
        size = shapes.difference(shape, others)
        if size > SAME_SHARE * shape.area:
            yield zone.name, size
