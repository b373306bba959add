"""Outline files: matched by name or code, refused whole with a reason for each feature."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from planner.extensions import db
from planner.places.models import AdminDong
from planner.places.outlines import OutlinesRefused, import_outlines
from tests import factories

RING = [[127, 37.4], [127.1, 37.4], [127.1, 37.5], [127, 37.5], [127, 37.4]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}


def feature(geometry: Any = POLYGON, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def file(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def refused(office: Any, data: bytes, kind: str = "zones", source: str = "me") -> list[Any]:
    with pytest.raises(OutlinesRefused) as refusal:
        import_outlines(office, kind, data, source)
    return [(fault.feature, fault.code) for fault in refusal.value.faults]


@pytest.fixture
def zone(office: Any) -> Any:
    return factories.make_zone(office, name="North")


def test_zones_by_name(office: Any, zone: Any) -> None:
    assert import_outlines(office, "zones", file(feature(name="North")), "Source") == 1
    assert zone.outline == {"type": "Polygon", "coordinates": [[[float(x), y] for x, y in RING]]}
    assert (zone.outline_source, zone.version) == ("Source", 2)


@pytest.mark.parametrize(
    "properties",
    [
        {"code": "1165051000", "name": "Something else"},
        {"adm_cd2": 1165051000},
        {"dong": "D1"},
        {"adm_nm": "City District D1"},
    ],
)
def test_dongs_by_code_or_name(office: Any, properties: dict[str, Any]) -> None:
    dong = factories.make_dong(office, name="D1", code="1165051000")
    assert import_outlines(office, "dongs", file(feature(**properties)), "Source") == 1
    assert db.session.get(AdminDong, dong.id).outline["type"] == "Polygon"


@pytest.mark.parametrize(
    "crs", [None, "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"]
)
def test_wgs84_may_be_said(office: Any, zone: Any, crs: str | None) -> None:
    more = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    assert import_outlines(office, "zones", file(feature(name="North"), **more), "me") == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_geojson"),
        (b'{"type": "Topology"}', "topojson"),
        (b'{"type": "FeatureCollection"}', "not_geojson"),
        (b'{"type": "Point", "coordinates": [127, 37]}', "not_geojson"),
        (file(), "no_features"),
        (file(*[1] * 2001), "too_many_features"),
        (
            file(feature(name="North"), crs={"properties": {"name": "urn:ogc:def:crs:EPSG::5179"}}),
            "crs",
        ),
        (file(feature(name="North"), crs={"type": "link"}), "crs"),
    ],
)
def test_whole_files_that_are_refused(office: Any, zone: Any, data: bytes, code: str) -> None:
    assert refused(office, data) == [(0, code)]


def test_each_feature_has_its_reason_and_nothing_is_saved(office: Any, zone: Any) -> None:
    crossing = [RING[0], RING[2], RING[1], RING[3], RING[0]]
    lifted = [[x, y, 30] for x, y in RING]
    data = file(
        feature(name="North"),
        feature(name="North"),
        feature(name="Nowhere"),
        feature(),
        "text",
        feature({"type": "Polygon", "coordinates": [crossing]}, name="South"),
        feature({"type": "Polygon", "coordinates": [lifted]}, name="East"),
        feature({"type": "Polygon", "coordinates": [[[y, x] for x, y in RING]]}, name="West"),
        feature(None, name="Middle"),
    )
    for name in ("South", "East", "West", "Middle"):
        factories.make_zone(office, name=name)
    assert refused(office, data) == [
        (2, "feature_twice"), (3, "unknown_name"), (4, "no_name"), (5, "no_name"),
        (6, "self_intersection"), (7, "third_dimension"), (8, "outside_box"), (9, "not_a_polygon"),
    ]  # fmt: skip
    db.session.rollback()
    assert zone.outline is None


def test_a_source_is_required(office: Any, zone: Any) -> None:
    assert refused(office, file(feature(name="North")), source="") == [(0, "no_source")]


def test_zones_of_another_office_are_unknown(office: Any) -> None:
    factories.make_zone(factories.make_office(), name="North")
    assert refused(office, file(feature(name="North"))) == [(1, "unknown_name")]


def test_real_outlines_of_a_district(office: Any, shared: Any) -> None:
    data = (shared / "data/boundaries/seocho_dong.geojson").read_bytes()
    for item in json.loads(data)["features"]:
        factories.make_dong(office, name=item["properties"]["dong"])
    assert import_outlines(office, "dongs", data, "SGIS") == 18


class TestPages:
    def test_upload(self, sign_in: Any, zone: Any) -> None:
        browser = sign_in()
        data = {"kind": "zones", "source": "The Source",
                "file": (io.BytesIO(file(feature(name="North"))), "zones.geojson")}  # fmt: skip
        answer = browser.post("/places/outlines", data=data, follow_redirects=True)
        assert "1 outline is saved." in answer.text
        assert "The Source" in answer.text
        collection = browser.get("/places/outlines/zones.geojson").get_json()
        assert collection["features"][0]["properties"] == {"name": "North", "source": "The Source"}

    def test_refusal_lists_the_features(self, sign_in: Any, zone: Any) -> None:
        data = {"kind": "zones", "source": "me",
                "file": (io.BytesIO(file(feature(name="<b>Nowhere"))), "z.geojson")}  # fmt: skip
        answer = sign_in().post("/places/outlines", data=data)
        assert answer.status_code == 422
        assert "There is no &#39;&lt;b&gt;Nowhere&#39; in this office." in answer.text

    def test_source_and_file_are_asked_for(self, sign_in: Any) -> None:
        browser = sign_in()
        answer = browser.post("/places/outlines", data={"kind": "zones", "source": ""})
        assert (answer.status_code, "Fill this in." in answer.text) == (422, True)
        answer = browser.post("/places/outlines", data={"kind": "zones", "source": "me"})
        assert (answer.status_code, "No file was chosen." in answer.text) == (422, True)

    def test_who_may(self, sign_in: Any, client: Any) -> None:
        assert client.get("/places/outlines/zones.geojson").status_code == 302
        viewer = sign_in("viewer")
        assert viewer.get("/places/outlines").status_code == 200
        assert viewer.post("/places/outlines").status_code == 403
