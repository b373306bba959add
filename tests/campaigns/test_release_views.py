"""The pages of releases: check, difference, button, history; and `plan release`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Flask

from planner.campaigns.queries import latest_release, list_releases
from planner.campaigns.releases import release
from planner.cli.campaigns import release_command
from planner.extensions import db
from tests import factories as make
from tests.campaigns.season import Season


def url(season: Season) -> str:
    return f"/campaigns/{season.campaign.id}/release"


def test_who_may_release(season: Season, sign_in: Any, client: Any) -> None:
    assert client.get(url(season)).status_code == 302
    assert client.post(url(season)).status_code == 401
    assert sign_in("viewer").get(url(season)).status_code == 403
    assert sign_in("viewer").post(url(season)).status_code == 403
    stranger = sign_in(office=make.make_office())
    assert stranger.get(url(season)).status_code == 404
    assert stranger.post(url(season)).status_code == 404
    assert latest_release(season.campaign.id) is None


def test_the_first_release(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    page = browser.get(url(season)).text
    assert "No rule forbids the release." in page
    assert "New: Tue 23 May Ssarijae Park, 10:00–16:00" in page
    answer = browser.post(url(season), data={"note": "첫 배포"})
    assert (answer.status_code, answer.location) == (303, url(season) + "s/1")
    shown = browser.get(answer.location).text
    assert "첫 배포" in shown and "Ssarijae Park" in shown
    page = browser.get(url(season)).text
    assert "Nothing has changed since the last release." in page
    assert browser.post(url(season), data={}).status_code == 422


def test_the_next_release_says_what_is_different(
    season: Season, sign_in: Any, now: datetime
) -> None:
    release(season.loaded(), None, now)
    first, second = season.events
    first.day, first.starts_at = date(2023, 5, 25), first.starts_at.replace(hour=11)
    first.assignments[0].booth_id = season.venues[0].booths[4].id
    first.assignments[1].fields = []
    second.status = "cancelled"
    season.venues[0].name_en = "Ssarijae Green"
    db.session.commit()
    db.session.expire_all()
    page = sign_in().get(url(season)).text
    for sentence in (
        "Thu 25 May Ssarijae Green: moved from Tue 23 May to Thu 25 May",
        "Thu 25 May Ssarijae Green: 11:00–16:00 instead of 10:00–16:00",
        "Thu 25 May Ssarijae Green: the venue was called Ssarijae Park",
        "Thu 25 May Ssarijae Green: CCRS at booth 5 instead of 1",
        "Thu 25 May Ssarijae Green: Housing Centre counsels in none",
        "Cancelled: Wed 24 May Seocho 1 Centre",
    ):
        assert f">{sentence}</li>" in page


def test_what_blocks_is_listed_and_nothing_is_released(season: Season, sign_in: Any) -> None:
    season.events[0].fallback_id = None
    db.session.commit()
    browser = sign_in()
    page = browser.get(url(season)).text
    assert "1 problems forbid the release." in page
    assert "disabled" in page
    answer = browser.post(url(season), data={"note": "kept"})
    assert answer.status_code == 422
    assert "1 problems forbid the release. Put them right first." in answer.text
    assert "kept</textarea>" in answer.text
    assert latest_release(season.campaign.id) is None


def test_warnings_are_accepted_and_kept(season: Season, sign_in: Any) -> None:
    season.events[1].day = date(2023, 5, 29)
    db.session.commit()
    browser = sign_in()
    assert "1 warnings: they can be released" in browser.get(url(season)).text
    assert browser.post(url(season), data={}).status_code == 303
    assert "lies on a public holiday" in browser.get(url(season) + "s/1").text


def test_viewers_read_releases_of_their_office(season: Season, sign_in: Any, now: Any) -> None:
    release(season.loaded(), None, now)
    assert sign_in("viewer").get(url(season) + "s/1").status_code == 200
    assert sign_in("viewer").get(url(season) + "s/2").status_code == 404
    stranger = sign_in("viewer", office=make.make_office())
    assert stranger.get(url(season) + "s/1").status_code == 404


def test_release_from_the_command_line(season: Season, app: Flask) -> None:
    runner = app.test_cli_runner()
    slug = season.campaign.slug
    answer = runner.invoke(release_command, [slug, "--note", "from the shell"])
    assert answer.exit_code == 0, answer.output
    assert answer.output.splitlines() == [
        "release 1 of seocho-2023",
        "  New: Tue 23 May Ssarijae Park, 10:00–16:00",
        "  New: Wed 24 May Seocho 1 Centre, 10:00–16:00",
    ]
    again = runner.invoke(release_command, [slug])
    assert (again.exit_code, again.stderr) == (1, "Nothing has changed since the last release.\n")
    unknown = runner.invoke(release_command, ["nowhere"])
    assert (unknown.exit_code, unknown.stderr) == (1, "there is no campaign 'nowhere'\n")
    assert [row.note for row in list_releases(season.campaign.id)] == ["from the shell"]


def test_the_command_says_which_rules_forbid(season: Season, app: Flask) -> None:
    season.events[0].fallback_id = None
    db.session.commit()
    answer = app.test_cli_runner().invoke(release_command, [season.campaign.slug])
    assert answer.exit_code == 1
    assert answer.stderr.splitlines() == [
        "H04 Tue 23 May Ssarijae Park is outdoors and has no place for rain. Choose one.",
        "1 problems forbid the release. Put them right first.",
    ]
