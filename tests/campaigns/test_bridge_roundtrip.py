"""Random drafts become plans and come back without loss, whatever the draft was before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.campaigns.bridge import build_plan, build_problem, plan_to_draft
from planner.campaigns.models import Assignment, ClosedDay
from planner.core.difference import plan_difference
from planner.core.formats import read_plan, read_problem, write_plan, write_problem
from planner.core.plan import Plan
from planner.core.problem import Kits
from planner.extensions import db
from tests.campaigns.drawn import FIRST, Rows, drafts, pairs_of_drafts

often = settings(max_examples=25, derandomize=True, deadline=None,
                 suppress_health_check=list(HealthCheck))  # fmt: skip


@pytest.fixture
def rows(office):
    return Rows(office)


def same(one: Plan, two: Plan) -> bool:
    """Whether plans say the same, whatever the order of events and placements."""
    return one.instance == two.instance and plan_difference(one, two) == ()


def test_a_draft_written_back_stays_as_it_is(rows, now):
    @often
    @given(drafts)
    def check(draft):
        rows.draw(draft)
        campaign = rows.load()
        plan = build_plan(campaign)
        assert set(plan.event_by_id()) == {u for u, event in draft.items() if event[3] == "planned"}
        versions = {event.uid: event.version for event in campaign.events}
        written = plan_to_draft(campaign, read_plan(write_plan(plan)), now=now)
        db.session.commit()
        assert (written.created, written.changed, written.cancelled) == ([], [], [])
        again = rows.load()
        assert build_plan(again) == plan
        assert {event.uid: event.version for event in again.events} == versions

    check()


def test_a_plan_comes_back_whatever_the_draft_was(rows, now):
    @often
    @given(pairs_of_drafts())
    def check(drawn):
        first, second = drawn
        rows.draw(first)
        plan = build_plan(rows.load())
        rows.draw(second)
        campaign = rows.load()
        written = plan_to_draft(campaign, plan, now=now)
        db.session.commit()
        again = rows.load()
        assert same(build_plan(again), plan)
        assert set(written.created) == set(plan.event_by_id()) - set(second)
        planned = {uid for uid, event in second.items() if event[3] == "planned"}
        assert set(written.cancelled) == planned - set(plan.event_by_id())
        assert {event.uid for event in again.events} == {*plan.event_by_id(), *second}
        # What is written once is not written again.
        twice = plan_to_draft(again, plan, now=now)
        assert (twice.created, twice.changed, twice.cancelled) == ([], [], [])

    check()


def test_versions_rise_where_something_changes_and_nowhere_else(rows, now):
    @often
    @given(pairs_of_drafts())
    def check(drawn):
        first, second = drawn
        rows.draw(first)
        plan = build_plan(rows.load())
        rows.draw(second)
        campaign = rows.load()
        before = build_plan(campaign).event_by_id()
        versions = {event.uid: event.version for event in campaign.events}
        written = plan_to_draft(campaign, plan, now=now)
        db.session.commit()
        for event in rows.load().events:
            if event.uid in versions:
                changed = event.uid in (*written.changed, *written.cancelled)
                assert event.version == versions[event.uid] + changed
        for uid, event in plan.event_by_id().items():
            stayed = uid in before and same(Plan("", (before[uid],)), Plan("", (event,)))
            assert (uid in (*written.created, *written.changed)) != stayed

    check()


def test_pinned_events_and_agencies_stay_under_any_plan(rows, now):
    @often
    @given(pairs_of_drafts(), st.booleans())
    def check(drawn, whole):
        first, second = drawn
        rows.draw(first)
        plan = build_plan(rows.load())
        rows.draw(second, pinned=whole)
        if not whole:
            for row in db.session.query(Assignment).order_by(Assignment.id)[::2]:
                row.pinned = True
            db.session.commit()
        campaign = rows.load()
        before = {event.uid: (event.day, event.venue_id, event.status) for event in campaign.events}
        held = {e.uid for e in campaign.events if e.pinned or any(a.pinned for a in e.assignments)}
        kept = {(a.event.uid, a.agency_id, a.booth_id, tuple(f.id for f in a.fields))
                for e in campaign.events for a in e.assignments if a.pinned}  # fmt: skip
        plan_to_draft(campaign, plan, now=now)
        db.session.commit()
        after = rows.load().events
        for event in after:
            if event.uid in held:
                assert (event.day, event.venue_id, event.status) == before[event.uid]
        assert kept <= {(a.event.uid, a.agency_id, a.booth_id, tuple(f.id for f in a.fields))
                        for e in after for a in e.assignments}  # fmt: skip

    check()


settings_of = st.fixed_dictionaries(
    {
        "events_wanted": st.integers(0, 9),
        "min_gap": st.integers(0, 30),
        "max_weekend": st.integers(0, 9),
        "kits": st.integers(0, 9),
        "kit_turnaround": st.integers(0, 9),
        "rain_chance": st.integers(0, 100),
        "weekdays": st.text("01", min_size=7, max_size=7),
        "weights": st.dictionaries(
            st.sampled_from(["load", "reach", "other"]), st.integers(0, 99), max_size=3
        ),
    }
)


def test_a_campaign_with_any_settings_survives_the_exchange_format(rows):
    @often
    @given(settings_of, st.sets(st.integers(0, 18), max_size=3), drafts)
    def check(values, closed, draft):
        rows.draw(draft)
        campaign = rows.load()
        for name, value in values.items():
            setattr(campaign, name, value)
        campaign.closed_days = [ClosedDay(day=FIRST + timedelta(day)) for day in closed]
        db.session.flush()
        problem = build_problem(campaign)
        assert read_problem(write_problem(problem)) == problem
        district = problem.districts[0]
        assert (district.events, district.min_gap) == (values["events_wanted"], values["min_gap"])
        assert problem.kits == Kits(values["kits"], values["kit_turnaround"])
        assert set(problem.rain) == {values["rain_chance"]}
        for day, open_ in enumerate(problem.allowed):
            wanted = values["weekdays"][day % 7] == "1" and day not in closed
            assert open_ == str(int(wanted))
        known = {venue.id for venue in problem.venues}
        plan = build_plan(campaign)
        assert {event.venue for event in plan.events} <= known
        assert {event.fallback for event in plan.events} - {None} <= known

    check()
