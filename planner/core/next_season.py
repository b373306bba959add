"""What the season after a season is called and when it lies, as a proposal."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import count

YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
WEEKS = 52
LONGEST_NAME = 60  # letters of a slug


def next_dates(first: date, last: date) -> tuple[date, date]:
    """The same weeks a year later, on the same days of the week, after the season's end.

    A later year it is always: a season that begins on the first days of January moves by 53 weeks.
    """
    weeks = max(WEEKS, (last - first).days // 7 + 1)
    if (first + timedelta(weeks=weeks)).year == first.year:
        weeks += 1
    shift = timedelta(weeks=weeks)
    return first + shift, last + shift


def next_name(name: str, year: int, longest: int) -> str:
    """The name with its year exchanged, or with the year behind it; '' stays ''."""
    if not name:
        return ""
    if YEAR.search(name):
        return YEAR.sub(str(year), name)
    return f"{name[: longest - 5]} {year}"


def next_slug(slug: str, year: int, taken: frozenset[str] | set[str]) -> str:
    """An address name that nobody has: the year exchanged, else behind it, else a number too."""
    base = (
        YEAR.sub(str(year), slug)
        if YEAR.search(slug)
        else f"{slug[: LONGEST_NAME - 5].rstrip('-')}-{year}"
    )
    if base not in taken:
        return base
    base = base[: LONGEST_NAME - 5].rstrip("-")
    return next(name for n in count(2) if (name := f"{base}-{n}") not in taken)
