"""Experience and sponsor booths, goods and supplies of an event."""

from __future__ import annotations

from collections.abc import Collection

from planner.booths import queries
from planner.booths.models import ExtraBooth, GoodsItem, SupplyItem
from planner.campaigns.models import Event
from planner.errors import Refused, StaleEdit
from planner.extensions import db

Thing = ExtraBooth | GoodsItem | SupplyItem
COPYABLE = ("extras", "goods", "supplies")


def save_extra(
    event: Event,
    row: ExtraBooth | None,
    *,
    kind: str,
    name: str,
    name_en: str,
    booth_id: int | None,
    agency_id: int | None,
) -> ExtraBooth:
    """Add (row None) or change an extra booth. `Refused('booth_taken')` where something stands."""
    _ensure_booth_free(event, booth_id, row)
    if row is None:
        row = ExtraBooth(event_id=event.id, version=0)
        db.session.add(row)
    row.kind, row.name, row.name_en = kind, name, name_en
    row.booth_id, row.agency_id = booth_id, agency_id
    return _saved(row)


def save_goods(
    event: Event,
    row: GoodsItem | None,
    *,
    kind: str,
    name: str,
    quantity: int,
    unit: str,
    agency_id: int | None,
    synthetic: bool,
) -> GoodsItem:
    """Add or change goods that an agency brings."""
    if row is None:
        row = GoodsItem(event_id=event.id, version=0)
        db.session.add(row)
    row.kind, row.name, row.quantity, row.unit = kind, name, quantity, unit
    row.agency_id, row.synthetic = agency_id, synthetic
    return _saved(row)


def save_supply(
    event: Event,
    row: SupplyItem | None,
    *,
    name: str,
    quantity: int,
    unit: str,
    responsible: str,
) -> SupplyItem:
    """Add or change a thing that the office brings."""
    if row is None:
        row = SupplyItem(event_id=event.id, version=0, ready=False)
        db.session.add(row)
    row.name, row.quantity, row.unit, row.responsible = name, quantity, unit, responsible
    return _saved(row)


def tick(row: SupplyItem, ready: bool) -> None:
    """Packed, or not yet. Saying the same twice changes nothing."""
    if row.ready != ready:
        row.ready = ready
        _saved(row)


def delete(row: Thing, version: int) -> None:
    """Take a thing off the event; `StaleEdit` when it changed since it was looked at."""
    if row.version != version:
        raise StaleEdit(row)
    db.session.delete(row)
    db.session.commit()


def copy_from(event: Event, source: Event, what: Collection[str]) -> int:
    """Copy another event's lists to this one; how many rows were added.

    What this event has already (by kind, agency and name) is left as it is. Supplies come
    unticked; extra booths keep their booth where this venue has a free one of the same number.
    """
    rows: list[Thing] = []
    if "extras" in what:
        rows += _copied_extras(event, source)
    if "goods" in what:
        have = {(row.kind, row.agency_id, row.name) for row in queries.goods(event.id)}
        rows += [
            GoodsItem(
                event_id=event.id,
                kind=row.kind,
                name=row.name,
                quantity=row.quantity,
                unit=row.unit,
                agency_id=row.agency_id,
                synthetic=row.synthetic,
            )
            for row in queries.goods(source.id)
            if (row.kind, row.agency_id, row.name) not in have
        ]
    if "supplies" in what:
        names = {row.name for row in queries.supplies(event.id)}
        rows += [
            SupplyItem(
                event_id=event.id,
                name=row.name,
                quantity=row.quantity,
                unit=row.unit,
                responsible=row.responsible,
                ready=False,
            )
            for row in queries.supplies(source.id)
            if row.name not in names
        ]
    db.session.add_all(rows)
    db.session.commit()
    return len(rows)


def _copied_extras(event: Event, source: Event) -> list[Thing]:
    have = queries.extras(event.id)
    known = {(row.kind, row.name) for row in have}
    taken = {row.booth_id for row in have} | {row.booth_id for row in event.assignments}
    free = {
        booth.number: booth.id
        for booth in queries.venue_in_use(event).booths
        if booth.id not in taken
    }
    found: list[Thing] = []
    for row in queries.extras(source.id):
        if (row.kind, row.name) not in known:
            booth_id = free.pop(row.booth.number, None) if row.booth else None
            found.append(
                ExtraBooth(
                    event_id=event.id,
                    kind=row.kind,
                    name=row.name,
                    name_en=row.name_en,
                    agency_id=row.agency_id,
                    booth_id=booth_id,
                )
            )
    return found


def _ensure_booth_free(event: Event, booth_id: int | None, row: ExtraBooth | None) -> None:
    if booth_id is None or (row is not None and row.booth_id == booth_id):
        return
    booth = next((b for b in queries.venue_in_use(event).booths if b.id == booth_id), None)
    if booth is None:
        raise Refused("no_such_booth")
    taken = {item.booth_id for item in queries.extras(event.id) if item is not row}
    if booth_id in taken | {item.booth_id for item in event.assignments}:
        raise Refused("booth_taken", booth=booth.number)


def _saved(row: Thing) -> Thing:
    row.version += 1
    db.session.commit()
    return row
