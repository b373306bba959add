"""Korea's public holidays, substitutes included, in the reader's language."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from flask_babel import get_locale

LANGUAGES = {"en": "en_US", "ko": "ko"}


def holidays_between(first: date, last: date) -> dict[date, str]:
    """Public holidays from `first` to `last`, both included, by day. They warn, never forbid."""
    language = LANGUAGES.get(str(get_locale() or "ko"), "ko")
    return {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in _of_year(year, language)
        if first <= day <= last
    }


@lru_cache(maxsize=64)
def _of_year(year: int, language: str) -> tuple[tuple[date, str], ...]:
    """The library is slow to import and to ask, so a year is asked for once."""
    import holidays

    found = holidays.country_holidays("KR", years=year, language=language)
    return tuple(sorted(found.items()))
