"""Soft findings W01 to W11: what is allowed and yet worth a second look. No words here.

They read the same problem and plan as the hard rules, and the circumstances that the exchange
format does not hold: holidays and hours. In the draft's plan a booth below 0 means 'none yet'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time

from planner.core.plan import Plan
from planner.core.problem import Problem
from planner.core.schedule_rules import event_subject
from planner.core.score import explain_terms
from planner.core.violation import Subject, Violation


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the rules' format does not carry.

    `holidays` names public holidays by day of the season; `hours` holds each event's times,
    `opens`–`closes` are the allowed ones; `unplaced_venues` are venues without coordinates;
    `bans` are (event id, agency id) pairs of agencies that a person keeps away from an event,
    `declined` holds (event, agency) of those who were asked and do not come.
    """

    holidays: Mapping[int, str] = field(default_factory=dict, hash=False)
    hours: Mapping[str, tuple[time, time]] = field(default_factory=dict, hash=False)
    opens: time = time(0)
    closes: time = time(23, 59)
    unplaced_venues: frozenset[int] = frozenset()
    bans: frozenset[tuple[str, int]] = frozenset()
    declined: frozenset[tuple[str, int]] = frozenset()


Advice = Callable[[Problem, Plan, Circumstances], Iterator[Violation]]


def on_holiday(problem: Problem, plan: Plan, seen: Circumstances) -> Iterator[Violation]:
    """W01: an event on a public holiday."""
    for event in plan.events:
        if event.day in seen.holidays:
            data = {"day": event.day, "holiday": seen.holidays[event.day]}
            yield Violation("W01", (event_subject(event),), data)


def fields_short(problem: Problem, plan: Plan, seen: Circumstances) -> Iterator[Violation]:
    """W02: counselling fields with too few agencies, one finding an event that has agencies.

    `data["missing"]` lists (field id, agencies missing); agencies without a booth count.
    """
    for event in plan.events:
        if not event.assign:
            continue
        served = Counter(name for item in event.assign for name in set(item.fields))
        missing = [
            (wanted.id, wanted.need - served[wanted.id])
            for wanted in problem.fields
            if served[wanted.id] < wanted.need
        ]
        if missing:
            yield Violation("W02", (event_subject(event),), {"missing": missing})


def noisy_beside_quiet(problem: Problem, plan: Plan, seen: Circumstances) -> Iterator[Violation]:
    """W03: two agencies that should not stand side by side do."""
    for row in explain_terms(problem, plan)["adjacent"]:
        yield Violation("W03", row.subjects, row.data)


def visits_off_target(problem: Problem, plan: Plan, seen: Circumstances) -> Iterator[Violation]:
    """W04: a zone within its bounds is visited more or less often than aimed at."""
    for row in explain_terms(problem, plan)["zone_dev"]:
        zone = problem.zone_by_id[int(row.subjects[0][1])]
        visits = row.data["visits"]
        if isinstance(visits, int) and zone.min <= visits <= zone.max:
            yield Violation("W04", row.subjects, row.data)


def without_position(problem: Problem, plan: Plan, seen: Circumstances) -> Iterator[Violation]:
    """W05: an event's venue has no coordinates, so no map can show it."""
    venues = {event.venue for event in plan.events} & seen.unplaced_venues
    for venue in sorted(venues):
        events = [event_subject(event) for event in plan.events if event.venue == venue]
        yield Violation("W05", (("venue", venue), *events))


def without_booth(problem: Problem, plan: Plan, seen: Circumstances) -> Iterator[Violation]:
    """W06: agencies of an event that have no booth yet, one finding an event."""
    for event in plan.events:
        waiting = [item.agency for item in event.assign if item.booth < 0]
        agencies: list[Subject] = [("agency", agency) for agency in waiting]
        if waiting:
            yield Violation("W06", (event_subject(event), *agencies), {"count": len(waiting)})


def without_agencies(problem: Problem, plan: Plan, seen: Circumstances) -> Iterator[Violation]:
    """W07: an event to which nobody comes."""
    for event in plan.events:
        if not event.assign:
            yield Violation("W07", (event_subject(event),))


def outside_hours(problem: Problem, plan: Plan, seen: Circumstances) -> Iterator[Violation]:
    """W08: an event begins before the season's hours or ends after them."""
    for event in plan.events:
        hours = seen.hours.get(event.id)
        if hours and (hours[0] < seen.opens or hours[1] > seen.closes):
            data = {
                "starts": hours[0].isoformat("minutes"),
                "ends": hours[1].isoformat("minutes"),
                "opens": seen.opens.isoformat("minutes"),
                "closes": seen.closes.isoformat("minutes"),
            }
            yield Violation("W08", (event_subject(event),), data)


def left_out(problem: Problem, plan: Plan, seen: Circumstances) -> Iterator[Violation]:
    """W09: invited agencies that come to no event, in one finding, once anybody is placed."""
    placed = {item.agency for event in plan.events for item in event.assign}
    idle = [item.id for item in problem.agencies if item.target > 0 and item.id not in placed]
    if placed and idle:
        subjects = tuple(("agency", agency) for agency in idle)
        yield Violation("W09", subjects, {"count": len(idle)})


def kept_away(problem: Problem, plan: Plan, seen: Circumstances) -> Iterator[Violation]:
    """W10: an agency is at an event from which it is to be kept away."""
    for event in plan.events:
        for item in event.assign:
            if (event.id, item.agency) in seen.bans:
                yield Violation("W10", (event_subject(event), ("agency", item.agency)))


def has_declined(problem: Problem, plan: Plan, seen: Circumstances) -> Iterator[Violation]:
    """W11: agencies planned at an event to which they said that they do not come."""
    for event in plan.events:
        away = seen.declined - seen.bans  # a ban says it already
        gone = [item.agency for item in event.assign if (event.id, item.agency) in away]
        agencies: list[Subject] = [("agency", agency) for agency in gone]
        if gone:
            yield Violation("W11", (event_subject(event), *agencies), {"count": len(gone)})


ADVICE: dict[str, Advice] = {
    "W01": on_holiday,
    "W02": fields_short,
    "W03": noisy_beside_quiet,
    "W04": visits_off_target,
    "W05": without_position,
    "W06": without_booth,
    "W07": without_agencies,
    "W08": outside_hours,
    "W09": left_out,
    "W10": kept_away,
    "W11": has_declined,
}

# How severely a campaign takes each finding unless it says otherwise. What a season may lack for
# a good reason (an event rained off, a zone given up) warns; what cannot work blocks the release.
SEVERITIES: dict[str, str] = {
    **{f"H{number:02}": "blocks_release" for number in range(17)},
    "H01": "warns",
    "H07": "warns",
    **dict.fromkeys(ADVICE, "warns"),
}


def advise(problem: Problem, plan: Plan, seen: Circumstances) -> tuple[Violation, ...]:
    """All soft findings of a plan, in the order of the codes."""
    return tuple(item for rule in ADVICE.values() for item in rule(problem, plan, seen))
