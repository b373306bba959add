"""Goals one after the other, from the season's settings to the page of the proposal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask_babel import force_locale

from planner.campaigns.bridge import load_campaign
from planner.core.assumption_values import assumptions_to
from planner.core.assumptions import Goals
from planner.core.problem import Weights
from planner.engine import Goal
from planner.extensions import db
from planner.jobs import solving
from planner.jobs.worker import work_once
from planner.proposals import views as proposal_views
from planner.proposals.goal_pages import goal_rows
from planner.proposals.goals import (
    GoalLine,
    goals_of,
    goals_to,
    is_ordered,
    ordered_quality,
)
from planner.proposals.input import season_ask
from planner.proposals.models import Proposal
from planner.proposals.services import propose
from planner.proposals.words import gap_share, quality
from tests.campaigns.seasons import draft, make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)
ORDER = [["reach"], ["uncovered", "load"]]


@pytest.fixture
def season(office):
    return make_season(office)


@pytest.fixture(autouse=True)
def before_the_season(monkeypatch):
    monkeypatch.setattr(proposal_views, "now", lambda: NOW + timedelta(minutes=1))


def ordered(season, order=ORDER):
    season.campaign.goal_order = order
    db.session.commit()


def worked(app, season, **values):
    proposal_id = propose(season.campaign, seconds=120, now=NOW, **values).id
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=0.05)
    db.session.expire_all()
    return db.session.get(Proposal, proposal_id)


def loaded(season):
    db.session.expire_all()
    return load_campaign(season.campaign.office_id, season.campaign.id)


def test_the_question_holds_the_seasons_order(season):
    assert season_ask(loaded(season), date(2023, 5, 21)).order == ()
    ordered(season)
    assert season_ask(loaded(season), date(2023, 5, 21)).order == (
        ("reach",), ("uncovered", "load"),
    )  # fmt: skip


def test_the_order_is_asked_for_only_where_there_is_one(app, season, monkeypatch):
    asked = []

    def noting(problem, **values):
        from planner.engine import solve

        asked.append(values.get("order"))
        return solve(problem, **values)

    monkeypatch.setattr(solving, "solve", noting)
    worked(app, season)
    ordered(season)
    worked(app, season)
    assert asked == [None, (("reach",), ("uncovered", "load"))]


def test_what_was_reached_of_each_goal_is_kept(app, season):
    ordered(season)
    row = worked(app, season)
    assert (row.state, row.outcome, row.bound) == ("done", "optimal", None)
    goals = goals_of(row)
    assert [tuple(goal.terms) for goal in goals] == [
        ("reach",),
        ("uncovered", "load"),
        ("zone_dev", "period_miss", "vuln", "travel", "adjacent"),
    ]
    assert all(goal.proven and goal.best == goal.points for goal in goals)
    assert sum(goal.points for goal in goals) == row.score
    assert goals[0].points == row.terms["reach"]
    assert row.detail["order"] == ORDER


def test_an_earlier_goal_is_met_whatever_it_costs_the_others(app, season):
    season.campaign.weights = {"reach": 1, "vuln": 1000}
    season.campaign.zones.pop()
    season.campaign.zones[0].max_visits = season.campaign.zones[1].max_visits = 3
    for zone in season.campaign.zones:
        zone.min_visits = 0
    db.session.commit()
    weighed = worked(app, season)
    ordered(season, [["reach"]])
    first = worked(app, season)
    assert first.terms["reach"] < weighed.terms["reach"]
    assert first.score > weighed.score


def test_what_the_draft_was_is_not_restored_at_a_goals_cost(app, season):
    draft(season)
    ordered(season, [["uncovered"]])
    season.campaign.weights = {"uncovered": 1, "load": 1000}
    for row in season.campaign.agencies:
        row.target_events = 1
    db.session.commit()
    row = worked(app, season)
    assert goals_of(row)[0].points == row.terms["uncovered"] == goals_of(row)[0].best


def test_stored_points_are_those_of_the_plan_as_it_is_kept():
    goals = [
        Goal(("uncovered",), 3000, 2000, False),
        Goal(("load",), 50, None, False),
        Goal(("vuln",), 7, 7, True),
    ]
    units = {"uncovered": 2, "load": 5, "vuln": 9}
    stored = goals_to(goals, Weights(), units)
    assert [(item["points"], item["bound"], item["proven"]) for item in stored] == [
        (2000, 2000, True),
        (50, None, False),
        (9, 7, False),
    ]


@pytest.mark.parametrize(
    ("proven", "words"),
    [
        ("", "The goals are pursued one after the other."),
        ("111", "Proven: no plan does better in these goals, in this order."),
        ("101", "Proven best in the first 1 of 3 goals."),
        ("011", "It is not proven yet that the first goal cannot be met better."),
    ],
)
def test_how_many_goals_are_proven_in_words(app, proven, words):
    goals = [GoalLine(("load",), 1, 1, mark == "1") for mark in proven]
    with force_locale("en"):
        assert ordered_quality(goals) == words


def test_with_an_order_a_gap_of_points_says_nothing(app):
    row = Proposal(state="running", score=100, bound=10.0, outcome="", detail={"order": ORDER})
    with force_locale("en"):
        assert gap_share(row) == "-"
        assert quality(row) == "The goals are pursued one after the other."
        row.detail = {}
        assert (gap_share(row), quality(row)) == (
            "90%", "At most 90 % from the best possible.",
        )  # fmt: skip


def test_one_that_waits_is_known_to_be_ordered(season):
    row = propose(season.campaign, now=NOW)
    assert is_ordered(row) is False
    ordered(season)
    assert is_ordered(row) is True
    row.detail = {"assumptions": assumptions_to([Goals((), ())])}
    assert is_ordered(row) is False
    row.detail = {"order": []}
    assert is_ordered(row) is False
    row.kind, row.detail = "booths", {}
    assert is_ordered(row) is False


def test_the_page_shows_the_goals_in_their_order(app, season, sign_in):
    draft(season)
    ordered(season)
    row = worked(app, season)
    with app.test_request_context(), force_locale("en"):
        rows = goal_rows(row)
    assert [(line.rank, line.last, line.proven) for line in rows] == [
        (1, False, True), (2, False, True), (3, True, True),
    ]  # fmt: skip
    assert rows[0].label == "Places where many people pass"
    assert rows[0].reached == [f"People fewer than at the best places: {row.terms['reach']}"]
    assert rows[0].before is not None and rows[0].before >= rows[0].points
    page = sign_in().get(f"/campaigns/{row.campaign_id}/proposals/{row.id}").text
    assert "Goals in their order" in page
    assert page.count("Proven best</span>") == 3
    assert "Proven: no plan does better in these goals, in this order." in page


def test_a_goal_that_time_did_not_reach_is_said_so(app, season, sign_in):
    ordered(season)
    row = worked(app, season)
    first, second, last = row.detail["goals"]
    goals = [{**first, "proven": False}, {**second, "bound": None, "proven": False}, last]
    row.detail = {**row.detail, "goals": goals}
    db.session.commit()
    page = sign_in().get(f"/campaigns/{row.campaign_id}/proposals/{row.id}").text
    assert "Not proven</span>" in page and "Not reached in this time</span>" in page
    assert "It is not proven yet that the first goal cannot be met better." in page


def test_weighed_goals_have_no_such_table(app, season, sign_in):
    row = worked(app, season)
    assert goal_rows(row) == []
    page = sign_in().get(f"/campaigns/{row.campaign_id}/proposals/{row.id}").text
    assert "Goals in their order" not in page and "Gap at most" in page
