"""Proposals under assumptions: what they assume holds in the plan, and never in the draft."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale

from planner.campaigns.bridge import build_plan, build_problem, load_campaign
from planner.campaigns.findings import violations
from planner.campaigns.models import ClosedDay
from planner.core import assumptions as core
from planner.core.formats import problem_from
from planner.core.rules import check_plan
from planner.errors import Refused
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.proposals.models import Proposal
from planner.proposals.queries import latest_plain
from planner.proposals.services import plan_of, propose, take
from planner.proposals.what_if import assumed_by, what_if_name
from planner.proposals.what_if_pages import what_if_page
from planner.proposals.what_if_services import ask_what_if
from tests import factories
from tests.campaigns.seasons import draft, make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)


@pytest.fixture
def season(office):
    return make_season(office)


def asked(season, *assumptions, name="what if", as_of=None, now=NOW):
    return ask_what_if(
        season.campaign, name, assumptions, as_of=as_of, seconds=10, user=None, now=now
    )


def worked(app, season, *assumptions, now=NOW, **values):
    proposal_id = asked(season, *assumptions, now=now, **values).id
    db.session.rollback()
    work_once(app, clock=lambda: now, every=0.05)
    db.session.expire_all()
    return db.session.get(Proposal, proposal_id)


def loaded(season):
    db.session.expire_all()
    return load_campaign(season.campaign.office_id, season.campaign.id)


def placed(row):
    return {item.agency for event in plan_of(row).events for item in event.assign}


def test_it_keeps_its_name_and_what_it_assumes(season):
    assumptions = (core.AgencyOut(season.agencies[0].id), core.RainChance(90))
    row = asked(season, *assumptions, name="without the first", as_of=date(2023, 5, 24))
    assert (row.kind, row.state, row.seconds) == ("what_if", "queued", 10)
    assert (what_if_name(row), assumed_by(row)) == ("without the first", assumptions)
    assert row.detail["as_of"] == "2023-05-24"


def test_asked_twice_it_is_the_same_and_never_mistaken_for_another(season):
    one = asked(season, core.RainChance(90))
    assert asked(season, core.RainChance(90)).id == one.id
    assert asked(season, core.RainChance(80)).id != one.id
    assert asked(season, core.RainChance(90), name="other").id != one.id
    assert propose(season.campaign, now=NOW).id != one.id


def test_who_does_not_take_part_is_nowhere_and_the_draft_stays(app, season):
    draft(season)
    before = build_plan(loaded(season))
    out = season.agencies[0].id
    row = worked(app, season, core.AgencyOut(out))
    assert (row.state, row.outcome) == ("done", "optimal")
    assert out not in placed(row) and len(placed(row)) > 1
    assert build_plan(loaded(season)) == before
    assert check_plan(problem_from(row.problem), plan_of(row)) == ()


def test_a_pinned_agency_assumed_away_leaves_its_pin(app, season):
    draft(season)
    event = season.campaign.events[0]
    event.assignments[0].pinned = True
    db.session.commit()
    row = worked(app, season, core.AgencyOut(event.assignments[0].agency_id))
    assert row.outcome == "optimal"
    kept = plan_of(row).event_by_id()[event.uid]
    assert (kept.day, kept.venue) == (1, event.venue_id)
    assert event.assignments[0].agency_id not in placed(row)


def test_what_is_past_stays_with_who_was_there(app, season):
    draft(season)
    first = season.campaign.events[0]
    out = first.assignments[0].agency_id
    now = datetime(2023, 5, 23, 3, tzinfo=UTC)
    row = worked(app, season, core.AgencyOut(out), now=now)
    assert row.detail["past"] == [first.uid]
    plan = plan_of(row)
    assert plan.event_by_id()[first.uid] == build_plan(loaded(season)).event_by_id()[first.uid]
    assert [event.id for event in plan.events if out in {p.agency for p in event.assign}] == [
        first.uid
    ]
    assert problem_from(row.problem).agency_by_id[out].target == 1  # it came once, and owes nothing


@pytest.mark.parametrize(
    ("make", "holds"),
    [
        (
            lambda s: core.VenueClosed(s.parks[0].id, date(2023, 5, 22), date(2023, 6, 9)),
            lambda s, plan: s.parks[0].id not in {event.venue for event in plan.events},
        ),
        (
            lambda s: core.MinGap(5),
            lambda s, plan: all(
                later.day - event.day >= 5
                for event, later in zip(plan.events, plan.events[1:], strict=False)
            ),
        ),
        (
            lambda s: core.AgencyEffort(s.agencies[0].id, max=1),
            lambda s, plan: sum(
                item.agency == s.agencies[0].id for event in plan.events for item in event.assign
            ) <= 1,
        ),
        (
            lambda s: core.FieldNeed(s.fields[0].id, 2),
            lambda s, plan: all(
                sum(s.fields[0].id in item.fields for item in event.assign) == 2
                for event in plan.events
            ),
        ),
    ],
    ids=["venue", "gap", "effort", "need"],
)  # fmt: skip
def test_the_plan_is_made_as_assumed(app, season, make, holds):
    row = worked(app, season, make(season))
    assert row.outcome == "optimal"
    assert holds(season, plan_of(row))


def test_more_events_with_more_visits(app, season):
    zone = season.zones[0].id
    row = worked(app, season, core.EventCount(4), core.ZoneVisits(zone, 1, 2, 2))
    assert row.outcome == "optimal"
    assert len(plan_of(row).events) == 4


def test_a_weekday_opened_but_not_on_every_day(app, office):
    season = make_season(office, weekdays="1000000", max_weekend=2)  # one Monday is a holiday
    assert worked(app, season, core.RainChance(1)).outcome == "infeasible"
    row = worked(app, season, core.WeekdayOpened(5))
    days = {event.day for event in plan_of(row).events}
    assert days <= {0, 5, 12, 14} and days & {5, 12}
    row = worked(app, season, core.WeekdayOpened(5, (date(2023, 5, 27),)))
    assert {event.day for event in plan_of(row).events} == {0, 12, 14}


def test_a_closed_day_opened(app, season):
    season.campaign.ends_on = date(2023, 5, 24)
    db.session.commit()
    season.campaign.closed_days.append(ClosedDay(day=date(2023, 5, 23), name="closed"))
    db.session.commit()
    assert worked(app, season).outcome == "infeasible"
    row = worked(app, season, core.DayOpened(date(2023, 5, 23)))
    assert [event.day for event in plan_of(row).events] == [0, 1, 2]


def test_what_cannot_be_is_told_with_its_reasons(app, season):
    row = worked(app, season, core.EventCount(50))
    assert (row.state, row.outcome) == ("done", "infeasible")
    assert row.detail["conflicts"] and row.plan is None
    with app.test_request_context(), force_locale("en"):
        page = what_if_page(row, loaded(season), None)
    assert page.assumed == ["50 events are to be held."]
    assert (page.columns, page.rows) == ((), ())


def test_it_is_taken_only_by_who_knows_that_it_is_assumed(app, season):
    draft(season)
    row = worked(app, season, core.EventCount(4), core.ZoneVisits(season.zones[0].id, 1, 2, 2))
    before = build_plan(loaded(season))
    with pytest.raises(Refused) as refused:
        take(row, None, now=NOW)
    assert refused.value.code == "assumptions"
    assert build_plan(loaded(season)) == before
    written = take(row, None, aware=True, now=NOW)
    assert len(written.created) == 1
    codes = {item.code for item in violations(loaded(season))}
    assert {"H01", "H07"} <= codes  # judged by the settings, not by the assumptions


def test_beside_the_draft_and_the_latest_plain_proposal(app, season):
    draft(season)
    worked(app, season, core.RainChance(90))  # not plain
    plain_id = propose(season.campaign, seconds=10, now=NOW).id
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=0.05)
    out = season.agencies[1]
    row = worked(app, season, core.AgencyOut(out.id))
    plain = latest_plain(season.campaign.id)
    assert plain.id == plain_id
    with app.test_request_context(), force_locale("en"):
        page = what_if_page(row, loaded(season), plain)
    assert [column.title for column in page.columns] == [
        "Draft", "Whole season", "What if: what if",
    ]  # fmt: skip
    assert [column.figures.score for column in page.columns][1:] == [plain.score, row.score]
    assert page.comparable is True
    affected = {line.agency: line.against for line in page.affected}
    assert affected[out.name][0].startswith("leaves Tue 23 May, Wed 24 May")
    assert page.kept == (
        "Were the draft left as it is, it would break rules in 0 places and be short of agencies "
        "in 6 fields."
    )
    assert page.broken == []


def test_without_draft_and_proposal_it_stands_alone(app, season):
    row = worked(app, season, core.RainChance(90))
    with app.test_request_context(), force_locale("en"):
        page = what_if_page(row, loaded(season), None)
    assert (len(page.columns), page.kept, page.affected) == (1, "", [])


def test_other_weights_cannot_be_compared_by_points(app, season):
    draft(season)
    row = worked(app, season, core.Goals((("reach", 100),)))
    with app.test_request_context(), force_locale("en"):
        page = what_if_page(row, loaded(season), None)
    assert page.comparable is False
    points = next(line for line in page.rows if line.label == "Points (fewer is better)")
    assert [cell.best for cell in points.cells] == [False, False]


def test_what_it_would_break_is_told_before_it_is_taken(app, season):
    park = season.parks[0]
    factories.make_venue(season.campaign.office, season.zones[0], foot_weekday=10)
    row = worked(app, season, core.EventCount(4), core.ZoneVisits(season.zones[1].id, 1, 2, 2))
    with app.test_request_context(), force_locale("en"):
        page = what_if_page(row, loaded(season), None)
    assert "4 events are planned, 3 are wanted. Cancel some, or change the number." in page.broken
    assert park.id in {venue.id for venue in build_problem(loaded(season)).venues}
