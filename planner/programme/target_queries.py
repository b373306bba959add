"""Targets of tallies with what was reached of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased, defer, joinedload

from planner.core.tally import LATE, pace
from planner.extensions import db
from planner.places.models import AdminDong
from planner.programme.models import Tally, TallyEntry, TallyTarget

# The direction whose sums a target is held against.
TARGET_DIRECTION = {
    "material": "out", "goods": "out", "fund": "in", "counsellor": "in", "quota": "in",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with what was reached of it and how it stands."""

    target: TallyTarget
    actual: int | None  # None: nothing was recorded, which is not zero
    state: str
    made_up: bool = False  # the target, or some of what was reached


def target_rows(
    office_id: int, today: date, tally_ids: Sequence[int] | None = None
) -> list[TargetRow]:
    """The targets of an office (of some tallies) with what was reached: one query."""
    target = aliased(TallyTarget)
    wanted_direction = case(TARGET_DIRECTION, value=Tally.kind)
    synthetic = func.max(case((TallyEntry.synthetic, 1), else_=0))
    reached, made_up = (
        select(value)
        .where(
            TallyEntry.tally_id == target.tally_id,
            TallyEntry.direction == wanted_direction,
            TallyEntry.day.between(target.starts_on, target.ends_on),
            *(
                or_(mine.is_(None), mine == theirs)
                for mine, theirs in (
                    (target.dong_id, TallyEntry.dong_id),
                    (target.field_id, TallyEntry.field_id),
                    (target.agency_id, TallyEntry.agency_id),
                )
            ),
        )
        .correlate(target, Tally)
        .scalar_subquery()
        for value in (func.sum(TallyEntry.value), synthetic)
    )
    conditions = [target.office_id == office_id]
    if tally_ids is not None:
        conditions.append(target.tally_id.in_(tally_ids))
    rows = db.session.execute(
        select(target, reached, made_up)
        .join(Tally, Tally.id == target.tally_id)
        .where(and_(*conditions))
        .options(
            joinedload(target.tally),
            joinedload(target.dong).options(defer(AdminDong.outline)),
            joinedload(target.field),
            joinedload(target.agency),
        )
        .order_by(target.tally_id, target.starts_on.desc(), target.id)
    )
    return [_target_row(target, value, bool(told), today) for target, value, told in rows]


def _target_row(target: TallyTarget, value: int | None, made_up: bool, today: date) -> TargetRow:
    actual = None if value is None else abs(int(value))
    state = pace(target.wanted, actual, target.starts_on, target.ends_on, today)
    return TargetRow(target, actual, state, made_up or target.synthetic)


@dataclass(frozen=True, slots=True)
class TargetSum:
    """The targets of a tally taken together: those whose period is the latest."""

    wanted: int
    actual: int | None
    starts_on: date
    ends_on: date
    late: int


def target_sums(rows: Sequence[TargetRow]) -> dict[int, TargetSum]:
    """For each tally the sum of its targets of the latest period.

    A target of the whole tally stands for itself; where there are parts besides, they are left
    out, as they are of the same whole.
    """
    found: dict[int, list[TargetRow]] = {}
    for row in rows:
        found.setdefault(row.target.tally_id, []).append(row)
    sums = {}
    for tally_id, own in found.items():
        latest = max((row.target.ends_on, row.target.starts_on) for row in own)
        current = [row for row in own if (row.target.ends_on, row.target.starts_on) == latest]
        whole = [row for row in current if not _is_part(row.target)]
        chosen = whole or current
        sums[tally_id] = TargetSum(
            sum(row.target.wanted for row in chosen),
            sum_of(row.actual for row in chosen),
            latest[1],
            latest[0],
            sum(row.state in LATE for row in chosen),
        )
    return sums


def sum_of(values: Iterable[int | None]) -> int | None:
    """The sum of what was reported; None when nothing was."""
    told = [value for value in values if value is not None]
    return sum(told) if told else None


def _is_part(target: TallyTarget) -> bool:
    return any((target.dong_id, target.field_id, target.agency_id))
