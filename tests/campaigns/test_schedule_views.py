"""The schedule and its events: shown, added, changed, moved, cancelled, deleted, refused."""

from __future__ import annotations

import html
import json
import re
from datetime import date, time
from typing import Any

import pytest

from planner.campaigns.models import Event, RuleSetting
from planner.campaigns.releases import release
from planner.extensions import db
from tests import factories as make
from tests.campaigns.season import Season


def base(season: Season) -> str:
    return f"/campaigns/{season.campaign.id}"


def url(season: Season, what: str = "", number: int = 0) -> str:
    return f"{base(season)}/events/{season.events[number].id}{what}"


def form(season: Season, **changes: Any) -> dict[str, Any]:
    values = {"version": "1", "day": "2023-05-23", "starts_at": "10:00", "ends_at": "16:00",
              "venue": str(season.venues[0].id), "fallback": str(season.hall.id),
              "theme": "", "note": ""}  # fmt: skip
    return {**values, **changes}


def reload(season: Season, number: int = 0) -> Event:
    db.session.expire_all()
    return season.events[number]


def test_the_calendar(season: Season, sign_in: Any) -> None:
    season.events[0].fallback_id = None
    db.session.commit()
    page = sign_in("viewer").get(f"{base(season)}/schedule").text
    assert "May 2023" in page and "June 2023" in page
    assert "Memorial Day" in page
    assert page.count('class="chip planned') == 2
    assert 'class="chip planned blocks"' in page
    assert "1 problems" in page
    assert "Tue 23 May Ssarijae Park is outdoors and has no place for rain. Choose one." in page
    assert "data-move" not in page and "Add an event" not in page
    assert "data-move" in sign_in().get(f"{base(season)}/schedule").text


def test_the_list_has_the_problems_beside_each_event(season: Season, sign_in: Any) -> None:
    season.events[0].fallback_id = None
    season.campaign.events_wanted = 3
    db.session.commit()
    page = sign_in().get(f"{base(season)}/schedule?view=list").text
    assert "2023-05-23(Tue)" in page
    assert 'class="event-row planned has-problems"' in page
    assert "2 of 3 events are planned. Add events, or change the number." in page
    assert "New date of Ssarijae Park" in page


def test_who_may_see_and_change_the_schedule(season: Season, sign_in: Any, client: Any) -> None:
    seen = [f"{base(season)}/schedule", url(season)]
    changed = [f"{base(season)}/events/new", url(season)]
    changed += [url(season, what) for what in ("/move", "/cancel", "/restore", "/delete")]
    stranger, viewer = sign_in(office=make.make_office()), sign_in("viewer")
    for address in seen:
        assert client.get(address).status_code == 302
        assert sign_in("recorder").get(address).status_code == 403
        assert stranger.get(address).status_code == 404
        assert viewer.get(address).status_code == 200
    for address in changed:
        assert client.post(address).status_code == 401
        assert viewer.post(address).status_code == 403
        assert stranger.post(address, data=form(season)).status_code == 404


def test_an_event_of_another_season_is_not_found(season: Season, sign_in: Any) -> None:
    other = make.make_campaign(season.office)
    address = f"/campaigns/{other.id}/events/{season.events[0].id}"
    assert sign_in().get(address).status_code == 404


def test_the_schedule_costs_the_same_for_any_number(
    season: Season, sign_in: Any, count_queries: Any
) -> None:
    browser = sign_in()

    def cost(view: str) -> int:
        db.session.expire_all()
        with count_queries() as statements:
            assert browser.get(f"/campaigns/{key}/schedule{view}").status_code == 200
        return len(statements)

    key = season.campaign.id
    before = [cost(""), cost("?view=list")]
    for day in (30, 31):
        event = make.make_event(season.campaign, season.venues[0], date(2023, 5, day),
                                fallback_id=season.hall.id)  # fmt: skip
        make.make_assignment(event, season.agencies[0], season.venues[0].booths[2])
    assert [cost(""), cost("?view=list")] == before
    assert max(before) < 35


def test_a_new_event(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    page = browser.get(f"{base(season)}/events/new?day=2023-06-01").text
    assert 'value="2023-06-01"' in page and 'value="10:00"' in page
    assert '<optgroup label="Banpo zone">' in page
    data = form(season, day="2023-06-01", theme="어르신", pinned="y")
    answer = browser.post(f"{base(season)}/events/new", data=data)
    event = db.session.query(Event).filter_by(day=date(2023, 6, 1)).one()
    assert answer.status_code == 303
    assert answer.location == f"{base(season)}/schedule#event-{event.id}"
    assert (event.venue_id, event.fallback_id, event.theme, event.pinned, event.status) == (
        season.venues[0].id, season.hall.id, "어르신", True, "planned",
    )  # fmt: skip
    assert len(event.uid) == 36


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends_at": "09:00"}, "The end is not after the beginning. Check both."),
        ({"day": "nonsense"}, "Not a valid date value."),
        ({"venue": "999999"}, "Not a valid choice."),
        ({"fallback": "", "use_fallback": "y"}, "Choose the place to which the event moves."),
    ],
)
def test_a_wrong_event_is_refused(
    season: Season, sign_in: Any, change: dict[str, str], sentence: str
) -> None:
    data = form(season, theme="typed before", **change)
    for address in (f"{base(season)}/events/new", url(season)):
        answer = sign_in().post(address, data=data)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert 'value="typed before"' in answer.text
    assert db.session.query(Event).count() == 2


def test_changing_an_event_keeps_its_uid(season: Season, sign_in: Any) -> None:
    uid = season.events[0].uid
    data = form(season, starts_at="11:00", use_fallback="y", note="열쇠")
    assert sign_in().post(url(season), data=data).status_code == 303
    event = reload(season)
    assert (event.uid, event.starts_at, event.use_fallback, event.note, event.version) == (
        uid, time(11), True, "열쇠", 2,
    )  # fmt: skip
    assert [row.booth.number for row in event.assignments] == ["1", "2"]


def test_at_another_venue_booths_are_given_up(season: Season, sign_in: Any) -> None:
    data = form(season, venue=str(season.hall.id), fallback="")
    assert sign_in().post(url(season), data=data).status_code == 303
    event = reload(season)
    assert (event.venue_id, event.fallback_id) == (season.hall.id, None)
    assert [row.booth_id for row in event.assignments] == [None, None]


def test_a_stale_event_is_shown_the_difference(season: Season, sign_in: Any) -> None:
    season.events[0].version, season.events[0].theme = 2, "여성"
    season.events[0].venue_id = season.hall.id
    db.session.commit()
    answer = sign_in().post(url(season), data=form(season, theme="어르신"))
    assert answer.status_code == 409
    assert '<th scope="row">Theme</th><td>어르신</td><td>여성</td>' in answer.text
    assert '<th scope="row">Venue</th><td>Ssarijae Park</td><td>Seocho 1 Centre</td>' in answer.text
    assert reload(season).theme == "여성"


def test_moving_an_event(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    answer = browser.post(url(season, "/move"), data={"version": "1", "day": "2023-06-01"})
    assert answer.location == f"{base(season)}/schedule#event-{season.events[0].id}"
    assert (reload(season).day, season.events[0].version) == (date(2023, 6, 1), 2)
    again = browser.post(url(season, "/move"), data={"version": "1", "day": "2023-06-02"})
    assert again.status_code == 409
    assert "Somebody changed this event meanwhile; nothing was saved." in again.text
    assert reload(season).day == date(2023, 6, 1)
    wrong = browser.post(url(season, "/move"), data={"version": "2", "day": ""})
    assert (wrong.status_code, "Type a date such as 2023-05-23." in wrong.text) == (422, True)
    listed = browser.post(url(season, "/move"),
                          data={"version": "2", "day": "2023-06-02", "view": "list"})  # fmt: skip
    assert listed.location.startswith(f"{base(season)}/schedule?view=list#")


def test_a_rule_that_blocks_refuses_the_move(season: Season, sign_in: Any) -> None:
    db.session.add(RuleSetting(campaign_id=season.campaign.id, code="H05", severity="blocks"))
    db.session.commit()
    browser = sign_in()
    answer = browser.post(url(season, "/move"), data={"version": "1", "day": "2023-05-24"})
    assert answer.status_code == 422
    assert "lie on the same day. Move one of them." in answer.text
    assert (reload(season).day, season.events[0].version) == (date(2023, 5, 23), 1)
    fine = browser.post(url(season, "/move"), data={"version": "1", "day": "2023-05-25"})
    assert fine.status_code == 303
    new = browser.post(f"{base(season)}/events/new", data=form(season, day="2023-05-25"))
    assert new.status_code == 422
    assert db.session.query(Event).count() == 2


def test_cancelling_and_taking_it_back(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    assert browser.post(url(season, "/cancel"), data={"version": "1"}).status_code == 303
    assert (reload(season).status, len(season.events[0].assignments)) == ("cancelled", 2)
    assert "Take the cancellation back" in browser.get(url(season)).text
    assert 'class="chip cancelled' in browser.get(f"{base(season)}/schedule").text
    assert browser.post(url(season, "/cancel"), data={"version": "1"}).status_code == 409
    assert browser.post(url(season, "/restore"), data={"version": "2"}).status_code == 303
    assert reload(season).status == "planned"


def test_only_unreleased_events_are_deleted(season: Season, sign_in: Any, now: Any) -> None:
    browser = sign_in()
    release(season.loaded(), None, now)
    answer = browser.post(url(season, "/delete"), data={"version": "1"})
    assert answer.status_code == 422
    assert "This event has been released, so it cannot be deleted." in answer.text
    assert "Delete the event" not in browser.get(url(season)).text
    new = make.make_event(season.campaign, season.hall, date(2023, 6, 1))
    address = f"{base(season)}/events/{new.id}/delete"
    assert browser.post(address, data={"version": "1"}).status_code == 303
    db.session.expire_all()
    assert db.session.query(Event).count() == 2


def test_viewers_read_the_event(season: Season, sign_in: Any) -> None:
    page = sign_in("viewer").get(url(season)).text
    assert "10:00–16:00" in page and "Seocho 1 Centre" in page
    assert '<form method="post" novalidate>' not in page


def test_rain_places_travel_to_the_script_as_json(season: Season, sign_in: Any) -> None:

    page = sign_in().get(f"{base(season)}/events/new").text
    found = re.search(r'data-rain="([^"]*)"', page)
    assert found is not None
    park, hall = str(season.venues[0].id), str(season.hall.id)
    assert json.loads(html.unescape(found[1])) == {park: [hall]}


@pytest.mark.parametrize("day", ["9999-12-31", "2223-05-23", "0001-01-01"])
def test_a_mistyped_year_is_refused_with_what_was_typed(
    season: Season, sign_in: Any, day: str
) -> None:
    browser = sign_in()
    answer = browser.post(url(season), data=form(season, day=day))
    assert answer.status_code == 422
    assert (
        f"{day} is far from the season (2023-05-22 to 2023-06-09). Check the year." in answer.text
    )
    assert f'value="{day}"' in answer.text
    moved = browser.post(url(season, "/move"), data={"version": "1", "day": day})
    assert moved.status_code == 422
    assert "Check the year." in moved.text
    assert reload(season).day == date(2023, 5, 23)


def test_a_stray_event_shows_its_own_month_and_not_those_between(
    season: Season, sign_in: Any
) -> None:
    season.events[0].day = date(9999, 12, 31)
    db.session.commit()
    page = sign_in().get(f"{base(season)}/schedule").text
    assert "December 9999" in page
    assert "July 2023" not in page
