"""Writing to the ledger: entries as they arrive, each taken exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Event
from planner.core.counting import CHANNELS, MEASURES, PROGRAMMES, TARGET_GROUPS, Cell, most
from planner.errors import Refused
from planner.extensions import db
from planner.places.models import VenueBooth
from planner.results.locks import all_or_nothing, lock_event, signed_off
from planner.results.models import CountEntry
from planner.results.queries import cell_totals
from planner.results.rollups import post

AHEAD = timedelta(hours=1)  # how far a telephone's clock may be ahead of ours


@dataclass(frozen=True, slots=True)
class EntryIn:
    """An entry as somebody sends it; `recorded_at` is aware. A negative value takes back what
    `corrects` (an entry's id) reported, and says why."""

    id: str
    measure: str
    value: int
    recorded_at: datetime
    field: int | None = None
    agency: int | None = None
    booth: int | None = None
    channel: str = "booth"
    corrects: str | None = None
    reason: str = ""
    synthetic: bool = False
    group: str = ""
    programme: str = ""

    @property
    def cell(self) -> Cell:
        return Cell(self.measure, self.agency, self.field, self.group, self.programme)


@dataclass(slots=True)
class Received:
    """What became of entries that were sent: each id stands in exactly one of the three."""

    accepted: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)  # (id, reason code)


# ---------------------------------------------------------------- entries as they arrive


@all_or_nothing
def add_entries(
    office_id: int,
    event_id: int,
    entries: Sequence[EntryIn],
    *,
    user_id: int | None = None,
    link_id: int | None = None,
    now: datetime,
) -> Received:
    """Take entries exactly once each, by their UUID, and commit.

    Sent again an id is known; with another content it is refused. After the sign-off only a
    correction with a reason is taken, and marked; from a link nothing is. Two senders of one id at
    one instant: the second finds the first one's row and tries again.
    """
    for _attempt in range(5):
        event = lock_event(office_id, event_id, alone=False)
        outcome, rows = _take(office_id, event, entries, now, from_link=link_id is not None)
        for row in rows:
            row.user_id, row.link_id = user_id, link_id
        try:
            post(rows)
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            continue
        return outcome
    raise Refused("busy")


def _take(
    office_id: int,
    event: Event,
    entries: Sequence[EntryIn],
    now: datetime,
    *,
    from_link: bool,
) -> tuple[Received, list[CountEntry]]:
    """Judge each entry against what is there; the good ones as rows to add."""
    outcome, rows, event_id = Received(), [], event.id
    there = existing([entry.id for entry in entries])
    allowed = Allowed.load(office_id, event_id, [row.corrects for row in entries if row.corrects])
    closed = signed_off(event_id)
    held = cell_totals(office_id, event_id)
    for entry in entries:
        key = canonical(entry.id)
        row = there.get(key) if key else None
        if key is None:
            outcome.refused.append((entry.id, "bad_id"))
        elif row is not None:
            if _same(row, entry, event_id):
                outcome.known.append(entry.id)
            else:
                outcome.refused.append((entry.id, "other_content"))
        elif closed and from_link:
            outcome.refused.append((entry.id, "signed_off"))
        elif reason := _fault(entry, allowed, closed, held, now):
            outcome.refused.append((entry.id, reason))
        else:
            there[key] = row = entry_row(entry, key, office_id, event, now)
            row.after_sign_off = closed
            rows.append(row)
            held[entry.cell] = held.get(entry.cell, 0) + entry.value
            outcome.accepted.append(entry.id)
    return outcome, rows


def canonical(text: str) -> str | None:
    """A UUID in its usual spelling; None for anything else."""
    try:
        return str(UUID(text))
    except (ValueError, AttributeError, TypeError):
        return None


def existing(ids: Sequence[str]) -> dict[str, CountEntry]:
    """The entries of the ledger that have one of these ids."""
    wanted = [key for key in map(canonical, ids) if key]
    found: dict[str, CountEntry] = {}
    for start in range(0, len(wanted), 500):
        rows = db.session.scalars(
            select(CountEntry).where(CountEntry.id.in_(wanted[start : start + 500]))
        )
        found.update({row.id: row for row in rows})
    return found


def _same(row: CountEntry, entry: EntryIn, event_id: int) -> bool:
    return (
        row.event_id == event_id
        and cell_of(row) == entry.cell
        and (row.value, row.channel, row.booth_id) == (entry.value, entry.channel, entry.booth)
        and row.corrects_id == entry.corrects
    )


def cell_of(row: CountEntry) -> Cell:
    """The cell to which a line of the ledger adds."""
    return Cell(row.measure, row.agency_id, row.field_id, row.target_group, row.programme)


def entry_row(entry: EntryIn, key: str, office_id: int, event: Event, now: datetime) -> CountEntry:
    """The row of an entry of an event, not yet in the session."""
    return CountEntry(
        id=key,
        office_id=office_id,
        campaign_id=event.campaign_id,
        event_id=event.id,
        day=event.day,
        target_group=entry.group,
        programme=entry.programme,
        booth_id=entry.booth,
        agency_id=entry.agency,
        field_id=entry.field,
        measure=entry.measure,
        channel=entry.channel,
        value=entry.value,
        recorded_at=entry.recorded_at,
        received_at=now,
        corrects_id=entry.corrects,
        reason=entry.reason,
        synthetic=entry.synthetic,
    )


@dataclass(frozen=True, slots=True)
class Allowed:
    """Ids that an entry of this event may name."""

    agencies: frozenset[int]
    fields: frozenset[int]
    booths: frozenset[int]
    entries: frozenset[str]
    cancelled: bool

    @classmethod
    def load(cls, office_id: int, event_id: int, corrected: Sequence[str] = ()) -> Allowed:
        def ids(statement: Any) -> frozenset[Any]:
            return frozenset(db.session.scalars(statement))

        event = db.session.get_one(Event, event_id)
        venues = [event.venue_id, event.fallback_id or event.venue_id]
        return cls(
            ids(select(Agency.id).where(Agency.office_id == office_id)),
            ids(select(CounselingField.id).where(CounselingField.office_id == office_id)),
            ids(select(VenueBooth.id).where(VenueBooth.venue_id.in_(venues))),
            frozenset(k for k, row in existing(corrected).items() if row.event_id == event_id),
            event.status == "cancelled",
        )


def _fault(
    entry: EntryIn, allowed: Allowed, closed: bool, held: dict[Cell, int], now: datetime
) -> str:
    """The code of what is wrong with an entry; '' when it may be taken."""
    checks = (
        (allowed.cancelled, "cancelled"),
        (entry.measure not in MEASURES, "bad_measure"),
        (entry.channel not in CHANNELS, "bad_channel"),
        (entry.group not in ("", *TARGET_GROUPS), "bad_group"),
        (entry.programme not in ("", *PROGRAMMES), "bad_programme"),
        (abs(entry.value) > most(entry.measure), "bad_value"),
        (entry.agency is not None and entry.agency not in allowed.agencies, "bad_agency"),
        (entry.field is not None and entry.field not in allowed.fields, "bad_field"),
        (entry.booth is not None and entry.booth not in allowed.booths, "bad_booth"),
        (entry.corrects is not None and entry.corrects not in allowed.entries, "bad_correction"),
        (entry.recorded_at > now + AHEAD, "in_the_future"),
        (entry.value < 0 and not (entry.corrects and entry.reason), "needs_correction"),
        (closed and not (entry.corrects and entry.reason), "signed_off"),
        (held.get(entry.cell, 0) + entry.value < 0, "below_zero"),
        (held.get(entry.cell, 0) + entry.value > most(entry.measure), "too_many"),
    )
    return next((code for wrong, code in checks if wrong), "")
