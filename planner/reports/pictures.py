"""The charts and the map of a report, as pictures that need nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import unescape
from re import search

from flask_babel import gettext as _

from planner.core.chart import standalone
from planner.maps.geojson import Area
from planner.maps.season_picture import season_picture
from planner.maps.spots import Spot
from planner.maps.words import STATUS_LABELS
from planner.reports.content import Picture
from planner.statistics.charts import course_chart, table_chart, targets_chart
from planner.statistics.comparisons import Achievement
from planner.statistics.course import Course
from planner.statistics.services import FigureTable
from planner.templating import named

MOST_BARS = 16  # a taller chart would fill a page of its own; its table says the same
WIDTH = 760  # units of a chart, whose letters are 13 of them
PAPER = 150.0  # millimetres
MAP_SIZE = (660, 400)
MAP_PAPER = 120.0


def bars(table: FigureTable) -> Iterator[Picture]:
    """The bars of a table that is short enough."""
    told = sum(bool(line.figures[table.lead].value) for line in table.lines)
    if told > 1 and len(table.lines) <= MOST_BARS:
        yield from _chart(str(table_chart(table)))


def course(found: Course | None) -> Iterator[Picture]:
    """A season from event to event, or from month to month."""
    if found is not None:
        yield from _chart(str(course_chart(found)))


def targets(rows: Sequence[Achievement]) -> Iterator[Picture]:
    """How much of each target was reached."""
    if 1 < len(rows) <= MOST_BARS:
        yield from _chart(str(targets_chart(rows)))


def _chart(svg: str) -> Iterator[Picture]:
    if svg:
        alone, height = standalone(svg, WIDTH)
        yield Picture(alone, _inside(svg, "title"), _inside(svg, "desc"), (WIDTH, height), PAPER)


def _inside(svg: str, tag: str) -> str:
    found = search(rf"<{tag}[^>]*>([^<]*)</{tag}>", svg)
    return unescape(found.group(1)) if found else ""


def season_map(campaign: object, areas: Sequence[Area], spots: Sequence[Spot]) -> Iterator[Picture]:
    """The places of a season in their zones; nothing where no place has a position."""
    outlined = any(area.outline for area in areas)
    if sum(spot.located for spot in spots) < (1 if outlined else 2):
        return  # one place on an empty ground tells nothing
    svg = season_picture(named(campaign), areas, spots, STATUS_LABELS, size=MAP_SIZE)
    box = search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    size = (float(box.group(1)), float(box.group(2))) if box else MAP_SIZE
    yield Picture(svg, _("The places of the season"), _inside(svg, "desc"), size, MAP_PAPER)
