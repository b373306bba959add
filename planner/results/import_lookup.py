"""What the cells of imported counts mean: instants, and the rows that names stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Campaign, Event
from planner.extensions import db
from planner.places.models import AdminDong, Zone
from planner.tabular import CellError, Parser, Row, RowFault, shown, text

SEOUL = ZoneInfo("Asia/Seoul")
PERIOD = re.compile(r"20\d\d(-(0[1-9]|1[0-2]))?")
SENTENCES = {
    "not_an_instant": (
        _l("'%(value)s' is no date and time."),
        _l("Write it like 2023-05-23 15:30."),
    ),
    "two_events": (
        _l("There are two events on %(value)s."),
        _l("Enter the counts of these events on their own pages."),
    ),
    "signed_off": (
        _l("The counts of %(value)s have been signed off."),
        _l("Remove these rows, and add corrections with a reason on the event's page."),
    ),
    "place_of_event": (
        _l("A count of an event lies where the event does; '%(value)s' cannot be said besides."),
        _l("Leave the cell empty, or say for which day, month or year outside events it counts."),
    ),
    "dong_elsewhere": (
        _l("The dong '%(value)s' lies in another zone."),
        _l("Leave the zone empty: a dong says its zone itself."),
    ),
    "not_a_period": (
        _l("'%(value)s' is neither a year nor a month."),
        _l("Write it like 2024 or 2024-03, or leave the cell empty."),
    ),
    "two_places": (
        _l("A target is set for a zone or for a dong, not for both."),
        _l("Leave one of the cells empty."),
    ),
    "no_number": (
        _l("There is neither a target nor last year's number."),
        _l("Give one of them."),
    ),
    "outside_season": (
        _l("No day of the season lies in '%(value)s'."),
        _l("Choose a year or a month of the season, or leave the cell empty."),
    ),
    "never_summed": (
        _l("Unique persons are never added up over events, and several events lie there."),
        _l("Choose a place and month with one event, or set the target for the attendance."),
    ),
    "nothing_before": (
        _l("Last year's number is 0; no target can be made from it."),
        _l("Type the target."),
    ),
    "no_aim": (_l("A target of 0 would always be met."), _l("Type 1 or more.")),
    "target_twice": (
        _l("The same target stands in an earlier row: '%(value)s'."),
        _l("Keep one of the rows."),
    ),
}


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


def period() -> Parser:
    """A year or a month, '2024' or '2024-03'."""
    plain = text(10)

    def read(cell: Any) -> str:
        if isinstance(cell, date):
            return f"{cell:%Y-%m}"
        value = str(plain(cell))
        if not PERIOD.fullmatch(value):
            raise CellError("not_a_period", value=shown(cell))
        return value

    return Parser(read, _l("a year or a month such as 2024-03"), "", "2024-03", textual=True)


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
        self.office = office
        self.faults: list[RowFault] = []

    @cached_property
    def zones(self) -> dict[str, Zone]:
        return _by(Zone, self.office, lambda row: row.name)

    @cached_property
    def dongs(self) -> dict[str, AdminDong]:
        return _by(AdminDong, self.office, lambda row: row.name)

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
