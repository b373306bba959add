"""What else waits for an organizer: lines of the start page, some of them from other areas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask_babel import ngettext

from planner.agencies.agreement_queries import count_ending


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence, and the page (with its query) on which something can be done about it."""

    sentence: str
    endpoint: str
    query: tuple[tuple[str, str], ...] = ()


NoteProvider = Callable[[int, date], list[Note]]
_providers: list[NoteProvider] = []


def register_notes(provider: NoteProvider) -> None:
    """Let an area to the right add lines: `provider(office_id, today)`.

    Registering the same function again changes nothing.
    """
    if provider not in _providers:
        _providers.append(provider)


def home_notes(office_id: int, today: date) -> list[Note]:
    """Everything that waits in an office."""
    notes = agreement_notes(office_id, today)
    for provider in _providers:
        notes += provider(office_id, today)
    return notes


def agreement_notes(office_id: int, today: date) -> list[Note]:
    """Agreements that end soon."""
    count = count_ending(office_id, today)
    if not count:
        return []
    sentence = ngettext(
        "%(num)s agreement ends within 60 days.", "%(num)s agreements end within 60 days.", count
    )
    return [Note(str(sentence), "agencies.agreements", (("state", "ending"),))]
