"""The calendar of days off, and spans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from planner.agencies import periods, queries
from planner.core.availability import DaysOff
from planner.extensions import db
from tests import factories as make

SignIn = Callable[..., Any]
SEASON = {"first": "2023-05-22", "last": "2023-06-09"}


def test_the_calendar_of_a_period(office: Any, sign_in: SignIn) -> None:
    agency = make.make_agency(office, weekdays="1111100")
    address = f"/agencies/{agency.id}/availability"
    text = sign_in().get(f"{address}?from=2023-05-22&to=2023-06-09").text
    assert text.count('name="off"') == 15
    assert "May 2023</caption>" in text
    assert "June 2023</caption>" in text
    page = sign_in("viewer").get(f"{address}?from=2023-05-22&to=2023-06-09")
    assert page.text.count('name="off"') == 0


def test_days_are_ticked_off_and_free_again(office: Any, sign_in: SignIn) -> None:
    agency = make.make_agency(office)
    browser = sign_in()
    off = ["2023-05-23", "2023-05-24", "never"]
    ticked = {**SEASON, "version": "1", "off": off, "reason": "교육"}
    address = f"/agencies/{agency.id}/availability"
    assert browser.post(address, data=ticked).status_code == 303
    db.session.expire_all()
    assert queries.days_off(agency) == (DaysOff(date(2023, 5, 23), date(2023, 5, 24), "교육"),)
    assert browser.get(f"{address}?from=2023-05-22&to=2023-06-09").text.count(" checked") == 2
    assert browser.post(address, data={**SEASON, "version": "2"}).status_code == 303
    db.session.expire_all()
    assert queries.days_off(agency) == ()


def test_a_stale_calendar_is_shown_the_difference(office: Any, sign_in: SignIn) -> None:
    agency = make.make_agency(office, version=2)
    answer = sign_in().post(
        f"/agencies/{agency.id}/availability",
        data={**SEASON, "version": "1", "off": ["2023-05-23"]},
    )
    assert answer.status_code == 409
    assert '<th scope="row">2023-05-23</th><td>Day off</td><td>Can come</td>' in answer.text
    assert queries.days_off(agency) == ()


def test_a_span_is_added_refused_and_deleted(office: Any, sign_in: SignIn) -> None:
    agency = make.make_agency(office)
    browser = sign_in()
    address = f"/agencies/{agency.id}/absences"
    span = {"span-first": "2023-05-23", "span-last": "2023-05-25", "span-reason": "감사"}
    assert browser.post(address, data=span).status_code == 303
    answer = browser.post(address, data={**span, "span-first": "2023-05-25"})
    assert answer.status_code == 422
    assert "These days overlap with the days off from 2023-05-23 to 2023-05-25." in answer.text
    answer = browser.post(address, data={**span, "span-last": "2023-05-01"})
    assert answer.status_code == 422
    assert "The last day comes before the first." in answer.text
    db.session.expire_all()
    row = agency.absences[0]
    assert browser.post(f"{address}/{row.id + 1}/delete").status_code == 404
    assert browser.post(f"{address}/{row.id}/delete").status_code == 303
    db.session.expire_all()
    assert agency.absences == []


def test_who_may_not_tick(office: Any, sign_in: SignIn, client: Any) -> None:
    agency = make.make_agency(office)
    address = f"/agencies/{agency.id}/availability"
    assert client.get(address).status_code == 302
    assert client.post(address, data=SEASON).status_code == 401
    assert sign_in("viewer").post(address, data=SEASON).status_code == 403


def test_the_period_shown() -> None:
    today = date(2023, 12, 30)
    season = periods.Period("봄", "Spring", date(2023, 5, 22), date(2023, 6, 9))
    assert periods.chosen([season], None, None, today) == (season.first, season.last)
    assert periods.chosen((), None, None, today) == (date(2023, 12, 1), date(2024, 1, 31))
    assert periods.chosen((), date(2023, 5, 2), date(2023, 5, 1), today)[0] == date(2023, 12, 1)
    first, last = periods.chosen((), date(1999, 1, 1), date(2100, 1, 1), today)
    assert (last - first).days == periods.LONGEST


def test_the_newest_season_is_shown_unless_another_period_is_asked_for(
    office: Any, sign_in: SignIn
) -> None:
    agency = make.make_agency(office, weekdays="1111100")
    make.make_campaign(office, starts_on=date(2022, 10, 3), ends_on=date(2022, 10, 7))
    make.make_campaign(office, starts_on=date(2023, 5, 22), ends_on=date(2023, 6, 2), name="봄")
    make.make_campaign(make.make_office(), starts_on=date(2024, 1, 1), ends_on=date(2024, 1, 5))
    page = sign_in().get(f"/agencies/{agency.id}/availability").text
    assert page.count('name="off"') == 10
    assert 'value="2023-05-22"' in page
    assert ">봄</a>" in page
    assert "2024-01" not in page
