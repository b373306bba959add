"""The side navigation: on every page of a signed-in person one place of it is the current one."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from tests import factories as make

SEASON = "/campaigns/{season}"
EVENT = SEASON + "/events/{event}"
PLACES = (
    ("/home", "Home"),
    (SEASON + "/schedule", "Schedule"),
    (SEASON + "/events/new", "Schedule"),
    (EVENT, "Schedule"),
    (EVENT + "/booths", "Schedule"),
    (EVENT + "/map", "Schedule"),
    (EVENT + "/answers", "Schedule"),
    (SEASON + "/import/assignments", "Schedule"),
    (SEASON + "/proposals/what-if", "Proposals"),
    (SEASON + "/needs", "Booths and fields"),
    (SEASON + "/map/reach", "Map"),
    (SEASON + "/answers/waiting", "Agencies' answers"),
    (SEASON + "/portals", "Agencies' answers"),
    (SEASON + "/invitations/new", "Agencies' answers"),
    ("/agency-requests", "Agencies' answers"),
    (SEASON + "/results/outside", "Counts"),
    ("/events/{event}/counts", "Counts"),
    (SEASON + "/statistics/entries", "Statistics"),
    (SEASON + "/targets", "Statistics"),
    (SEASON + "/targets/new", "Statistics"),
    (SEASON + "/publish-statistics", "Statistics"),
    (SEASON + "/import/campaign_zones", "Season settings"),
    ("/campaigns/", "Seasons"),
    ("/campaigns/new", "Seasons"),
    (SEASON + "/next", "Seasons"),
    ("/places/booths/import", "Venues"),
    ("/places/dongs", "Zones and dongs"),
    ("/places/figures", "Zones and dongs"),
    ("/places/outlines", "Zones and dongs"),
    ("/places/outlines/report", "Zones and dongs"),
    ("/places/addresses", "Zones and dongs"),
    ("/agencies/pairs", "Agencies"),
    ("/letters/new", "Letters to agencies"),
    ("/account/sessions", "My account"),
)


def current(page: str) -> list[str]:
    """The places that are marked, in the navigation beside the page."""
    side = page.split('<div class="side')[1].split("</nav>")[0]
    return re.findall(r'aria-current="page">.*?<span>(.*?)</span>', side)


@pytest.mark.parametrize(("address", "place"), PLACES)
def test_one_place_is_the_current_one(office: Any, sign_in: Any, address: str, place: str) -> None:
    zone = make.make_zone(office)
    campaign = make.make_campaign(office, zones=(zone,))
    event = make.make_event(campaign, make.make_venue(office, zone), date(2023, 5, 23))
    answer = sign_in().get(address.format(season=event.campaign_id, event=event.id))
    assert answer.status_code == 200
    assert [name.replace("&#39;", "'") for name in current(answer.text)] == [place]


def test_before_the_first_season_the_places_of_the_office_are_marked(sign_in: Any) -> None:
    browser = sign_in("organizer")
    assert current(browser.get("/places/figures").text) == ["Zones and dongs"]
    assert current(browser.get("/campaigns/new").text) == ["Seasons"]
