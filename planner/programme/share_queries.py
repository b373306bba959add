"""Breakdowns of tallies: how much by channel, purpose, dong, agency or field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import defer

from planner.agencies.models import Agency, CounselingField
from planner.extensions import db
from planner.places.models import AdminDong
from planner.programme.models import Tally, TallyEntry
from planner.programme.tally_queries import within

COLUMNS: dict[str, Any] = {
    "channel": TallyEntry.channel,
    "purpose": TallyEntry.purpose,
    "dong": TallyEntry.dong_id,
    "agency": TallyEntry.agency_id,
    "field": TallyEntry.field_id,
}
MODELS: dict[str, Any] = {"dong": AdminDong, "agency": Agency, "field": CounselingField}


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a breakdown: its key (None: not said), the row it means, its quantity."""

    key: Any
    row: Any
    value: int
    synthetic: bool


def breakdown(
    tally: Tally,
    dimension: str,
    direction: str,
    first: date | None = None,
    last: date | None = None,
) -> list[Share]:
    """A tally's quantities of one direction by a dimension; two queries at the most."""
    return breakdowns([tally.id], dimension, first, last).get((tally.id, direction), [])


def breakdowns(
    tally_ids: Sequence[int],
    dimension: str,
    first: date | None = None,
    last: date | None = None,
) -> dict[tuple[int, str], list[Share]]:
    """By tally and direction the quantities by a dimension; two queries at the most, however many
    tallies."""
    column = COLUMNS[dimension]
    rows = db.session.execute(
        select(
            TallyEntry.tally_id,
            TallyEntry.direction,
            column,
            func.sum(TallyEntry.value),
            func.max(case((TallyEntry.synthetic, 1), else_=0)),
        )
        .where(TallyEntry.tally_id.in_(tally_ids), *within(first, last))
        .group_by(TallyEntry.tally_id, TallyEntry.direction, column)
    ).all()
    named = _rows_named(dimension, {row[2] for row in rows if row[2]})
    order = {key: number for number, key in enumerate(named)}
    found: dict[tuple[int, str], list[Share]] = defaultdict(list)
    for tally_id, direction, key, total, made_up in rows:
        if total:
            value = int(total) if direction == "in" else -int(total)
            share = Share(key or None, named.get(key), value, bool(made_up))
            found[tally_id, direction].append(share)
    for shares in found.values():
        shares.sort(key=lambda row: (row.key is None, order.get(row.key, 0), -row.value))
    return dict(found)


def _rows_named(dimension: str, keys: set[Any]) -> dict[Any, Any]:
    model = MODELS.get(dimension)
    if model is None or not keys:
        return {}
    order = model.name if dimension == "agency" else model.position
    statement = select(model).where(model.id.in_(keys)).order_by(order, model.id)
    if dimension == "dong":
        statement = statement.options(defer(AdminDong.outline))
    return {row.id: row for row in db.session.scalars(statement)}
