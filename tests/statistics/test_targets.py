"""Targets: set, made from last year, refused, imported; achievement with its base."""

from __future__ import annotations

import io
from datetime import date

import pytest
from sqlalchemy import select

from planner.core.counting import Cell
from planner.extensions import db
from planner.results.models import Target
from planner.statistics.comparisons import achievements, season_comparisons
from planner.statistics.queries import load_facts
from tests import factories as make
from tests.statistics.conftest import put


def base(season) -> str:
    return f"/campaigns/{season.campaign.id}/targets"


def form(**values) -> dict[str, str]:
    keys = ("zone_id", "dong_id", "field_id", "period", "before", "value", "base")
    return {"version": "1", "measure": "consultations", **dict.fromkeys(keys, ""), **values}


def reached(season) -> list[tuple]:
    facts = load_facts(season.office.id, season.campaign.id)
    return [(row.target.value, row.figure.value, row.per_cent) for row in achievements(facts)]


def test_targets_by_place_field_and_period(sign_in, counted) -> None:
    browser = sign_in("organizer")
    north, south = counted.first.venue.zone_id, counted.second.venue.zone_id
    for values in (
        {"before": "31"},
        {"zone_id": str(north), "value": "30"},
        {"zone_id": str(south), "value": "5"},
        {"field_id": str(counted.law.id), "value": "26"},
        {"period": "2023-05", "value": "1,000"},
        {"period": "2023", "value": "40"},
        {"period": "2023-06", "value": "40"},
        {"measure": "unique_persons", "zone_id": str(north), "value": "400"},
    ):
        answer = browser.post(f"{base(counted)}/new", data=form(**values))
        assert (answer.status_code, answer.location) == (303, base(counted)), answer.text
    assert reached(counted) == [
        (35, 34, "97.1"),  # 31 × 1.1 = 34.1, rounded up
        (30, 34, "113.3"),
        (5, 0, "0.0"),
        (26, 13, "50.0"),
        (1000, 34, "3.4"),
        (40, 34, "85.0"),
        (40, None, None),
        (400, 366, "91.5"),  # of the one event there
    ]
    page = browser.get(base(counted)).text
    assert "97.1%" in page and page.count('<svg class="chart"') == 1
    assert "97.1%" in browser.get(f"/campaigns/{counted.campaign.id}/statistics").text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Give a target, or last year"),
        ({"value": "many"}, "Type a whole number"),
        ({"value": "-1"}, "Type a whole number"),
        ({"value": "5", "period": "spring"}, "Write a year or a month"),
        ({"value": "5", "measure": "dragons"}, "Not a valid choice"),
        ({"value": "5", "zone_id": "99999"}, "Not a valid choice"),
        ({"value": "9" * 18}, "too large"),
        ({"value": "40", "period": "2024"}, "No day of the season lies in this period"),
        ({"value": "400", "measure": "unique_persons"}, "never added up over events"),
        ({"before": "0"}, "Last year&#39;s number is 0"),
        ({"value": "0"}, "would always be met"),
    ],
)
def test_bad_input(sign_in, counted, values, sentence) -> None:
    answer = sign_in("organizer").post(f"{base(counted)}/new", data=form(**values))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(select(Target)).all() == []


def test_one_target_about_one_thing(sign_in, counted) -> None:
    browser = sign_in("organizer")
    browser.post(f"{base(counted)}/new", data=form(value="5"))
    twice = browser.post(f"{base(counted)}/new", data=form(value="6"))
    assert twice.status_code == 422 and "Change that one" in twice.text
    dong = make.make_dong(counted.office, counted.first.venue.zone)
    both = form(value="6", zone_id=str(dong.zone_id), dong_id=str(dong.id))
    refused = browser.post(f"{base(counted)}/new", data=both)
    assert refused.status_code == 422 and "Choose a zone or a dong" in refused.text


def test_changing_and_deleting(sign_in, counted) -> None:
    browser = sign_in("organizer")
    browser.post(f"{base(counted)}/new", data=form(value="5", base="plan"))
    target = db.session.scalars(select(Target)).one()
    address = f"/targets/{target.id}/edit"
    assert 'value="plan"' in browser.get(address).text
    assert browser.post(address, data=form(value="68")).status_code == 303
    assert reached(counted) == [(68, 34, "50.0")]
    stale = browser.post(address, data=form(value="99"))
    assert stale.status_code == 409 and "68" in stale.text and 'value="99"' in stale.text
    refused = browser.post(address, data=form(version="2"))
    assert refused.status_code == 422 and "Give a target" in refused.text
    assert browser.post(f"/targets/{target.id}/delete").status_code == 303
    assert reached(counted) == []


def test_who_may_do_it(client, sign_in, counted) -> None:
    sign_in("organizer").post(f"{base(counted)}/new", data=form(value="5"))
    target = db.session.scalars(select(Target)).one()
    viewer, stranger = sign_in("viewer"), sign_in("organizer", make.make_office())
    assert viewer.get(base(counted)).status_code == 200
    assert client.get(base(counted)).status_code == 302
    assert sign_in("recorder").get(base(counted)).status_code == 403
    assert stranger.get(base(counted)).status_code == 404
    for address in (f"{base(counted)}/new", f"/targets/{target.id}/edit"):
        assert viewer.get(address).status_code == 403
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, data=form(value="6")).status_code == 404
    assert viewer.post(f"/targets/{target.id}/delete").status_code == 403
    assert stranger.post(f"/targets/{target.id}/delete").status_code == 404


def test_importing(sign_in, counted) -> None:
    browser, slug = sign_in("organizer"), counted.campaign.slug
    make.make_dong(counted.office, counted.first.venue.zone, name="산1동")
    head = "campaign,measure,dong,zone,period,value,before\n"

    def upload(rows: str):
        data = {"file": (io.BytesIO((head + rows).encode()), "targets.csv")}
        address = f"{base(counted)}/import"
        return browser.post(address, data=data, content_type="multipart/form-data")

    good = f"{slug},crisis_households,산1동,,2023,,19\n{slug},consultations,,,,30,\n"
    for _ in range(2):
        assert upload(good).status_code == 303
    rows = db.session.scalars(select(Target).order_by(Target.id)).all()
    assert [(row.measure, row.value, row.before) for row in rows] == [
        ("crisis_households", 21, 19), ("consultations", 30, None),
    ]  # fmt: skip
    for bad, sentence in (
        (f"{slug},consultations,,,,,\n", "neither a target nor"),
        (f"{slug},consultations,산1동,북,,5,\n", "not for both"),
        (f"{slug},consultations,,,spring,5,\n", "neither a year nor a month"),
        (f"{slug},goods,,,,5,\n{slug},goods,,,,6,\n", "stands in an earlier row"),
    ):
        refused = upload(bad)
        assert refused.status_code == 422 and sentence in refused.text
    head_of = f"{slug},unique_persons,,,,400,\n{slug},consultations,,,2024,5,\n"
    refused = upload(f"{head_of}{slug},received,,,,,0\n{slug},completed,,,,0,\n").text
    for sentence in (
        "never added up over events",
        "No day of the season lies in",
        "number is 0; no target",
        "would always be met",
    ):
        assert refused.count(sentence) == 1


def test_year_on_year_stands_beside_the_season_before(counted) -> None:
    before = make.make_campaign(counted.office, name="2022")
    counted.campaign.previous_id = before.id
    db.session.commit()
    facts = load_facts(counted.office.id, counted.campaign.id)
    assert season_comparisons(facts).years == ()  # nothing was counted then
    event = make.make_event(before, counted.first.venue, date(2022, 5, 24))
    put(counted, event, {Cell("attendance"): 400, Cell("unique_persons"): 380})
    db.session.expire_all()
    attendance, unique = season_comparisons(
        load_facts(counted.office.id, counted.campaign.id)
    ).years
    assert (attendance.figure.value, attendance.before.value, attendance.season) == (
        452,
        400,
        "2022",
    )
    assert round(attendance.growth, 3) == 0.13
    assert (unique.before.value, unique.figure.value, unique.growth) == (380, None, None)


def test_the_list_asks_the_same_at_one_and_at_three(sign_in, counted, count_queries) -> None:
    browser = sign_in("organizer")
    browser.post(f"{base(counted)}/new", data=form(value="5"))
    address = base(counted)
    browser.get(address)
    db.session.expire_all()
    with count_queries() as one:
        browser.get(address)
    for period in ("2023", "2023-06"):
        browser.post(f"{address}/new", data=form(value="5", period=period))
    db.session.expire_all()
    with count_queries() as three:
        browser.get(address)
    assert len(three) == len(one)


def test_the_hint_of_a_made_up_target_speaks_of_a_target(sign_in, season) -> None:
    browser = sign_in("organizer")
    browser.set_cookie("locale", "ko")
    page = browser.get(f"{base(season)}/new").text
    assert "만들어 넣은 목표입니다." in page and "협약입니다" not in page
