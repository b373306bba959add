"""'Why not?' against every plan of tiny problems, and on problems of real size."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner.core.problem import Plan, PlanEvent, Problem
from planner.core.proposal_changes import changed_events
from planner.core.rules import check_plan
from planner.core.score import score_plan
from planner.core.wish import Wish, holds, wish_fault
from planner.engine import Ban, EventPin, Pins, PlacementPin, solve
from planner.engine.generate import generate_problem
from planner.engine.search import fixed_pins
from planner.engine.why_not import asked_pins, why_not
from tests.engine.brute import best_total
from tests.engine.problems import problems

SEOCHO = generate_problem("seocho", 0)
BEST = solve(SEOCHO, seconds=600).plan


@st.composite
def wishes(draw: st.DrawFn, problem: Problem, event: PlanEvent) -> Wish:
    """A wish about an event: of dates, or of an agency."""
    if draw(st.booleans()) or not problem.agencies:
        venues = [venue.id for venue in problem.venues if venue.district == event.district]
        day = draw(st.none() | st.integers(0, problem.days - 1))
        venue = draw(st.sampled_from([None, *venues] if day is not None else venues))
        return Wish(event.id, day=day, venue=venue, anywhere=day is not None and venue is None)
    booths = [booth.id for booth in problem.venue_by_id[event.venue].booths]
    alone = problem.district_by_id[event.district].min_gap > 0
    booth = draw(st.sampled_from([None, *booths])) if alone else None
    field = draw(st.none() | st.sampled_from([item.id for item in problem.fields]))
    return Wish(event.id, draw(st.sampled_from([a.id for a in problem.agencies])), booth, field)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_cost_is_the_least_of_all_plans_that_have_the_wish(data):
    problem = data.draw(problems())
    outcome = solve(problem, seconds=600)
    assume(outcome.plan is not None)
    plan = outcome.plan
    wish = data.draw(wishes(problem, plan.events[0]))
    assert wish_fault(problem, plan, wish) == ""
    answer = why_not(problem, plan, wish, seconds=600)
    if answer.status == "holds":
        assert holds(plan, wish)
        return
    best = best_total(problem, asked_pins(problem, plan, wish, Pins()))
    if best is None:
        assert answer.status in ("forbidden", "impossible", "unknown")
        assert answer.plan is None
        assert (answer.why is not None and answer.why.minimal) == (answer.status == "impossible")
    else:
        assert answer.outright == ()
        assert answer.cost == best - outcome.score.total
        assert answer.status == ("costs" if answer.cost else "free")
        assert holds(answer.plan, wish)
        assert check_plan(problem, answer.plan) == ()
        assert answer.after == score_plan(problem, answer.plan)
        assert answer.status == "free" or answer.scope == "season"


def asked(wish: Wish, **values):
    return why_not(SEOCHO, BEST, wish, seconds=600, **values)


def codes(items) -> list[str]:
    return [item.code for item in items]


def test_a_plan_that_has_the_wish_needs_no_other():
    event = BEST.events[0]
    answer = asked(Wish(event.id, agency=event.assign[0].agency))
    assert (answer.status, answer.plan, answer.cost) == ("holds", None, None)


def test_a_day_that_is_not_allowed_is_forbidden_outright():
    answer = asked(Wish(BEST.events[0].id, day=SEOCHO.allowed.index("0")))
    assert answer.status == "forbidden"
    assert "H02" in codes(answer.outright)
    assert answer.plan is None


def test_what_a_person_has_pinned_is_named():
    event, other = BEST.events[:2]
    free = next(d for d in range(SEOCHO.days) if d != event.day and SEOCHO.allowed[d] == "1")
    here = EventPin(event.district, event.day, event.venue, event.id)
    moved = asked(Wish(event.id, day=free), pins=Pins((here,)))
    assert "P03" in codes(moved.outright)
    away = next(a.id for a in SEOCHO.agencies if a.id not in {p.agency for p in other.assign})
    banned = asked(Wish(other.id, agency=away), pins=Pins(forbidden=(Ban(away),)))
    assert "P02" in codes(banned.outright)
    first, second = event.assign[:2]
    stays = PlacementPin(event.district, event.day, first.agency, first.booth, event.id)
    swap = asked(Wish(event.id, second.agency, first.booth), pins=Pins((here,), (stays,)))
    assert "P04" in codes(swap.outright)


def test_pins_stay_in_a_counter_proposal():
    event = BEST.events[1]
    pins = Pins(fixed_pins(BEST.events), (), (Ban(BEST.events[0].assign[0].agency, day=999),))
    wish = Wish(event.id, agency=joinable(event))
    answer = asked(wish, pins=pins)
    places = [(e.id, e.day, e.venue) for e in BEST.events]
    assert [(e.id, e.day, e.venue) for e in answer.plan.events] == places


def joinable(event: PlanEvent) -> int:
    """An agency that could come to the event and does not."""
    here = {placement.agency for placement in event.assign}
    return next(
        agency.id
        for agency in SEOCHO.agencies
        if agency.id not in here
        and agency.avail[event.day] == "1"
        and any(b.meets(agency.needs) for b in SEOCHO.venue_by_id[event.venue].booths)
        and agency.max > 0
    )


def test_events_that_are_kept_stay_wholly():
    event = BEST.events[2]
    keep = {other.id for other in BEST.events} - {event.id}
    answer = asked(
        Wish(event.id, agency=joinable(event)), keep=keep, pins=Pins(fixed_pins(BEST.events))
    )
    assert answer.plan is None or changed_events(BEST, answer.plan) <= {event.id}


def test_little_changes_where_little_has_to():
    event = BEST.events[0]
    answer = asked(Wish(event.id, event.assign[0].agency, booth=other_booth(event)))
    assert answer.status in ("free", "costs")
    assert changed_events(BEST, answer.plan) == {event.id}


def other_booth(event: PlanEvent) -> int:
    agency = SEOCHO.agency_by_id[event.assign[0].agency]
    booths = SEOCHO.venue_by_id[event.venue].booths
    return next(b.id for b in booths if b.id != event.assign[0].booth and b.meets(agency.needs))


def test_a_wish_that_leaves_no_plan_names_the_rules():
    tight = replace(SEOCHO, districts=(replace(SEOCHO.districts[0], min_gap=6),))
    plan = solve(tight, seconds=600).plan
    days = [day for day, on in enumerate(tight.allowed) if on == "1"]
    answers = [
        why_not(tight, plan, Wish(plan.events[2].id, day=day, anywhere=True), seconds=600)
        for day in days[4:8]
    ]
    refused = [item for item in answers if item.status == "impossible"]
    assert refused
    assert all(item.why.minimal and "P03" in codes(item.why.conflicts) for item in refused)


def test_an_incomplete_draft_is_answered_without_moving_other_dates():
    draft = Plan(SEOCHO.name, BEST.events[:2])
    event = draft.events[0]
    answer = why_not(SEOCHO, draft, Wish(event.id, agency=joinable(event)), seconds=600)
    assert answer.status in ("free", "costs", "better")
    assert [(e.day, e.venue) for e in answer.plan.events] == [
        (e.day, e.venue) for e in draft.events
    ]


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({}, "nothing_asked"),
        ({"day": 999}, "outside_season"),
        ({"venue": 999}, "unknown_venue"),
        ({"agency": 999}, "unknown_agency"),
        ({"agency": 0, "booth": 999}, "unknown_booth"),
        ({"agency": 0, "field": 999}, "unknown_field"),
        ({"agency": 0, "day": 1}, "two_questions"),
        ({"booth": 1, "day": 1}, "unknown_agency"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_apart(values, fault):
    assert wish_fault(SEOCHO, BEST, Wish(BEST.events[0].id, **values)) == fault
    assert wish_fault(SEOCHO, BEST, Wish("nobody", agency=0)) == "unknown_event"
