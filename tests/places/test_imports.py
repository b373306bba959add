"""The importers of places: what files add and change, every fault, templates, the pages."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from planner.extensions import db
from planner.places import queries
from planner.places.imports import BOOTHS, DONGS, KINDS, VENUES, ZONES
from planner.places.models import AdminDong, Venue, Zone
from planner.tabular import ImportKind, ImportResult, import_rows, read_table
from planner.tabular_templates import template_csv, template_xlsx
from tests import factories


def take(kind: ImportKind, office: Any, now: Any, text: str) -> Any:
    outcome = import_rows(kind, office, "t.csv", text.encode(), now)
    db.session.expire_all()
    return outcome


def counts(outcome: Any) -> tuple[int, int, int]:
    assert isinstance(outcome, ImportResult), outcome
    return outcome.added, outcome.changed, outcome.unchanged


def faults(outcome: Any) -> list[tuple[str, str]]:
    assert isinstance(outcome, tuple)
    return [(fault.cell, fault.code) for fault in outcome]


def test_a_district_from_four_files_and_again(office: Any, now: Any) -> None:
    files = [
        (ZONES, "name,council\nNorth,Council\nSouth,\n"),
        (DONGS, "name,code,zone,vulnerable\nD1,1165051000,North,5\nD2,,South,\n"),
        (
            VENUES,
            "name,zone,dong,kind,indoor,lat,lon,open_weekdays,closures,fallbacks\n"
            "Park,North,D1,park,X,37.48,127.03,월화수목금,2023-05-01~2023-05-03;2023-06-06,Hall\n"
            "Hall,South,,Hall,O,,,,,\n",
        ),
        (BOOTHS, "venue,number,x,y,private,power\nPark,A1,0,0,,O\nPark,A2,4,0,O,\nHall,1,0,0,,\n"),
    ]
    assert [counts(take(kind, office, now, text)) for kind, text in files] == [
        (2, 0, 0), (2, 0, 0), (2, 0, 0), (3, 0, 0),
    ]  # fmt: skip
    park, hall = (v for v in reversed(queries.venues(office.id)))
    assert (park.name, park.zone.name, park.dong.name, park.kind) == ("Park", "North", "D1", "park")
    assert (park.lat, park.open_weekdays, park.foot_weekday) == (37.48, "1111100", 0)
    assert [(c.first_day, c.last_day) for c in park.closures] == [
        (date(2023, 5, 1), date(2023, 5, 3)), (date(2023, 6, 6), date(2023, 6, 6)),
    ]  # fmt: skip
    assert [row.fallback_id for row in park.fallbacks] == [hall.id]
    assert (hall.kind, hall.indoor, hall.dong_id) == ("hall", True, None)
    assert [(b.number, b.power, b.private, b.step_free) for b in park.booths] == [
        ("A1", True, False, True), ("A2", False, True, True),
    ]  # fmt: skip
    # the same files again change nothing
    assert [counts(take(kind, office, now, text)) for kind, text in files] == [
        (0, 0, 2), (0, 0, 2), (0, 0, 2), (0, 0, 3),
    ]  # fmt: skip


def test_columns_left_out_keep_what_was_there(office: Any, now: Any) -> None:
    zone = factories.make_zone(office, name="North", council="Council")
    venue = factories.make_venue(office, zone, name="Park", power=True, foot_weekday=7)
    assert counts(take(ZONES, office, now, "name,name_en\nNorth,North zone\n")) == (0, 1, 0)
    assert (zone.council, zone.name_en, zone.version) == ("Council", "North zone", 2)
    assert counts(take(VENUES, office, now, "name,zone,water\nPark,North,O\n")) == (0, 1, 0)
    assert (venue.power, venue.water, venue.foot_weekday) == (True, True, 7)
    booths = [booth.id for booth in venue.booths]
    assert counts(take(BOOTHS, office, now, "venue,number,x,y\nPark,2,9,9\n")) == (0, 1, 0)
    assert [booth.id for booth in venue.booths] == booths
    assert (venue.booths[1].x, venue.booths[1].power) == (9, True)


def test_zones_take_exactly_the_dongs_that_they_list(office: Any, now: Any) -> None:
    north = factories.make_zone(office, name="North")
    one, two, three = (factories.make_dong(office, north, name=f"D{i}") for i in (1, 2, 3))
    outcome = take(ZONES, office, now, "name,dongs\nNorth,D1\nSouth,D2; D3\n")
    assert counts(outcome) == (1, 1, 0)
    assert [one.zone.name, two.zone.name, three.zone.name] == ["North", "South", "South"]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (
            ZONES,
            "name,dongs\nA,D1;Nowhere\nB,D1\n",
            [("B2", "unknown"), ("B3", "dong_twice")],
        ),
        (
            DONGS,
            "name,zone\nX,Nowhere\nX,North\n",
            [("B2", "unknown"), ("A3", "duplicate_row")],
        ),
        (DONGS, "name,zone\nX,Nowhere\nY,North\n", [("B2", "unknown")]),
        (
            VENUES,
            "name,zone,dong,lat,lon,fallbacks\nP,Nowhere,Gone,37.4,,\nQ,North,,,,\n",
            [("B2", "unknown"), ("C2", "unknown"), ("E2", "half_position")],
        ),
        (
            VENUES,
            "name,zone,indoor,fallbacks\nP,North,X,Q;Gone;P\nQ,North,X,\n",
            [("D2", "not_indoor"), ("D2", "unknown"), ("D2", "not_indoor")],
        ),
        (VENUES, "name,zone,lat\nP,North,127\n", [("C2", "out_of_range")]),
        (
            VENUES,  # what only a bad row holds is not unknown
            "name,zone,indoor,fallbacks\nP,North,X,Q\nQ,North,perhaps,\nR,Nowhere,,\n",
            [("C3", "not_yes_no"), ("B4", "unknown")],
        ),
        (
            BOOTHS,
            "venue,number,x,y\nGone,1,0,0\nPlace,1,0,0\nPlace,1,0,0\n",
            [("A2", "unknown"), ("B4", "duplicate_row")],
        ),
        (BOOTHS, "venue,number,x,y\nGone,1,0,0\n", [("A2", "unknown")]),
        (BOOTHS, "venue,number,x\nGone,1,0\n", [("", "missing_heading")]),
    ],
)
def test_faults_name_their_cells_and_nothing_is_saved(
    office: Any, now: Any, kind: ImportKind, text: str, expected: list[tuple[str, str]]
) -> None:
    zone = factories.make_zone(office, name="North")
    factories.make_dong(office, zone, name="D1")
    factories.make_venue(office, zone, name="Place", booths=0)
    assert faults(take(kind, office, now, text)) == expected
    for model, count in ((Zone, 1), (AdminDong, 1), (Venue, 1)):
        assert db.session.scalar(db.select(db.func.count(model.id))) == count
    assert db.session.scalar(db.select(AdminDong.zone_id)) == zone.id


def test_names_of_another_office_are_unknown(office: Any, now: Any) -> None:
    other = factories.make_office()
    factories.make_zone(other, name="North")
    assert faults(take(DONGS, office, now, "name,zone\nX,North\n")) == [("B2", "unknown")]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("locale", ["ko", "en"])
def test_templates_have_headings_that_the_importer_knows(
    app: Any, kind: ImportKind, locale: str
) -> None:
    from flask_babel import force_locale

    with force_locale(locale):
        plain, workbook = template_csv(kind), template_xlsx(kind)
    headings = next(csv.reader(io.StringIO(plain.decode("utf-8-sig"))))
    assert plain.startswith(b"\xef\xbb\xbf")
    assert len(headings) == len(kind.columns)
    for data in (plain, workbook):
        table = read_table(kind, "t", data)
        assert [fault.code for fault in table.faults] == ["no_rows"]
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert len(book.sheetnames) == 2
    explained = book.worksheets[1]
    assert [row[1].value for row in explained.iter_rows(min_row=2)] == [c.key for c in kind.columns]


class TestPages:
    def test_upload_and_land_on_the_list(self, sign_in: Any) -> None:
        data = {"file": (io.BytesIO("name\n가권역\n".encode("cp949")), "zones.csv")}
        answer = sign_in().post("/places/zones/import", data=data, follow_redirects=True)
        assert "Imported: 1 added, 0 changed, 0 as before." in answer.text
        assert "CP949" in answer.text
        assert "가권역" in answer.text

    def test_every_bad_row_is_listed(self, sign_in: Any) -> None:
        text = b"name,vulnerable,colour\nA,x,\n"
        data = {"file": (io.BytesIO(text), "dongs.csv")}
        answer = sign_in().post("/places/dongs/import", data=data)
        assert answer.status_code == 422
        assert "There is no column &#39;colour&#39; in this kind of file." in answer.text
        data = {"file": (io.BytesIO(b"name,vulnerable\nA,x\n,2\n"), "dongs.csv")}
        answer = sign_in().post("/places/dongs/import", data=data)
        assert "&#39;x&#39; is not a number." in answer.text
        assert '<td class="center">B2</td>' in answer.text
        assert '<td class="center">A3</td>' in answer.text
        assert db.session.scalar(db.select(db.func.count(AdminDong.id))) == 0

    def test_no_file(self, sign_in: Any) -> None:
        answer = sign_in().post("/places/venues/import", data={})
        assert answer.status_code == 422
        assert "No file was chosen." in answer.text

    @pytest.mark.parametrize("kind", ["zones", "dongs", "venues", "booths"])
    def test_each_page_and_its_templates(self, sign_in: Any, kind: str) -> None:
        browser = sign_in()
        assert browser.get(f"/places/{kind}/import").status_code == 200
        plain = browser.get(f"/places/{kind}/import/template.csv")
        assert plain.headers["Content-Disposition"] == f'attachment; filename="{kind}.csv"'
        workbook = browser.get(f"/places/{kind}/import/template.xlsx")
        assert workbook.data.startswith(b"PK")
        assert browser.get(f"/places/{kind}/import/template.exe").status_code == 404

    def test_who_may(self, sign_in: Any, client: Any) -> None:
        assert client.get("/places/zones/import").status_code == 302
        assert client.post("/places/zones/import").status_code == 401
        assert sign_in("viewer").get("/places/zones/import").status_code == 403
        assert sign_in("recorder").post("/places/zones/import").status_code == 403
