"""The hours of an event day, from setting up to leaving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

SET_UP = 60  # minutes before the opening
BRIEFING = 15
PACK_UP = 60  # minutes after the close


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the day: 'set_up', 'briefing', 'open' or 'pack_up'."""

    kind: str
    starts_at: time
    ends_at: time


def day_spans(opens: time, closes: time) -> tuple[Span, ...]:
    """The day's parts in order; what would pass midnight is cut there."""
    start, end = _minutes(opens), _minutes(closes)
    parts = (
        ("set_up", start - SET_UP, start - BRIEFING),
        ("briefing", start - BRIEFING, start),
        ("open", start, end),
        ("pack_up", end, end + PACK_UP),
    )
    return tuple(
        Span(kind, _time(begin), _time(finish))
        for kind, begin, finish in parts
        if _time(begin) < _time(finish)
    )


def _minutes(value: time) -> int:
    return value.hour * 60 + value.minute


def _time(minutes: int) -> time:
    kept = min(max(minutes, 0), 24 * 60 - 1)
    return time(kept // 60, kept % 60)
