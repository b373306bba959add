"""Findings of a draft: severities, sentences, and who they concern."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from flask_babel import force_locale

from planner.campaigns.findings import Finding, by_event, find_problems
from planner.campaigns.models import ClosedDay, RuleSetting
from planner.extensions import db
from planner.places.models import VenueClosure
from tests.campaigns.season import Season, make_season


@pytest.fixture
def season(office: Any) -> Iterator[Season]:
    with force_locale("en"):
        yield make_season(office)


def findings(season: Season) -> list[Finding]:
    db.session.commit()
    db.session.expire_all()
    return find_problems(season.loaded())


def only(season: Season) -> Finding:
    (finding,) = findings(season)
    return finding


def test_a_sound_season_has_no_findings(season: Season) -> None:
    assert findings(season) == []


def test_an_outdoor_event_without_rain_place(season: Season) -> None:
    season.events[0].fallback_id = None
    found = only(season)
    assert (found.code, found.severity) == ("H04", "blocks_release")
    assert found.sentence == (
        "Tue 23 May Ssarijae Park is outdoors and has no place for rain. Choose one."
    )
    assert found.concerns("event", season.events[0].uid)


def test_the_names_of_the_season_follow_the_language(season: Season) -> None:
    season.events[0].fallback_id = None
    with force_locale("ko"):
        assert "5. 23.(화) 싸리재공원" in only(season).sentence


def test_a_closed_day_and_a_wrong_weekday_are_told_apart(season: Season) -> None:
    db.session.add(
        ClosedDay(campaign_id=season.campaign.id, day=date(2023, 5, 24), name="Office day")
    )
    season.events[0].day = date(2023, 6, 3)
    season.campaign.max_weekend = 1
    season.campaign.weekdays = "1111110"
    assert only(season).sentence == (
        "Wed 24 May Seocho 1 Centre lies on a closed day (Office day). Choose another day."
    )
    season.campaign.weekdays = "1111100"
    assert [(item.code, item.sentence.split(" lies ")[1]) for item in findings(season)] == [
        ("H02", "on a closed day (Office day). Choose another day."),
        ("H02", "on a weekday that the season does not allow. Choose another day."),
    ]


def test_a_holiday_only_warns(season: Season) -> None:
    season.events[1].day = date(2023, 5, 29)
    found = only(season)
    assert (found.code, found.severity, found.blocks_release) == ("W01", "warns", False)
    assert "Alternative holiday for Buddha's Birthday" in found.sentence


def test_two_events_on_one_day(season: Season) -> None:
    season.events[1].day = date(2023, 5, 23)
    found = findings(season)
    assert [item.code for item in found] == ["H05", "H11", "H11"]
    assert found[0].sentence == (
        "Tue 23 May Ssarijae Park and Tue 23 May Seocho 1 Centre lie on the same day. "
        "Move one of them."
    )
    assert set(by_event(found)) == {event.uid for event in season.events}


def test_a_venue_that_is_closed(season: Season) -> None:
    season.venues[0].closures.append(
        VenueClosure(first_day=date(2023, 5, 22), last_day=date(2023, 5, 23))
    )
    assert only(season).code == "H03"


def test_an_agency_without_booth_warns_once(season: Season) -> None:
    season.events[0].assignments[0].booth_id = None
    found = only(season)
    assert found.code == "W06"
    assert found.sentence == "Tue 23 May Ssarijae Park: 1 agencies have no booth yet (CCRS)."


def test_an_agency_that_is_no_longer_invited(season: Season) -> None:
    del season.campaign.agencies[0]
    found = findings(season)
    assert [item.code for item in found] == ["H10", "H10"]
    assert found[0].sentence == (
        "CCRS is at Tue 23 May Ssarijae Park and is not invited to this season. "
        "Invite it, or take it out."
    )


def test_cancelled_events_are_passed_over(season: Season) -> None:
    season.events[0].status = "cancelled"
    season.events[0].fallback_id = None
    assert [item.code for item in findings(season)] == ["H01", "H07"]


@pytest.mark.parametrize(
    ("severity", "found"), [("off", []), ("warns", ["warns"]), ("blocks", ["blocks"])]
)
def test_a_campaign_sets_its_own_severities(
    season: Season, severity: str, found: list[str]
) -> None:
    db.session.add(RuleSetting(campaign_id=season.campaign.id, code="H04", severity=severity))
    season.events[0].fallback_id = None
    assert [item.severity for item in findings(season)] == found


def test_fields_that_are_short_and_hours(season: Season) -> None:
    season.campaign.fields[0].need = 2
    season.events[0].starts_at = time(9)
    found = findings(season)
    assert [item.code for item in found] == ["W02", "W02", "W08"]
    assert found[0].sentence == (
        "Tue 23 May Ssarijae Park: agencies are missing for Finance. Add agencies or fields."
    )
    assert found[2].sentence == (
        "Tue 23 May Ssarijae Park is held 09:00–16:00, outside the hours of the season "
        "(10:00–16:00)."
    )
