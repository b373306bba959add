"""Outlines of zones and dongs from a file, and out again for the maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from planner.accounts.models import Office
from planner.core.outline import OutlineError, read_geometry, to_geojson
from planner.extensions import db
from planner.places import queries
from planner.places.models import AdminDong, BoundarySet, Zone
from planner.places.outline_files import DISTRICT_DIGITS, Feature, is_code, read_features


@dataclass(frozen=True, slots=True)
class OutlineFault:
    """What is wrong with the file (feature 0) or with its n-th feature."""

    feature: int
    name: str
    code: str
    data: Mapping[str, Any] = field(default_factory=dict)


class OutlinesRefused(Exception):
    """Nothing was saved; every fault of the file is listed."""

    def __init__(self, faults: Sequence[OutlineFault]) -> None:
        super().__init__("outlines refused")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class OutlineUpload:
    """A file of outlines of `kind` ('zones' or 'dongs'), whom to credit, of which day it is."""

    kind: str
    data: bytes
    source: str
    filename: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """How many outlines were set, and how many of other districts were left out."""

    outlines: int
    left_out: int = 0


def import_outlines(
    office: Office, upload: OutlineUpload, *, now: datetime, by: int | None = None
) -> Taken:
    """Set outlines from a file and keep the upload on record.

    Raises `OutlinesRefused` with every fault; then nothing is saved.
    """
    taken = apply_outlines(office, upload, now=now, by=by)
    db.session.commit()
    return taken


def apply_outlines(
    office: Office, upload: OutlineUpload, *, now: datetime, by: int | None = None
) -> Taken:
    """The same in the caller's transaction, without committing."""
    missing = [] if upload.source else [OutlineFault(0, "", "no_source")]
    try:
        features = read_features(upload.data)
        known = _Known(office, upload.kind, features)
    except OutlineError as error:
        raise OutlinesRefused([*missing, _fault(0, "", error)]) from None
    found, left_out, faults = _matched(features, known)
    if not found and not faults:
        faults = [OutlineFault(0, "", "none_of_yours", {"count": left_out})]
    if missing or faults:
        raise OutlinesRefused([*missing, *faults])
    kept = BoundarySet(
        office_id=office.id,
        kind=upload.kind,
        filename=upload.filename[-120:],
        source=upload.source,
        as_of=upload.as_of,
        outlines=len(found),
        added_at=now,
        added_by_id=by,
    )
    db.session.add(kept)
    db.session.flush()
    for row, geometry in found.values():
        set_outline(row, geometry, kept)
    return Taken(len(found), left_out)


def set_outline(row: Zone | AdminDong, geometry: dict[str, Any], kept: BoundarySet) -> None:
    """Give a zone or a dong its outline, and say from which set it is."""
    row.outline = geometry
    row.outline_source = kept.source
    row.boundary_set_id = kept.id
    row.version += 1


def _matched(
    features: Sequence[Feature], known: _Known
) -> tuple[dict[int, tuple[Any, dict[str, Any]]], int, list[OutlineFault]]:
    """The outline of each row that the file names; how many were left out; the faults."""
    found: dict[int, tuple[Any, dict[str, Any]]] = {}
    faults = []
    left_out = 0
    for number, feature in enumerate(features, 1):
        try:
            row = known.row(feature)
            if row is None:
                left_out += 1
                continue
            if row.id in found:
                raise OutlineError("feature_twice", name=row.name)
            found[row.id] = (row, to_geojson(read_geometry(feature.geometry())))
        except OutlineError as error:
            faults.append(_fault(number, feature.name, error))
    return found, left_out, faults


class _Known:
    """The office's zones or dongs by code and by name, and which districts its codes name."""

    def __init__(self, office: Office, kind: str, features: Sequence[Feature]) -> None:
        rows: Sequence[Any] = (queries.zones if kind == "zones" else queries.dongs)(office.id)
        self.by_name: dict[str, Any] = {row.name: row for row in rows}
        codes = {row.code: row for row in rows if is_code(getattr(row, "code", ""))}
        self.by_code: dict[str, Any] = codes
        self.districts = {code[:DISTRICT_DIGITS] for code in codes}
        in_file = {feature.code[:DISTRICT_DIGITS] for feature in features if feature.code}
        if kind == "dongs" and not codes and len(in_file) > 1:
            raise OutlineError("no_codes", count=len(in_file))

    def row(self, feature: Feature) -> Any:
        """The row that a feature is about, by its code first; None for another district's."""
        if feature.code in self.by_code:
            return self.by_code[feature.code]
        if feature.code and self.districts and feature.code[:DISTRICT_DIGITS] not in self.districts:
            return None
        for name in feature.names:
            for candidate in (name, name.split(" ")[-1]):  # 'city district dong' ends in the dong
                row = self.by_name.get(candidate)
                if row is not None:
                    self._ensure_same_code(feature, row)
                    return row
        if not feature.names:
            raise OutlineError("no_name")
        raise OutlineError("unknown_name", name=feature.name)

    def _ensure_same_code(self, feature: Feature, row: Any) -> None:
        known = getattr(row, "code", "")
        if feature.code and is_code(known):  # and not the same, or it had been found by it
            raise OutlineError("code_differs", name=row.name, given=feature.code, known=known)


def _fault(number: int, name: str, error: OutlineError) -> OutlineFault:
    """A fault with texts that can be shown: JSON may hold half a letter."""
    data = {
        key: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for key, value in error.data.items()
    }
    return OutlineFault(number, name, error.code, data)


def collection(rows: Sequence[Zone | AdminDong]) -> dict[str, Any]:
    """The outlines of zones or dongs as GeoJSON; those without one are left out."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": row.id,
                "properties": {"name": row.name, "source": row.outline_source},
                "geometry": row.outline,
            }
            for row in rows
            if row.outline
        ],
    }
