"""The best re-planning of a very small plan by trying all, goal after goal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Any

from planner.core.formats import problem_to, replan_to
from planner.core.problem import Placement, Plan, PlanEvent, Problem, Replan
from planner.core.rules import RULES, check_plan, check_replan
from planner.engine import Pins
from tests.core import naive, naive_score
from tests.engine.brute import bare, places_of, terms_of_dates, ways_of

DATES = ["H01", "H02", "H03", "H04", "H05", "H06", "H07", "H08", "H09"]
Vector = tuple[int, ...]


def excused(task: Replan) -> list:
    """What the past breaks by itself under the rules of today; missing visits can be made yet."""
    past = Plan(task.problem.name, tuple(e for e in task.published.events if e.day < task.now))
    found = check_plan(task.problem, past, list(RULES)[2:])
    return [item for item in found if item.data.get("reason") != "too_few"]


def faults(task: Replan, plan: Plan, codes: list[str] | None = None) -> list:
    """What a plan breaks that is not excused."""
    found = check_plan(task.problem, plan, codes)
    pardoned = excused(task)
    more = check_replan(task, plan) if codes is None else ()
    return [*(item for item in found if item not in pardoned), *more]


def schedules(task: Replan) -> Iterator[tuple[PlanEvent, ...]]:
    """Days, venues and fallbacks for every event, those still to come without agencies."""
    data = problem_to(task.problem)
    homes = {district["id"]: district for district in data["districts"]}
    choices: list[list[PlanEvent]] = []
    for event in task.published.events:
        if event.day < task.now:
            choices.append([event])
            continue
        found = []
        for place in places_of(data, homes[event.district]) if event.district in homes else ():
            drawn = bare(data, place)
            found.append(replace(event, day=drawn["day"], venue=drawn["venue"],
                                 fallback=drawn["fallback"], assign=()))  # fmt: skip
        choices.append(found)
    for events in product(*choices):
        plan = Plan(task.problem.name, events)
        later = [v for v in check_replan(task, plan) if v.code != "R03"]
        if not later and not faults(task, plan, DATES):
            yield events


def best_goals(task: Replan, goals: tuple[str, ...]) -> Vector | None:
    """The values of the goals, the first as small as can be, and so on; None: no plan at all."""
    data, best = problem_to(task.problem), None
    known: dict[Any, dict[tuple[int, ...], Vector]] = {}
    for events in schedules(task):
        fixed = _fixed(task, data, events, goals)
        coming = [event for event in events if event.day >= task.now]
        for event in coming:
            key = event.id, event.day, event.venue
            if key not in known:
                known[key] = _ways(task, data, event, goals)
        own = [known[event.id, event.day, event.venue].items() for event in coming]
        for chosen in product(*own):
            vector = _sum(goals, fixed, [vector for _, vector in chosen])
            if best is not None and vector >= best:
                continue
            guests = [who for who, _ in chosen]
            vector = _sum(goals, vector, [_load(task, data, guests, goals)])
            if (best is None or vector < best) and _sound(task, events, coming, guests):
                best = vector
    return best


def _sum(goals: tuple[str, ...], first: Vector, others: list[Vector]) -> Vector:
    return tuple(map(sum, zip(first, *others, strict=True)))


def _fixed(task: Replan, data: dict, events, goals) -> Vector:
    """What dates cost, and the past: uncovered needs, score without load."""
    past = [_row(event) for event in events if event.day < task.now]
    weights = data["weights"]
    points = sum(
        weights[name] * n for name, n in terms_of_dates(data, [_row(e) for e in events]).items()
    )
    own = {
        "uncovered": sum(naive_score.uncovered(data, event) for event in past),
        "travel": sum(naive_score.way(data, e, row) for e in past for row in e["assign"]),
        "adjacent": sum(naive_score.clashes(data, event) for event in past),
    }
    points += sum(weights[name] * n for name, n in own.items())
    return tuple({"uncovered": own["uncovered"], "distance": 0, "score": points}[g] for g in goals)


def _row(event: PlanEvent) -> dict:
    rows = [{"agency": p.agency, "booth": p.booth, "fields": list(p.fields)} for p in event.assign]
    return {"id": event.id, "district": event.district, "day": event.day, "venue": event.venue,
            "fallback": event.fallback, "assign": rows}  # fmt: skip


def _ways(task: Replan, data: dict, event: PlanEvent, goals) -> dict[tuple[int, ...], Vector]:
    """By who comes: the least of the goals over fields and booths, in order."""
    whole = replan_to(task)
    least: dict[tuple[int, ...], Vector] = {}
    old = next(e for e in whole["published"]["events"] if e["id"] == event.id)
    alone = {**whole, "published": {"events": [old]}}
    place = event.district, event.day, event.venue
    weights = data["weights"]
    for way in ways_of(data, place, Pins()):
        drawn = {**_row(event), "assign": list(way.rows)}
        points = sum(weights[name] * n for name, n in way.terms.items())
        distance = naive.distance(alone, {"events": [drawn]})
        reached = {"uncovered": way.terms["uncovered"], "distance": distance, "score": points}
        vector = tuple(reached[goal] for goal in goals)
        if way.who not in least or vector < least[way.who]:
            least[way.who] = vector
    return least


def _load(task: Replan, data: dict, guests: list[tuple[int, ...]], goals) -> Vector:
    past = [e for e in task.published.events if e.day < task.now]
    times = Counter(name for event in past for name in {p.agency for p in event.assign})
    times.update(name for who in guests for name in who)
    load = sum((times[agency["id"]] - agency["target"]) ** 2 for agency in data["agencies"])
    points = data["weights"]["load"] * load
    return tuple({"uncovered": 0, "distance": 0, "score": points}[goal] for goal in goals)


def _sound(task: Replan, events, coming, guests: list[tuple[int, ...]]) -> bool:
    """Whether nobody comes twice a day or too often, but for what is excused."""
    there = dict(zip((event.id for event in coming), guests, strict=True))
    plan = Plan(task.problem.name, tuple(
        replace(e, assign=tuple(Placement(name, 0, ()) for name in there[e.id]))
        if e.id in there else e
        for e in events
    ))  # fmt: skip
    return not faults(task, plan, ["H11", "H12"])


def changed(problem: Problem, agency: int | None, venue: int | None, day: int) -> Problem:
    """From `day` on the agency does not come and the venue is closed."""
    gone = "0" * (problem.days - day)
    agencies = tuple(replace(a, avail=a.avail[:day] + gone) if a.id == agency else a
                     for a in problem.agencies)  # fmt: skip
    venues = tuple(replace(v, avail=v.avail[:day] + gone) if v.id == venue else v
                   for v in problem.venues)  # fmt: skip
    return replace(problem, agencies=agencies, venues=venues)
