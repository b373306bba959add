"""Pictures of the coverage map and of zones: the same areas, tinted by share or by zone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from planner.core.outline import Position, from_geojson
from planner.maps.picture import Shape, Texts, circle, picture
from planner.maps.picture_parts import STEP_FILLS, TINTS
from planner.maps.picture_pins import BLUE, Pin
from planner.maps.reach_labels import label_of
from planner.maps.reach_loading import ReachPage
from planner.maps.reach_words import FATE_WORDS, STEPS
from planner.maps.reach_zones import SuggestedZone
from planner.places.models import AdminDong
from planner.templating import named, percent
from planner.templating import number as number_words

# The shapes of stops: the same as on the page.
FATES = {"kept": "released", "new": "held", "dropped": "cancelled"}


def zones_picture(
    title: str, zones: Sequence[SuggestedZone], names: Sequence[str], key: str
) -> str:
    """Zones as tints over their dongs, each dong labelled with its zone's number."""
    shapes, pins = [], []
    for number, zone in enumerate(zones, 1):
        for dong in zone.dongs:
            label, fill = f"{number}\n{dong.name}", TINTS[(number - 1) % len(TINTS)]
            if dong.outline:
                shapes.append(Shape(from_geojson(dong.outline), fill, label, _label_of(dong)))
            elif (at := _label_of(dong)) is not None:
                pins.append(Pin(number, "", at, dong.name, fill=fill))
    legend = [
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
    """The coverage map without a script: shares by dong, stops with numbers and circles."""
    shapes = [Shape(from_geojson(area.outline), "") for area in page.areas]
    pins = []
    found = set()
    for line in page.lines:
        step, share, at = line.after.step, line.after.share, _label_of(line.dong)
        fill = "#fff" if step == "unknown" else STEP_FILLS[int(step)]
        digits = 1 if share is not None and 0 < share < 0.01 else 0  # that is not nothing
        label = f"{line.dong.name}\n{percent(share, digits)}"
        if line.dong.outline or at is not None:
            found.add(step)
        if line.dong.outline:
            polygons = from_geojson(line.dong.outline)
            shapes.append(Shape(polygons, fill, label, at, step == "unknown"))
        elif at is not None:
            pins.append(Pin(0, "", at, label, fill=fill))
    for number, stop, fate in page.numbered():
        at = (stop.at[1], stop.at[0])
        if fate != "dropped":
            shapes.append(Shape(circle(at, page.asked.metres), "", line=BLUE))
        pins.append(Pin(number, FATES[fate], at, named(stop), stop.roughly))
    legend = [
        ("hatch" if step == "unknown" else STEP_FILLS[int(step)], str(word))
        for step, word in STEPS.items()
        if step in found
    ]
    fates = {fate for _number, _stop, fate in page.numbered()}
    words = FATE_WORDS if page.proposed else {"kept": _("Stop")}
    legend += [(FATES[fate], str(word)) for fate, word in words.items() if fate in fates]
    if page.shown.roughly:
        legend.append(("rough", _("Approximate position")))
    legend.append(("ring", _("Within %(n)s m of a stop", n=number_words(page.asked.metres))))
    credit = _credit([*page.areas, *(line.dong for line in page.lines)])
    rows = [f"{line.dong.name} {percent(line.after.share)}" for line in page.lines]
    texts = Texts(title, ", ".join(rows), legend, credit, _("There is nothing on the map yet"))
    return picture(shapes, pins, texts)


def _label_of(dong: AdminDong) -> Position | None:
    """Longitude first, as pictures want it."""
    at = label_of(dong)
    return (at[1], at[0]) if at else None


def _credit(rows: Iterable[Any]) -> str:
    """Whom to credit for the outlines of dongs and zones, each once."""
    sources = (getattr(row, "outline_source", "") or getattr(row, "source", "") for row in rows)
    return " · ".join(dict.fromkeys(source for source in sources if source))
