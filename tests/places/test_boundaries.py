"""Boundaries measured and merged: zones from their dongs, overlaps, gaps, what is missing."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.core.outline import from_geojson, read_geometry
from planner.errors import Refused
from planner.extensions import db
from planner.places import boundary_queries, shapes
from planner.places.boundary_report import Area, report
from planner.places.boundary_services import dissolve_zones
from planner.places.models import BoundarySet
from planner.places.outlines import OutlineUpload, import_outlines
from tests import factories

NOW = datetime(2023, 5, 15, tzinfo=UTC)
METRE = 1 / 111_195.0  # of latitude, in degrees


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


LEFT, RIGHT = box(127, 37.4, 127.01, 37.41), box(127.01, 37.4, 127.02, 37.41)


def names(pairs: Any) -> list[tuple[str, str, int]]:
    return [(pair.one, pair.two, round(pair.square_metres)) for pair in pairs]


class TestReport:
    def test_sound_neighbours(self) -> None:
        whole = box(127, 37.4, 127.02, 37.41)
        found = report([Area("Z", whole)], [Area("A", LEFT, "Z"), Area("B", RIGHT, "Z")])
        assert (found.sound, found.outlines, found.bare) == (True, 3, 0)

    def test_without_any(self) -> None:
        found = report([Area("Z", None)], [Area("A", None, "Z")])
        assert (found.sound, found.outlines, found.bare) == (True, 0, 1)

    def test_zones_alone(self) -> None:
        dongs = [Area("A", None, "Z"), Area("B", None, "Z")]
        found = report([Area("Z", LEFT)], dongs)
        assert (found.sound, found.outlines, found.without, found.bare) == (True, 1, (), 2)

    def test_an_overlap_and_its_area(self) -> None:
        over = box(127, 37.4, 127.01, 37.4 + 30 * METRE)
        under = box(127, 37.4 + 20 * METRE, 127.01, 37.41)
        found = report([], [Area("A", over), Area("B", under)])
        width = 111_195 * 0.01 * 0.794385  # the cosine of the middle's latitude
        ((one, two, size),) = names(found.dong_overlaps)
        assert (one, two) == ("A", "B")
        assert size == pytest.approx(10 * width, rel=0.001)
        assert found.dong_gaps == ()

    def test_a_gap_that_is_enclosed(self) -> None:
        ring = {"type": "Polygon", "coordinates": [
            LEFT["coordinates"][0],
            [[127.004, 37.404], [127.004, 37.406], [127.006, 37.406], [127.006, 37.404],
             [127.004, 37.404]],
        ]}  # fmt: skip
        half = box(127.004, 37.404, 127.005, 37.406)
        found = report([], [Area("Ring", ring), Area("Half", half)])
        ((one, two, size),) = names(found.dong_gaps)
        assert (one, two) == ("Ring", "Half")
        assert size == pytest.approx(222.39 * 111.195 * 0.7944, rel=0.001)

    def test_a_slit_that_is_open_at_its_ends(self) -> None:
        below = box(127, 37.4, 127.01, 37.405)
        above = box(127, 37.405 + 4 * METRE, 127.01, 37.41)
        found = report([Area("N", above), Area("S", below)], [])
        ((one, two, size),) = names(found.zone_gaps)
        assert (one, two) == ("N", "S")
        assert size == pytest.approx(4 * 883, rel=0.01)

    def test_a_bay_between_two_dongs_is_no_gap(self) -> None:
        slope = {"type": "Polygon", "coordinates": [
            [[127.01, 37.4], [127.02, 37.4], [127.02, 37.41], [127.01, 37.405], [127.01, 37.4]]
        ]}  # fmt: skip
        found = report([], [Area("A", LEFT), Area("B", slope)])
        assert found.sound

    def test_a_dong_s_own_hole_is_no_gap(self) -> None:
        ring = {"type": "Polygon", "coordinates": [
            LEFT["coordinates"][0],
            [[127.004, 37.404], [127.004, 37.406], [127.006, 37.406], [127.004, 37.404]],
        ]}  # fmt: skip
        assert report([], [Area("Ring", ring), Area("B", RIGHT)]).sound

    def test_missing_apart_and_differing(self) -> None:
        far = box(127.1, 37.4, 127.11, 37.41)
        dongs = [Area("A", LEFT, "Z"), Area("B", far, "Z"), Area("C", None, "Y"),
                 Area("D", RIGHT, "X")]  # fmt: skip
        found = report([Area("Z", LEFT), Area("X", RIGHT), Area("Y", far)], dongs)
        assert found.without == ("C",)
        assert found.apart == (("Z", (("A",), ("B",))),)
        assert [name for name, _size in found.differing] == ["Z"]

    def test_an_unsound_outline_is_named(self) -> None:
        crossing = {"type": "Polygon", "coordinates": [
            [[127, 37.4], [127.01, 37.41], [127.01, 37.4], [127, 37.41], [127, 37.4]]
        ]}  # fmt: skip
        found = report([], [Area("A", crossing), Area("B", RIGHT)])
        assert [(fault.name, fault.code) for fault in found.faults] == [("A", "self_intersection")]


class TestMerged:
    def test_the_shared_border_vanishes_and_outer_points_stay(self) -> None:
        whole = shapes.merged([LEFT, RIGHT])
        assert whole["type"] == "Polygon"
        points = {tuple(point) for point in whole["coordinates"][0]}
        assert points == {
            (127.0, 37.4), (127.01, 37.4), (127.02, 37.4), (127.02, 37.41), (127.01, 37.41),
            (127.0, 37.41),
        }  # fmt: skip

    def test_slivers_are_filled_and_enclaves_kept(self) -> None:
        below, above = box(127, 37.4, 127.01, 37.405), box(127, 37.405 + 2 * METRE, 127.01, 37.41)
        assert len(shapes.merged([below, above])["coordinates"]) == 1
        assert shapes.merged([below, above])["type"] == "Polygon"
        ring = {"type": "Polygon", "coordinates": [
            LEFT["coordinates"][0],
            [[127.004, 37.404], [127.004, 37.406], [127.006, 37.406], [127.004, 37.404]],
        ]}  # fmt: skip
        assert len(shapes.merged([ring, RIGHT])["coordinates"]) == 2

    def test_parts_that_lie_apart_stay_apart(self) -> None:
        far = box(127.1, 37.4, 127.2, 37.41)
        whole = shapes.merged([LEFT, far])
        assert (whole["type"], len(whole["coordinates"])) == ("MultiPolygon", 2)


class TestZonesFromDongs:
    def test_whole_zones_are_drawn_and_others_left(self, office: Any) -> None:
        north, south, empty = (factories.make_zone(office, name=n) for n in ("N", "S", "E"))
        south.outline, south.outline_source = LEFT, "old"
        for name, zone, outline in (("A", north, LEFT), ("B", north, RIGHT), ("C", south, None)):
            factories.make_dong(office, zone, name=name, outline=outline, outline_source="Me")
        person = factories.make_user(office)
        done = dissolve_zones(office, now=NOW, by=person.id)
        assert (done.drawn, done.left) == (("N",), ("S", "E"))
        assert (north.outline_source, north.version, north.outline["type"]) == ("Me", 2, "Polygon")
        assert (south.outline, south.outline_source, empty.outline) == (LEFT, "old", None)
        kept = db.session.get(BoundarySet, north.boundary_set_id)
        assert (kept.kind, kept.outlines, kept.added_by_id) == ("dissolved", 1, person.id)

    def test_the_day_is_that_of_the_dongs_where_they_agree(self, office: Any) -> None:
        zone = factories.make_zone(office, name="N")
        for name in "AB":
            factories.make_dong(office, zone, name=name)
        for name, outline, day in (("A", LEFT, 1), ("B", RIGHT, 1), ("B", RIGHT, 2)):
            data = json.dumps(
                {"type": "Feature", "properties": {"name": name}, "geometry": outline}
            ).encode()
            upload = OutlineUpload("dongs", data, "Me", "", date(2023, 1, day))
            import_outlines(office, upload, now=NOW)
            if (name, day) != ("A", 1):
                dissolve_zones(office, now=NOW)
        sets = [kept.row for kept in boundary_queries.boundary_sets(office.id)]
        assert [(row.kind, row.as_of) for row in sets if row.kind == "dissolved"] == [
            ("dissolved", None), ("dissolved", date(2023, 1, 1)),
        ]  # fmt: skip

    def test_nothing_to_merge(self, office: Any) -> None:
        factories.make_zone(office)
        with pytest.raises(Refused) as refused:
            dissolve_zones(office, now=NOW)
        assert refused.value.code == "nothing_to_merge"

    def test_real_dongs_make_the_known_zones(self, office: Any, shared: Any) -> None:
        folder = shared / "data/boundaries"
        data = (folder / "seocho_dong.geojson").read_bytes()
        zones: dict[str, Any] = {}
        for item in (feature["properties"] for feature in json.loads(data)["features"]):
            name = item["zone"]
            zones[name] = zones.get(name) or factories.make_zone(office, name=name)
            factories.make_dong(office, zones[name], name=item["dong"], code=item["code"])
        import_outlines(office, OutlineUpload("dongs", data, "SGIS"), now=NOW)
        assert len(dissolve_zones(office, now=NOW).drawn) == 5
        known = json.loads((folder / "seocho_zones.geojson").read_bytes())["features"]
        rings = {}
        for item in known:
            zone = zones[item["properties"]["zone"]]
            mine, theirs = shapes.in_metres([zone.outline, item["geometry"]])
            assert mine.symmetric_difference(theirs).area < 0.0005 * theirs.area, zone.name
            read_geometry(zone.outline)
            assert [len(polygon) for polygon in from_geojson(zone.outline)] == [1]
            rings[zone.name] = set(from_geojson(zone.outline)[0][0])
        assert len(rings["서초권역"] & rings["반포권역"]) >= 5
        found = boundary_queries.boundary_report(office.id)
        assert (found.outlines, found.sound) == (23, True)


class TestPages:
    @pytest.fixture
    def ready(self, office: Any) -> Any:
        zone = factories.make_zone(office, name="North")
        factories.make_dong(office, zone, name="D1")
        return zone

    def upload(self, browser: Any, **more: Any) -> Any:
        import io

        item = {"type": "Feature", "properties": {"name": "D1"}, "geometry": LEFT}
        file = (io.BytesIO(json.dumps(item).encode()), "d<b>.geojson")
        data = {"kind": "dongs", "source": "The Source", "file": file, **more}
        return browser.post("/places/outlines", data=data, follow_redirects=True)

    def test_the_history_and_the_offer(self, sign_in: Any, ready: Any) -> None:
        browser = sign_in()
        answer = self.upload(browser, as_of="2023-01-01")
        assert "1 outline is saved." in answer.text
        assert "d&lt;b&gt;.geojson" in answer.text
        assert "2023-01-01" in answer.text
        assert "The dongs' outlines are newer than the zones'" in answer.text
        answer = browser.post("/places/outlines/zones-from-dongs", follow_redirects=True)
        assert "Zones drawn from their dongs: North." in answer.text
        assert "are newer than the zones" not in answer.text
        assert ready.outline == shapes.merged([LEFT])

    def test_dongs_without_any_outline_are_told(self, sign_in: Any, ready: Any) -> None:
        ready.outline, ready.outline_source = LEFT, "me"
        db.session.commit()
        page = sign_in().get("/places/outlines/report").text
        assert "1 outlines are sound" in page
        assert "1 dongs have no outline, so the zones could not be compared" in page

    def test_left_out_is_told(self, sign_in: Any, office: Any) -> None:
        import io

        factories.make_dong(office, name="D1", code="1165051000")
        items = [
            {"type": "Feature", "properties": {"code": code}, "geometry": LEFT}
            for code in ("1165051000", "1111051000")
        ]
        data = json.dumps({"type": "FeatureCollection", "features": items}).encode()
        form = {"kind": "dongs", "source": "me", "file": (io.BytesIO(data), "x.json")}
        answer = sign_in().post("/places/outlines", data=form, follow_redirects=True)
        assert "1 outline of other districts was left out." in answer.text

    def test_a_mistyped_year(self, sign_in: Any, ready: Any) -> None:
        answer = self.upload(sign_in(), as_of="0023-01-01")
        assert (answer.status_code, "Check the year." in answer.text) == (422, True)
        assert 'value="The Source"' in answer.text

    def test_nothing_to_draw_is_said(self, sign_in: Any, ready: Any) -> None:
        answer = sign_in().post("/places/outlines/zones-from-dongs", follow_redirects=True)
        assert "No zone could be drawn" in answer.text

    def test_the_report(self, sign_in: Any, office: Any, ready: Any) -> None:
        browser = sign_in("viewer")
        assert "There are no outlines" in browser.get("/places/outlines/report").text
        over = box(127, 37.4, 127.01, 37.402)
        for name, outline in (("<b>A", LEFT), ("B", over), ("C", None)):
            factories.make_dong(office, name=name, outline=outline, outline_source="me")
        text = browser.get("/places/outlines/report").text
        assert "Dongs that overlap" in text
        assert "&lt;b&gt;A" in text
        assert "D1, C" in text

    def test_who_may(self, sign_in: Any, client: Any) -> None:
        assert client.get("/places/outlines/report").status_code == 302
        assert sign_in("viewer").post("/places/outlines/zones-from-dongs").status_code == 403
        assert sign_in("recorder").get("/places/outlines/report").status_code == 403

    def test_another_office_s_uploads_are_not_shown(self, sign_in: Any, office: Any) -> None:
        other = factories.make_office()
        factories.make_dong(other, name="D1")
        data = json.dumps({"type": "Feature", "properties": {"name": "D1"}, "geometry": LEFT})
        import_outlines(other, OutlineUpload("dongs", data.encode(), "Theirs"), now=NOW)
        assert "Theirs" not in sign_in().get("/places/outlines").text

    def test_queries_do_not_grow(self, sign_in: Any, office: Any, count_queries: Any) -> None:
        browser = sign_in()
        counts = []
        for _round in range(2):
            for _i in range(2):
                zone = factories.make_zone(office)
                dong = factories.make_dong(office, zone)
                item = {"type": "Feature", "properties": {"name": dong.name}, "geometry": LEFT}
                upload = OutlineUpload("dongs", json.dumps(item).encode(), "me")
                import_outlines(office, upload, now=NOW, by=factories.make_user(office).id)
            db.session.expire_all()
            for path in ("/places/outlines", "/places/outlines/report"):
                with count_queries() as statements:
                    assert browser.get(path).status_code == 200
                counts.append(len(statements))
        assert counts[:2] == counts[2:]
