"""The entries of one made-up event, written straight to the ledger, and what they add up to."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from planner.core.counting import PROGRAMMES
from planner.core.rollup import Key, Sum
from planner.extensions import db

GROUPS = ("", "seniors", "alone", "one_person")
VALUES = (1, 1, 1, 2, 3)
COLUMNS = (
    "id", "office_id", "campaign_id", "event_id", "day", "span", "agency_id", "field_id",
    "measure", "channel", "target_group", "programme", "value", "recorded_at", "received_at",
    "reason", "after_sign_off", "synthetic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventCells:
    """An event of the made-up city with the (agency, field) pairs that counsel there."""

    office: int
    campaign: int
    event: int
    day: date
    pairs: tuple[tuple[int, int], ...]

    def cells(self) -> Iterator[tuple[int | None, int | None, str, str, str, str]]:
        """(agency, field, measure, channel, group, programme) of what is counted there."""
        yield None, None, "attendance", "desk", "", ""
        yield None, None, "experience", "desk", "", ""
        for agency, field in self.pairs:
            for group in GROUPS:
                yield agency, field, "consultations", "booth", group, ""
        for agency in sorted({agency for agency, _field in self.pairs}):
            for programme in ("", PROGRAMMES[agency % len(PROGRAMMES)]):
                yield agency, None, "referrals_public", "booth", "", programme
            yield agency, None, "goods", "booth", "", ""


def write_entries(event: EventCells, wanted: int, last: int, dice: random.Random) -> dict[Key, Sum]:
    """Insert `wanted` synthetic entries of an event; what they add, by row of the rollup.

    Ids count upwards from `last`, so that the ledger's index grows at its end.
    """
    connection = db.session.connection()
    bind = _Binder(connection)
    cells = list(event.cells())
    sums: dict[Key, Sum] = {}
    rows: list[tuple[Any, ...]] = []
    begun = datetime.combine(event.day, time(1), UTC)
    day = bind.day(event.day)
    for index, (agency, field, measure, channel, group, programme) in enumerate(cells):
        count = -(-wanted * (index + 1) // len(cells)) - -(-wanted * index // len(cells))
        if not count:
            continue
        moment = begun + timedelta(seconds=index * 60)
        instant, values = bind.instant(moment), dice.choices(VALUES, k=count)
        for value in values:
            last += 1
            id_ = str(UUID(int=last))
            rows.append(
                (id_, event.office, event.campaign, event.event, day, "day", agency, field,
                 measure, channel, group, programme, value, instant, instant, "", bind.no, bind.yes)
            )  # fmt: skip
        key = Key(event.campaign, event.event, measure, agency or 0, field or 0, 0, 0, channel,
                  group, programme, "")  # fmt: skip
        sums[key] = Sum(sum(values), count, count, moment)
    if rows:
        connection.exec_driver_sql(bind.statement, rows)
    return sums


class _Binder:
    """Values as the database's driver takes them: no type works on each of millions of rows."""

    def __init__(self, connection: Connection) -> None:
        self.sqlite = connection.dialect.name == "sqlite"
        mark = "?" if self.sqlite else "%s"
        marks = ", ".join([mark] * len(COLUMNS))
        self.statement = f"INSERT INTO count_entry ({', '.join(COLUMNS)}) VALUES ({marks})"
        self.no: Any = 0 if self.sqlite else False
        self.yes: Any = 1 if self.sqlite else True

    def day(self, day: date) -> Any:
        return day.isoformat() if self.sqlite else day

    def instant(self, moment: datetime) -> Any:
        return f"{moment:%Y-%m-%d %H:%M:%S.%f}" if self.sqlite else moment
