"""The fairness of a proposal beside the draft's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from planner.campaigns.bridge import build_plan, build_problem, load_campaign
from planner.core.formats import plan_to, problem_to
from planner.core.plan import Plan
from planner.extensions import db
from planner.proposals.fairness import FairnessChange, fairness_change
from planner.proposals.models import Proposal
from tests import factories
from tests.campaigns.seasons import draft, make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)


@pytest.fixture
def season(office):
    made = make_season(office)
    draft(made)
    return made


def proposal_of(season, before: Plan, plan: Plan | None, kind: str = "season") -> Proposal:
    campaign = load_campaign(season.campaign.office_id, season.campaign.id)
    row = Proposal(
        campaign_id=campaign.id, kind=kind, state="done", outcome="feasible", score=1, terms={},
        problem=problem_to(build_problem(campaign)), plan=plan_to(plan) if plan else None,
        detail={"before": plan_to(before)}, created_at=NOW, finished_at=NOW,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def loaded(season):
    return load_campaign(season.campaign.office_id, season.campaign.id)


def two_plans(season) -> tuple[Plan, Plan]:
    """The draft with the first zone visited twice and the last not at all, and the draft."""
    good = build_plan(loaded(season))
    season.campaign.events[2].venue_id = season.parks[0].id
    db.session.commit()
    db.session.expire_all()
    return build_plan(loaded(season)), good


def told(season, before: Plan, plan: Plan | None, **values) -> FairnessChange | None:
    return fairness_change(proposal_of(season, before, plan, **values), loaded(season))


def test_zones_that_gain_and_lose(app, season):
    worse, good = two_plans(season)
    with app.test_request_context(), force_locale("en"):
        found = told(season, worse, good)
    first, last = season.zones[0].name, season.zones[2].name
    assert [(row.name, row.before, row.after, row.target) for row in found.zones] == [
        (first, 2, 1, 1),
        (last, 0, 1, 1),
    ]
    assert found.zones[1].waits == ("at least 18 days", "15 days")
    assert found.sentence.startswith(f"{first} waits longest: 17 days (Tue 23 May 2023")
    by_label = {row.label: (row.before, row.after, row.kind) for row in found.measures}
    assert by_label["Visits away from the aims"] == ("2", "0", "better")
    assert by_label["Longest wait of a zone, in days"] == ("18", "17", "better")
    assert by_label["Sum of squares of the agencies"][2] == ""


def test_the_other_way_round_is_worse(app, season):
    worse, good = two_plans(season)
    with app.test_request_context(), force_locale("en"):
        found = told(season, good, worse)
    assert [row.kind for row in found.measures[:2]] == ["worse", "worse"]


def test_agencies_whose_events_change(app, season):
    plan = build_plan(loaded(season))
    fewer = Plan(plan.instance, plan.events[:2])
    with app.test_request_context(), force_locale("en"):
        found = told(season, fewer, plan)
    placed = {item.agency for item in plan.events[2].assign}
    names = {agency.name for agency in season.agencies if agency.id in placed}
    assert {row.name for row in found.agencies} == names
    assert all(row.after == row.before + 1 for row in found.agencies)
    assert found.more == 0


def test_an_empty_draft_is_not_compared(app, season):
    plan = build_plan(loaded(season))
    with app.test_request_context(), force_locale("en"):
        found = told(season, Plan(plan.instance), plan)
    assert (found.zones, found.agencies) == ([], [])
    assert {(row.before, row.kind) for row in found.measures} == {(None, "")}


def test_nothing_is_told_without_a_plan_or_of_one_event(season):
    plan = build_plan(loaded(season))
    assert told(season, plan, None) is None
    assert told(season, plan, plan, kind="booths") is None


def test_the_page_of_a_proposal_holds_it(season, sign_in):
    worse, good = two_plans(season)
    row = proposal_of(season, worse, good)
    page = sign_in().get(f"/campaigns/{season.campaign.id}/proposals/{row.id}").text
    assert "Fairness of the plan" in page
    assert '<td class="num">2</td><td class="num better">0 <span class="visually-hidden">' in page


def test_many_agencies_are_cut_short(app, season):
    plan = build_plan(loaded(season))
    event = plan.events[0]
    for _ in range(14):
        agency = factories.make_agency(season.campaign.office, tuple(season.fields))
        season.campaign.agencies.append(factories.CampaignAgency(agency=agency))
        factories.make_assignment(season.campaign.events[0], agency, None, (season.fields[0],))
    assert event.day == (date(2023, 5, 23) - season.campaign.starts_on).days
    db.session.expire_all()
    with app.test_request_context(), force_locale("en"):
        found = told(season, plan, build_plan(loaded(season)))
    assert (len(found.agencies), found.more) == (12, 2)
