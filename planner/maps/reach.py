"""Which part of each dong lies within a distance of a stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from planner.core.metres import LatLon
from planner.core.reach import AREA, DECIMALS, LABEL, UNKNOWN, Reached
from planner.maps.ground import Near, middle_of, on_grid, points_on_grid


@dataclass(frozen=True, slots=True)
class Ground:
    """A dong as the map knows it: an outline, a label's position, both or neither."""

    id: int
    outline: Mapping[str, Any] | None = None
    label: LatLon | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A place where people are met; several events at one venue are one stop."""

    key: str
    name: str
    at: LatLon
    name_en: str = ""
    roughly: bool = False  # its position is not known exactly


@dataclass(frozen=True, slots=True)
class Laid:
    """A dong on the plane: its shape (None without an outline) and its middle, in metres."""

    id: int
    shape: Any
    middle: tuple[float, float] | None


def lay(grounds: Sequence[Ground]) -> list[Laid]:
    """The dongs on the plane; made once, for a comparison measures them twice."""
    labelled = [ground for ground in grounds if ground.label is not None]
    places = points_on_grid([ground.label for ground in labelled if ground.label is not None])
    labels = dict(zip((ground.id for ground in labelled), places, strict=True))
    found = []
    for ground in grounds:
        shape = on_grid(ground.outline) if ground.outline else None
        middle = labels.get(ground.id) or (middle_of(shape) if shape is not None else None)
        found.append(Laid(ground.id, shape, middle))
    return found


def reach(dongs: Sequence[Laid], stops: Sequence[Stop], metres: int) -> tuple[Reached, ...]:
    """Each dong's share within `metres` of any stop, and its nearest stop, in the dongs' order."""
    points = points_on_grid([stop.at for stop in stops])
    return reach_on_plane(dongs, [stop.key for stop in stops], points, metres)


def reach_on_plane(
    dongs: Sequence[Laid],
    keys: Sequence[str],
    points: Sequence[tuple[float, float]],
    metres: float,
) -> tuple[Reached, ...]:
    """The same with everything in metres already."""
    near = Near(points, metres)
    return tuple(_reached(dong, near, keys, points, metres) for dong in dongs)


def _reached(
    dong: Laid,
    near: Near,
    keys: Sequence[str],
    points: Sequence[tuple[float, float]],
    metres: float,
) -> Reached:
    if dong.middle is None:
        return Reached(dong.id, None, UNKNOWN)
    east, north = dong.middle
    away = [hypot(east - x, north - y) for x, y in points]
    i = min(range(len(away)), key=away.__getitem__) if away else None
    if dong.shape is not None:
        share, how = round(near.part_of(dong.shape), DECIMALS), AREA
    else:  # all or nothing, by the label alone
        share, how = float(i is not None and away[i] <= metres), LABEL
    if i is None:
        return Reached(dong.id, share, how)
    return Reached(dong.id, share, how, keys[i], round(away[i]))
