"""Extra booths, goods and supplies."""

from __future__ import annotations

import pytest

from planner.booths.extras import release_extras
from planner.booths.models import ExtraBooth, GoodsItem, SupplyItem
from planner.booths.queries import taken_booths
from planner.core.release import Extra
from planner.extensions import db
from tests import factories as make


def save(row):
    db.session.add(row)
    db.session.commit()
    return row


@pytest.fixture
def robot(season):
    return save(
        ExtraBooth(event=season.event, booth=season.booths[2], kind="experience", name="Robot")
    )


def test_the_tab_lists_all_three(season, robot, sign_in):
    save(GoodsItem(event=season.event, agency=season.agency, name="Fans", quantity=1200, unit="ea"))
    save(SupplyItem(event=season.event, name="Tents", quantity=17, responsible="Kim", ready=True))
    page = sign_in("viewer").get(season.url("/goods")).text
    assert "Robot" in page
    assert '<td class="num">1,200</td>' in page
    assert "1 of 1 ready" in page
    assert "Add a supply" not in page


def test_empty_lists_say_what_to_do(season, sign_in):
    page = sign_in().get(season.url("/goods")).text
    assert "No supplies are listed" in page
    assert "No extra booths yet." in page
    assert "No goods yet." in page


def test_an_extra_booth_is_added_and_changed(season, sign_in):
    client = sign_in()
    data = {"kind": "sponsor", "name": "Food", "booth": season.booths[0].id, "agency": ""}
    assert client.post(season.url("/goods/extras/new"), data=data).status_code == 303
    row = db.session.query(ExtraBooth).one()
    assert (row.kind, row.name, row.booth_id, row.version) == (
        "sponsor", "Food", season.booths[0].id, 1,
    )  # fmt: skip
    address = season.url(f"/goods/extras/{row.id}")
    page = client.get(address).text
    assert f'<option selected value="{season.booths[0].id}">' in page
    client.post(address, data={**data, "name": "Foods", "version": 1})
    db.session.refresh(row)
    assert (row.name, row.version) == ("Foods", 2)


def test_an_extra_booth_needs_a_name_and_a_free_booth(season, robot, sign_in):
    client, address = sign_in(), season.url("/goods/extras/new")
    answer = client.post(address, data={"kind": "office", "name": "", "name_en": "Desk"})
    assert answer.status_code == 422
    assert 'value="Desk"' in answer.text
    taken = {"kind": "office", "name": "Desk", "booth": season.booths[2].id}
    assert client.post(address, data=taken).status_code == 422
    assert db.session.query(ExtraBooth).count() == 1


def test_a_stale_extra_booth_is_not_saved_over(season, robot, sign_in):
    robot.name, robot.version = "Robots", 2
    db.session.commit()
    answer = sign_in().post(
        season.url(f"/goods/extras/{robot.id}"),
        data={"kind": "experience", "name": "Mine", "booth": season.booths[2].id, "version": 1},
    )
    assert answer.status_code == 409
    assert "<td>Mine</td><td>Robots</td>" in answer.text


def test_an_extra_booth_moves(season, robot, sign_in):
    address = season.url(f"/booths/extras/{robot.id}/move")
    sign_in().post(address, data={"version": 1, "booth": season.booths[4].id})
    db.session.refresh(robot)
    assert robot.booth_id == season.booths[4].id


def test_goods_are_added_and_changed(season, sign_in):
    client = sign_in()
    data = {"kind": "promo", "name": "Fans", "quantity": "120", "unit": "ea",
            "agency": season.agency.id, "synthetic": "y"}  # fmt: skip
    assert client.post(season.url("/goods/items/new"), data=data).status_code == 303
    row = db.session.query(GoodsItem).one()
    assert (row.quantity, row.agency_id, row.synthetic) == (120, season.agency.id, True)
    address = season.url(f"/goods/items/{row.id}")
    assert client.post(address, data={**data, "quantity": "5", "version": 1}).status_code == 303
    answer = client.post(address, data={**data, "quantity": "6", "version": 1})
    assert answer.status_code == 409
    assert "<td>6</td><td>5</td>" in answer.text
    answer = client.post(address, data={**data, "quantity": "-1", "version": 2})
    assert answer.status_code == 422
    assert 'value="-1"' in answer.text


def test_supplies_are_added_changed_and_ticked(season, sign_in):
    client = sign_in()
    data = {"name": "Tents", "quantity": "3", "unit": "", "responsible": "Kim"}
    assert client.post(season.url("/goods/supplies/new"), data=data).status_code == 303
    row = db.session.query(SupplyItem).one()
    assert (row.name, row.quantity, row.ready) == ("Tents", 3, False)
    address = season.url(f"/goods/supplies/{row.id}")
    answer = client.post(address + "/ready", data={"ready": "1"})
    assert (answer.status_code, answer.location) == (
        303, season.url(f"/goods#supply-{row.id}"),
    )  # fmt: skip
    answer = client.post(
        address + "/ready", data={"ready": "1"}, headers={"Accept": "application/json"}
    )
    assert answer.json == {"ready": True, "done": 1, "all": 1}
    assert client.post(address, data={**data, "name": "Big tents", "version": 2}).status_code == 303
    assert client.post(address, data={**data, "version": 2}).status_code == 409
    assert client.post(address, data={**data, "name": "", "version": 3}).status_code == 422


@pytest.mark.parametrize("part", ["extras", "items", "supplies"])
def test_things_are_deleted_at_their_version(season, sign_in, part):
    kind = {"extras": ExtraBooth, "items": GoodsItem, "supplies": SupplyItem}[part]
    row = save(kind(event=season.event, name="Thing"))
    client, address = sign_in(), season.url(f"/goods/{part}/{row.id}/delete")
    client.post(address, data={"version": 7})
    assert db.session.query(kind).count() == 1
    client.post(address, data={"version": 1})
    assert db.session.query(kind).count() == 0


def test_lists_are_copied_from_another_event(season, robot, sign_in):
    save(SupplyItem(event=season.event, name="Tents", quantity=3, ready=True))
    save(GoodsItem(event=season.event, agency=season.agency, name="Fans", quantity=9))
    client = sign_in()
    address = season.url("/goods/copy", season.other)
    data = {"source": season.event.id, "what": ["extras", "goods", "supplies"]}
    assert client.post(address, data=data).status_code == 303
    copied = db.session.query(SupplyItem).filter_by(event_id=season.other.id).one()
    assert (copied.name, copied.quantity, copied.ready) == ("Tents", 3, False)
    extra = db.session.query(ExtraBooth).filter_by(event_id=season.other.id).one()
    assert (extra.name, extra.booth_id) == ("Robot", season.booths[2].id)
    client.post(address, data=data)  # a second time adds nothing
    assert db.session.query(ExtraBooth).count() == 2
    assert db.session.query(GoodsItem).count() == 2


def test_a_copied_booth_that_is_taken_stays_open(season, robot, sign_in):
    make.make_assignment(season.other, season.agency, season.booths[2], (season.jobs,))
    data = {"source": season.event.id, "what": ["extras"]}
    sign_in().post(season.url("/goods/copy", season.other), data=data)
    extra = db.session.query(ExtraBooth).filter_by(event_id=season.other.id).one()
    assert extra.booth_id is None


def test_nothing_is_copied_from_elsewhere(season, sign_in):
    foreign = make.make_office()
    zone = make.make_zone(foreign)
    other = make.make_event(
        make.make_campaign(foreign), make.make_venue(foreign, zone), season.event.day
    )
    save(SupplyItem(event=other, name="Secret"))
    data = {"source": other.id, "what": ["supplies"]}
    sign_in().post(season.url("/goods/copy"), data=data)
    assert db.session.query(SupplyItem).filter_by(event_id=season.event.id).count() == 0


def test_releases_carry_the_extra_booths(season, robot):
    assert release_extras(season.campaign.id) == {
        season.event.id: (Extra("experience", "Robot", "", "3", "", ""),)
    }
    assert taken_booths(season.campaign.id) == {season.event.uid: {season.booths[2].id}}
