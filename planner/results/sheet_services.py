"""A form of counts and a correction: differences are added, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import select

from planner.campaigns.models import Event
from planner.core.counting import MEASURES, Addition, Cell, Change, decide, most
from planner.core.counting import Conflict as CellConflict
from planner.errors import Refused
from planner.extensions import db
from planner.results.ledger import Allowed, EntryIn, canonical, cell_of, entry_row, existing
from planner.results.locks import all_or_nothing, lock_event, signed_off
from planner.results.models import CountEntry
from planner.results.queries import cell_totals
from planner.results.rollups import post


class CountsChanged(Exception):
    """Somebody else changed cells of this form meanwhile; nothing was saved."""

    def __init__(self, conflicts: Sequence[CellConflict]) -> None:
        super().__init__("counts changed")
        self.conflicts = tuple(conflicts)


@all_or_nothing
def save_counts(
    office_id: int,
    event_id: int,
    batch: str,
    changes: Sequence[Change],
    *,
    reason: str = "",
    user_id: int | None,
    now: datetime,
    channel: str = "form",
    link_id: int | None = None,
    booth_id: int | None = None,
) -> tuple[Addition, ...]:
    """Write what a form changed and commit. `batch` is the form's own UUID: the entries' ids are
    made from it, so that a form sent twice counts once.

    Raises `CountsChanged` when a cell was changed meanwhile, `Refused` with `reason_needed`,
    `emptied`, `cancelled`, `bad_form` or, from a link, `signed_off`; then nothing is saved.
    """
    event = lock_event(office_id, event_id, alone=True)
    root = canonical(batch)
    allowed = Allowed.load(office_id, event_id)
    if root is None or not all(_known(change, allowed) for change in changes):
        raise Refused("bad_form")
    if event.status == "cancelled":
        raise Refused("cancelled")
    closed = signed_off(event_id)
    if closed and link_id is not None:
        raise Refused("signed_off")
    decision = decide(changes, cell_totals(office_id, event_id), signed_off=closed, reason=reason)
    if decision.conflicts:
        raise CountsChanged(decision.conflicts)
    if decision.emptied:
        raise Refused("emptied", cells=decision.emptied)
    if decision.unexplained:
        raise Refused("reason_needed", cells=decision.unexplained, signed_off=closed)
    rows = _form_rows(office_id, event, UUID(root), decision.additions, reason, closed, now)
    _ensure_new(rows, decision.additions)
    for row in rows:
        row.user_id, row.channel = user_id, channel
        row.link_id, row.booth_id = link_id, booth_id
    post(rows)
    db.session.commit()
    return decision.additions


def _ensure_new(rows: Sequence[CountEntry], additions: Sequence[Addition]) -> None:
    """`CountsChanged` when this very form was taken before and its numbers changed since."""
    again = existing([row.id for row in rows])
    if again:
        steps = zip(rows, additions, strict=True)
        raise CountsChanged(
            [
                CellConflict(step.cell, step.before, step.after, step.before)
                for row, step in steps
                if row.id in again
            ]
        )


def _form_rows(
    office_id: int,
    event: Event,
    root: UUID,
    additions: Sequence[Addition],
    reason: str,
    closed: bool,
    now: datetime,
) -> list[CountEntry]:
    """The entries of a form, in the order of its additions."""
    latest = _latest(event.id) if reason else {}
    rows = []
    for step in additions:
        correcting = step.corrects or closed
        entry = EntryIn(
            str(uuid5(root, f"{step.cell.key}={step.before}>{step.after}")),
            step.cell.measure,
            step.value,
            now,
            step.cell.field,
            step.cell.agency,
            corrects=latest.get(step.cell) if correcting else None,
            reason=reason if correcting else "",
            group=step.cell.group,
            programme=step.cell.programme,
        )
        row = entry_row(entry, entry.id, office_id, event, now)
        row.after_sign_off = closed
        rows.append(row)
    return rows


@all_or_nothing
def correct(
    office_id: int,
    event_id: int,
    cell: Cell,
    *,
    shown: int | None,
    wanted: int,
    reason: str,
    batch: str,
    user_id: int | None,
    now: datetime,
) -> tuple[Addition, ...]:
    """Take one cell to another value with a reason; see `save_counts` for what is raised."""
    if not reason:
        raise Refused("reason_needed", cells=(cell,), signed_off=signed_off(event_id))
    change = Change(cell, shown, wanted)
    return save_counts(
        office_id, event_id, batch, [change], reason=reason, user_id=user_id, now=now
    )


def _known(change: Change, allowed: Allowed) -> bool:
    cell = change.cell
    return (
        cell.measure in MEASURES
        and (cell.agency is None or cell.agency in allowed.agencies)
        and (cell.field is None or cell.field in allowed.fields)
        and (change.wanted is None or 0 <= change.wanted <= most(cell.measure))
    )


def _latest(event_id: int) -> dict[Cell, str]:
    """The last entry of each cell: what a correction refers to."""
    rows = db.session.scalars(
        select(CountEntry)
        .where(CountEntry.event_id == event_id)
        .order_by(CountEntry.received_at, CountEntry.id)
    )
    return {cell_of(row): row.id for row in rows}
