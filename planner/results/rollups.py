"""The one way into the ledger: entries are added together with what they add to the rollups.

Everything that counts goes through `post`: forms, links, imports, corrections. A row of the rollup
is changed by one statement that adds, so two writers never lose a count; keys are taken in one
order, so they never wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, case, cast, delete, func, insert, literal, select, text
from sqlalchemy.dialects import postgresql, sqlite

from planner.campaigns.models import Campaign
from planner.core.count_terms import NEVER_SUMMED
from planner.core.rollup import Key, Sum, added, period_of
from planner.extensions import db
from planner.results.models import CountEntry, CountRollup

BATCH = 500


def post(rows: Sequence[CountEntry]) -> None:
    """Add entries to the ledger and to the rollups, in the caller's transaction (no commit).

    Raises `IntegrityError` when an id is there already.
    """
    if not rows:
        return
    db.session.add_all(rows)
    db.session.flush()
    add_sums(added((key_of(row), sum_of(row)) for row in rows))


def key_of(row: CountEntry) -> Key:
    """The row of the rollup to which an entry adds."""
    return Key(
        row.campaign_id,
        row.event_id or 0,
        row.measure,
        row.agency_id or 0,
        row.field_id or 0,
        row.zone_id or 0,
        row.dong_id or 0,
        row.channel,
        row.target_group or "",
        row.programme or "",
        period_of(row.measure, row.day, row.span or "day", row.event_id),
    )


def sum_of(row: CountEntry) -> Sum:
    """What one entry adds."""
    return Sum(row.value, 1, int(bool(row.synthetic)), row.received_at)


def add_sums(sums: Mapping[Key, Sum]) -> None:
    """Add to the rollup's rows, making those that are not there."""
    make: Any = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = make(CountRollup)
    new, old = statement.excluded, CountRollup
    newest = case((new.newest > old.newest, new.newest), else_=old.newest)
    statement = statement.on_conflict_do_update(
        index_elements=list(Key._fields),
        set_={
            "value": old.value + new.value,
            "entries": old.entries + new.entries,
            "synthetic": old.synthetic + new.synthetic,
            "newest": newest,
        },
    )
    rows = [_values(key, sum_) for key, sum_ in sums.items()]
    for start in range(0, len(rows), BATCH):
        db.session.execute(statement, rows[start : start + BATCH])


def _values(key: Key, sum_: Sum) -> dict[str, Any]:
    return {
        **key._asdict(),
        "value": sum_.value,
        "entries": sum_.entries,
        "synthetic": sum_.synthetic,
        "newest": sum_.newest,
    }


# ---------------------------------------------------------------- recomputed from the ledger


def _recomputed(campaign_id: int | None) -> Any:
    """The rollup as the ledger says it should be."""
    day = cast(CountEntry.day, String)
    period = case(
        (CountEntry.event_id.is_not(None), literal("")),
        (CountEntry.span == "year", func.substr(day, 1, 4)),
        (
            (CountEntry.span == "day") & CountEntry.measure.in_(sorted(NEVER_SUMMED)),
            func.substr(day, 1, 10),
        ),
        else_=func.substr(day, 1, 7),
    )
    keys = [
        CountEntry.campaign_id,
        func.coalesce(CountEntry.event_id, 0),
        CountEntry.measure,
        func.coalesce(CountEntry.agency_id, 0),
        func.coalesce(CountEntry.field_id, 0),
        func.coalesce(CountEntry.zone_id, 0),
        func.coalesce(CountEntry.dong_id, 0),
        CountEntry.channel,
        CountEntry.target_group,
        CountEntry.programme,
        period,
    ]
    labelled = [key.label(name) for key, name in zip(keys, Key._fields, strict=True)]
    inner = select(*labelled, CountEntry.value, CountEntry.synthetic, CountEntry.received_at)
    if campaign_id is not None:
        inner = inner.where(CountEntry.campaign_id == campaign_id)
    rows = inner.subquery()
    columns = [rows.c[name] for name in Key._fields]
    return (
        select(
            *columns,
            cast(func.sum(rows.c.value), CountRollup.value.type).label("value"),
            func.count().label("entries"),
            func.sum(case((rows.c.synthetic.is_(True), 1), else_=0)).label("synthetic"),
            func.max(rows.c.received_at).label("newest"),
        )
        .group_by(*columns)
        .order_by(*columns)
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of the rollup that is not what the ledger says; None where one of them has no row."""

    key: Key
    rollup: Sum | None
    ledger: Sum | None


def differences(campaign_id: int | None = None) -> list[Difference]:
    """Where the rollups differ from the ledger, of one season or of all; both are read in step."""
    stored = select(CountRollup.__table__).order_by(
        *(getattr(CountRollup, name) for name in Key._fields)
    )
    if campaign_id is not None:
        stored = stored.where(CountRollup.campaign_id == campaign_id)
    left = dict(_stream(stored))
    found = []
    for key, sum_ in _stream(_recomputed(campaign_id)):
        there = left.pop(key, None)
        if there != sum_:
            found.append(Difference(key, there, sum_))
    found += [Difference(key, sum_, None) for key, sum_ in left.items()]
    return sorted(found, key=lambda row: row.key)


def all_differences() -> Iterator[tuple[str, Difference]]:
    """The differences of every season with its short name, one season in memory at a time."""
    for campaign_id, slug in db.session.execute(
        select(Campaign.id, Campaign.slug).order_by(Campaign.id)
    ).all():
        for row in differences(campaign_id):
            yield slug, row


def _stream(statement: Any) -> Iterator[tuple[Key, Sum]]:
    width = len(Key._fields)
    for row in db.session.execute(statement.execution_options(yield_per=2000)):
        value, entries, synthetic, newest = row[width:]
        yield Key(*row[:width]), Sum(int(value), int(entries), int(synthetic), _aware(newest))


def _aware(moment: Any) -> datetime:
    assert isinstance(moment, datetime)
    return moment


def rebuild(campaign_id: int | None = None) -> int:
    """Make the rollups anew from the ledger (no commit); how many rows they have now."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE count_rollup IN EXCLUSIVE MODE"))
    clear = delete(CountRollup)
    if campaign_id is not None:
        clear = clear.where(CountRollup.campaign_id == campaign_id)
    db.session.execute(clear)
    names = [*Key._fields, "value", "entries", "synthetic", "newest"]
    db.session.execute(insert(CountRollup).from_select(names, _recomputed(campaign_id)))
    count = select(func.count()).select_from(CountRollup)
    if campaign_id is not None:
        count = count.where(CountRollup.campaign_id == campaign_id)
    return db.session.scalar(count) or 0
