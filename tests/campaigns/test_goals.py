"""The season's goals: weights in words, goals one after the other, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from planner.extensions import db
from tests.campaigns.season import Season

WEIGHTS = {
    "weight_uncovered": "3000", "weight_zone_dev": "300", "weight_reach": "0",
    "weight_vuln": "1", "weight_load": "10", "weight_adjacent": "25",
}  # fmt: skip
RANKS = dict.fromkeys((f"rank_{name[7:]}" for name in WEIGHTS), "")
FORM = {**WEIGHTS, **RANKS, "mode": "weighted", "version": "1"}


def url(season: Season) -> str:
    return f"/campaigns/{season.campaign.id}/settings/goals"


def fresh(season: Season) -> Any:
    db.session.expire_all()
    return season.campaign


def test_goals_weighed_against_each_other(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    answer = browser.post(url(season), data={**FORM, "rank_load": "1"})
    assert (answer.status_code, answer.location) == (303, url(season))
    row = fresh(season)
    assert row.weights == {
        "uncovered": 3000, "zone_dev": 300, "reach": 0, "vuln": 1, "load": 10, "adjacent": 25,
    }  # fmt: skip
    assert (row.goal_order, row.version) == ([], 2)


def test_goals_one_after_the_other(season: Season, sign_in: Any) -> None:
    browser = sign_in()
    ranks = {"rank_uncovered": "1", "rank_vuln": "3", "rank_load": "3"}
    assert browser.post(url(season), data={**FORM, **ranks, "mode": "ordered"}).status_code == 303
    assert fresh(season).goal_order == [["uncovered"], ["vuln", "load"]]
    page = browser.get(url(season)).text
    assert '<input checked id="mode-1" name="mode" type="radio" value="ordered">' in page
    names = [part.split('"')[0] for part in page.split('data-goal="')[1:]]
    assert names == ["uncovered", "vuln", "load", "zone_dev", "reach", "adjacent"]
    rank = page.split('name="rank_load"')[1].split("</select>")[0]
    assert '<option selected value="2">Rank 2</option>' in rank


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Give a rank to at least one goal, or weigh the goals."),
        (
            dict.fromkeys(RANKS, "2"),
            "All goals share one rank, so none comes first. Give different ranks, or weigh the "
            "goals against each other.",
        ),
        (
            {"rank_uncovered": "1", "rank_reach": "2"},
            "&#39;Places where many people pass&#39; has a rank but does not matter. Give it a "
            "weight, or take its rank away.",
        ),
        ({"rank_load": "7"}, "Not a valid choice."),
        ({"rank_load": "first"}, "Not a valid choice."),
        ({"weight_load": "-5", "rank_load": "1"}, "Not a valid choice."),
        ({"mode": "both", "rank_load": "1"}, "Not a valid choice."),
    ],
)
def test_what_makes_no_order_is_refused_with_what_was_typed(
    season: Season, sign_in: Any, changes: dict[str, str], words: str
) -> None:
    answer = sign_in().post(url(season), data={**FORM, "mode": "ordered", **changes})
    assert answer.status_code == 422
    assert words in answer.text
    assert '<option selected value="3000">' in answer.text
    assert (fresh(season).goal_order, season.campaign.version) == ([], 1)


def test_weights_of_a_file_are_kept(season: Season, sign_in: Any) -> None:
    season.campaign.weights = {"uncovered": 777, "travel": 5}
    db.session.commit()
    browser = sign_in()
    assert "As set: 777 points" in browser.get(url(season)).text
    answer = browser.post(url(season), data={**FORM, "weight_uncovered": "777"})
    assert answer.status_code == 303
    assert (fresh(season).weights["uncovered"], season.campaign.weights["travel"]) == (777, 5)


def test_a_stale_form_is_shown_the_difference(season: Season, sign_in: Any) -> None:
    season.campaign.version = 3
    season.campaign.goal_order = [["load"]]
    db.session.commit()
    answer = sign_in().post(url(season), data=FORM)
    assert answer.status_code == 409
    assert (
        "How goals count</th><td>Weighed against each other</td><td>One after the other</td>"
    ) in answer.text
    assert 'value="3"' in answer.text
    assert fresh(season).goal_order == [["load"]]


def test_what_is_stored_wrongly_does_no_harm(season: Season, sign_in: Any) -> None:
    season.campaign.goal_order = [["nonsense", "load"], []]
    db.session.commit()
    assert "Rank 1" in sign_in().get(url(season)).text
