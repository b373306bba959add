"""What an agency offers and needs, as plain values, and which kinds of it a wish would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from planner.core.availability import DaysOff

Terms = Mapping[str, Any]
# Each kind is asked for and decided by itself.
KINDS: dict[str, tuple[str, ...]] = {
    "fields": ("fields",),
    "staff": ("staff_per_day",),
    "needs": ("needs_power", "needs_water", "needs_private", "needs_step_free", "noise"),
}


def of_kind(terms: Terms, kind: str) -> dict[str, Any]:
    """The values of one kind; ids of fields in order, so that equal sets are equal."""
    found = {key: terms[key] for key in KINDS[kind]}
    if kind == "fields":
        found["fields"] = sorted(set(found["fields"]))
    return found


def changed_kinds(now: Terms, wanted: Terms) -> list[str]:
    """The kinds in which two sets of terms differ."""
    return [kind for kind in KINDS if of_kind(now, kind) != of_kind(wanted, kind)]


def with_wishes(now: Terms, wishes: Iterable[Terms]) -> dict[str, Any]:
    """The terms as they would be once every wish were granted."""
    found = dict(now)
    for wish in wishes:
        found.update(wish)
    return found


def changed_keys(before: Terms, after: Terms) -> list[str]:
    """The values of a wish that it would change."""
    return [key for key in after if before.get(key) != after[key]]


def plain_days(spans: Iterable[DaysOff]) -> list[list[str]]:
    """Days off as plain values, for a notice; `days_off_of` gives them back."""
    return [[span.first.isoformat(), span.last.isoformat(), span.reason] for span in sorted(spans)]


def days_off_of(rows: Iterable[Iterable[str]]) -> list[DaysOff]:
    """The days off of `plain_days`."""
    found = []
    for first, last, reason in rows:
        found.append(DaysOff(date.fromisoformat(first), date.fromisoformat(last), reason))
    return found
