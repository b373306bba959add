"""Zones and dongs: their pages, who may change them, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from planner.extensions import db
from planner.places.models import AdminDong, Zone
from tests import factories


def names(model: Any) -> list[str]:
    return sorted(db.session.scalars(db.select(model.name)))


class TestWhoMay:
    @pytest.mark.parametrize(
        "path", ["zones", "zones/new", "dongs", "dongs/new", "venues", "venues/new", "outlines"]
    )
    def test_a_stranger_is_sent_to_the_sign_in(self, client: Any, path: str) -> None:
        answer = client.get(f"/places/{path}")
        assert answer.status_code == 302
        assert "/sign-in" in answer.location

    def test_a_stranger_changes_nothing(self, client: Any) -> None:
        assert client.post("/places/zones/new", data={"name": "A"}).status_code == 401
        assert names(Zone) == []

    def test_a_viewer_sees_and_changes_nothing(self, sign_in: Any, office: Any) -> None:
        zone = factories.make_zone(office, name="North")
        viewer = sign_in("viewer")
        page = viewer.get("/places/zones")
        assert page.status_code == 200
        assert "Add a zone" not in page.text
        for path in ("new", f"{zone.id}/edit", f"{zone.id}/delete"):
            assert viewer.post(f"/places/zones/{path}", data={"name": "X"}).status_code == 403
        assert names(Zone) == ["North"]

    def test_a_recorder_sees_no_places(self, sign_in: Any) -> None:
        assert sign_in("recorder").get("/places/zones").status_code == 403

    def test_rows_of_another_office_do_not_exist(self, sign_in: Any) -> None:
        other = factories.make_office()
        zone = factories.make_zone(other, name="Theirs")
        dong = factories.make_dong(other, zone, name="Their dong")
        browser = sign_in()
        assert browser.get(f"/places/zones/{zone.id}/edit").status_code == 404
        assert browser.post(f"/places/zones/{zone.id}/delete").status_code == 404
        assert browser.get(f"/places/dongs/{dong.id}/edit").status_code == 404
        assert "Theirs" not in browser.get("/places/zones").text
        assert names(Zone) == ["Theirs"]


class TestZones:
    def test_add_with_dongs(self, sign_in: Any, office: Any) -> None:
        one, two = (factories.make_dong(office, name=name) for name in ("One", "Two"))
        answer = sign_in().post(
            "/places/zones/new",
            data={"name": " North ", "council": "Council", "position": "3",
                  "dong_ids": [one.id, two.id], "version": "1"},
        )  # fmt: skip
        assert (answer.status_code, answer.location) == (303, "/places/zones")
        zone = db.session.scalar(db.select(Zone))
        assert (zone.name, zone.council, zone.position) == ("North", "Council", 3)
        assert [dong.name for dong in zone.dongs] == ["One", "Two"]

    def test_a_dong_moves_from_one_zone_to_another(self, sign_in: Any, office: Any) -> None:
        north, south = (factories.make_zone(office, name=name) for name in ("N", "S"))
        dong = factories.make_dong(office, north)
        data = {"name": "S", "position": "1", "dong_ids": [dong.id], "version": "1"}
        page = sign_in().get(f"/places/zones/{north.id}/edit").text
        assert f'checked id="dong_ids-0" name="dong_ids" type="checkbox" value="{dong.id}"' in page
        assert sign_in().post(f"/places/zones/{south.id}/edit", data=data).status_code == 303
        db.session.expire_all()
        assert (dong.zone_id, north.dongs) == (south.id, [])
        assert (south.version, north.version) == (2, 2)

    def test_a_name_that_is_taken_and_no_name(self, sign_in: Any, office: Any) -> None:
        factories.make_zone(office, name="North")
        browser = sign_in()
        answer = browser.post("/places/zones/new", data={"name": "North", "council": "Kept"})
        assert answer.status_code == 422
        assert "already an entry named &#39;North&#39;" in answer.text
        assert 'value="Kept"' in answer.text
        answer = browser.post("/places/zones/new", data={"name": ""})
        assert answer.status_code == 422
        assert "Fill this in." in answer.text
        assert names(Zone) == ["North"]

    def test_a_stale_form_saves_nothing_and_shows_the_difference(
        self, sign_in: Any, office: Any
    ) -> None:
        zone = factories.make_zone(office, name="New name", version=2)
        factories.make_dong(office, zone, name="Their dong")
        answer = sign_in().post(
            f"/places/zones/{zone.id}/edit", data={"name": "My name", "version": "1"}
        )
        assert answer.status_code == 409
        assert "My name" in answer.text
        assert "<td>My name</td><td>New name</td>" in answer.text
        assert "<td></td><td>Their dong</td>" in answer.text
        assert 'name="version" type="hidden" value="2"' in answer.text
        assert names(Zone) == ["New name"]

    def test_delete_only_what_is_unused(self, sign_in: Any, office: Any) -> None:
        used = factories.make_zone(office, name="Used")
        factories.make_venue(office, used)
        season = factories.make_zone(office, name="In a season")
        factories.make_campaign(office, zones=(season,))
        free = factories.make_zone(office, name="Free")
        dong = factories.make_dong(office, free)
        browser = sign_in()
        for zone in (used, season, free):
            browser.post(f"/places/zones/{zone.id}/delete")
        db.session.expire_all()
        assert names(Zone) == ["In a season", "Used"]
        assert dong.zone_id is None
        page = browser.get("/places/zones").text
        assert "Venues still belong to &#39;Used&#39;" in page
        assert "A season uses &#39;In a season&#39;" in page

    def test_the_list_takes_the_same_queries_for_one_zone_and_three(
        self, sign_in: Any, office: Any, count_queries: Any
    ) -> None:
        browser = sign_in()
        browser.get("/places/zones")  # the first request also notes the session's sight
        counts = []
        for number in (1, 2):
            for _ in range(number):
                factories.make_dong(office, factories.make_zone(office))
            with count_queries() as statements:
                assert browser.get("/places/zones").status_code == 200
            counts.append(len(statements))
        assert counts[0] == counts[1]


class TestDongs:
    def test_add_change_delete(self, sign_in: Any, office: Any) -> None:
        zone = factories.make_zone(office)
        browser = sign_in()
        data = {"name": "Dong", "code": "1165051000", "zone_id": zone.id, "vulnerable": "7"}
        assert browser.post("/places/dongs/new", data=data).status_code == 303
        dong = db.session.scalar(db.select(AdminDong))
        assert (dong.name, dong.code, dong.zone_id, dong.vulnerable) == (
            "Dong", "1165051000", zone.id, 7,
        )  # fmt: skip
        data = {"name": "Dong 2", "zone_id": "", "version": "1"}
        assert browser.post(f"/places/dongs/{dong.id}/edit", data=data).status_code == 303
        db.session.expire_all()
        assert (dong.name, dong.zone_id, dong.version) == ("Dong 2", None, 2)
        browser.post(f"/places/dongs/{dong.id}/delete")
        assert names(AdminDong) == []

    def test_a_code_of_nine_digits(self, sign_in: Any) -> None:
        answer = sign_in().post("/places/dongs/new", data={"name": "A", "code": "116505100"})
        assert answer.status_code == 422
        assert "The code has ten digits." in answer.text
        assert names(AdminDong) == []

    def test_one_with_a_venue_stays(self, sign_in: Any, office: Any) -> None:
        zone = factories.make_zone(office)
        dong = factories.make_dong(office, zone, name="Kept")
        factories.make_venue(office, zone, dong_id=dong.id)
        browser = sign_in()
        browser.post(f"/places/dongs/{dong.id}/delete")
        assert "Venues lie in &#39;Kept&#39;" in browser.get("/places/dongs").text
        assert names(AdminDong) == ["Kept"]
