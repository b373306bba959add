"""What the names of an imported file mean: campaigns, zones, venues, agencies, fields, events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from planner.accounts.models import Office
from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Assignment, Campaign, Event
from planner.extensions import db
from planner.places.models import Venue, VenueBooth, Zone
from planner.tabular import Row, RowFault, RowsRefused


class Lookup:
    """The office's rows by the names that files use; a name that means none is a fault.

    `context` may name the one campaign that every row is about (`{"campaign": row}`); a file then
    may still say it, and must then say the same.
    """

    def __init__(self, office: Office, context: Any) -> None:
        self.office = office
        self.only: Campaign | None = (context or {}).get("campaign")
        self.faults: list[RowFault] = []

    def refuse_faults(self) -> None:
        """Raise `RowsRefused` when anything was not found."""
        if self.faults:
            raise RowsRefused(self.faults)

    @cached_property
    def campaigns(self) -> dict[str, Campaign]:
        return self._by(Campaign, lambda row: row.slug)

    @cached_property
    def zones(self) -> dict[str, Zone]:
        return self._by(Zone, lambda row: row.name)

    @cached_property
    def venues(self) -> dict[str, Venue]:
        return self._by(Venue, lambda row: row.name)

    @cached_property
    def agencies(self) -> dict[str, Agency]:
        return self._by(Agency, lambda row: row.name)

    @cached_property
    def fields(self) -> dict[str, CounselingField]:
        """By code, and by name where no code says the same."""
        rows = self._by(CounselingField, lambda row: row.name)
        return rows | self._by(CounselingField, lambda row: row.code)

    @cached_property
    def booths(self) -> dict[tuple[int, str], VenueBooth]:
        """By (venue id, number)."""
        statement = (
            select(VenueBooth).join(VenueBooth.venue).where(Venue.office_id == self.office.id)
        )
        return {(row.venue_id, row.number): row for row in db.session.scalars(statement)}

    @cached_property
    def events(self) -> dict[tuple[int, date], list[Event]]:
        """By (campaign id, day), their assignments loaded."""
        statement = (
            select(Event)
            .join(Event.campaign)
            .where(Campaign.office_id == self.office.id)
            .options(selectinload(Event.assignments).selectinload(Assignment.fields))
            .order_by(Event.id)
        )
        found: dict[tuple[int, date], list[Event]] = {}
        for event in db.session.scalars(statement):
            found.setdefault((event.campaign_id, event.day), []).append(event)
        return found

    def campaign(self, row: Row) -> Campaign | None:
        found = self.campaigns.get(row.get("campaign") or "")
        if self.only is not None and (not row.get("campaign") or found is self.only):
            return self.only
        self._found(row, "campaign", found)
        return found

    def event(self, row: Row, campaign: Campaign | None) -> Event | None:
        """The event of a day; where there are two, the row's venue tells them apart."""
        if campaign is None:
            return None
        found: Sequence[Event] = self.events.get((campaign.id, row["day"]), ())
        if len(found) > 1 and row.get("venue"):
            found = [event for event in found if event.venue.name == row["venue"]]
        if len(found) > 1:
            found = [event for event in found if event.status == "planned"] or found
        if len(found) > 1:
            self.faults.append(row.fault("day", "several_events", value=str(row["day"])))
            return None
        event = found[0] if found else None
        self._found(row, "day", event)
        return event

    def one(self, row: Row, key: str, rows: dict[str, Any]) -> Any:
        """What a cell names; None for an empty cell."""
        name = row.get(key) or ""
        return self._found(row, key, rows.get(name)) if name else None

    def several(self, row: Row, key: str, rows: dict[str, Any]) -> list[Any]:
        """What each of several names in a cell means."""
        found = []
        for name in row.get(key) or ():
            if name in rows:
                found.append(rows[name])
            else:
                self.faults.append(row.fault(key, "unknown_name", value=name))
        return found

    def _found(self, row: Row, key: str, found: Any) -> Any:
        if found is None:
            value = row.get(key)
            self.faults.append(row.fault(key, "unknown_name", value=str(value or "")))
        return found

    def _by(self, model: Any, key: Callable[[Any], str]) -> dict[str, Any]:
        statement = select(model).where(model.office_id == self.office.id).order_by(model.id)
        return {key(row): row for row in db.session.scalars(statement)}


def put(row: Any, values: dict[str, Any]) -> bool:
    """Write values that differ; whether any did."""
    changed = {key: value for key, value in values.items() if getattr(row, key) != value}
    for key, value in changed.items():
        setattr(row, key, value)
    return bool(changed)
