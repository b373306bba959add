"""Pictures of the coverage map and of zones: the same areas, tinted by share or by zone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from planner.core.outline import from_geojson
from planner.maps.picture import Pin, Shape, Texts, picture
from planner.maps.picture_parts import STEP_FILLS, TINTS
from planner.maps.reach_loading import ReachPage
from planner.maps.reach_words import STEPS
from planner.maps.reach_zones import SuggestedZone
from planner.places.models import AdminDong
from planner.templating import named, percent


def zones_picture(
    title: str, zones: Sequence[SuggestedZone], names: Sequence[str], key: str
) -> str:
    """Zones as tints over their dongs, each dong labelled with its zone's number."""
    shapes, pins = [], []
    for number, zone in enumerate(zones, 1):
        for dong in zone.dongs:
            label = f"{number}\n{dong.name}"
            if dong.outline:
                fill = TINTS[(number - 1) % len(TINTS)]
                shapes.append(Shape(from_geojson(dong.outline), fill, label, _label_of(dong)))
            elif (at := _label_of(dong)) is not None:
                pins.append(Pin(number, "held", at, dong.name))
    legend = [] if pins else [
        (TINTS[(i - 1) % len(TINTS)], f"{i}. {name}") for i, name in enumerate(names, 1)
    ]  # fmt: skip
    rows = [
        f"{i}. {name}: {', '.join(dong.name for dong in zone.dongs)}"
        for i, (name, zone) in enumerate(zip(names, zones, strict=True), 1)
    ]
    credit = _credit(dong for zone in zones for dong in zone.dongs)
    texts = Texts(title, "; ".join(rows), legend, credit, _("No dong has a position."))
    return picture(shapes, pins, texts, size=(620, 520), key=key)


def reach_picture(page: ReachPage, title: str) -> str:
    """The coverage map without a script: shares by dong, stops with numbers."""
    shapes = []
    for line in page.lines:
        if line.dong.outline:
            step, share = line.after.step, line.after.share
            fill = "#fff" if step == "unknown" else STEP_FILLS[int(step)]
            label = f"{line.dong.name}\n{percent(share, 0)}"
            polygons = from_geojson(line.dong.outline)
            shapes.append(Shape(polygons, fill, label, _label_of(line.dong), step == "unknown"))
    pins = [
        Pin(number, "released", (stop.at[1], stop.at[0]), named(stop))
        for number, stop in enumerate(page.shown.stops, 1)
    ]
    found = {line.after.step for line in page.lines if line.dong.outline}
    legend = [
        ("hatch" if step == "unknown" else STEP_FILLS[int(step)], str(word))
        for step, word in STEPS.items()
        if step in found
    ]
    legend.append(("released", _("Stop")))
    credit = _credit(line.dong for line in page.lines)
    texts = Texts(title, "", legend, credit, _("There is nothing on the map yet"))
    return picture(shapes, pins, texts)


def _label_of(dong: AdminDong) -> tuple[float, float] | None:
    if dong.label_lat is None or dong.label_lon is None:
        return None
    return dong.label_lon, dong.label_lat


def _credit(dongs: Any) -> str:
    return " · ".join(dict.fromkeys(dong.outline_source for dong in dongs if dong.outline_source))
