"""The figures of the programme, for the document of a season: each a number with its words.

Everything is worked out from rows that were entered; nothing is a stored total. Keys are codes
where there are codes, else the Korean names, which are unique within an office.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from planner.agencies.agreement_queries import category_counts
from planner.agencies.agreement_words import CATEGORY_LABELS
from planner.agencies.words import weekdays
from planner.programme import words
from planner.programme.center_queries import centers, reserved, there_on
from planner.programme.plan_queries import plan_look
from planner.programme.rotation_queries import dates_of, rotations
from planner.programme.shift_queries import shift_sums
from planner.programme.target_queries import sum_of
from planner.templating import named


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its key, its words and, where it is broken down, its parts.

    Parts have the unit of their whole and add up to it, what they do not reach being a part of its
    own (key ''). Only shares, in per cent, do not add up: their whole lies among them.
    """

    key: str
    label: str
    value: int | None
    unit: str = ""
    qualifier: str = ""
    synthetic: bool = False
    parts: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """Numbers under one heading."""

    key: str
    title: str
    numbers: tuple[Number, ...]


def counted(counts: Mapping[str, int], labels: Mapping[str, Any], unit: str) -> tuple[Number, ...]:
    """Counts by code as parts, in the order of their labels."""
    known = [code for code in labels if counts.get(code)]
    return tuple(Number(code, str(labels[code]), counts[code], unit) for code in known)


def with_rest(parts: tuple[Number, ...], whole: int, unit: str) -> tuple[Number, ...]:
    """The parts, with a part of its own for what they do not reach of the whole."""
    rest = whole - (sum_of(part.value for part in parts) or 0)
    return (*parts, Number("", _("Not said"), rest, unit)) if parts and rest > 0 else parts


def plan_topic(office_id: int, year: int, last: date) -> Topic:
    """Areas and tasks of the year's plan."""
    look = plan_look(office_id, year, last)
    rows = [(row.area, row.progress) for row in look.areas if row.progress]
    numbers: list[Number] = []
    if rows:
        made_up = any(task.synthetic for task in look.tasks)
        pieces, total = _("items"), look.total
        by_area = tuple(
            Number(area.name, named(area), told.tasks, pieces, synthetic=made_up)
            for area, told in rows
        )
        progress = tuple(
            Number(area.name, named(area), told.percent, "%", synthetic=made_up)
            for area, told in rows
        )
        numbers = [
            Number("areas", _("Areas"), len(rows), pieces),
            Number("tasks", _("Tasks"), total.tasks, pieces, synthetic=made_up, parts=by_area),
            Number("done", _("Completed"), total.done, pieces, synthetic=made_up),
            Number("overdue", _("Overdue"), total.behind, pieces, synthetic=made_up),
            Number("progress", _("Progress"), total.percent, "%", "", made_up, progress),
        ]
    return Topic("plan", _("Plan of %(year)s", year=year), tuple(numbers))


def agreements_topic(office_id: int) -> Topic:
    """Agreements by category."""
    counts = category_counts(office_id)
    unit = _("agencies")
    numbers = (
        Number(
            "partners",
            _("Agreements"),
            sum(counts.values()),
            unit,
            parts=counted(counts, CATEGORY_LABELS, unit),
        ),
    )
    return Topic("agreements", _("Agreements"), numbers if counts else ())


def centers_topic(office_id: int, first: date, last: date) -> Topic:
    """Centres at the end of the season and before it, by hours and by way."""
    rows = centers(office_id)
    there = there_on(rows, last)
    before = len(there_on(rows, first - timedelta(days=1)))
    unit = _("places")
    made_up = any(row.synthetic for row in there)
    hours = Counter((row.weekdays, f"{row.opens_at:%H:%M}-{row.closes_at:%H:%M}") for row in there)
    by_hours = tuple(
        Number(f"{mask} {span}", f"{weekdays(mask)} {span}", count, unit)
        for (mask, span), count in sorted(hours.items())
    )
    kinds = Counter(row.kind for row in there)
    numbers = (
        Number("centers", _("Regular centres"), len(there), unit, "", made_up,
               counted(kinds, words.CENTER_LABELS, unit)),
        Number("before", _("Before the season"), before, unit, "", made_up),
        Number("hours", _("By opening hours"), len(there), unit, "", made_up, by_hours),
        *_reservations(office_id, first, last),
        Number("phone", _("Centres that counsel by telephone"),
               sum(row.by_phone for row in there), unit),
        Number("visit", _("Centres that receive visitors"),
               sum(row.by_visit for row in there), unit),
    )  # fmt: skip
    return Topic("centers", _("Regular centres"), numbers if rows else ())


def _reservations(office_id: int, first: date, last: date) -> list[Number]:
    """The places that were reserved in the period, by way; none where nobody reserves."""
    phone, visit = reserved(office_id, first, last)
    if not phone + visit:
        return []
    unit = _("places reserved")
    ways = counted({"phone": phone, "visit": visit}, words.WAY_LABELS, unit)
    return [Number("reserved", _("Reservations"), phone + visit, unit, parts=ways)]


def shifts_topic(office_id: int, first: date, last: date) -> Topic:
    """Counsellors at the events: how many were wanted and how many came, by kind."""
    rows = shift_sums(office_id, first, last)
    people = _("people")
    made_up = any(row.synthetic for row in rows)

    def by_kind(name: str) -> tuple[Number, ...]:
        return tuple(
            Number(row.tally.name, named(row.tally), getattr(row, name), people,
                   synthetic=row.synthetic)
            for row in rows
        )  # fmt: skip

    numbers = (
        Number("shifts", _("Shifts"), sum(row.shifts for row in rows), _("times"), "", made_up),
        Number("wanted", _("Wanted"), sum(row.wanted for row in rows), people, "", made_up,
               by_kind("wanted")),
        Number("came", _("Came"), sum_of(row.came for row in rows), people, "", made_up,
               by_kind("came")),
        Number("unsaid", _("Shifts without a number of those who came"),
               sum(row.unsaid for row in rows), _("times")),
    )  # fmt: skip
    return Topic("shifts", _("Counsellors' shifts"), numbers if rows else ())


def rotations_topic(office_id: int, first: date, last: date) -> Topic:
    """The dates of rotating centres in the season, by month and by setting."""
    numbers = []
    times = _("times")
    for row in rotations(office_id):
        dates = [turn for turn in dates_of(row) if first <= turn.day <= last]
        months = Counter(f"{turn.day:%Y-%m}" for turn in dates)
        by_month = _keyed(sorted(months.items()), times)
        settings = counted(Counter(turn.setting for turn in dates), words.SETTING_LABELS, times)
        told = Counter(turn.theme for turn in dates if turn.theme)
        themes = with_rest(_keyed(told.items(), times), len(dates), times)
        name = named(row)
        for key, label, parts in (
            ("months", _("%(name)s: by month", name=name), by_month),
            ("settings", _("%(name)s: street and facility", name=name), settings),
            ("themes", _("%(name)s: by theme", name=name), themes),
        ):
            if parts:
                numbers.append(
                    Number(f"{row.name}.{key}", label, len(dates), times, "", row.synthetic, parts)
                )
    return Topic("rotations", _("Rotating centres"), tuple(numbers))


def _keyed(counts: Iterable[tuple[str, int]], unit: str) -> tuple[Number, ...]:
    return tuple(Number(key, key, value, unit) for key, value in counts)
