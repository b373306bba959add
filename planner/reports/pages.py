"""What the page of a report needs besides its blocks."""

from __future__ import annotations

import re

from markupsafe import Markup

from planner.reports.content import Head, Picture, kind_of

__all__ = ["is_chart", "is_short", "kind_of", "shown"]

SHORT = 20  # letters of a column whose cells need not break

FIXED = re.compile(r'width="\d+" height="(\d+)" viewBox="[^"]*"')


def is_chart(picture: Picture) -> bool:
    """Whether it can be as wide as its column, its letters keeping their size."""
    return 'class="chart' in picture.svg[:200]


def shown(picture: Picture) -> Markup:
    """A picture within the page: our own SVG, in which every word is escaped."""
    svg = picture.svg
    if is_chart(picture):
        svg = FIXED.sub(r'width="100%" height="\1"', svg, count=1)
    return Markup(svg)


def is_short(head: Head) -> bool:
    """Whether the cells of a column stand on one line each."""
    return head.weight <= SHORT
