"""An outline file: GeoJSON or TopoJSON, its features with the words that name them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.core.outline import OutlineError
from planner.core.topojson import Topology
from planner.forms import clean_text

MOST_FEATURES = 4000  # every dong of the country
# What the ways to say 'WGS 84, longitude first' in a `crs` member end in.
WGS84 = ("CRS84", "EPSG:4326", "EPSG::4326")
CODE_KEYS = ("code", "adm_cd2", "adm_cd", "adm_dr_cd", "emd_cd")
NAME_KEYS = ("name", "name_ko", "zone", "dong", "adm_nm", "adm_dr_nm", "emd_kor_nm", "name_en")
CODE_DIGITS = 10
DISTRICT_DIGITS = 5  # of a dong's code, those that name its district


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: the ministry's code where it has one, its names, its geometry when asked for."""

    code: str
    names: tuple[str, ...]
    geometry: Callable[[], Any]

    @property
    def name(self) -> str:
        """What a person calls it in a list of faults."""
        return self.names[-1] if self.names else self.code


def read_features(data: bytes) -> list[Feature]:
    """The features of a file.

    Raises `OutlineError`: not_json, not_geojson, crs, no_features, too_many_features, and what
    `Topology` raises.
    """
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise OutlineError("not_json") from None
    if not isinstance(value, dict):
        raise OutlineError("not_geojson")
    _ensure_wgs84(value.get("crs"))
    if value.get("type") == "Topology":
        return _of_topology(value)
    features = [value] if value.get("type") == "Feature" else value.get("features")
    if value.get("type") not in ("Feature", "FeatureCollection") or not isinstance(features, list):
        raise OutlineError("not_geojson")
    _ensure_count(features)
    return [_feature(item, lambda item=item: _geometry_of(item)) for item in features]  # type: ignore[misc]


def _of_topology(value: Mapping[str, Any]) -> list[Feature]:
    topology = Topology(value)
    _ensure_count(topology.geometries)
    return [
        _feature(item, lambda item=item: topology.decoded(item))  # type: ignore[misc]
        for item in topology.geometries
    ]


def _ensure_count(features: Sequence[Any]) -> None:
    if not features:
        raise OutlineError("no_features")
    if len(features) > MOST_FEATURES:
        raise OutlineError("too_many_features", most=MOST_FEATURES)


def _feature(item: Any, geometry: Callable[[], Any]) -> Feature:
    properties = item.get("properties") if isinstance(item, Mapping) else None
    if not isinstance(properties, Mapping):
        properties = {}
    folded = {str(key).casefold(): value for key, value in properties.items()}
    codes = _texts(folded.get(key) for key in CODE_KEYS)
    codes += _texts([item.get("id")]) if isinstance(item, Mapping) else []
    code = next((text for text in codes if is_code(text)), "")
    names = _texts(folded.get(key) for key in NAME_KEYS)
    return Feature(code, tuple(names) or tuple(codes[:1]), geometry)


def is_code(text: str) -> bool:
    """Whether a text is a code of the ministry: ten digits."""
    return len(text) == CODE_DIGITS and text.isascii() and text.isdigit()


def _texts(values: Any) -> list[str]:
    """What may be shown and stored of names and numbers (a lone half of a letter may not)."""
    texts = []
    for value in values:
        if isinstance(value, str | int) and not isinstance(value, bool):
            sound = str(value)[:200].encode("utf-8", "replace").decode()
            texts.append(" ".join(clean_text(sound).split())[:80])
    return [text for text in texts if text]


def _geometry_of(item: Any) -> Any:
    return item.get("geometry") if isinstance(item, Mapping) else None


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _ensure_wgs84(crs: Any) -> None:
    """An old `crs` member may stand there only if it says what GeoJSON is anyway."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or not name.upper().endswith(WGS84):
        raise OutlineError("crs", name="".join(_texts([name]))[:60])
