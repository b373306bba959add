"""People by dong: what becomes of imported rows, and taking an import back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete

from planner.accounts.models import Office
from planner.errors import Refused
from planner.extensions import db
from planner.places import queries
from planner.places.figure_queries import figures_on_record
from planner.places.models import AdminDong, DongFigure
from planner.tabular import ImportResult, Row, RowFault, RowsRefused
from planner.templating import SEOUL


def apply_figures(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add figures, or change those of the same dong, measure and day; older days stay."""
    today = now.astimezone(SEOUL).date()
    dongs = _by_name_and_code(office.id)
    known = figures_on_record(office.id)
    seen: dict[tuple[int, str, date], int] = {}
    faults: list[RowFault] = []
    added = changed = 0
    for row in rows:
        dong = dongs.get(row["dong"])
        if dong is None:
            faults.append(row.fault("dong", "unknown", value=row["dong"]))
            continue
        key = (dong.id, row["measure"], row["as_of"])
        if row["as_of"] > today:
            faults.append(row.fault("as_of", "future_day", value=f"{row['as_of']}"))
        elif key in seen:  # once by its name and once by its code
            faults.append(row.fault("dong", "duplicate_row", value=row["dong"], first=seen[key]))
        seen.setdefault(key, row.number)
        figure = known.get(key)
        if figure is None:
            _add(office.id, key, row)
            added += 1
        elif (figure.value, figure.source) != (row["value"], row["source"]):
            figure.value, figure.source = row["value"], row["source"]
            changed += 1
    if faults:
        raise RowsRefused(faults)
    return ImportResult(added, changed, len(rows) - added - changed)


def _add(office_id: int, key: tuple[int, str, date], row: Row) -> None:
    dong_id, measure, as_of = key
    db.session.add(
        DongFigure(
            office_id=office_id,
            dong_id=dong_id,
            measure=measure,
            as_of=as_of,
            value=row["value"],
            source=row["source"],
        )
    )


def _by_name_and_code(office_id: int) -> dict[str, AdminDong]:
    """The dongs by name, and by code where they have one."""
    dongs = queries.dongs(office_id)
    found = {dong.name: dong for dong in dongs}
    return found | {dong.code: dong for dong in dongs if dong.code}


def delete_figures(office_id: int, measure: str, as_of: date) -> int:
    """Delete every dong's figure of a measure and a day; how many. Refused: `no_figures`."""
    done = db.session.execute(
        delete(DongFigure).where(
            DongFigure.office_id == office_id,
            DongFigure.measure == measure,
            DongFigure.as_of == as_of,
        )
    )
    count = int(getattr(done, "rowcount", 0))
    if not count:
        db.session.rollback()
        raise Refused("no_figures")
    db.session.commit()
    return count
