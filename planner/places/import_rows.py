"""What becomes of the rows of imported zones, dongs, venues and booths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from planner.accounts.models import Office
from planner.extensions import db
from planner.places import booth_services, queries, services
from planner.places.booth_services import BoothData
from planner.places.models import AdminDong, Venue, Zone
from planner.places.services import Closure, DongData, VenueData, ZoneData
from planner.tabular import ImportResult, Row, RowFault, RowsRefused


class Tally:
    """Counts what becomes of the rows, and collects their faults."""

    def __init__(self) -> None:
        self.added: set[Any] = set()
        self.changed: set[Any] = set()
        self.seen = 0
        self.faults: list[RowFault] = []

    def result(self) -> ImportResult:
        """The counts; raises `RowsRefused` when there were faults."""
        if self.faults:
            raise RowsRefused(self.faults)
        changed = len(self.changed - self.added)
        return ImportResult(len(self.added), changed, self.seen - len(self.added) - changed)


def apply_zones(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add zones, or change those of the same name; a `dongs` column sets exactly their dongs."""
    tally = Tally()
    known = {zone.name: zone for zone in queries.zones(office.id)}
    by_name = {dong.name: dong for dong in queries.dongs(office.id)}
    taken: dict[str, int] = {}
    position = services.next_position(Zone, office.id)
    for row in rows:
        tally.seen += 1
        zone = known.get(row["name"])
        values = _kept(zone, ZoneData) | {k: v for k, v in row.items() if k != "dongs"}
        if zone is None:
            zone = services.put_zone(office.id, None, ZoneData(**{"position": position} | values))
            db.session.flush()
            position = max(position, zone.position) + 1
            tally.added.add(row["name"])
        elif values != _kept(zone, ZoneData):
            services.put_zone(office.id, zone, ZoneData(**values))
            tally.changed.add(row["name"])
        if "dongs" in row and _set_dongs(row, zone, by_name, taken, tally):
            tally.changed.add(row["name"])
    return tally.result()


def _set_dongs(
    row: Row, zone: Zone, by_name: Mapping[str, AdminDong], taken: dict[str, int], tally: Tally
) -> bool:
    for name in row["dongs"]:
        if name not in by_name:
            tally.faults.append(row.fault("dongs", "unknown", value=name))
        elif name in taken:
            tally.faults.append(row.fault("dongs", "dong_twice", value=name, first=taken[name]))
        taken[name] = row.number
    changed = False
    for dong in by_name.values():
        if dong.name in row["dongs"] and dong.zone_id != zone.id:
            dong.zone_id, changed = zone.id, True
        elif dong.zone_id == zone.id and dong.name not in row["dongs"]:
            dong.zone_id, changed = None, True
    return changed


def apply_dongs(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add dongs, or change those of the same name."""
    tally = Tally()
    known = {dong.name: dong for dong in queries.dongs(office.id)}
    zones = {zone.name: zone for zone in queries.zones(office.id)}
    for row in rows:
        tally.seen += 1
        dong = known.get(row["name"])
        values = _kept(dong, DongData) | {k: v for k, v in row.items() if k != "zone"}
        if "zone" in row:
            zone = zones.get(row["zone"])
            if row["zone"] and zone is None:
                tally.faults.append(row.fault("zone", "unknown", value=row["zone"]))
            values["zone_id"] = zone.id if zone else None
        if dong is None or values != _kept(dong, DongData):
            (tally.changed if dong else tally.added).add(row["name"])
            services.put_dong(office.id, dong, DongData(**values))
            db.session.flush()
    return tally.result()


def apply_venues(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add venues, or change those of the same name; fallbacks may stand further down the file."""
    tally = Tally()
    known = {venue.name: venue for venue in queries.venues(office.id, active=None)}
    zones = {zone.name: zone.id for zone in queries.zones(office.id)}
    dongs = {dong.name: dong.id for dong in queries.dongs(office.id)}
    for row in rows:
        tally.seen += 1
        venue = known.get(row["name"])
        values = _venue_values(row, venue, zones, dongs, tally)
        if values is None:
            continue
        if venue is None or values != _kept(venue, VenueData):
            (tally.changed if venue else tally.added).add(row["name"])
            known[row["name"]] = services.put_venue(office.id, venue, VenueData(**values))
    if tally.faults:
        raise RowsRefused(tally.faults)
    db.session.flush()
    for row in rows:
        if _set_spans(row, known) | _set_fallbacks(row, known, tally):
            tally.changed.add(row["name"])
    return tally.result()


def _venue_values(
    row: Row,
    venue: Venue | None,
    zones: Mapping[str, int],
    dongs: Mapping[str, int],
    tally: Tally,
) -> dict[str, Any] | None:
    values = _kept(venue, VenueData) | {
        key: value
        for key, value in row.items()
        if key not in ("zone", "dong", "closures", "fallbacks")
    }
    before = len(tally.faults)
    values["zone_id"] = zones.get(row["zone"])
    if values["zone_id"] is None:
        tally.faults.append(row.fault("zone", "unknown", value=row["zone"]))
    if "dong" in row:
        values["dong_id"] = dongs.get(row["dong"])
        if row["dong"] and values["dong_id"] is None:
            tally.faults.append(row.fault("dong", "unknown", value=row["dong"]))
    if (values.get("lat") is None) != (values.get("lon") is None):
        tally.faults.append(row.fault("lon", "half_position"))
    return values if len(tally.faults) == before else None


def _set_spans(row: Row, known: Mapping[str, Venue]) -> bool:
    if "closures" not in row:
        return False
    venue = known[row["name"]]
    reasons = {(c.first_day, c.last_day): c.reason for c in venue.closures}
    spans = [
        Closure(first, last, reasons.get((first, last), "")) for first, last in row["closures"]
    ]
    return services.set_closures(venue, spans)


def _set_fallbacks(row: Row, known: Mapping[str, Venue], tally: Tally) -> bool:
    ids = []
    for name in row.get("fallbacks", ()):
        fallback = known.get(name)
        if fallback is None:
            tally.faults.append(row.fault("fallbacks", "unknown", value=name))
        elif not fallback.indoor or not fallback.active or name == row["name"]:
            tally.faults.append(row.fault("fallbacks", "not_indoor", value=name))
        else:
            ids.append(fallback.id)
    if "fallbacks" not in row or len(ids) < len(row["fallbacks"]):
        return False
    return services.set_fallbacks(known[row["name"]], ids)


def apply_booths(
    office: Office, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Add booth positions, or change those of the same venue and number; others stay."""
    tally = Tally()
    known = {venue.name: venue for venue in queries.venues(office.id, active=None)}
    wanted: dict[str, list[BoothData]] = {}
    for row in rows:
        tally.seen += 1
        venue = known.get(row["venue"])
        if venue is None:
            tally.faults.append(row.fault("venue", "unknown", value=row["venue"]))
            continue
        booths = wanted.setdefault(venue.name, [_booth(booth) for booth in venue.booths])
        i = next((i for i, booth in enumerate(booths) if booth.number == row["number"]), None)
        before = _values(booths[i]) if i is not None else {}
        booth = BoothData(**before | {k: v for k, v in row.items() if k != "venue"})
        if i is None:
            booths.append(booth)
            tally.added.add((venue.name, booth.number))
        elif booth != booths[i]:
            booths[i] = booth
            tally.changed.add((venue.name, booth.number))
    result = tally.result()
    touched = {name for name, _number in tally.added | tally.changed}
    for name in sorted(touched):
        booth_services.put_booths(known[name], wanted[name])
        known[name].version += 1
    return result


def _booth(row: Any) -> BoothData:
    return BoothData(**{item.name: getattr(row, item.name) for item in fields(BoothData)})


def _kept(row: Any, data: type[Any]) -> dict[str, Any]:
    """What a row holds now, by the names of a data class; nothing for a new row."""
    return {} if row is None else {item.name: getattr(row, item.name) for item in fields(data)}


def _values(data: Any) -> dict[str, Any]:
    return {item.name: getattr(data, item.name) for item in fields(data)}
