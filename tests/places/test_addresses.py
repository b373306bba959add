"""The office's list of addresses: both kinds of files, every fault, the search in it."""

from __future__ import annotations

import io
import logging
import re
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from planner.cli.addresses import addresses as command
from planner.core.outline import contains, read_geometry
from planner.extensions import db
from planner.places import address_views
from planner.places.address_files import MOST_ADDRESSES
from planner.places.address_keys import folded, prefixes, road_key
from planner.places.address_queries import begins, find_file, search
from planner.places.address_services import AddressUpload, replace_addresses
from planner.places.models import AddressFile, AddressPoint
from planner.places.outline_files import read_features
from planner.tabular import RowsRefused
from tests import factories

NOW = datetime(2023, 5, 15, tzinfo=UTC)
# A row as the ministry publishes it, in 청운효자동, and where that is.
X, Y = "953241.683263", "1954023.183545"
LAT, LON = 37.5844, 126.9704


def row(
    road: str = "사임당로", main: str = "89", sub: str = "0", *, code: str = "1165010800",
    dong: str = "서초동", below: str = "0", building: str = "", postcode: str = "06641",
    admin: str = "서초1동", x: Any = X, y: Any = Y,
) -> str:  # fmt: skip
    """A line of the ministry's layout."""
    parts = [code[:5], "1", code, "서울특별시", "서초구", dong, "116503121006", road, below, main,
             sub, building, postcode, "공공", "0", admin, x, y]  # fmt: skip
    return "|".join(map(str, parts))


def text(*rows: str) -> bytes:
    return "\r\n".join([*rows, ""]).encode("cp949")


def take(office: Any, data: bytes, **more: Any) -> Any:
    upload = AddressUpload(io.BytesIO(data), **more)
    return replace_addresses(office.id, upload, now=NOW)


def refused(office: Any, data: bytes) -> list[tuple[int, str]]:
    with pytest.raises(RowsRefused) as refusal:
        take(office, data)
    return [(fault.row, fault.code) for fault in refusal.value.faults]


def points() -> list[AddressPoint]:
    return list(db.session.scalars(db.select(AddressPoint).order_by(AddressPoint.id)))


def found(office: Any, query: str) -> list[str]:
    return [point.label for point in search(office.id, query, "지하")]


class TestKeys:
    @pytest.mark.parametrize(
        ("address", "key"),
        [
            ("서울특별시 서초구 사임당로 89", "사임당로89"),
            ("서울 서초구 서초대로74길 33 (서초동, 가나빌딩)", "서초대로74길33"),
            ("서울 강남구 강남대로 지하 396", "강남대로지하396"),
            ("서울 강남구 강남대로 지하396", "강남대로지하396"),
            ("경기도 양평군 양평읍 양근로 1-2, 3층", "양근로1-2"),
            ("사임당로 89", "사임당로89"),
            ("서초구청", ""),
            ("89", ""),
            ("", ""),
        ],
    )
    def test_road_and_number(self, address: str, key: str) -> None:
        assert road_key(address, "지하") == key

    def test_what_is_tried(self) -> None:
        assert prefixes("서울 서초구 사임당로 89") == [
            "사임당로89", "서울서초구사임당로89", "서초구사임당로89",
        ]  # fmt: skip
        assert prefixes("사 임") == ["사임"]
        assert (prefixes("89"), prefixes(" "), prefixes("가")) == ([], [], [])

    @given(st.text(max_size=200))
    def test_any_text_gives_at_most_five(self, query: str) -> None:
        assert len(prefixes(query, "지하")) <= 5
        assert folded(query).split() == [folded(query)] * bool(folded(query))


class TestFiles:
    def test_the_ministry_s_layout(self, office: Any) -> None:
        done = take(office, text(row(building="서초1동주민센터"), row(main="90", x="", y="")),
                    filename="entrc_seoul.txt", as_of=date(2023, 5, 1))  # fmt: skip
        assert (done.addresses, done.unplaced, done.left_out, done.encoding) == (1, 1, 0, "cp949")
        (point,) = points()
        assert (point.label, point.key) == ("서울특별시 서초구 사임당로 89", "사임당로89")
        assert (point.building, point.building_key) == ("서초1동주민센터", "서초1동주민센터")
        assert (point.postcode, point.legal_dong, point.dong_code, point.admin_dong) == (
            "06641", "서초동", "1165010800", "서초1동",
        )  # fmt: skip
        assert (round(point.lat, 4), round(point.lon, 4)) == (LAT, LON)
        file = find_file(office.id)
        assert (file.filename, file.as_of, file.addresses, file.added_at) == (
            "entrc_seoul.txt", date(2023, 5, 1), 1, NOW,
        )  # fmt: skip

    def test_the_position_lies_in_its_dong(self, shared: Path) -> None:
        data = (shared / "data/boundaries/seoul_dong_all.topojson").read_bytes()
        (dong,) = (item for item in read_features(data) if "청운효자동" in item.names)
        assert contains(read_geometry(dong.geometry()), LON, LAT)

    def test_numbers_underground_and_towns(self, office: Any) -> None:
        take(office, text(row(sub="3"), row(below="1"), row(code="4183025021", dong="양평읍")))
        assert [(point.label, point.key) for point in points()] == [
            ("서울특별시 서초구 사임당로 89-3", "사임당로89-3"),
            ("서울특별시 서초구 사임당로 지하 89", "사임당로지하89"),
            ("서울특별시 서초구 양평읍 사임당로 89", "사임당로89"),
        ]

    def test_a_table_in_degrees_and_in_metres(self, office: Any) -> None:
        table = "도로명주소,건물명,위도,경도\n서울 서초구 사임당로 89,센터,37.4885,127.0203\n,,,\n"
        assert take(office, table.encode()).addresses == 1
        (point,) = points()
        assert (point.key, point.building, point.lat, point.lon) == (
            "사임당로89", "센터", 37.4885, 127.0203,
        )  # fmt: skip
        table = f"\ufeffaddress;x;y;other\nRoad 1;{X};{Y};-\nPlace;;;\n"
        done = take(office, table.encode())
        assert (done.addresses, done.unplaced) == (1, 1)
        assert [(point.key, round(point.lat, 4)) for point in points()] == [("road1", LAT)]

    def test_the_list_before_is_replaced_and_another_office_s_stays(self, office: Any) -> None:
        other = factories.make_office()
        take(other, text(row(main="1")))
        take(office, text(row(main="2"), row(main="3")))
        take(office, text(row(main="4")))
        assert [(point.office_id, point.key) for point in points()] == [
            (other.id, "사임당로1"), (office.id, "사임당로4"),
        ]  # fmt: skip
        assert db.session.scalar(db.select(db.func.count(AddressFile.id))) == 2

    def test_other_districts_are_left_out(self, office: Any) -> None:
        factories.make_dong(office, code="1165051000")
        done = take(office, text(row(), row(code="1168010800"), row(code="1168010900")))
        assert (done.addresses, done.left_out) == (1, 2)
        assert refused(office, text(row(code="1168010800"))) == [(0, "none_of_yours")]
        assert len(points()) == 1

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            (b"", [(1, "missing_heading")] * 3),
            (b"\x00\x01", [(0, "not_text")]),
            (b"PK\x03\x04\x00", [(0, "not_text")]),
            ("a\n가\n".encode() + b"\xff\xff|", [(3, "encoding")]),
            (b"name,lat,lon\nx,1,2\n", [(1, "missing_heading")]),
            (b"address,lat\nx,1\n", [(1, "missing_heading")]),
            (b'address,lat,lon\n"x,1,2\n', [(2, "broken_csv")]),
            (b"address,lat,lon\n", [(0, "no_addresses")]),
            (
                b"address,lat,lon\nRoad 1,37.4,\n,37.4,127\n",
                [(2, "half_position"), (3, "required")],
            ),
            (b"address,lat,lon\nRoad 1,nan,127\n", [(2, "not_a_number")]),
            (b"address,lat,lon\nRoad 1,1e400,127\n", [(2, "not_a_number")]),
            (b"address,lat,lon\nRoad 1,127,37\n", [(2, "not_in_korea")]),
            (b"address,lat,lon,postcode\nRoad 1,37,127,1\n", [(2, "not_a_postcode")]),
            (b"address,lat,lon,dong_code\nRoad 1,37,127,1\n", [(2, "not_a_code")]),
            (b"address,lat,lon\n" + b"R" * 201 + b",37,127\n", [(2, "too_long")]),
            (text(row(x="")), [(1, "half_position")]),
            (text(row(x="east")), [(1, "not_a_number")]),
            (text(row(x=10**11)), [(1, "not_in_korea")]),
            (text(row(road="")), [(1, "no_road")]),
            (text(row(main="x")), [(1, "no_road")]),
            (text(row(code="12")), [(1, "not_a_code")]),
            (text(row(building="가" * 121)), [(1, "too_long")]),
            (text(row(), row() + "|", "1|2"), [(2, "parts"), (3, "parts")]),
            (text(row(x="", y="")), [(0, "no_addresses")]),
        ],
    )
    def test_faults_and_nothing_is_saved(
        self, office: Any, data: bytes, expected: list[tuple[int, str]]
    ) -> None:
        take(office, text(row(main="7")))
        assert refused(office, data) == expected
        assert [point.key for point in points()] == ["사임당로7"]

    def test_too_many(self, office: Any) -> None:
        many = b"address,lat,lon\n" + b"Road 1,37.4,127\n" * (MOST_ADDRESSES + 1)
        assert refused(office, many) == [(0, "too_many_addresses")]

    def test_what_people_type_stays_text(self, office: Any) -> None:
        table = "address,building,lat,lon\n<script>1 2</script>,{{7*191}},37.4,127\n"
        take(office, table.encode())
        assert points()[0].building == "{{7*191}}"


class TestSearch:
    @pytest.fixture(autouse=True)
    def a_list(self, office: Any) -> None:
        take(
            office,
            text(
                row(), row(main="8"), row(main="890"), row(main="89", sub="1"),
                row("반포대로", "58", dong="서초동", admin="서초3동", building="예술의전당 1관"),
                row("반포대로", "58", dong="서초동", admin="서초3동"),
                row("방배로", "1", dong="방배동", admin="방배1동"),
            ),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("query", "labels"),
        [
            ("사임당로 89", ["사임당로 89", "사임당로 890", "사임당로 89-1"]),
            ("서울 서초구 사임당로 890", ["사임당로 890"]),
            ("서울특별시 서초구 사임당로 8 (서초동)",
             ["사임당로 8", "사임당로 89", "사임당로 890", "사임당로 89-1"]),
            ("예술의 전당", ["반포대로 58"]),
            ("반포대로", ["반포대로 58"]),
            ("서초동 반포대로", ["반포대로 58"]),
            ("방배동", ["방배로 1"]),
            ("방배1동", ["방배로 1"]),
            ("없는길 3", []),
            ("%", []),
            ("사임당로_", []),
        ],
    )  # fmt: skip
    def test_what_is_found(self, office: Any, query: str, labels: list[str]) -> None:
        assert found(office, query) == [f"서울특별시 서초구 {label}" for label in labels]

    def test_another_office_finds_nothing(self) -> None:
        assert found(factories.make_office(), "사임당로") == []

    def test_at_most_twenty_and_each_once(self, office: Any) -> None:
        take(office, text(*(row(main=str(n)) for n in range(1, 60) for _entrance in range(2))))
        labels = found(office, "사임당로")
        assert len(labels) == len(set(labels)) == 20

    @pytest.mark.parametrize(
        ("query", "most"),
        [("사임당로 89", 1), ("서울 서초구 사임당로 89", 1), ("없는", 2), ("가 나 다 라 마", 4)],
    )
    def test_queries(self, office: Any, count_queries: Any, query: str, most: int) -> None:
        office_id = office.id
        with count_queries() as statements:
            search(office_id, query)
        assert len(statements) == most

    def test_the_index_serves_it(self, office: Any) -> None:
        sqlite = db.engine.dialect.name == "sqlite"
        take(office, text(*(row(f"길{i}") for i in range(3000))))  # a short table is read whole
        db.session.execute(db.text("ANALYZE address_point"))
        statement = db.select(AddressPoint.label).where(
            AddressPoint.office_id == office.id, begins(AddressPoint.key, "\uc0ac\uc784")
        )
        compiled = statement.compile(db.engine, compile_kwargs={"literal_binds": True})
        explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
        plan = db.session.connection().exec_driver_sql(explain + str(compiled))
        lines = " ".join(str(line) for line in plan)
        assert "ix_address_point_office_id_key" in lines
        assert ("key>" in lines) if sqlite else ("~>=~" in lines)


class TestPages:
    def upload(self, browser: Any, data: bytes, **more: Any) -> Any:
        form = {"file": (io.BytesIO(data), "list.txt"), **more}
        return browser.post("/places/addresses", data=form, follow_redirects=True)

    def test_upload_search_and_delete(self, sign_in: Any, office: Any) -> None:
        browser = sign_in()
        answer = self.upload(browser, text(row(), row(x="", y="")), as_of="2023-05-01")
        assert "1 address is saved." in answer.text
        assert "1 row without a position was left out." in answer.text
        assert "2023-05-01" in answer.text
        page = browser.get("/places/addresses?q=사임당로").text
        assert "1 address was found." in page
        assert "서울특별시 서초구 사임당로 89" in page
        answer = browser.post("/places/addresses/delete", follow_redirects=True)
        assert "The list of addresses is deleted." in answer.text
        assert (points(), find_file(office.id)) == ([], None)

    def test_refusals_are_listed(self, sign_in: Any) -> None:
        answer = self.upload(sign_in(), text(row(), row(road="")))
        assert answer.status_code == 422
        assert "The road or the building&#39;s number is missing." in answer.text
        assert '<td class="num">2</td>' in answer.text

    def test_no_file_and_a_mistyped_year(self, sign_in: Any) -> None:
        browser = sign_in()
        answer = browser.post("/places/addresses", data={})
        assert (answer.status_code, "No file was chosen." in answer.text) == (422, True)
        assert self.upload(browser, text(row()), as_of="0023-05-01").status_code == 422
        assert points() == []

    def test_json(self, sign_in: Any, office: Any) -> None:
        take(office, text(row(building="센터")))
        answer = sign_in("viewer").get(
            "/places/addresses?q=사임당로", headers={"Accept": "application/json"}
        )
        (hit,) = answer.get_json()["results"]
        assert (hit["label"], hit["building"], hit["legal_dong"], hit["admin_dong"]) == (
            "서울특별시 서초구 사임당로 89", "센터", "서초동", "서초1동",
        )  # fmt: skip
        assert answer.get_json()["said"] == "1 address was found."
        assert answer.headers["Vary"].startswith("Accept")

    @pytest.mark.parametrize("query", ["", "%00", "a", "%F0%9F%98%80", "9" * 5000])
    def test_nonsense_finds_nothing(self, sign_in: Any, office: Any, query: str) -> None:
        browser = sign_in()
        for accept in ("application/json", "text/html"):
            answer = browser.get(f"/places/addresses?q={query}", headers={"Accept": accept})
            assert answer.status_code == 200

    def test_without_a_list_that_is_said(self, sign_in: Any) -> None:
        answer = sign_in().get(
            "/places/addresses?q=사임당로", headers={"Accept": "application/json"}
        )
        assert answer.get_json()["said"].startswith("This office has no list of addresses yet")

    def test_sixty_searches_a_minute(
        self, sign_in: Any, office: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        counting = FixedWindowRateLimiter(MemoryStorage())
        monkeypatch.setattr(
            address_views, "limiter", SimpleNamespace(enabled=True, limiter=counting)
        )
        take(office, text(row()))
        browser, path = sign_in(), "/places/addresses?q=사임당로"
        assert [browser.get(path).status_code for _ in range(61)] == [200] * 60 + [429]
        as_json = browser.get(path, headers={"Accept": "application/json"})
        assert (as_json.status_code, as_json.get_json()["results"]) == (429, [])
        assert as_json.get_json()["said"] == "Too many searches. Wait a minute, then try again."
        factories.make_zone(office)
        page = browser.post(
            "/places/venues/new", data={"do": "search", "address_q": "사임당로", "name": "Park"}
        )
        assert (page.status_code, "Too many searches." in page.text) == (429, True)
        assert sign_in().get(path).status_code == 200  # each person has an allowance

    def test_a_search_is_one_line_of_the_log_without_what_was_asked(
        self, sign_in: Any, office: Any, caplog: Any
    ) -> None:
        browser = sign_in()
        with caplog.at_level(logging.INFO, logger="planner.access"):
            browser.get("/places/addresses?q=사임당로", headers={"Accept": "application/json"})
        (line,) = (r.getMessage() for r in caplog.records if r.name == "planner.access")
        assert re.fullmatch(r"GET /places/addresses 200 \d+ms user=\d+", line)

    def test_the_template(self, sign_in: Any) -> None:
        answer = sign_in().get("/places/addresses/template.csv")
        assert answer.data.decode("utf-8-sig").startswith("Road address,Building,Postcode")
        assert answer.headers["Content-Disposition"] == 'attachment; filename="addresses.csv"'

    def test_who_may(self, sign_in: Any, client: Any) -> None:
        assert client.get("/places/addresses").status_code == 302
        viewer = sign_in("viewer")
        assert viewer.get("/places/addresses").status_code == 200
        for path in ("", "/delete"):
            assert viewer.post(f"/places/addresses{path}").status_code == 403
        assert viewer.get("/places/addresses/template.csv").status_code == 403
        assert sign_in("recorder").get("/places/addresses?q=x").status_code == 403


class TestCommand:
    def test_import(self, app: Any, office: Any, tmp_path: Path) -> None:
        path = tmp_path / "list.txt"
        path.write_bytes(text(row(), row(x="", y="")))
        code = ["import", str(path), "--office", office.code, "--as-of", "2023-05-01"]
        done = app.test_cli_runner().invoke(command, code)
        assert (done.exit_code, done.output.splitlines()) == (0, [
            f"1 addresses for the office {office.code}",
            "1 rows without a position were left out",
        ])  # fmt: skip
        assert find_file(office.id).as_of == date(2023, 5, 1)

    def test_refusals(self, app: Any, office: Any, tmp_path: Path) -> None:
        path = tmp_path / "list.txt"
        path.write_bytes(text(row(road=""), row(main="")))
        runner = app.test_cli_runner()
        done = runner.invoke(command, ["import", str(path), "--office", office.code])
        assert done.exit_code == 1
        assert "row 1: The road or the building's number is missing." in done.output
        assert "row 2: " in done.output
        assert "nothing was imported" in done.output
        done = runner.invoke(command, ["import", str(path), "--office", "nowhere"])
        assert (done.exit_code, done.output) == (1, "there is no office 'nowhere'\n")
