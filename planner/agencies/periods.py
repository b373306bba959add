"""The seasons for which days off are shown, told by the area that knows them.

An area further right puts a function into `app.extensions["agencies.periods"]`; agencies stay
ignorant of campaigns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import current_app

KEY = "agencies.periods"
LONGEST = 400  # days shown at once


@dataclass(frozen=True, slots=True)
class Period:
    """A season's name in both languages, its first and its last day."""

    name: str
    name_en: str
    first: date
    last: date


def seasons(office_id: int) -> Sequence[Period]:
    """The office's seasons, the newest first; none where nobody told of any."""
    source: Callable[[int], Sequence[Period]] | None = current_app.extensions.get(KEY)
    return () if source is None else source(office_id)


def chosen(
    seasons: Sequence[Period], first: date | None, last: date | None, today: date
) -> tuple[date, date]:
    """The asked period where it is sound, else the newest season, else this month and the next."""
    if first is not None and last is not None and first <= last:
        return first, min(last, first + timedelta(days=LONGEST))
    if seasons:
        return seasons[0].first, seasons[0].last
    begin = today.replace(day=1)
    after = (begin + timedelta(days=63)).replace(day=1)
    return begin, after - timedelta(days=1)
