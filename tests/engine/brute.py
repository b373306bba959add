"""The best sound plan of a very small problem, by trying all of them.

Built on the second reading of the format (`tests/core/naive`), over plain JSON: the engine and the
rules that it uses have no part in it. Dates and venues are tried one by one; at a place, of all
ways in which the same agencies can come, the cheapest is kept (the others differ in fields and
booths alone, which no other event sees).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, permutations, product
from typing import Any

from planner.core.formats import problem_to
from planner.core.problem import Problem
from planner.engine import Pins
from tests.core import naive, naive_score

DATES = {"H01", "H02", "H03", "H04", "H05", "H06", "H07", "H08", "H09"}
_ALONE = {"H02", "H03", "H04"}


@dataclass(frozen=True)
class Way:
    """Who comes to an event, in rows of a plan, and the terms that are of that alone."""

    rows: tuple[dict, ...]
    terms: dict[str, int]

    @property
    def who(self) -> tuple[int, ...]:
        return tuple(row["agency"] for row in self.rows)


def bare(problem: dict, place: tuple[int, int, int], number: int = 0) -> dict:
    """An event at (district, day, venue) without agencies; the first open fallback, if any."""
    district, day, name = place
    venue = naive.one(problem["venues"], name)
    open_ones = [
        other for other in venue["fallbacks"]
        if naive.on(naive.one(problem["venues"], other)["avail"], day)
    ]  # fmt: skip
    fallback = None if venue["indoor"] or not open_ones else open_ones[0]
    return {"id": f"e{number}", "district": district, "day": day, "venue": name,
            "fallback": fallback, "assign": []}  # fmt: skip


def plan_of(problem: dict, events) -> dict:
    return {"instance": problem["name"], "events": list(events)}


def places_of(problem: dict, district: dict) -> list[tuple[int, int, int]]:
    """(district, day, venue) where an event of the district breaks nothing by itself."""
    found = []
    for venue in problem["venues"]:
        for day in range(problem["days"]):
            place = (district["id"], day, venue["id"])
            if venue["district"] == district["id"] and not (
                naive.event_alone(problem, bare(problem, place)) & _ALONE
            ):
                found.append(place)
    return found


def schedules(problem: dict) -> Iterator[tuple[tuple[int, int, int], ...]]:
    """All sound choices of days and venues; several events may share both."""
    choices = [
        list(combinations_with_replacement(places_of(problem, district), district["events"]))
        for district in problem["districts"]
    ]
    for chosen in product(*choices):
        places = tuple(place for part in chosen for place in part)
        events = [bare(problem, place, n) for n, place in enumerate(places)]
        if not naive.broken(problem, plan_of(problem, events)) & DATES:
            yield places


def possible(problem: Problem) -> bool:
    """Whether there is any sound choice of dates (agencies never make a season impossible)."""
    return next(schedules(problem_to(problem)), None) is not None


def terms_of_dates(problem: dict, events) -> dict[str, int]:
    units = naive_score.terms(problem, plan_of(problem, events))
    return {name: units[name] for name in ("zone_dev", "period_miss", "reach", "vuln")}


def ways(problem: dict, place: tuple[int, int, int], pins: Pins) -> list[Way]:
    """The cheapest way for every set of agencies that can come together under the pins.

    Fields decide what stays uncovered and booths who clashes: both are least at once.
    """
    best: dict[tuple[int, ...], Way] = {}
    for way in ways_of(problem, place, pins):
        known = best.get(way.who)
        if known is None or sum(way.terms.values()) < sum(known.terms.values()):
            best[way.who] = way
    return list(best.values())


def ways_of(problem: dict, place: tuple[int, int, int], pins: Pins) -> Iterator[Way]:
    """All ways to fill an event: who comes, with which fields, at which booths."""
    venue, event = naive.one(problem["venues"], place[2]), bare(problem, place)
    held = {pin.agency: pin.booth for pin in pins.placements
            if (pin.district, pin.day) == place[:2] and pin.booth is not None}  # fmt: skip
    for count in range(min(len(problem["agencies"]), len(venue["booths"])) + 1):
        for who in combinations(problem["agencies"], count):
            for way in _ways_of(problem, event, venue, who):
                right = _stand(held, way) and _serve(pins, place, way)
                if right and not banned(pins, place, way):
                    yield way


def _stand(held: dict[int, int], way: Way) -> bool:
    """Whether everyone stands at the booth that is pinned."""
    return all(row["booth"] == held.get(row["agency"], row["booth"]) for row in way.rows)


def _serve(pins: Pins, place: tuple[int, int, int], way: Way) -> bool:
    """Whether everyone serves the fields that are pinned."""
    served = {row["agency"]: set(row["fields"]) for row in way.rows}
    return all(
        set(pin.fields) <= served.get(pin.agency, set(pin.fields))
        for pin in pins.placements
        if (pin.district, pin.day) == place[:2]
    )


def _ways_of(problem: dict, event: dict, venue: dict, who) -> Iterator[Way]:
    booths = [booth["id"] for booth in venue["booths"]]
    for chosen in product(*(list(_field_sets(agency)) for agency in who)):
        for where in permutations(booths, len(who)):
            rows = tuple(
                {"agency": agency["id"], "booth": booth, "fields": list(fields)}
                for agency, booth, fields in zip(who, where, chosen, strict=True)
            )
            here = {**event, "assign": rows}
            if not naive.event_alone(problem, here) - DATES:
                yield Way(rows, _terms_of_placements(problem, here))


def _terms_of_placements(problem: dict, event: dict) -> dict[str, int]:
    return {
        "uncovered": naive_score.uncovered(problem, event),
        "travel": sum(naive_score.way(problem, event, row) for row in event["assign"]),
        "adjacent": naive_score.clashes(problem, event),
    }


def _field_sets(agency: dict) -> Iterator[tuple[int, ...]]:
    for count in range(1, min(agency["staff"], len(agency["fields"])) + 1):
        yield from combinations(agency["fields"], count)


def best_total(problem: Problem, pins: Pins | None = None) -> int | None:
    """The least score of any sound plan that keeps the pins; None where there is none."""
    weights = problem_to(problem)["weights"]
    return least(problem, lambda terms: sum(weights[n] * units for n, units in terms.items()), pins)


def least(problem: Problem, value: Callable[[dict], Any], pins: Pins | None = None) -> Any:
    """The least value of the terms of any sound plan; `value` never falls as a term grows."""
    return _least(problem, list(schedules(problem_to(problem))), value, pins or Pins())


def best_at(problem: Problem, places, pins: Pins | None = None) -> int | None:
    """The least score of agencies, fields and booths at these places, sound by H10 to H16."""
    weights = problem_to(problem)["weights"]

    def value(terms: dict[str, int]) -> int:
        return sum(weights[name] * units for name, units in terms.items())

    return _least(problem, [tuple(places)], value, pins or Pins())


def _least(problem: Problem, all_places, value: Callable[[dict], Any], pins: Pins) -> Any:
    data, best = problem_to(problem), None
    dated = [
        (terms_of_dates(data, [bare(data, place) for place in places]), places)
        for places in all_places
    ]
    dated.sort(key=lambda pair: value(pair[0] | _NOTHING))
    known: dict[tuple[int, int, int], list[Way]] = {}
    for dates, places in dated:
        if best is not None and value(dates | _NOTHING) >= best:
            break
        for place in places:
            if place not in known:
                known[place] = ways(data, place, pins)
        for chosen in product(*(known[place] for place in places)):
            terms = dates | _terms_of_all(data, chosen)
            if best is not None and value(terms) >= best:
                continue
            if keeps(pins, places, chosen) and _sound(data, places, chosen):
                best = value(terms)
    return best


_NOTHING = dict.fromkeys(("uncovered", "travel", "adjacent", "load"), 0)


def _terms_of_all(data: dict, chosen: tuple[Way, ...]) -> dict[str, int]:
    names = ("uncovered", "travel", "adjacent")
    terms = {name: sum(way.terms[name] for way in chosen) for name in names}
    times = Counter(name for way in chosen for name in way.who)
    load = sum((times[agency["id"]] - agency["target"]) ** 2 for agency in data["agencies"])
    return {**terms, "load": load}


def _sound(data: dict, places, chosen: tuple[Way, ...]) -> bool:
    """Whether nobody comes too often (all else was looked at before)."""
    events = [
        {**bare(data, place), "assign": way.rows} for place, way in zip(places, chosen, strict=True)
    ]
    names = {name for way in chosen for name in way.who}
    return not any(naive.of_an_agency(data, events, name) for name in names)


def banned(pins: Pins, place: tuple[int, int, int], way: Way) -> bool:
    district, day, _ = place
    return any(
        ban.agency in way.who and ban.district in (None, district) and ban.day in (None, day)
        for ban in pins.forbidden
    )


def keeps(pins: Pins, places, chosen) -> bool:
    """Whether every pinned event has an event of its own, with those pinned to it."""
    numbers = range(len(places))
    return any(_fits(pins, places, chosen, order)
               for order in permutations(numbers, len(pins.events)))  # fmt: skip


def _fits(pins: Pins, places, chosen, order) -> bool:
    named: dict[str, int] = {}
    for pin, number in zip(pins.events, order, strict=True):
        district, day, venue = places[number]
        if (pin.district, pin.day) != (district, day) or pin.venue not in (None, venue):
            return False
        if pin.event is not None:
            named[pin.event] = number
    for pin in pins.placements:
        there = [n for n, place in enumerate(places) if place[:2] == (pin.district, pin.day)]
        if pin.event is not None:
            there = [named[pin.event]] if pin.event in named else []
        if not any(pin.agency in chosen[n].who for n in there):
            return False
    return True
