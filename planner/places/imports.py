"""The files with zones, dongs, venues and booths that the importer reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from planner.accounts.models import Office
from planner.core.outline import KOREA
from planner.extensions import db
from planner.places import queries, services
from planner.places.models import AdminDong, Venue, Zone
from planner.places.services import BoothData, Closure, DongData, VenueData, ZoneData
from planner.places.words import KIND_LABELS, PRECISION_LABELS
from planner.tabular import (
    Column,
    ImportKind,
    ImportResult,
    Row,
    RowFault,
    RowsRefused,
    choice,
    day_spans,
    decimal,
    flag,
    integer,
    listing,
    text,
    weekdays,
)

WEST, SOUTH, EAST, NORTH = KOREA


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
        return ImportResult(
            len(self.added), changed, self.seen - len(self.added) - changed
        )


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
    spans = [Closure(*span, reasons.get(span, "")) for span in row["closures"]]
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
        services.put_booths(known[name], wanted[name])
        known[name].version += 1
    return result


def _booth(row: Any) -> BoothData:
    return BoothData(**{item.name: getattr(row, item.name) for item in fields(BoothData)})


def _kept(row: Any, data: type[Any]) -> dict[str, Any]:
    """What a row holds now, by the names of a data class; nothing for a new row."""
    return {} if row is None else {item.name: getattr(row, item.name) for item in fields(data)}


def _values(data: Any) -> dict[str, Any]:
    return {item.name: getattr(data, item.name) for item in fields(data)}


SENTENCES = {
    "dong_twice": (
        _l("'%(value)s' is already given to the zone in row %(first)s."),
        _l("A dong belongs to one zone only. Take it out of one of the two rows."),
    ),
    "half_position": (
        _l("Latitude and longitude belong together; one of them is missing."),
        _l("Fill in both, or neither."),
    ),
    "not_indoor": (
        _l("'%(value)s' cannot be a rain fallback: it is not another indoor venue in use."),
        _l("Name an indoor venue, or mark that venue as indoor."),
    ),
}

ZONES = ImportKind(
    "zones",
    (
        Column("name", _l("Name"), required=True, parse=text(80)),
        Column("name_en", _l("English name"), parse=text(120)),
        Column("council", _l("Zone council"), parse=text(120)),
        Column("dongs", _l("Dongs"), parse=listing(40), help=_l("names of dongs of this office")),
        Column("position", _l("Order"), parse=integer(0, 9999), default=0),
    ),
    apply_zones,
    title=_l("Zones"),
    sentences=SENTENCES,
)
DONGS = ImportKind(
    "dongs",
    (
        Column("name", _l("Name"), required=True, parse=text(40)),
        Column("code", _l("Code"), parse=text(10), help=_l("the ministry's code of ten digits")),
        Column("zone", _l("Zone"), parse=text(80), help=_l("name of a zone of this office")),
        Column("vulnerable", _l("Weight of vulnerable residents"), parse=integer(), default=0),
        Column("label_lat", _l("Label's latitude"), parse=decimal(SOUTH, NORTH)),
        Column("label_lon", _l("Label's longitude"), parse=decimal(WEST, EAST)),
    ),
    apply_dongs,
    title=_l("Dongs"),
    sentences=SENTENCES,
)
VENUES = ImportKind(
    "venues",
    (
        Column("name", _l("Name"), required=True, parse=text(120)),
        Column("name_en", _l("English name"), parse=text(120)),
        Column("zone", _l("Zone"), required=True, parse=text(80)),
        Column("dong", _l("Dong"), parse=text(40), help=_l("administrative dong")),
        Column("kind", _l("Kind"), parse=choice(KIND_LABELS), default="other"),
        Column("indoor", _l("Indoors"), parse=flag()),
        Column("address", _l("Address"), parse=text(200)),
        Column("legal_dong", _l("Legal dong"), parse=text(40)),
        Column("lat", _l("Latitude"), parse=decimal(SOUTH, NORTH), example="37.4837"),
        Column("lon", _l("Longitude"), parse=decimal(WEST, EAST), example="127.0324"),
        Column("precision", _l("Precision"), parse=choice(PRECISION_LABELS), default="exact"),
        Column("power", _l("Power"), parse=flag()),
        Column("water", _l("Water"), parse=flag()),
        Column("toilets", _l("Toilets"), parse=flag()),
        Column("step_free", _l("Step-free access"), parse=flag()),
        Column("foot_weekday", _l("People a weekday"), parse=integer(), default=0),
        Column("foot_weekend", _l("People a weekend day"), parse=integer(), default=0),
        Column("open_weekdays", _l("Open on"), parse=weekdays()),
        Column("closures", _l("Closed on"), parse=day_spans()),
        Column("fallbacks", _l("Rain fallbacks"), parse=listing(120),
               help=_l("names of indoor venues, best first")),
        Column("contact_name", _l("Contact"), parse=text(80)),
        Column("contact_phone", _l("Contact's phone"), parse=text(40), example="02-2155-6114"),
        Column("note", _l("Note"), parse=text(2000, lines=True)),
    ),
    apply_venues,
    title=_l("Venues"),
    sentences=SENTENCES,
)  # fmt: skip
BOOTHS = ImportKind(
    "booths",
    (
        Column("venue", _l("Venue"), required=True, parse=text(120)),
        Column("number", _l("Booth number"), required=True, parse=text(12), example="1"),
        Column("x", _l("Metres east"), required=True, parse=integer(0, 9999),
               help=_l("from the north-west corner of the place"), example="0"),
        Column("y", _l("Metres south"), required=True, parse=integer(0, 9999), example="4"),
        Column("private", _l("Privacy"), parse=flag()),
        Column("power", _l("Power"), parse=flag()),
        Column("water", _l("Water"), parse=flag()),
        Column("step_free", _l("Step-free access"), parse=flag(), default=True),
    ),
    apply_booths,
    title=_l("Booth positions"),
    unique=("venue", "number"),
    sentences=SENTENCES,
)  # fmt: skip
# In the order in which a new office fills them.
KINDS: tuple[ImportKind, ...] = (ZONES, DONGS, VENUES, BOOTHS)
