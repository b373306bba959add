"""The settings of a season: each tab saved, refused, stale, and closed to others."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from planner.campaigns.findings import severities_of
from planner.campaigns.releases import release
from planner.extensions import db
from tests import factories as make
from tests.campaigns.season import Season
from tests.campaigns.test_views import FORM

TABS = ("", "/fields", "/zones", "/agencies", "/days", "/goals", "/rules")


def url(season: Season, tab: str = "") -> str:
    return f"/campaigns/{season.campaign.id}/settings{tab}"


def fresh(season: Season) -> Any:
    db.session.expire_all()
    return season.campaign


@pytest.mark.parametrize("tab", TABS)
def test_who_may_open_the_settings(season: Season, sign_in: Any, client: Any, tab: str) -> None:
    assert client.get(url(season, tab)).status_code == 302
    assert client.post(url(season, tab)).status_code == 401
    assert sign_in("viewer").get(url(season, tab)).status_code == 403
    assert sign_in("viewer").post(url(season, tab)).status_code == 403
    stranger = sign_in(office=make.make_office())
    assert stranger.get(url(season, tab)).status_code == 404
    assert stranger.post(url(season, tab)).status_code == 404
    assert f'href="{url(season, tab)}" aria-current="page"' in sign_in().get(url(season, tab)).text


def test_period_and_limits(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    page = browser.get(url(season)).text
    assert 'value="seocho-2023"' in page and 'value="2023-05-22"' in page
    answer = browser.post(url(season), data={**FORM, "version": "1"})
    assert (answer.status_code, answer.location) == (303, url(season))
    row = fresh(season)
    assert (row.slug, row.opens_at, row.weekdays, row.version) == (
        "seocho-2024", time(9, 30), "1010100", 2,
    )  # fmt: skip


def test_another_address_name_of_a_released_season_wants_to_be_confirmed(
    season: Season, sign_in: Any, now: Any
) -> None:
    browser, data = sign_in(), {**FORM, "version": "1", "name": "Typed"}
    assert "another name ends those that are out" not in browser.get(url(season)).text
    release(season.loaded(), None, now)
    assert "another name ends those that are out" in browser.get(url(season)).text
    answer = browser.post(url(season), data=data)
    assert answer.status_code == 422
    assert "Another name ends the addresses below &#39;seocho-2023&#39;." in answer.text
    zone, field = season.zones[0], season.fields[0]
    for path in (
        "/seasons/seocho-2023",
        "/subscribe/seocho-2023",
        "/feeds/public/seocho-2023.ics",
        f"/feeds/public/seocho-2023/zones/{zone.id}.ics",
        f"/feeds/public/seocho-2023/fields/{field.code}.ics",
    ):
        assert f"<code>{path}</code>" in answer.text
    assert 'value="seocho-2024"' in answer.text and 'value="Typed"' in answer.text
    assert (fresh(season).slug, season.campaign.name) == ("seocho-2023", "서초 2023")
    assert browser.post(url(season), data={**data, "aware": "1"}).status_code == 303
    assert (fresh(season).slug, season.campaign.name) == ("seocho-2024", "Typed")


def test_the_same_address_name_asks_for_nothing(season: Season, sign_in: Any, now: Any) -> None:
    release(season.loaded(), None, now)
    data = {**FORM, "version": "1", "slug": "seocho-2023"}
    assert sign_in().post(url(season), data=data).status_code == 303


def test_public_pages_follow_another_address_name_at_once(
    season: Season, sign_in: Any, client: Any, now: Any
) -> None:
    release(season.loaded(), None, now)
    assert 'href="/subscribe/seocho-2023"' in client.get("/seasons/seocho-2023").text
    sign_in().post(url(season), data={**FORM, "version": "1", "aware": "1"})
    assert client.get("/seasons/seocho-2023").status_code == 404
    for path in ("/seasons/seocho-2024", "/subscribe/seocho-2024", "/"):
        page = client.get(path).text
        assert "seocho-2023" not in page and "/seasons/seocho-2024" in page


def test_a_stale_form_is_shown_the_difference(season: Season, sign_in: Any) -> None:
    season.campaign.version = 3
    db.session.commit()
    answer = sign_in().post(url(season), data={**FORM, "version": "1"})
    assert answer.status_code == 409
    assert "Somebody saved this meanwhile" in answer.text
    assert '<th scope="row">Events wanted</th><td>6</td><td>2</td>' in answer.text
    assert 'value="3"' in answer.text  # sent once more, it is saved over
    assert fresh(season).name == "서초 2023"


def test_fields(season: Season, sign_in: Any) -> None:
    finance, housing = (field.id for field in season.fields)
    law = make.make_field(season.office, code="law", name="법률")
    answer = sign_in().post(
        url(season, "/fields"),
        data={
            "version": "1",
            f"in-{finance}": "on", f"need-{finance}": "3", f"position-{finance}": "1",
            f"in-{law.id}": "on", f"need-{law.id}": "1", f"position-{law.id}": "0",
            f"is_new-{law.id}": "on", f"need-{housing}": "nonsense that is not chosen",
        },
    )  # fmt: skip
    assert (answer.status_code, answer.location) == (303, url(season, "/fields"))
    assert [(f.field.code, f.need, f.is_new) for f in fresh(season).fields] == [
        ("law", 1, True),
        ("finance", 3, False),
    ]


def test_a_wrong_number_is_kept_and_named(season: Season, sign_in: Any) -> None:
    finance = season.fields[0].id
    data = {"version": "1", f"in-{finance}": "on", f"need-{finance}": "viele",
            f"position-{finance}": "0"}  # fmt: skip
    answer = sign_in().post(url(season, "/fields"), data=data)
    assert answer.status_code == 422
    assert "Type a whole number from 0 to 50." in answer.text
    assert 'value="viele"' in answer.text
    assert len(fresh(season).fields) == 2


def test_zones(season: Season, sign_in: Any) -> None:
    first = season.zones[0].id
    data = {
        "version": "1", f"in-{first}": "on", f"min_visits-{first}": "1",
        f"target_visits-{first}": "2", f"max_visits-{first}": "3", f"gap-{first}": "7",
        f"last_visit-{first}": "2022-10-12",
    }  # fmt: skip
    assert sign_in().post(url(season, "/zones"), data=data).status_code == 303
    (row,) = fresh(season).zones
    assert (row.min_visits, row.target_visits, row.max_visits, row.gap, row.last_visit) == (
        1, 2, 3, 7, date(2022, 10, 12),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("least", "aim", "most", "sentence"),
    [
        ("3", "2", "2", "At most is less than at least. Check both."),
        ("1", "3", "2", "Aim between at least and at most."),
    ],
)
def test_visits_must_leave_room(
    season: Season, sign_in: Any, least: str, aim: str, most: str, sentence: str
) -> None:
    key = season.zones[0].id
    data = {"version": "1", f"in-{key}": "on", f"min_visits-{key}": least, f"gap-{key}": "0",
            f"target_visits-{key}": aim, f"max_visits-{key}": most}  # fmt: skip
    answer = sign_in().post(url(season, "/zones"), data=data)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_stale_table_is_shown_the_difference(season: Season, sign_in: Any) -> None:
    season.campaign.version = 2
    db.session.commit()
    first, second = (zone.id for zone in season.zones)
    data = {"version": "1", f"in-{first}": "on", f"min_visits-{first}": "1",
            f"target_visits-{first}": "4", f"max_visits-{first}": "4",
            f"gap-{first}": "0"}  # fmt: skip
    answer = sign_in().post(url(season, "/zones"), data=data)
    assert answer.status_code == 409
    assert '<th scope="row">Banpo zone: Aim</th><td>4</td><td>1</td>' in answer.text
    assert '<th scope="row">Seocho zone</th><td>No</td><td>Yes</td>' in answer.text
    assert f'id="in-{second}" aria-label="Seocho zone: Takes part">' in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert len(fresh(season).zones) == 2


def test_agencies_and_all_of_them(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    make.make_agency(season.office, name="늦은 기관")
    make.make_agency(season.office, name="쉬는 기관", active=False)
    answer = browser.post(url(season, "/agencies/all"))
    assert (answer.status_code, answer.location) == (303, url(season, "/agencies"))
    assert [(a.agency.name, a.target_events) for a in fresh(season).agencies] == [
        ("신용회복위원회", 2), ("주거복지센터", 2), ("늦은 기관", 2),
    ]  # fmt: skip
    key = season.agencies[0].id
    data = {"version": str(season.campaign.version), f"in-{key}": "on",
            f"target_events-{key}": "5"}  # fmt: skip
    assert browser.post(url(season, "/agencies"), data=data).status_code == 303
    assert [(a.agency_id, a.target_events) for a in fresh(season).agencies] == [(key, 5)]


def test_closed_days(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    page = browser.get(url(season, "/days")).text
    assert "Memorial Day" in page and "Buddha&#39;s Birthday" in page
    assert "Children" not in page  # 5 May lies before the season
    day = {"day": "2023-05-26", "name": "구정 행사"}
    assert browser.post(url(season, "/days"), data=day).status_code == 303
    assert [(d.day, d.name) for d in fresh(season).closed_days] == [
        (date(2023, 5, 26), "구정 행사")
    ]
    again = browser.post(url(season, "/days"), data=day)
    assert (again.status_code, "Fri 26 May is closed already." in again.text) == (422, True)
    outside = browser.post(url(season, "/days"), data={"day": "2023-07-01"})
    assert outside.status_code == 422
    assert "Sat 1 Jul lies outside the season (Mon 22 May to Fri 9 Jun)." in outside.text
    opened = browser.post(url(season, "/days/open"), data={"day": "2023-05-26"})
    assert opened.status_code == 303
    assert fresh(season).closed_days == []
    assert browser.post(url(season, "/days/open"), data={"day": "x"}).status_code == 400


def test_rules(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    chosen = {f"rule-{code}": severity
              for code, severity in severities_of(season.campaign.id).items()}  # fmt: skip
    chosen |= {"rule-H04": "off", "rule-W01": "blocks", "version": "1"}
    assert browser.post(url(season, "/rules"), data=chosen).status_code == 303
    assert [(r.code, r.severity) for r in fresh(season).rules] == [
        ("H04", "off"),
        ("W01", "blocks"),
    ]
    page = browser.get(url(season, "/rules")).text
    assert '<option value="off" selected>Off</option>' in page
    assert browser.post(url(season, "/rules"), data=chosen).status_code == 409
    assert browser.post(url(season, "/rules"), data={"rule-H04": "x"}).status_code == 400


def test_large_ids_are_not_found(sign_in: Any) -> None:
    assert sign_in().get("/campaigns/99999999999999/settings").status_code == 404
