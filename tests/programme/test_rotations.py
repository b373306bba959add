"""Rotating centres: rules, previews, holidays, and dates that become events of the draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from planner.campaigns.models import Event, RuleSetting
from planner.extensions import db
from planner.programme.book_imports import BOOK_KINDS
from planner.programme.models import Rotation, RotationPart, RotationStop
from planner.programme.rotation_queries import dates_of, get_rotation
from planner.tabular import ImportResult, import_rows
from tests import factories as make
from tests.programme.conftest import part, rotation, saved

SignIn = Callable[..., Any]


def season(office: Any) -> tuple[Any, Any, Any]:
    """A season of the second half of 2024 with a street and a facility."""
    zone = make.make_zone(office)
    street = make.make_venue(office, zone, name="서울역광장", kind="plaza")
    hall = make.make_venue(office, zone, name="복지관", kind="welfare_center", indoor=True)
    campaign = make.make_campaign(
        office, zones=(zone,), starts_on=date(2024, 7, 1), ends_on=date(2024, 12, 31)
    )
    return campaign, street, hall


def with_rule(office: Any, campaign: Any, *venues: Any, **values: Any) -> Rotation:
    row = rotation(office, campaign_id=campaign.id)
    rule = part(row, date(2024, 7, 1), themes="독거어르신;다문화가정", **values)
    for place, venue in enumerate(venues):
        saved(RotationStop(part_id=rule.id, venue_id=venue.id, position=place))
    db.session.expire_all()
    return get_rotation(office.id, row.id)


def form_of(row: Rotation, **values: Any) -> dict[str, Any]:
    return {
        "rotation": str(row.id),
        "starts_on": "2024-09-01",
        "weeks": ["1", "2", "3", "4"],
        "weekday": "2",
        "themes": "독거어르신; 다문화가정",
        "version": "1",
        **values,
    }


def test_twice_a_month_with_themes_and_places_in_turn(office: Any, sign_in: SignIn) -> None:
    campaign, street, hall = season(office)
    row = with_rule(office, campaign, street, hall)
    dates = dates_of(row)
    assert len(dates) == 12
    assert [(turn.day, turn.theme, turn.setting) for turn in dates[:2]] == [
        (date(2024, 7, 3), "독거어르신", "street"),
        (date(2024, 7, 17), "다문화가정", "facility"),
    ]
    page = sign_in("viewer").get(f"/programme/rotations/{row.id}").text
    assert "1st, 3rd Wed of the month (2 times a month)" in page
    assert "2024-07-03(Wed)" in page
    assert "Put 12 dates" not in page  # a viewer changes nothing
    assert "2024-07-03(Wed)" in sign_in().get("/programme/rotations").text


def test_a_change_in_mid_season_is_shown_before_it_is_made(office: Any, sign_in: SignIn) -> None:
    campaign, street, hall = season(office)
    row = with_rule(office, campaign, hall)
    make.make_event(campaign, hall, date(2024, 9, 4))
    browser = sign_in()
    address = f"/programme/rotations/{row.id}/rules/new"
    assert 'value="2024-07-02"' in browser.get(address).text
    data = form_of(row, stops=[str(street.id), str(hall.id), "", ""])
    shown = browser.post(address, data={**data, "preview": "1"})
    assert shown.status_code == 200
    assert "4 dates stay as they are." in shown.text
    assert shown.text.count(">New</span>") == 8
    assert shown.text.count("Other theme or place</span>") == 8
    assert "The draft holds an event on this day" in shown.text
    assert "2024-12-25(Wed)" in shown.text
    assert "Christmas" in shown.text  # a holiday is told
    assert len(db.session.scalars(select(RotationPart)).all()) == 1  # nothing was saved
    assert browser.post(address, data=data).status_code == 303
    db.session.expire_all()
    dates = dates_of(get_rotation(office.id, row.id))
    assert len(dates) == 2 * 2 + 4 * 4
    september = [turn.setting for turn in dates if turn.day.month == 9]
    assert september == ["street", "facility", "street", "facility"]


def test_another_weekday_says_which_dates_fall_away(office: Any, sign_in: SignIn) -> None:
    campaign, _street, hall = season(office)
    row = with_rule(office, campaign, hall)
    rule = row.parts[0]
    data = form_of(row, starts_on="2024-07-01", weeks=["1", "5"], weekday="4", preview="1")
    shown = sign_in().post(f"/programme/rotation-rules/{rule.id}/edit", data=data)
    assert shown.text.count("Falls away") == 12
    assert shown.text.count(">New</span>") == 12
    assert rule.weekday == "2"


def test_bad_rules_are_refused(office: Any, sign_in: SignIn) -> None:
    campaign, _street, hall = season(office)
    row = with_rule(office, campaign, hall)
    foreign = make.make_venue(make.make_office(), make.make_zone(make.make_office()))
    browser = sign_in()
    address = f"/programme/rotations/{row.id}/rules/new"
    for values, sentence in (
        ({"weeks": []}, "No week of the month is chosen."),
        ({"weeks": ["6"]}, "is not a valid choice"),
        ({"weekday": "7"}, "Not a valid choice."),
        ({"starts_on": "2024-07-01"}, "There is already such a row."),
        ({"starts_on": ""}, "This field is required."),
        ({"stops": [str(foreign.id)]}, "is not a valid choice"),
        ({"themes": ";".join(["아주 긴 테마 이름"] * 50)}, "longer than 400 characters"),
    ):
        answer = browser.post(address, data=form_of(row, **values))
        assert (answer.status_code, sentence in answer.text) == (422, True), values
    stale = form_of(row, starts_on="2024-07-01", version="0")
    rule = row.parts[0]
    answer = browser.post(f"/programme/rotation-rules/{rule.id}/edit", data=stale)
    assert (answer.status_code, "Somebody saved this meanwhile" in answer.text) == (409, True)
    assert browser.post(f"/programme/rotation-rules/{rule.id}/delete").status_code == 303
    assert dates_of(get_rotation(office.id, row.id)) == []


def test_dates_become_events_of_the_draft_once(office: Any, sign_in: SignIn) -> None:
    campaign, street, hall = season(office)
    row = with_rule(office, campaign, street, hall)
    make.make_event(campaign, street, date(2024, 7, 3))
    browser = sign_in()
    assert "Put 11 dates into the draft" in browser.get(f"/programme/rotations/{row.id}").text
    assert browser.post(f"/programme/rotations/{row.id}/events").status_code == 303
    events = db.session.scalars(select(Event).order_by(Event.day)).all()
    assert len(events) == 12
    assert (events[1].day, events[1].theme, events[1].venue_id, events[1].starts_at) == (
        date(2024, 7, 17), "다문화가정", hall.id, time(10),
    )  # fmt: skip
    again = browser.post(f"/programme/rotations/{row.id}/events")
    assert (again.status_code, "holds all these dates already" in again.text) == (422, True)
    assert "In the draft" in browser.get(f"/programme/rotations/{row.id}").text


def test_a_rule_that_forbids_keeps_every_date_out(office: Any, sign_in: SignIn) -> None:
    campaign, street, hall = season(office)
    campaign.weekdays = "1100000"  # Monday and Tuesday
    saved(RuleSetting(campaign_id=campaign.id, code="H02", severity="blocks"))
    row = with_rule(office, campaign, street, hall)
    answer = sign_in().post(f"/programme/rotations/{row.id}/events")
    assert answer.status_code == 422
    assert db.session.scalars(select(Event)).all() == []


def test_without_a_season_there_is_no_draft(office: Any, sign_in: SignIn) -> None:
    row = rotation(office)
    part(row, date(2024, 7, 1))
    browser = sign_in()
    answer = browser.post(f"/programme/rotations/{row.id}/events")
    assert (answer.status_code, "Choose the season" in answer.text) == (422, True)


def test_other_offices_and_roles(office: Any, sign_in: SignIn) -> None:
    foreign = rotation(make.make_office())
    rule = part(foreign, date(2024, 7, 1))
    browser, viewer = sign_in(), sign_in("viewer")
    assert browser.get(f"/programme/rotations/{foreign.id}").status_code == 404
    for address in (
        f"/programme/rotations/{foreign.id}/rules/new",
        f"/programme/rotation-rules/{rule.id}/edit",
    ):
        assert browser.get(address).status_code == 404
        assert browser.post(address, data=form_of(foreign)).status_code == 404
    assert browser.post(f"/programme/rotations/{foreign.id}/events").status_code == 404
    assert browser.post(f"/programme/rotation-rules/{rule.id}/delete").status_code == 404
    own = rotation(office)
    assert viewer.post(f"/programme/rotations/{own.id}/events").status_code == 403
    assert viewer.get(f"/programme/rotations/{own.id}/rules/new").status_code == 403


def test_a_file_of_rules_names_centre_and_places(office: Any, now: datetime) -> None:
    _campaign, _street, _hall = season(office)
    rotation(office)
    head = "rotation,starts_on,weeks,weekday,themes,stops\n"
    text = head + "순회상담소,2024-07-01,1;3,2,독거어르신;다문화가정,서울역광장;복지관\n"
    kind = BOOK_KINDS["rotation_parts"]
    assert import_rows(kind, office, "a.csv", text.encode(), now) == ImportResult(1, 0, 0, "utf-8")
    assert import_rows(kind, office, "a.csv", text.encode(), now) == ImportResult(0, 0, 1, "utf-8")
    other = text.replace("서울역광장;복지관", "복지관")
    assert import_rows(kind, office, "a.csv", other.encode(), now) == ImportResult(0, 1, 0, "utf-8")
    db.session.expire_all()
    rule = db.session.scalars(select(RotationPart)).one()
    assert [stop.venue.name for stop in rule.stops] == ["복지관"]
    for old, new, code in (
        ("1;3", "1;6", "not_a_week"),
        ("복지관\n", "없는 곳\n", "unknown_name"),
    ):
        faults = import_rows(kind, office, "a.csv", text.replace(old, new).encode(), now)
        assert isinstance(faults, tuple)
        assert [fault.code for fault in faults] == [code]


def test_lists_ask_a_fixed_number_of_questions(
    office: Any, sign_in: SignIn, count_queries: Any
) -> None:
    campaign, street, hall = season(office)
    row = with_rule(office, campaign, street)
    browser = sign_in("viewer")
    numbers = []
    for n in range(2):
        for address in ("/programme/rotations", f"/programme/rotations/{row.id}", "/programme"):
            with count_queries() as statements:
                assert browser.get(address).status_code == 200
            numbers.append(len(statements))
        if not n:
            other = rotation(office, "다른 순회", campaign_id=campaign.id)
            for owner in (row, other):
                rule = part(owner, date(2024, 9, 1), weeks="2")
                saved(RotationStop(part_id=rule.id, venue_id=hall.id))
    assert numbers[:3] == numbers[3:]


def test_a_long_rotation_is_paged_and_opens_at_the_next_date(office: Any, sign_in: SignIn) -> None:
    row = rotation(office, ends_on=date(2033, 12, 31))
    part(row, date(2014, 1, 1), weeks="1;2;3;4")
    dates = dates_of(get_rotation(office.id, row.id))
    assert len(dates) == 20 * 12 * 4
    browser = sign_in("viewer")
    opened = browser.get(f"/programme/rotations/{row.id}").text
    assert "2024-07-03(Wed)" in opened
    assert "<strong>960</strong> in all" in opened
    assert "2014-01-01(Wed)" in browser.get(f"/programme/rotations/{row.id}?page=1").text
    assert "2033-12-28(Wed)" in browser.get(f"/programme/rotations/{row.id}?page=999").text
    assert "2024-07-03(Wed)" in browser.get("/programme/rotations").text


def test_a_rotation_that_ends_before_it_begins_has_no_date(office: Any, sign_in: SignIn) -> None:
    row = rotation(office, ends_on=date(2024, 6, 30))
    part(row, date(2024, 7, 1))
    assert dates_of(get_rotation(office.id, row.id)) == []
    browser = sign_in()
    assert "There is no date." in browser.get(f"/programme/rotations/{row.id}").text
    data = form_of(row, preview="1")
    shown = browser.post(f"/programme/rotations/{row.id}/rules/new", data=data)
    assert (shown.status_code, "No date changes." in shown.text) == (200, True)
