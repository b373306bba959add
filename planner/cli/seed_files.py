"""A scenario as a folder of the importer's own files: reading it, and loading it whole or not.

`seeds/<name>/` holds CSV files named after the kinds of the importer, `office.csv`, GeoJSON
outlines, and `release.csv` with the instant at which the loaded draft is released.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import select

from planner.accounts.models import OFFICE_KINDS, Office
from planner.campaigns.models import Campaign
from planner.extensions import db
from planner.places.outline_words import outline_advice, outline_sentence
from planner.places.outlines import OutlinesRefused, OutlineUpload, apply_outlines
from planner.results.imports import instant
from planner.settings import ROOT
from planner.tabular import (
    Column,
    ImportKind,
    ImportResult,
    Row,
    RowFault,
    RowsRefused,
    Table,
    apply_table,
    choice,
    fault_advice,
    fault_sentence,
    read_table,
    text,
)

SEEDS = ROOT / "seeds"
# In the order in which one needs the other: counts before the sign-off that closes them.
ORDER = (
    "zones.csv",
    "dongs.csv",
    "dong_figures.csv",
    "zones.geojson",
    "dongs.geojson",
    "venues.csv",
    "booths.csv",
    "fields.csv",
    "agencies.csv",
    "agency_pairs.csv",
    "agreements.csv",
    "plan_areas.csv",
    "plan_tasks.csv",
    "tallies.csv",
    "tally_entries.csv",
    "tally_targets.csv",
    "training_courses.csv",
    "training_sessions.csv",
    "training_attendances.csv",
    "regular_centers.csv",
    "center_slots.csv",
    "campaign.csv",
    "campaign_fields.csv",
    "campaign_zones.csv",
    "campaign_agencies.csv",
    "closed_days.csv",
    "events.csv",
    "counsellor_shifts.csv",
    "rotations.csv",
    "rotation_parts.csv",
    "assignments.csv",
    "extra_booths.csv",
    "goods.csv",
    "supplies.csv",
    "counts.csv",
    "event_records.csv",
    "published_figures.csv",
    "targets.csv",
)
AREAS = ("places", "agencies", "campaigns", "booths", "results", "programme")


class SeedError(Exception):
    """A scenario that cannot be loaded; each of `lines` names a file, a place and a reason."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(slots=True)
class Loaded:
    """What a loading did: rows by file, or that the campaign was there already."""

    office: str
    campaign: str = ""
    known: bool = False
    rows: dict[str, ImportResult] = field(default_factory=dict)


def _take_office(*_args: Any, **_kwargs: Any) -> ImportResult:
    raise AssertionError("an office is taken by seed_files itself")


OFFICE = ImportKind(
    "office",
    (
        Column("code", "code", required=True, parse=text(40)),
        Column("name", "name", required=True, parse=text(120)),
        Column("name_en", "name_en", parse=text(120)),
        Column("kind", "kind", parse=choice(dict(zip(OFFICE_KINDS, OFFICE_KINDS, strict=True))),
               default="district"),
        Column("phone", "phone", parse=text(40)),
        Column("department", "department", parse=text(120)),
    ),
    _take_office,
    unique=("code",),
)  # fmt: skip
RELEASE = ImportKind(
    "release",
    (
        Column("campaign", "campaign", required=True, parse=text(60)),
        Column("released_at", "released_at", required=True, parse=instant()),
        Column("note", "note", parse=text(1000)),
    ),
    _take_office,
    unique=("campaign",),
)


def kinds() -> dict[str, ImportKind]:
    """The importer's kinds of all areas by the file that holds them."""
    return {
        f"{kind.name}.csv": kind
        for area in AREAS
        for kind in import_module(f"planner.{area}.imports").KINDS
    }


def names(folder: Path = SEEDS) -> list[str]:
    """The scenarios that are there."""
    return sorted(path.parent.name for path in folder.glob("*/office.csv"))


def folder_of(name: str, base: Path = SEEDS) -> Path:
    """The folder of a scenario; `SeedError` when there is none."""
    if name not in names(base):
        known = ", ".join(names(base)) or "none"
        raise SeedError(f"there is no scenario {name!r}; there are: {known}")
    return base / name


def load(folder: Path, *, now: datetime) -> Loaded:
    """Load a scenario and commit, or raise `SeedError` with every fault and change nothing."""
    tables = _read(folder)
    office = _office(tables.pop("office.csv").rows[0])
    slugs = [row["slug"] for row in tables["campaign.csv"].rows] if "campaign.csv" in tables else []
    loaded = Loaded(office.code, ", ".join(slugs))
    for slug in slugs:
        other = db.session.scalar(select(Campaign).where(Campaign.slug == slug))
        if other is not None and other.office_id != office.id:
            raise SeedError(f"campaign.csv: another office has a campaign named {slug!r}")
        loaded.known = loaded.known or other is not None
    if not loaded.known:
        try:
            loaded.rows = dict(_apply(folder, office, tables, now))
            db.session.commit()
        except SeedError:
            db.session.rollback()
            raise
    return loaded


def releases(folder: Path) -> list[Row]:
    """The rows of `release.csv`: campaign, released_at (aware), note; none without the file."""
    path = folder / "release.csv"
    if not path.exists():
        return []
    table = read_table(RELEASE, path.name, path.read_bytes())
    if table.faults:
        raise SeedError(*_lines(path.name, RELEASE, table.faults))
    return list(table.rows)


def _read(folder: Path) -> dict[str, Table]:
    """Every table of the folder; all faults of all files at once."""
    known: Mapping[str, ImportKind] = {"office.csv": OFFICE, **kinds()}
    tables: dict[str, Table] = {}
    lines: list[str] = []
    for path in sorted(folder.glob("*.csv")):
        if path.name == "release.csv":
            continue
        kind = known.get(path.name)
        if kind is None or path.name not in ("office.csv", *ORDER):
            lines.append(f"{path.name}: no kind of file has this name")
            continue
        tables[path.name] = read_table(kind, path.name, path.read_bytes())
        lines += _lines(path.name, kind, tables[path.name].faults)
    if "office.csv" not in tables:
        lines.append(f"{folder.name}: office.csv is missing")
    elif not lines and len(tables["office.csv"].rows) != 1:
        lines.append("office.csv: it needs exactly one row")
    if lines:
        raise SeedError(*lines)
    return tables


def _office(row: Row) -> Office:
    """The office of that code, made when there is none (nothing is committed)."""
    office = db.session.scalar(select(Office).where(Office.code == row["code"]))
    if office is None:
        office = Office(**row)
        db.session.add(office)
        db.session.flush()
    return office


def _apply(
    folder: Path, office: Office, tables: Mapping[str, Table], now: datetime
) -> Iterator[tuple[str, ImportResult]]:
    by_file = kinds()
    for name in ORDER:
        if name in tables:
            try:
                yield name, apply_table(by_file[name], office, tables[name], now=now)
            except RowsRefused as refused:
                raise SeedError(*_lines(name, by_file[name], refused.faults)) from None
        elif name.endswith(".geojson") and (folder / name).exists():
            yield name, ImportResult(changed=_outlines(folder / name, office, now))


def _outlines(path: Path, office: Office, now: datetime) -> int:
    upload = OutlineUpload(path.stem, path.read_bytes(), _attribution(path), path.name)
    try:
        return apply_outlines(office, upload, now=now).outlines
    except OutlinesRefused as refused:
        lines = (
            f"{path.name}, feature {fault.feature} {fault.name}: "
            f"{outline_sentence(fault)} {outline_advice(fault)}"
            for fault in refused.faults
        )
        raise SeedError(*lines) from None


def _attribution(path: Path) -> str:
    """What the first feature says of where the outlines come from ('' for nothing)."""
    import json

    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        return str(features[0]["properties"]["attribution"])
    except (ValueError, LookupError, TypeError):
        return ""


def _lines(name: str, kind: ImportKind, faults: Any) -> list[str]:
    return [_line(name, kind, fault) for fault in faults]


def _line(name: str, kind: ImportKind, fault: RowFault) -> str:
    place = f", row {fault.row}" if fault.row else ""
    place += f", cell {fault.cell}" if fault.cell else ""
    place += f" ({fault.column})" if fault.column else ""
    return f"{name}{place}: {fault_sentence(fault, kind)} {fault_advice(fault, kind)}"
