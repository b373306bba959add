"""What of letters and applications waits for an organizer, for the start page."""

from __future__ import annotations

from datetime import date

from flask_babel import ngettext

from planner.campaigns.notes import Note
from planner.letters import application_queries, queries


def waiting(office_id: int, _today: date) -> list[Note]:
    """Applications to be reviewed, letters to be reviewed, letters that could not be sent."""
    letters = queries.state_counts(office_id)
    notes = []
    if count := application_queries.state_counts(office_id).get("waiting", 0):
        sentence = ngettext(
            "%(num)s application to take part is to be reviewed.",
            "%(num)s applications to take part are to be reviewed.",
            count,
        )
        notes.append(Note(str(sentence), "letters.applications", (("state", "waiting"),)))
    if count := letters.get("draft", 0):
        sentence = ngettext(
            "%(num)s letter is to be reviewed.", "%(num)s letters are to be reviewed.", count
        )
        notes.append(Note(str(sentence), "letters.index", (("state", "draft"),)))
    if count := letters.get("failed", 0):
        sentence = ngettext(
            "%(num)s letter could not be sent.", "%(num)s letters could not be sent.", count
        )
        notes.append(Note(str(sentence), "letters.index", (("state", "failed"),)))
    return notes
