"""The figures of trainings: what was held in a season, who came, and the years against a rule."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from planner.programme import words
from planner.programme.figures import Number, Topic
from planner.programme.target_queries import sum_of
from planner.programme.training_queries import (
    CourseRow,
    agencies_at,
    course_rows,
    sessions_between,
)
from planner.templating import named


def training_topic(office_id: int, first: date, last: date) -> Topic:
    """Sessions of the season with who came, and each training's years against its rule."""
    courses = course_rows(office_id, last)
    rows = sessions_between(office_id, first, last)
    people = _("people")
    made_up = any(row.synthetic for row in rows)
    days = tuple(
        Number(
            row.session.day.isoformat(),
            f"{row.session.day.isoformat()} {named(row.session.course)} "
            f"({words.SESSION_LABELS[row.session.kind]})",
            row.attended,
            people,
            synthetic=row.synthetic,
        )
        for row in reversed(rows)
        if row.attended is not None
    )
    came = sum_of(row.attended for row in rows)
    done = sum_of(row.completed for row in rows)
    agencies = agencies_at([row.session.id for row in rows])

    def kept(label: str) -> str:
        return words.kept_of(label, len(days), len(rows))

    span = words.years_of(first, last)
    came_label = kept(_("People who came")) if len(days) > 1 else _("People who came")
    numbers = [
        Number("sessions", _("Training sessions held in %(years)s", years=span), len(rows),
               _("times"), "", made_up),
        Number("attended", came_label, came, people, "", made_up,
               days),
        Number("completed", kept(_("People who completed it")), done, people, "",
               made_up),
    ]  # fmt: skip
    if agencies:
        label = kept(_("Agencies that came"))
        numbers.append(Number("agencies", label, agencies, _("agencies"), "", made_up))
    for course in courses:
        numbers += _years_of(course)
    return Topic("training", _("Training"), tuple(numbers) if courses else ())


def _years_of(row: CourseRow) -> list[Number]:
    """How often a training was held, year by year; and how many years fell short of its rule."""
    if not row.years:
        return []
    times, name = _("times"), named(row.course)
    held = tuple(
        Number(str(year.year), str(year.year), year.held, times,
               synthetic=year.year in row.made_up)
        for year in row.years
    )  # fmt: skip
    whole = sum(year.held for year in row.years)
    short = _("%(name)s: years with fewer than %(n)s", name=name, n=row.course.least)
    return [
        Number(f"{row.course.name}.held", _("%(name)s: times held, by year", name=name), whole,
               times, "", any(part.synthetic for part in held), held),
        Number(row.course.name, short, len(row.short), _("years")),
    ]  # fmt: skip
