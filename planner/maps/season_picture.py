"""A season as a picture: for reports, posters, print, and whoever saves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from planner.core.outline import from_geojson
from planner.maps.geojson import Area
from planner.maps.picture import Shape, Texts, picture
from planner.maps.picture_parts import TINTS
from planner.maps.picture_pins import Pin
from planner.maps.spots import STATUSES, Spot
from planner.templating import named


def season_picture(
    title: str,
    areas: Sequence[Area],
    spots: Sequence[Spot],
    labels: Mapping[str, Any],
    *,
    size: tuple[int, int] = (960, 640),
) -> str:
    """The SVG of a season; `labels` are the words of the statuses, as the page says them."""
    located = [spot for spot in spots if spot.located]
    pins = [
        Pin(spot.number, spot.status, (place.lon, place.lat), named(place), spot.rough)
        for spot in located
        if (place := spot.place).lon is not None and place.lat is not None
    ]
    shapes = [
        Shape(from_geojson(area.outline), TINTS[i % len(TINTS)], named(area))
        for i, area in enumerate(areas)
    ]
    found = {spot.status for spot in located}
    legend = [(status, str(labels[status])) for status in STATUSES if status in found]
    if any(spot.rough for spot in located):
        legend.append(("rough", _("Approximate position")))
    texts = Texts(
        title=title,
        description=_described(spots, located, labels),
        legend=legend,
        credit=" · ".join(dict.fromkeys(area.source for area in areas if area.source)),
        empty=_("There is nothing on the map yet"),
    )
    return picture(shapes, pins, texts, size=size)


def _described(spots: Sequence[Spot], located: Sequence[Spot], labels: Mapping[str, Any]) -> str:
    """All that the picture shows, in a sentence for each place."""
    rows = [
        f"{spot.number}. {named(spot.place)} ({named(spot.zone)}, {spot.day:%Y-%m-%d}, "
        f"{labels[spot.status]})"
        for spot in located
    ]
    if len(located) < len(spots):
        rows.append(_("%(n)s events have no position.", n=len(spots) - len(located)))
    return "; ".join(rows)
