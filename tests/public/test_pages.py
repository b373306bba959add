"""The residents' pages: released data only, no account, both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from planner.core.release import Extra, stamp
from tests.factories import make_campaign, make_office
from tests.feeds.seasons import RELEASED, UIDS, change, draft, publish, released


@pytest.fixture
def browser(client):
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def at(monkeypatch):
    def set_clock(*moment: int) -> None:
        monkeypatch.setattr("planner.public.views.local_now", lambda: datetime(*moment))

    set_clock(2023, 5, 20, 12)
    return set_clock


def test_nothing_released_is_said_kindly(browser, office):
    make_campaign(office, slug="draft", name="Secret draft")
    page = browser.get("/")
    assert page.status_code == 200
    assert "No dates have been announced yet" in page.text
    assert 'href="/sign-in"' in page.text and "Secret draft" not in page.text
    assert browser.get("/seasons/draft").status_code == 404


def test_the_first_page_is_the_released_season(browser, office, at):
    publish(office, released())
    page = browser.get("/").text
    assert "<h1>Seocho counselling</h1>" in page
    assert "Next date" in page and "Tue 23 May 2023" in page
    assert page.index("Ssarijae Park") < page.index("서초1동주민센터")
    assert "If it rains: Jamwon hall" in page and "서초구 잠원로 2" in page
    assert "Banpo zone" in page and 'href="/subscribe/seocho-2023"' in page
    assert page == browser.get("/seasons/seocho-2023").text.replace(
        'value="/seasons/seocho-2023"', 'value="/"'
    )


def test_the_newest_release_counts_and_drafts_do_not(browser, office, at):
    season = released()
    release = publish(office, season)
    later = RELEASED + timedelta(days=1)
    publish(office, stamp(season, change(draft(), 1, day=date(2023, 5, 26)), later), now=later)
    release.campaign.name_en = "Renamed in the draft"
    page = browser.get("/").text
    assert "Fri 26 May 2023" in page and "Wed 24 May 2023" not in page
    assert "Renamed in the draft" not in page and "(no. 2)" in page


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ((2023, 5, 20, 12), "Next date"),
        ((2023, 5, 23, 8), "Today"),
        ((2023, 5, 23, 12), "Going on now"),
        ((2023, 5, 24, 15), "This season is over"),
    ],
)
def test_the_headline_follows_the_clock(browser, office, at, moment, words):
    publish(office, released())
    at(*moment)
    assert f'<h2 id="headline-title">{words}</h2>' in browser.get("/").text


def test_cancelled_and_moved_events_are_marked(browser, office, at):
    season = change(change(draft(), 1, status="cancelled"), 0, use_fallback=True)
    publish(office, stamp(released(), season, RELEASED))
    page = browser.get("/").text
    assert "Moved indoors because of the rain. It was planned at Ssarijae Park." in page
    assert '<li class="event cancelled"' in page
    moved = browser.get(f"/seasons/seocho-2023/events/{UIDS[0]}").text
    assert "<h1>Jamwon hall</h1>" in moved and "please come to the place below" in moved
    gone = browser.get(f"/seasons/seocho-2023/events/{UIDS[1]}").text
    assert "This date has been cancelled" in gone


def test_what_is_offered_where(browser, office, at):
    publish(office, released())
    page = browser.get("/").text
    rows = page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
    assert [row.count(">offered<") for row in rows] == [1, 2]
    assert "Money and debt" in rows[0] and ">New<" in rows[0]


def test_one_event(browser, office, at):
    season = change(draft(1, 2), 0, extras=(Extra("experience", "돌봄로봇", "Care robot", "9"),))
    publish(office, released(season))
    page = browser.get(f"/seasons/seocho-2023/events/{UIDS[0]}").text
    assert "Agency 1" in page and "Agency 2" in page and "booth 3" in page
    assert "Care robot" in page and "booth 9" in page
    assert 'href="tel:02-2155-6666"' in page
    assert browser.get("/seasons/seocho-2023/events/nothing").status_code == 404
    assert browser.get(f"/seasons/other/events/{UIDS[0]}").status_code == 404


def test_several_offices_are_a_choice_of_districts(browser, office, at):
    publish(office, released())
    other = replace(
        draft(slug="gangnam-2023").campaign, office="강남구", office_en="Gangnam", name_en="Gangnam"
    )
    publish(make_office(), released(replace(draft(slug="gangnam-2023"), campaign=other)))
    page = browser.get("/").text
    assert "Choose your district." in page
    assert 'href="/seasons/seocho-2023"' in page and 'href="/seasons/gangnam-2023"' in page


def test_the_latest_season_of_an_office_and_its_others(browser, office, at):
    older = draft(slug="seocho-2022")
    facts = replace(
        older.campaign,
        name_en="Season of 2022",
        starts_on=date(2022, 10, 1),
        ends_on=date(2022, 10, 31),
    )
    publish(office, released(replace(older, campaign=facts)))
    publish(office, released())
    page = browser.get("/").text
    assert "<h1>Seocho counselling</h1>" in page
    assert 'href="/seasons/seocho-2022">Season of 2022</a>' in page


def test_typed_text_is_text(browser, office, at):
    nasty = "<script>alert(1)</script>{{7*7}}"
    event = draft().events[0]
    season = change(draft(), 0, venue=replace(event.venue, name=nasty, name_en=""), theme=nasty)
    publish(office, released(season))
    for path in ("/", f"/seasons/seocho-2023/events/{UIDS[0]}"):
        page = browser.get(path).text
        assert "<script>alert" not in page and "{{7*7}}" in page


def test_a_page_is_not_sent_twice(browser, office, at):
    publish(office, released())
    first = browser.get("/")
    assert first.headers["ETag"].startswith('W/"') and "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"] == "no-cache"
    again = browser.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    at(2023, 5, 23, 12)
    fresh = browser.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert fresh.status_code == 200


def test_a_signed_in_persons_page_is_not_kept(sign_in, office, at):
    publish(office, released())
    response = sign_in("viewer").get("/")
    assert response.headers["Cache-Control"] == "no-store" and "ETag" not in response.headers


def test_korean_is_the_first_language(client, office, at):
    publish(office, released())
    page = client.get("/").text
    assert '<html lang="ko">' in page and "싸리재공원" in page
    assert "다음 일정" in page and "2023. 5. 23.(화)" in page and "예정" in page


def test_a_season_page_takes_a_fixed_number_of_queries(browser, office, at, count_queries):
    numbers = []
    for n in (1, 2):
        publish(office, released(draft(slug=f"s{n}")))
        publish(office, released(draft(slug=f"t{n}")))
        with count_queries() as statements:
            browser.get("/")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 5


def test_healthz_says_whether_the_database_answers(client, monkeypatch):
    response = client.get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "ok"})
    monkeypatch.setattr("planner.public.queries.database_answers", lambda: False)
    assert client.get("/healthz").status_code == 503


def test_robots(client):
    response = client.get("/robots.txt")
    assert response.mimetype == "text/plain"
    assert "Disallow: /feeds/" in response.text.splitlines()


def test_the_map_and_the_list_stand_on_one_page(browser, office, at):
    publish(office, released())
    page = browser.get("/").text
    assert "data-season-map-section" in page
    assert page.index("data-season-map-section") < page.index('<ol class="events">')


def test_no_public_page_reads_a_count(browser, office, at, count_queries):
    publish(office, released())
    with count_queries() as statements:
        for path in ("/", f"/seasons/seocho-2023/events/{UIDS[0]}", "/subscribe/seocho-2023"):
            assert browser.get(path).status_code == 200
    assert statements and not [sql for sql in statements if "count_entry" in sql]
