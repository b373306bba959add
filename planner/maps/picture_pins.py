"""The pins of a picture: one a place, its number in the shape of its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.core.outline import Position
from planner.maps.picture_labels import Point
from planner.maps.picture_parts import INK, LINE, NUMBER_AT, SHAPES, text

BLUE = "#0b50d0"
RING = 24  # the radius of a rough position's ring where a pin has 15


@dataclass(frozen=True, slots=True)
class Pin:
    """One event: `at` is (longitude, latitude)."""

    number: int  # 0 for a disc without one
    status: str
    at: Position
    name: str = ""
    rough: bool = False  # the position is approximate: a broken ring stands around the pin
    fill: str = ""  # of a plain disc with the number, in place of the shape of a status


def groups_of(pins: Sequence[Pin]) -> list[list[Pin]]:
    """Pins by place, in the order of their numbers."""
    places: dict[Position, list[Pin]] = {}
    for pin in sorted(pins, key=lambda pin: pin.number):
        places.setdefault(pin.at, []).append(pin)
    return list(places.values())


def reach_of(group: Sequence[Pin], radius: float) -> float:
    """How far a pin reaches from its middle: the ring of a rough position counts."""
    return radius * (RING + 1) / 15 if any(pin.rough for pin in group) else radius


def draw_ring(group: Sequence[Pin], here: Point, radius: float) -> str:
    """The broken ring of a rough position, which is drawn below every name."""
    if not any(pin.rough for pin in group):
        return ""
    scale = radius / 15
    return (
        f'<circle cx="{here[0]:.1f}" cy="{here[1]:.1f}" r="{RING * scale:.1f}" fill="none" '
        f'stroke="{INK}" stroke-width="{2 * scale:.2f}" '
        f'stroke-dasharray="{6 * scale:.1f} {4 * scale:.1f}"/>'
    )


def draw_pin(group: Sequence[Pin], there: Point, here: Point, radius: float) -> str:
    """The pin of a place at `here`, with a line to `there` where it had to give way."""
    first = group[0]
    number = str(first.number) if len(group) == 1 else f"{first.number}+"
    scale = radius / 15
    return (
        f'{_way(there, here)}<g transform="translate({here[0] - 17 * scale:.1f} '
        f'{here[1] - 17 * scale:.1f}) scale({scale:.2f})">{_shape(first, number)}</g>'
    )


def _shape(pin: Pin, number: str) -> str:
    if pin.fill:
        disc = f'<circle cx="17" cy="17" r="15" fill="{pin.fill}" stroke="{LINE}"/>'
        return disc + (text(17, 22, number, 15, anchor="middle", weight=700) if pin.number else "")
    status = pin.status if pin.status in SHAPES else "planned"
    ink = BLUE if status == "planned" else "#fff"
    at = NUMBER_AT.get(status, 22.0)
    struck = status == "cancelled"
    return SHAPES[status] + text(
        17, at, number, 14, anchor="middle", fill=ink, weight=700, struck=struck
    )


def _way(there: Point, here: Point) -> str:
    if abs(there[0] - here[0]) + abs(there[1] - here[1]) <= 4:
        return ""
    return (
        f'<path d="M{there[0]:.1f} {there[1]:.1f}L{here[0]:.1f} {here[1]:.1f}" '
        f'stroke="{INK}" stroke-width="1.5"/><circle cx="{there[0]:.1f}" cy="{there[1]:.1f}" '
        f'r="2.5" fill="{INK}"/>'
    )
