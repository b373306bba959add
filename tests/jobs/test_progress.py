"""What a search tells of its course while it runs, and what of it stays."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask_babel import force_locale

from planner.core.trace import Point, trace_from
from planner.engine import Progress, solve
from planner.extensions import db
from planner.jobs import claims, solving
from planner.jobs.solving import Watch
from planner.jobs.worker import work_once
from planner.proposals import views as proposal_views
from planner.proposals.models import Proposal
from planner.proposals.progress_pages import course_of
from planner.proposals.services import plan_of, propose
from planner.proposals.services import stop as stop_proposal
from tests import factories
from tests.campaigns.seasons import make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)


@pytest.fixture
def season(office):
    return make_season(office)


@pytest.fixture(autouse=True)
def twelve_seconds_later(monkeypatch):
    monkeypatch.setattr(proposal_views, "now", lambda: NOW + timedelta(seconds=12))


def fresh(proposal_id):
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Proposal, proposal_id)


def telling(monkeypatch, words, told=None, wait=None):
    """A search that says these words (phase, seconds, score, bound), then answers."""

    def search(problem, *, on_progress, should_stop, seconds, **values):
        for phase, at, score, bound in words:
            terms = {"uncovered": 2} if score is not None else None
            on_progress(Progress(phase, at, seconds, score, bound, terms))
        if told is not None:
            told.set()
        while wait is not None and not wait(should_stop):
            threading.Event().wait(0.01)
        return solve(problem, seconds=10, **values)

    monkeypatch.setattr(solving, "solve", search)


WORDS = (
    ("dates", 0.2, None, None),
    ("dates", 0.5, 9000, None),
    ("model", 0.9, 9000, 100.0),
    ("window", 3.0, 5000, 100.0),
    ("scattered", 4.0, 5000, 100.0),
)


def test_only_what_is_news_is_told_with_the_detail():
    watch = Watch()
    watch.note(Progress("dates", 0.5, 10, 9000, None, {"load": 3}))
    assert watch.told() == {"terms": {"load": 3}}  # the question is not stored yet
    watch.detail = {"as_of": "2023-05-21"}
    told = watch.told()
    assert told["detail"]["as_of"] == "2023-05-21"
    assert trace_from(told["detail"]["progress"]).points == (Point(0.5, 9000, None),)
    watch.note(Progress("dates", 0.9, 10, 9000, None, {"load": 3}))
    assert watch.told() == {"terms": {"load": 3}}


def test_a_beat_is_one_update_with_the_course(app, season, count_queries):
    proposal_id = propose(season.campaign, now=NOW).id
    db.session.rollback()
    claims.claim(proposal_id, NOW)
    with count_queries() as statements:
        detail = {"progress": {"points": [[1.0, 5, None]], "stages": [], "end": 1.0}}
        claims.beat(proposal_id, NOW, NOW, 5, None, terms={"load": 1}, detail=detail)
    assert [text.split()[0] for text in statements] == ["UPDATE", "SELECT"]
    row = fresh(proposal_id)
    assert (row.terms, row.detail) == ({"load": 1}, detail)


def test_while_it_runs_the_page_tells_stage_points_and_gap(app, season, monkeypatch, sign_in):
    told, seen = threading.Event(), {}
    row = propose(season.campaign, seconds=30, now=NOW)
    base, proposal_id = f"/campaigns/{season.campaign.id}/proposals/{row.id}", row.id
    browser = sign_in()
    db.session.rollback()

    def wait(should_stop):
        with app.app_context():
            stored = db.session.get(Proposal, proposal_id)
            points = len(stored.detail.get("progress", {}).get("points", ()))
            db.session.rollback()
        if points == 3 and not seen:
            seen["state"] = browser.get(f"{base}/state").json
            seen["page"] = browser.get(base).text
            seen["part"] = browser.get(f"{base}/progress").text
        return bool(seen)

    telling(monkeypatch, WORDS, told, wait)
    work_once(app, clock=lambda: NOW, every=0.02)
    state = seen["state"]
    assert (state["stage"], state["points"], state["gap"]) == (
        "Improving parts of the plan", 3, "98%",
    )  # fmt: skip
    assert (state["elapsed"], state["left"], state["score"], state["bound"]) == (12, 18, 5000, 100)
    for text in (seen["page"], seen["part"]):
        assert '<svg class="chart step-chart" role="img"' in text
        assert "Points fell from 9,000 to 5,000; at least 100 are proven." in text
        assert '<td class="num">0.9 s</td><td class="num">9,000</td>' in text
        assert "Agencies missing in the fields</dt><dd>2</dd>" in text
        assert "<li>Choosing dates and venues" in text
    assert "<html" not in seen["part"]
    assert f'href="{base}#state"' in seen["page"]  # renewed without a script
    assert "Stop and keep the best" in seen["page"]


def test_after_the_end_the_course_stays(app, season, monkeypatch, sign_in):
    telling(monkeypatch, WORDS)
    proposal_id = propose(season.campaign, now=NOW).id
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=5)
    row = fresh(proposal_id)
    trace = trace_from(row.detail["progress"])
    assert [point.score for point in trace.points] == [9000, 9000, 5000]
    assert [name for _at, name in trace.stages] == ["dates", "model", "improve"]
    assert "uncovered" in row.terms and row.terms != {"uncovered": 2}  # those of the plan
    page = sign_in().get(f"/campaigns/{row.campaign_id}/proposals/{row.id}").text
    assert "Course of the search" in page and "step-chart" in page
    assert "The best plan so far" not in page


def test_stopped_it_keeps_the_best_plan_so_far(app, season, monkeypatch):
    begun, best = threading.Event(), {}

    def search(problem, *, should_stop, on_progress, seconds, **values):
        found = solve(problem, seconds=10, **values)
        best["score"] = found.score.total
        on_progress(Progress("improve", 1.0, seconds, found.score.total, 1.0))
        begun.set()
        while not should_stop():
            threading.Event().wait(0.01)
        return replace(found, status="feasible", bound=1.0)

    monkeypatch.setattr(solving, "solve", search)
    proposal_id = propose(season.campaign, now=NOW).id
    db.session.rollback()

    def stop():
        begun.wait(20)
        with app.app_context():
            row = db.session.get(Proposal, proposal_id)
            stop_proposal(row, NOW)

    stopper = threading.Thread(target=stop)
    stopper.start()
    work_once(app, clock=lambda: NOW, every=0.02)
    stopper.join()
    row = fresh(proposal_id)
    assert (row.state, row.outcome, row.score) == ("stopped", "feasible", best["score"])
    assert len(plan_of(row).events) == 3
    assert trace_from(row.detail["progress"]).points[-1].score == best["score"]


def test_a_season_without_a_plan_tells_that_the_reason_is_looked_for(app, season):
    season.campaign.ends_on = season.campaign.starts_on
    db.session.commit()
    proposal_id = propose(season.campaign, now=NOW).id
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=0.02)
    row = fresh(proposal_id)
    assert row.outcome == "infeasible"
    assert trace_from(row.detail["progress"]).stage == "explain"
    assert trace_from(row.detail["progress"]).points == ()


def test_given_back_or_begun_again_the_old_course_goes(app, season):
    proposal_id = propose(season.campaign, now=NOW).id
    db.session.rollback()
    claims.claim(proposal_id, NOW)
    detail = {"progress": {"points": [[1.0, 77777, None]], "stages": [[0.1, "x"]], "end": 1.0}}
    claims.beat(proposal_id, NOW, NOW, 77777, None, terms={"load": 1}, detail=detail)
    assert claims.give_back(proposal_id, NOW) is True
    row = fresh(proposal_id)
    assert (row.terms, row.score) == ({}, None)
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=0.02)
    scores = [point.score for point in trace_from(fresh(proposal_id).detail["progress"]).points]
    assert scores and 77777 not in scores


def test_an_older_proposal_shows_its_scores(app, season):
    row = Proposal(
        state="done", detail={"history": [[0.4, 900], [2.0, 300]], "elapsed": 3.0}, terms={}
    )
    with app.test_request_context(), force_locale("en"):
        course = course_of(row)
    assert course.rows == [("0.4 s", "900", "-"), ("2.0 s", "300", "-")]
    assert "Points fell from 900 to 300." in course.chart
    assert course.stages == []


def test_a_long_course_is_cut_in_the_table_only(app):
    points = [[float(n), 100 - n, None] for n in range(20)]
    row = Proposal(
        state="running", seconds=30, terms={"load": 0},
        detail={"progress": {"points": points, "stages": [[0.0, "goal 2"]], "end": 20.0}},
    )  # fmt: skip
    with app.test_request_context(), force_locale("en"):
        course = course_of(row)
    assert (len(course.rows), course.earlier, course.count) == (15, 5, 20)
    assert course.stages == [("Goal of rank 2", "0 s")]
    assert course.terms == []


def test_who_may_look(client, sign_in, season):
    row = propose(season.campaign, now=NOW)
    address = f"/campaigns/{season.campaign.id}/proposals/{row.id}/progress"
    assert client.get(address).status_code == 302
    assert sign_in("viewer").get(address).status_code == 200
    assert sign_in("recorder").get(address).status_code == 403
    assert sign_in(office=factories.make_office()).get(address).status_code == 404
    assert "As soon as there is a plan" in sign_in().get(address).text
