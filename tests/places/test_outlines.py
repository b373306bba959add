"""Outline files: matched by name or code, refused whole with a reason for each feature."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.core.outline import read_geometry, to_geojson
from planner.extensions import db
from planner.places.models import AdminDong, BoundarySet
from planner.places.outlines import OutlinesRefused, OutlineUpload, Taken, import_outlines
from planner.places.shapes import in_metres
from tests import factories

NOW = datetime(2023, 5, 15, tzinfo=UTC)

RING = [[127, 37.4], [127.1, 37.4], [127.1, 37.5], [127, 37.5], [127, 37.4]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}


def feature(geometry: Any = POLYGON, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def file(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def take(office: Any, kind: str, data: bytes, source: str = "Source", **more: Any) -> Taken:
    return import_outlines(office, OutlineUpload(kind, data, source, **more), now=NOW)


def refused(office: Any, data: bytes, kind: str = "zones", source: str = "me") -> list[Any]:
    with pytest.raises(OutlinesRefused) as refusal:
        take(office, kind, data, source)
    return [(fault.feature, fault.code) for fault in refusal.value.faults]


@pytest.fixture
def zone(office: Any) -> Any:
    return factories.make_zone(office, name="North")


def test_zones_by_name(office: Any, zone: Any) -> None:
    assert take(office, "zones", file(feature(name="North"))) == Taken(1)
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
    assert take(office, "dongs", file(feature(**properties))) == Taken(1)
    assert db.session.get(AdminDong, dong.id).outline["type"] == "Polygon"


@pytest.mark.parametrize(
    "crs", [None, "urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326"]
)
def test_wgs84_may_be_said(office: Any, zone: Any, crs: str | None) -> None:
    more = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    assert take(office, "zones", file(feature(name="North"), **more)) == Taken(1)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b'{"a": NaN}', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_geojson"),
        (b'{"type": "Topology"}', "not_topojson"),
        (b'{"type": "FeatureCollection"}', "not_geojson"),
        (b'{"type": "Point", "coordinates": [127, 37]}', "not_geojson"),
        (file(), "no_features"),
        (file(*[1] * 4001), "too_many_features"),
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


@pytest.mark.parametrize("number", ["1e400", "-1e400", "9" * 4000, "0.5", "true", "null", '"127"'])
def test_numbers_that_are_no_position(office: Any, zone: Any, number: str) -> None:
    text = file(feature(name="North")).replace(b"127.1", number.encode(), 1)
    (fault,) = refused(office, text)
    assert fault[1] in ("outside_box", "not_positions")


def test_half_a_letter_can_be_shown(office: Any) -> None:
    text = b'{"type": "Feature", "properties": {"name": "A\\ud800B"}, "geometry": null}'
    with pytest.raises(OutlinesRefused) as refusal:
        take(office, "zones", text)
    assert refusal.value.faults[0].data == {"name": "A?B"}
    text = b'{"type": "Feature", "properties": {"name": "North"}, "geometry": {"type": "\\udfff"}}'
    factories.make_zone(office, name="North")
    with pytest.raises(OutlinesRefused) as refusal:
        take(office, "zones", text)
    assert refusal.value.faults[0].data == {"type": "?"}


def test_an_upload_is_kept_on_record(office: Any, zone: Any) -> None:
    person = factories.make_user(office)
    upload = OutlineUpload(
        "zones", file(feature(name="North")), "Me", "z.geojson", date(2023, 1, 1)
    )
    import_outlines(office, upload, now=NOW, by=person.id)
    take(office, "zones", file(feature(name="North")), "Later")
    first, second = db.session.scalars(db.select(BoundarySet).order_by(BoundarySet.id))
    assert (first.kind, first.source, first.filename, first.as_of, first.outlines) == (
        "zones", "Me", "z.geojson", date(2023, 1, 1), 1,
    )  # fmt: skip
    assert (first.added_at, first.added_by_id) == (NOW, person.id)
    assert (zone.boundary_set_id, second.added_by_id) == (second.id, None)


class TestOtherDistricts:
    def test_they_are_left_out_and_counted(self, office: Any) -> None:
        mine = factories.make_dong(office, name="D1", code="1165051000")
        data = file(
            feature(code="1165051000", name="D1"),
            feature(code="1111051000", name="D1"),  # the same name in another district
            feature("no geometry at all", code="1111052000", name="Elsewhere"),
        )
        assert take(office, "dongs", data) == Taken(1, 2)
        assert mine.outline == to_geojson(read_geometry(POLYGON))

    def test_an_unknown_name_within_the_district_is_a_fault(self, office: Any) -> None:
        factories.make_dong(office, name="D1", code="1165051000")
        data = file(feature(code="1165051000"), feature(code="1165052000", name="D2"))
        assert refused(office, data, "dongs") == [(2, "unknown_name")]

    def test_the_code_comes_before_the_name(self, office: Any) -> None:
        one = factories.make_dong(office, name="D1", code="1165051000")
        two = factories.make_dong(office, name="D2", code="1165052000")
        take(office, "dongs", file(feature(code="1165052000", name="D1")))
        assert (one.outline, two.outline is None) == (None, False)

    def test_a_name_with_two_codes_is_a_fault(self, office: Any) -> None:
        factories.make_dong(office, name="D1", code="1165051000")
        data = file(feature(code="1165051001", name="D1"))
        assert refused(office, data, "dongs") == [(1, "code_differs")]

    def test_a_dong_without_a_code_goes_by_its_name(self, office: Any) -> None:
        factories.make_dong(office, name="D1", code="1165051000")
        factories.make_dong(office, name="D2")
        data = file(feature(code="1165052000", name="D2"), feature(code="1111051000", name="D2"))
        assert take(office, "dongs", data) == Taken(1, 1)

    def test_all_of_other_districts(self, office: Any) -> None:
        factories.make_dong(office, name="D1", code="1165051000")
        assert refused(office, file(feature(code="1111051000", name="D1")), "dongs") == [
            (0, "none_of_yours")
        ]

    def test_a_city_needs_codes(self, office: Any) -> None:
        factories.make_dong(office, name="D1")
        data = file(feature(code="1165051000", name="D1"), feature(code="1111051000", name="D1"))
        assert refused(office, data, "dongs") == [(0, "no_codes")]


def test_a_source_is_required(office: Any, zone: Any) -> None:
    assert refused(office, file(feature(name="North")), source="") == [(0, "no_source")]


def test_zones_of_another_office_are_unknown(office: Any) -> None:
    factories.make_zone(factories.make_office(), name="North")
    assert refused(office, file(feature(name="North"))) == [(1, "unknown_name")]


def test_a_district_of_the_city_s_topojson(office: Any, shared: Any) -> None:
    folder = shared / "data/boundaries"
    plain = json.loads((folder / "seocho_dong.geojson").read_bytes())["features"]
    for item in plain:
        factories.make_dong(
            office, name=item["properties"]["dong"], code=item["properties"]["code"]
        )
    city = (folder / "seoul_dong_all.topojson").read_bytes()
    assert take(office, "dongs", city, "SGIS", filename="seoul.topojson") == Taken(18, 407)
    areas = in_metres([item["geometry"] for item in plain])
    dongs = {dong.name: dong for dong in db.session.scalars(db.select(AdminDong))}
    taken = in_metres([dongs[item["properties"]["dong"]].outline for item in plain])
    for one, other in zip(areas, taken, strict=True):
        assert one.symmetric_difference(other).area < 0.01 * one.area


def test_real_outlines_of_a_district(office: Any, shared: Any) -> None:
    data = (shared / "data/boundaries/seocho_dong.geojson").read_bytes()
    for item in json.loads(data)["features"]:
        factories.make_dong(office, name=item["properties"]["dong"])
    assert take(office, "dongs", data, "SGIS") == Taken(18)


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
