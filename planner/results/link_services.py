"""Counting links: made for a booth of an event, used from a telephone, revoked."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from planner.accounts import services as accounts
from planner.accounts.models import SecretLink
from planner.booths.queries import venue_in_use
from planner.core.count_batch import Place, SentEntry, canonical_id, read_entry
from planner.core.counting import NEVER_SUMMED, Cell
from planner.errors import Refused
from planner.extensions import db
from planner.results import link_queries
from planner.results.ledger import EntryIn, Received, add_entries, cell_of, existing
from planner.results.models import CountEntry
from planner.results.queries import fields_of

log = logging.getLogger("planner.results")


class CannotLink(Refused):
    """A link that cannot be made: no_event, cancelled, no_booth or empty_booth."""


@dataclass(frozen=True, slots=True)
class NewCountLink:
    """A new counting link; its secret is known now and never again."""

    id: int
    name: str
    secret: str

    @property
    def path(self) -> str:
        """The path of the link; what it takes is sent to `entries` below it."""
        return f"/count/{self.secret}"


def make_count_link(event_name: str, booth_name: str, *, now: datetime) -> NewCountLink:
    """A link for who stands at a booth of an event; raises `CannotLink`.

    The event is named by id or uid, the booth by its number there or by its id.
    """
    event = link_queries.find_event(event_name)
    if event is None:
        raise CannotLink("no_event")
    if event.status == "cancelled":
        raise CannotLink("cancelled")
    booths = link_queries.booths_named(event, booth_name)
    if not booths:
        venue = venue_in_use(event)
        numbers = ", ".join(booth.number for booth in venue.booths)
        raise CannotLink("no_booth", venue=venue.name, numbers=numbers or "none")
    for booth in booths:
        there = link_queries.standing_at(event.id, booth.id)
        if there is not None:
            break
    else:
        raise CannotLink("empty_booth")
    label = f"{event.day.isoformat()} · {booth.number} · {there.name}"[:120]
    link, secret = accounts.make_link(
        event.campaign.office_id, "count", label, there.agency_id, event.id, booth.id, now=now
    )
    return NewCountLink(link.id, label, secret)


def revoke_count_link(name: str, *, now: datetime) -> SecretLink | None:
    """End a counting link for ever; None when there is none of this id."""
    link = link_queries.find_count_link(name)
    if link is not None:
        accounts.revoke_link(link, now)
    return link


# ---------------------------------------------------------------- entries from a telephone


def receive(link: SecretLink, raw: Sequence[Mapping[str, Any]], *, now: datetime) -> Received:
    """Take what was sent through a link, each entry exactly once or refused by its code.

    Corrections are taken last, so that a batch may take back what it reports itself. Raises
    `Refused` with `no_event` or `busy`; what was taken until then is known when it is sent again.
    """
    where = link_queries.linked_place(link)
    if where is None:
        raise Refused("no_event")
    office_id, event_id, link_id = link.office_id, where.event.id, link.id
    outcome, entries = _read(link, where, raw)
    plain = [entry for entry in entries if not entry.corrects]
    _add(outcome, add_entries(office_id, event_id, plain, link_id=link_id, now=now))
    corrections = [entry for entry in entries if entry.corrects]
    if corrections:
        sound = _own_corrections(corrections, event_id, outcome)
        _add(outcome, add_entries(office_id, event_id, sound, link_id=link_id, now=now))
    _note_use(link, link_id, now)
    return outcome


def _add(outcome: Received, more: Received) -> None:
    outcome.accepted += more.accepted
    outcome.known += more.known
    outcome.refused += more.refused


def _read(
    link: SecretLink, where: link_queries.LinkedPlace, raw: Sequence[Mapping[str, Any]]
) -> tuple[Received, list[EntryIn]]:
    """The entries that may go to the ledger, and what is refused before."""
    place = _names(where)
    codes = {row.code: row.id for row in fields_of(link.office_id).values()}
    ids = [row["id"] for row in raw if canonical_id(row.get("id"))]
    there = existing(ids)
    gone = link.agency_id is not None and not link_queries.takes_part(
        where.event.id, link.agency_id
    )
    outcome, entries = Received(), []
    for row in raw:
        sent = read_entry(row, place)
        if isinstance(sent, str):
            told = row.get("id")
            outcome.refused.append((told if isinstance(told, str) else "", sent))
            continue
        field = codes.get(sent.field) if isinstance(sent.field, str) else sent.field
        fresh = canonical_id(sent.id) not in there
        if isinstance(sent.field, str) and field is None:
            outcome.refused.append((sent.id, "bad_field"))
        elif sent.measure in NEVER_SUMMED:
            outcome.refused.append((sent.id, "never_summed"))
        elif gone and fresh:
            outcome.refused.append((sent.id, "not_taking_part"))
        else:
            entries.append(_entry(sent, field, link))
    return outcome, entries


def _entry(sent: SentEntry, field: int | None, link: SecretLink) -> EntryIn:
    return EntryIn(
        sent.id,
        sent.measure,
        sent.value,
        sent.recorded_at,
        field,
        link.agency_id,
        link.booth_id,
        sent.channel,
        sent.corrects,
        sent.reason,
        group=sent.group,
        programme=sent.programme,
    )


def _names(where: link_queries.LinkedPlace) -> Place:
    event, booth, agency = where.event, where.booth, where.agency
    return Place(
        frozenset({str(event.id), event.uid}),
        frozenset({str(booth.id), booth.number}) if booth else frozenset(),
        frozenset({str(agency.id), agency.name}) if agency else frozenset(),
    )


def _own_corrections(entries: Sequence[EntryIn], event_id: int, outcome: Received) -> list[EntryIn]:
    """Corrections of the sender's own numbers; one of anything else is refused."""
    there = existing([entry.corrects for entry in entries if entry.corrects])
    sound = []
    for entry in entries:
        target = there.get(entry.corrects or "")
        if target is not None and _cell(target) == (event_id, entry.cell):
            sound.append(entry)
        else:
            outcome.refused.append((entry.id, "bad_correction"))
    return sound


def _cell(row: CountEntry) -> tuple[int | None, Cell]:
    return row.event_id, cell_of(row)


def _note_use(link: SecretLink, link_id: int, now: datetime) -> None:
    """Remember that the link was used; a database too busy for that loses no count."""
    try:
        accounts.touch_link(link, now)
    except SQLAlchemyError:
        db.session.rollback()
        log.warning("the last use of link %d could not be noted", link_id)
