"""Outlines of zones and dongs from a GeoJSON file, and out again for the maps."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from planner.accounts.models import Office
from planner.core.outline import OutlineError, read_geometry, to_geojson
from planner.extensions import db
from planner.forms import clean_text
from planner.places import queries
from planner.places.models import AdminDong, Zone

MOST_FEATURES = 2000
# What the ways to say 'WGS 84, longitude first' in a `crs` member end in.
WGS84 = ("CRS84", "EPSG:4326", "EPSG::4326")
CODE_KEYS = ("code", "adm_cd2", "adm_cd", "adm_dr_cd", "emd_cd")
NAME_KEYS = ("name", "name_ko", "zone", "dong", "adm_nm", "adm_dr_nm", "emd_kor_nm", "name_en")


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


def import_outlines(office: Office, kind: str, data: bytes, source: str) -> int:
    """Set the outlines of `kind` ('zones' or 'dongs') from a file; how many were set.

    Raises `OutlinesRefused` with every fault; then nothing is saved.
    """
    count = apply_outlines(office, kind, data, source)
    db.session.commit()
    return count


def apply_outlines(office: Office, kind: str, data: bytes, source: str) -> int:
    """The same in the caller's transaction, without committing."""
    faults: list[OutlineFault] = []
    if not source:
        faults.append(OutlineFault(0, "", "no_source"))
    try:
        features = _features(data)
    except OutlineError as error:
        raise OutlinesRefused([*faults, OutlineFault(0, "", error.code, error.data)]) from None
    rows = _rows(office, kind)
    found: dict[int, tuple[Any, dict[str, Any]]] = {}
    for number, feature in enumerate(features, 1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        words = _words(properties)
        name = words[-1] if words else ""
        try:
            row = _match(words, rows)
            if row.id in found:
                raise OutlineError("feature_twice", name=row.name)
            found[row.id] = (row, to_geojson(read_geometry(feature.get("geometry"))))
        except OutlineError as error:
            faults.append(OutlineFault(number, name, error.code, error.data))
    if faults:
        raise OutlinesRefused(faults)
    for row, geometry in found.values():
        row.outline = geometry
        row.outline_source = source
        row.version += 1
    return len(found)


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


def _features(data: bytes) -> list[Any]:
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise OutlineError("not_json") from None
    if not isinstance(value, dict):
        raise OutlineError("not_geojson")
    if value.get("type") == "Topology":
        raise OutlineError("topojson")
    _ensure_wgs84(value.get("crs"))
    features = [value] if value.get("type") == "Feature" else value.get("features")
    if value.get("type") not in ("Feature", "FeatureCollection") or not isinstance(features, list):
        raise OutlineError("not_geojson")
    if not features:
        raise OutlineError("no_features")
    if len(features) > MOST_FEATURES:
        raise OutlineError("too_many_features", most=MOST_FEATURES)
    return features


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _ensure_wgs84(crs: Any) -> None:
    """An old `crs` member may stand there only if it says what GeoJSON is anyway."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not name.upper().endswith(WGS84):
        raise OutlineError("crs", name=clean_text(str(name))[:60])


def _rows(office: Office, kind: str) -> dict[str, Any]:
    """Zones or dongs by name, and by code."""
    rows: dict[str, Any] = {}
    if kind == "zones":
        return {zone.name: zone for zone in queries.zones(office.id)}
    for dong in queries.dongs(office.id):
        rows[dong.name] = dong
        if dong.code:
            rows[dong.code] = dong
    return rows


def _words(properties: Any) -> list[str]:
    """The codes and names of a feature, in the order in which they are tried."""
    if not isinstance(properties, dict):
        return []
    folded = {str(key).casefold(): value for key, value in properties.items()}
    words = [folded.get(key) for key in (*CODE_KEYS, *NAME_KEYS)]
    return [
        " ".join(clean_text(str(word)).split())[:80]
        for word in words
        if isinstance(word, str | int) and not isinstance(word, bool) and str(word).strip()
    ]


def _match(words: Sequence[str], rows: Mapping[str, Any]) -> Any:
    for word in words:
        for candidate in (word, word.split(" ")[-1]):  # 'city district dong' ends in the dong
            if candidate in rows:
                return rows[candidate]
    if not words:
        raise OutlineError("no_name")
    raise OutlineError("unknown_name", name=words[-1])
