"""The list of seasons, a new season, the start page, the season of the side navigation."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from planner.campaigns.models import Campaign
from planner.campaigns.queries import campaign_in_view
from planner.campaigns.releases import release
from planner.extensions import db
from planner.templating import SEOUL
from tests import factories as make
from tests.campaigns.season import Season

FORM = {
    "name": "서초 2024", "name_en": "Seocho 2024", "slug": "seocho-2024", "summary": "공원에서",
    "starts_on": "2024-05-01", "ends_on": "2024-05-31", "weekdays": ["0", "2", "4"],
    "opens_at": "09:30", "closes_at": "16:00", "events_wanted": "6", "min_gap": "2",
    "max_weekend": "0", "kits": "1", "kit_turnaround": "2", "adjacent_metres": "4",
    "rain_chance": "30",
}  # fmt: skip


def test_strangers_are_led_to_the_sign_in(client: Any, season: Season) -> None:
    for address in ("/campaigns/", "/home", "/campaigns/new"):
        answer = client.get(address)
        assert (answer.status_code, answer.location.split("?")[0]) == (302, "/sign-in")
    assert client.post("/campaigns/new", data=FORM).status_code == 401


def test_the_list_shows_the_office_its_own_seasons(season: Season, sign_in: Any) -> None:
    make.make_campaign(make.make_office(), name="다른 구")
    page = sign_in("viewer").get("/campaigns/").text
    assert "Seocho 2023" in page
    assert "2 / 2" in page
    assert "Draft only" in page
    assert "다른 구" not in page
    assert "Add a season" not in page


def test_the_list_costs_the_same_for_any_number(
    season: Season, sign_in: Any, count_queries: Any
) -> None:
    browser = sign_in()

    def cost() -> int:
        db.session.expire_all()
        with count_queries() as statements:
            assert "Seocho 2023" in browser.get("/campaigns/").text
        return len(statements)

    before = cost()
    for _ in range(2):
        campaign = make.make_campaign(season.office)
        make.make_event(campaign, season.hall, date(2023, 5, 30))
    assert cost() == before


def test_a_new_season(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    assert "Add the season" in browser.get("/campaigns/new").text
    answer = browser.post("/campaigns/new", data=FORM)
    row = db.session.scalar(select(Campaign).where(Campaign.slug == "seocho-2024"))
    assert row is not None
    assert (answer.status_code, answer.location) == (303, f"/campaigns/{row.id}/settings/fields")
    assert (row.office_id, row.weekdays, row.opens_at, row.events_wanted, row.kit_turnaround) == (
        season.office.id, "1010100", time(9, 30), 6, 2,
    )  # fmt: skip
    assert (row.weights, row.goal_order) == ({}, [])


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    bad = {**FORM, "ends_on": "2024-04-01", "slug": "Seocho 2024", "weekdays": []}
    answer = browser.post("/campaigns/new", data=bad)
    assert answer.status_code == 422
    assert "The last day lies before the first. Check both." in answer.text
    assert "Use small letters, digits and -." in answer.text
    assert "Choose at least one day of the week." in answer.text
    assert 'value="Seocho 2024"' in answer.text


def test_the_address_name_belongs_to_one_season(season: Season, sign_in: Any) -> None:
    answer = sign_in().post("/campaigns/new", data={**FORM, "slug": "seocho-2023"})
    assert answer.status_code == 422
    assert "The address name &#39;seocho-2023&#39; is taken. Choose another." in answer.text


def test_only_planners_add_seasons(season: Season, sign_in: Any) -> None:
    for role in ("viewer", "recorder"):
        browser = sign_in(role)
        assert browser.get("/campaigns/new").status_code == 403
        assert browser.post("/campaigns/new", data=FORM).status_code == 403


def test_the_start_page_before_the_first_season(sign_in: Any) -> None:
    assert "Begin your first season" in sign_in().get("/home").text
    assert "There is no season yet" in sign_in("viewer").get("/home").text


def test_the_start_page_says_what_to_do(season: Season, sign_in: Any, now: Any) -> None:
    season.events[0].fallback_id = None
    db.session.commit()
    page = sign_in().get("/home").text
    assert "Tue 23 May Ssarijae Park is outdoors and has no place for rain." in page
    assert "2 changes not released" in page
    assert "Check and release" in page
    season.events[0].fallback_id = season.hall.id
    db.session.commit()
    db.session.expire_all()
    release(season.loaded(), None, now)
    page = sign_in("viewer").get("/home").text
    assert "Draft and release are the same" in page
    assert "The draft keeps every rule." in page
    assert "Check and release" not in page


def test_recorders_see_events_and_no_problems(season: Season, sign_in: Any) -> None:
    season.events[0].fallback_id = None
    db.session.commit()
    page = sign_in("recorder").get("/home").text
    assert "Ssarijae Park" in page
    assert "no place for rain" not in page


def test_the_navigation_names_the_season_in_view(season: Season, sign_in: Any) -> None:
    older = make.make_campaign(
        season.office, name="옛 사업", name_en="Old", starts_on=date(2020, 1, 1),
        ends_on=date(2020, 2, 1),
    )  # fmt: skip
    browser = sign_in()
    title = '<p class="navigation-title"><a href="/campaigns/">{}</a></p>'
    assert title.format("Seocho 2023") in browser.get("/campaigns/").text
    assert title.format("Old") in browser.get(f"/campaigns/{older.id}/schedule").text


def test_a_season_of_next_year_does_not_hide_the_running_one(season: Season, sign_in: Any) -> None:
    today = datetime.now(SEOUL).date()
    season.campaign.starts_on = today - timedelta(days=3)
    season.campaign.ends_on = today + timedelta(days=3)
    make.make_campaign(
        season.office, name="내년", name_en="Next year", starts_on=today + timedelta(days=300),
        ends_on=today + timedelta(days=330),
    )  # fmt: skip
    db.session.commit()
    for role in ("administrator", "viewer", "recorder"):
        page = sign_in(role).get("/home").text
        assert '<p class="navigation-title"><a href="/campaigns/">Seocho 2023</a></p>' in page
        assert "Next year" not in page
        assert "Ssarijae Park" in page


def test_which_season_is_in_view(season: Season, count_queries: Any) -> None:
    office = season.office  # its season: 22 May to 9 June 2023, with events
    office_id = office.id

    def named_on(*day: int) -> str:
        with count_queries() as statements:
            found = campaign_in_view(office_id, date(*day))
        assert len(statements) == 1
        assert found is not None
        return found.name_en

    def add(name: str, first: date, last: date) -> Campaign:
        return make.make_campaign(office, name_en=name, starts_on=first, ends_on=last)

    assert campaign_in_view(make.make_office().id, date(2023, 5, 22)) is None
    bare = add("Bare", date(2024, 5, 1), date(2024, 5, 31))
    assert named_on(2023, 5, 1) == "Seocho 2023"  # the next to begin
    assert named_on(2023, 5, 22) == named_on(2023, 6, 9) == "Seocho 2023"
    assert named_on(2024, 4, 30) == "Seocho 2023"  # ended, but the only one with a plan
    assert named_on(2024, 5, 1) == "Bare"  # running, though nothing is planned
    assert named_on(2024, 6, 1) == "Seocho 2023"
    make.make_event(bare, season.hall, date(2024, 5, 7))
    later = add("Later", date(2025, 5, 1), date(2025, 5, 31))
    make.make_event(later, season.hall, date(2025, 5, 7))
    assert named_on(2023, 7, 1) == "Bare"  # of two to come, the earlier
    assert named_on(2025, 6, 1) == "Later"  # of those that ended, the last
    add("Overlapping", date(2024, 5, 1), date(2024, 12, 31))
    assert named_on(2024, 5, 8) == "Bare"  # of two running, the one with a plan


def test_recorders_reach_the_counts_of_every_season(season: Season, sign_in: Any) -> None:
    older = make.make_campaign(season.office, name="옛 사업", name_en="Old")
    make.make_campaign(make.make_office(), name="다른 구", name_en="Elsewhere")
    ids = [season.campaign.id, older.id]
    page = sign_in("recorder").get("/campaigns/").text
    for campaign_id in ids:
        assert f'href="/campaigns/{campaign_id}/results' in page
        for part in ("schedule", "settings", "release", "map", "coverage"):
            assert f"/campaigns/{campaign_id}/{part}" not in page
    assert "Old" in page
    assert "Elsewhere" not in page
    assert "Add a season" not in page
    assert 'href="/campaigns/"' in sign_in("recorder").get("/home").text
    assert "</span>Counts</a>" not in sign_in("viewer").get("/campaigns/").text


def test_recorders_before_the_first_season(sign_in: Any) -> None:
    page = sign_in("recorder").get("/campaigns/").text
    assert "The organizers have not planned any." in page
    assert "Add one with its period" not in page


def test_a_draft_without_events_is_not_praised(office: Any, sign_in: Any) -> None:
    season = make.make_campaign(office)
    for address in ("/home", f"/campaigns/{season.id}/schedule"):
        page = sign_in().get(address).text
        assert "No event is planned yet." in page and "The draft keeps every rule." not in page
