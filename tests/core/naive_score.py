"""A second reading of the format document: the eight terms of the score, in units."""

from __future__ import annotations

from itertools import combinations

from tests.core.naive import guests, on, one, zone_of


def terms(problem, plan):
    events = plan["events"]
    return {
        "uncovered": sum(uncovered(problem, event) for event in events),
        "zone_dev": sum(
            abs(len(visits(problem, events, zone)) - zone["target"]) for zone in problem["zones"]
        ),
        "period_miss": sum(
            not [day for day in visits(problem, events, zone) if begin <= day < end]
            for zone in problem["zones"]
            for begin, end in problem["periods"]
            if zone["min"] >= 1
        ),
        "reach": sum(lost_reach(problem, event) for event in events),
        "vuln": sum(
            dong["vuln"] * max(0, 2 - times_covered(problem, events, dong))
            for dong in problem["dongs"]
        ),
        "load": sum(
            (sum(agency["id"] in guests(event) for event in events) - agency["target"]) ** 2
            for agency in problem["agencies"]
        ),
        "travel": sum(way(problem, event, row) for event in events for row in event["assign"]),
        "adjacent": sum(clashes(problem, event) for event in events),
    }


def total(problem, plan):
    return sum(problem["weights"][name] * units for name, units in terms(problem, plan).items())


def uncovered(problem, event):
    missing = 0
    for field in problem["fields"]:
        serving = {row["agency"] for row in event["assign"] if field["id"] in row["fields"]}
        known = [name for name in serving if one(problem["agencies"], name)]
        missing += max(0, field["need"] - len(known))
    return missing


def visits(problem, events, zone):
    return [event["day"] for event in events if zone_of(problem, event) == zone["id"]]


def reach(problem, venue, day):
    weekend = int(on(problem["weekend"], day))
    own = venue["reach"][weekend]
    if venue["indoor"]:
        return own
    rain = problem["rain"][day] if 0 <= day < problem["days"] else 0
    dry = [one(problem["venues"], name) for name in venue["fallbacks"]]
    best = max((v["reach"][weekend] for v in dry if v and on(v["avail"], day)), default=0)
    return ((100 - rain) * own + rain * best) // 100


def lost_reach(problem, event):
    if one(problem["districts"], event["district"]) is None:
        return 0
    venue = one(problem["venues"], event["venue"])
    if venue is None:
        return 0
    best = max(
        (
            reach(problem, place, day)
            for place in problem["venues"]
            if place["district"] == event["district"]
            for day in range(problem["days"])
            if on(problem["allowed"], day) and on(place["avail"], day)
        ),
        default=0,
    )
    return max(0, best - reach(problem, venue, event["day"]))


def times_covered(problem, events, dong):
    places = [one(problem["venues"], event["venue"]) for event in events]
    return sum(place is not None and dong["id"] in place["covers"] for place in places)


def way(problem, event, row):
    order = [district["id"] for district in problem["districts"]]
    agency = one(problem["agencies"], row["agency"])
    if agency is None or agency["home"] not in order or event["district"] not in order:
        return 0
    return problem["travel"][order.index(agency["home"])][order.index(event["district"])]


def clashes(problem, event):
    venue = one(problem["venues"], event["venue"])
    return sum(
        first["agency"] != second["agency"]
        and apart(problem, first["agency"], second["agency"])
        and near(problem, venue, first["booth"], second["booth"])
        for first, second in combinations(event["assign"], 2)
    )


def apart(problem, first, second):
    pairs = problem["not_adjacent"]
    if [first, second] in pairs or [second, first] in pairs:
        return True
    a, b = one(problem["agencies"], first), one(problem["agencies"], second)
    return bool(a and b and ((a["noisy"] and b["quiet"]) or (a["quiet"] and b["noisy"])))


def near(problem, venue, first, second):
    if venue is None:
        return False
    a, b = one(venue["booths"], first), one(venue["booths"], second)
    if a is None or b is None:
        return False
    distance = (a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2
    return distance <= problem["adj_radius"] ** 2
