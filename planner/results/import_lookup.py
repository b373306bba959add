"""What the cells of imported counts mean: instants, and the rows that names stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Campaign, Event
from planner.extensions import db
from planner.tabular import CellError, Parser, Row, RowFault, shown

SEOUL = ZoneInfo("Asia/Seoul")


def instant() -> Parser:
    """A date and time of day of Seoul, '2023-05-23 15:30', or a date-time cell: aware."""

    def read(cell: Any) -> datetime:
        if isinstance(cell, datetime):
            found = cell
        else:
            try:
                found = datetime.fromisoformat(str(cell).strip().replace("/", "-"))
            except ValueError:
                raise CellError("not_an_instant", value=shown(cell)) from None
        if not 2000 <= found.year <= 2100:
            raise CellError("not_an_instant", value=shown(cell))
        return found.replace(tzinfo=SEOUL) if found.tzinfo is None else found

    return Parser(read, _l("a date and time such as 2023-05-23 15:30"), example="2023-05-23 15:30")


class Lookup:
    """The rows that the names of a file mean; a name that means none is a fault."""

    def __init__(self, office: Any) -> None:
        self.campaigns = {
            row.slug: row
            for row in db.session.scalars(select(Campaign).where(Campaign.office_id == office.id))
        }
        self.events: dict[tuple[int, date], list[Event]] = {}
        ids = [row.id for row in self.campaigns.values()]
        statement = select(Event).where(Event.campaign_id.in_(ids)).order_by(Event.id)
        for event in db.session.scalars(statement):
            self.events.setdefault((event.campaign_id, event.day), []).append(event)
        self.agencies = _by(Agency, office, lambda row: row.name)
        self.fields = _by(CounselingField, office, lambda row: row.code) | _by(
            CounselingField, office, lambda row: row.name
        )
        self.faults: list[RowFault] = []

    def campaign(self, row: Row) -> Campaign | None:
        return self._found(row, "campaign", self.campaigns.get(row["campaign"]))

    def event(self, row: Row, campaign: Campaign | None) -> Event | None:
        """The event of that day; two on one day cannot be told apart."""
        if campaign is None:
            return None
        events = self.events.get((campaign.id, row["day"]), [])
        live = [event for event in events if event.status != "cancelled"] or events
        if len(live) > 1:
            self.faults.append(row.fault("day", "two_events", value=str(row["day"])))
            return None
        return self._found(row, "day", live[0] if live else None)

    def named(self, row: Row, key: str, rows: Mapping[str, Any]) -> Any:
        """The row of another table that a cell names; None for an empty cell."""
        name = row.get(key) or ""
        return self._found(row, key, rows.get(name)) if name else None

    def _found(self, row: Row, key: str, found: Any) -> Any:
        if found is None:
            self.faults.append(row.fault(key, "unknown", value=shown(row.get(key))))
        return found


def _by(model: Any, office: Any, key: Callable[[Any], str]) -> dict[str, Any]:
    rows = db.session.scalars(select(model).where(model.office_id == office.id))
    return {key(row): row for row in rows}
