"""The baseline 'greedy by name': what a person does with a list and a calendar.

For every district the first free day at the best venue of that day; then the nearest agencies that
still cover something, at the first booth that suits them.
"""

from __future__ import annotations

from planner.core.problem import Agency, Placement, Plan, PlanEvent, Problem, is_on
from planner.core.rules import check_plan
from planner.core.score import venue_reach
from planner.engine.frame import all_options, open_fallbacks

_DATES = ("H02", "H03", "H04", "H05", "H06", "H08", "H09")
_PEOPLE = ("H10", "H11", "H12", "H13", "H14", "H15", "H16")


def greedy_plan(problem: Problem) -> Plan:
    """A plan by greedy rounds; sound but for H01 and H07, where the first free days run out."""
    plan = Plan(problem.name)
    options = sorted(all_options(problem).items())
    for district in problem.districts:
        for _ in range(district.events):
            plan = _add_event(problem, plan, district.id, options)
    for number in range(len(plan.events)):
        plan = _fill(problem, plan, number)
    return plan


def _add_event(problem: Problem, plan: Plan, district: int, options: list) -> Plan:
    held = {problem.venue_by_id[event.venue].zone for event in plan.events}
    for fresh in (True, False):
        for host, names in options:
            if host.district != district:
                continue
            venues = [problem.venue_by_id[name] for name in names]
            for venue in sorted(venues, key=lambda v: -venue_reach(problem, v, host.day)):
                if fresh and venue.zone in held:
                    continue
                fallbacks = [] if venue.indoor else open_fallbacks(problem, venue, host.day)
                event = PlanEvent(
                    f"e{len(plan.events) + 1}", district, host.day, venue.id,
                    fallbacks[0] if fallbacks else None,
                )  # fmt: skip
                trial = Plan(plan.instance, (*plan.events, event))
                if not check_plan(problem, trial, _DATES):
                    return trial
    return plan


def _fill(problem: Problem, plan: Plan, number: int) -> Plan:
    event = plan.events[number]
    missing = {item.id: item.need for item in problem.fields}

    def nearness(agency: Agency) -> tuple[int, int]:
        return problem.travel_cost(agency.home, event.district), agency.id

    for agency in sorted(problem.agencies, key=nearness):
        if event.district not in agency.serves or not is_on(agency.avail, event.day):
            continue
        useful = [name for name in agency.fields if missing[name] > 0][: agency.staff]
        taken = {placement.booth for placement in event.assign}
        booths = (
            booth
            for booth in problem.venue_by_id[event.venue].booths
            if booth.id not in taken and booth.meets(agency.needs)
        )
        booth = next(booths, None)
        if not useful or booth is None:
            continue
        placement = Placement(agency.id, booth.id, tuple(useful))
        grown = PlanEvent(
            event.id, event.district, event.day, event.venue, event.fallback,
            (*event.assign, placement),
        )  # fmt: skip
        trial = Plan(plan.instance, (*plan.events[:number], grown, *plan.events[number + 1 :]))
        if check_plan(problem, trial, _PEOPLE):
            continue
        plan, event = trial, grown
        for name in useful:
            missing[name] -= 1
    return plan
