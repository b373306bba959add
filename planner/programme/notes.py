"""What of the programme waits for an organizer, for the start page."""

from __future__ import annotations

from datetime import date

from flask_babel import ngettext

from planner.campaigns.notes import Note
from planner.programme.plan_queries import count_behind
from planner.programme.training_queries import course_rows


def waiting(office_id: int, today: date) -> list[Note]:
    """Tasks that are overdue, and trainings that a finished year lacked."""
    notes = []
    late = count_behind(office_id, today)
    if late:
        sentence = ngettext(
            "%(num)s task of the plan is overdue.", "%(num)s tasks of the plan are overdue.", late
        )
        notes.append(Note(str(sentence), "programme.plan"))
    short = sum(len(row.short) for row in course_rows(office_id, today))
    if short:
        sentence = ngettext(
            "%(num)s year has fewer trainings than the rule asks for.",
            "%(num)s years have fewer trainings than the rule asks for.",
            short,
        )
        notes.append(Note(str(sentence), "programme.training"))
    return notes
