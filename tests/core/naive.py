"""A second reading of the format document: the rules over plain JSON, slow and simple.

Written from the document alone, over dictionaries, with nothing of `planner.core`. Where a plan is
broken in a way that the document does not speak of, the choices are those of `docs/optimiser.md`.
"""

from __future__ import annotations

from itertools import combinations

NEEDS = ("private", "power", "water", "access")


def one(items, name):
    """The item with this id, or None."""
    return next((item for item in items if item["id"] == name), None)


def on(days, day):
    return 0 <= day < len(days) and days[day] == "1"


def zone_of(problem, event):
    venue = one(problem["venues"], event["venue"])
    return venue["zone"] if venue else None


def guests(event):
    """Agencies at an event, each once."""
    return sorted({row["agency"] for row in event["assign"]})


# --- the hard rules: the codes that a plan breaks


def broken(problem, plan):
    """The set of codes H00 to H16 that the plan breaks."""
    found = set()
    events = plan["events"]
    names = [event["id"] for event in events]
    if plan["instance"] != problem["name"] or len(names) != len(set(names)):
        found.add("H00")
    for event in events:
        found |= event_alone(problem, event)
    for district in problem["districts"]:
        found |= of_a_district(problem, events, district)
    for zone in problem["zones"]:
        found |= of_a_zone(problem, events, zone)
    kits = problem["kits"]
    for day in range(-5, problem["days"] + 5):
        away = [e for e in events if e["day"] <= day < e["day"] + kits["turnaround"]]
        if len(away) > kits["pool"]:
            found.add("H09")
    for agency in {row["agency"] for event in events for row in event["assign"]}:
        found |= of_an_agency(problem, events, agency)
    return found


def event_alone(problem, event):
    """What an event breaks whatever the others do."""
    found = set()
    day, venue = event["day"], one(problem["venues"], event["venue"])
    if one(problem["districts"], event["district"]) is None:
        found.add("H00")
    if not on(problem["allowed"], day):
        found.add("H02")
    if venue is None or venue["district"] != event["district"]:
        found.add("H03")
    elif 0 <= day < problem["days"] and not on(venue["avail"], day):
        found.add("H03")  # outside the season H02 says it all
    if venue is not None:
        fallback = one(problem["venues"], event["fallback"])
        if venue["indoor"]:
            right = event["fallback"] is None
        else:
            listed = event["fallback"] in venue["fallbacks"]
            right = listed and fallback is not None and on(fallback["avail"], day)
        if not right:
            found.add("H04")
    for row in event["assign"]:
        found |= placement_alone(problem, event, venue, row)
    if len(guests(event)) < len(event["assign"]):
        found.add("H11")
    if venue is not None:
        for first, second in combinations(event["assign"], 2):
            if first["booth"] == second["booth"] and first["agency"] != second["agency"]:
                found.add("H13")
    for first, second in combinations(guests(event), 2):
        if [first, second] in problem["conflicts"] or [second, first] in problem["conflicts"]:
            found.add("H16")
    return found


def placement_alone(problem, event, venue, row):
    found = set()
    agency = one(problem["agencies"], row["agency"])
    booth = one(venue["booths"], row["booth"]) if venue else None
    if venue is not None and booth is None:
        found.add("H13")
    if agency is None:
        return found | {"H10"}
    if not on(agency["avail"], event["day"]) or event["district"] not in agency["serves"]:
        found.add("H10")
    if booth is not None and any(agency["needs"][need] > booth[need] for need in NEEDS):
        found.add("H14")
    fields = row["fields"]
    offered = all(name in agency["fields"] for name in fields)
    if not offered or len(set(fields)) != len(fields) or not 1 <= len(fields) <= agency["staff"]:
        found.add("H15")
    return found


def of_a_district(problem, events, district):
    found = set()
    own = [event for event in events if event["district"] == district["id"]]
    if len(own) != district["events"]:
        found.add("H01")
    for first, second in combinations(own, 2):
        if abs(first["day"] - second["day"]) < district["min_gap"]:
            found.add("H05")
    if sum(on(problem["weekend"], event["day"]) for event in own) > district["max_weekend"]:
        found.add("H08")
    return found


def of_a_zone(problem, events, zone):
    found = set()
    own = [event["day"] for event in events if zone_of(problem, event) == zone["id"]]
    for first, second in combinations(own, 2):
        if abs(first - second) < zone["gap"]:
            found.add("H06")
    if zone["last"] is not None and any(day - zone["last"] < zone["gap"] for day in own):
        found.add("H06")
    if not zone["min"] <= len(own) <= zone["max"]:
        found.add("H07")
    return found


def of_an_agency(problem, events, name):
    found = set()
    days = [event["day"] for event in events if name in guests(event)]
    if len(days) > len(set(days)):
        found.add("H11")
    agency = one(problem["agencies"], name)
    if agency is not None:
        # Day 0 is the weekday0-th day of its week, so this many Mondays have passed.
        weeks = [(day + problem["weekday0"]) // 7 for day in days]
        if len(days) > agency["max"] or any(weeks.count(w) > agency["max_week"] for w in weeks):
            found.add("H12")
    return found


# --- re-planning


def replan_broken(task, plan):
    """The set of codes R01 to R05 that the plan breaks."""
    found = set()
    before = {event["id"]: event for event in task["published"]["events"]}
    after = {event["id"]: event for event in plan["events"]}
    forced = {wish["event"] for wish in task["force"]}
    if set(before) != set(after):
        found.add("R01")
    for name in set(before) & set(after):
        old, new = before[name], after[name]
        if old["district"] != new["district"]:
            found.add("R01")
        place = [(e["day"], e["venue"]) for e in (old, new)]
        if old["day"] < task["now"]:
            if place[0] != place[1] or old["fallback"] != new["fallback"]:
                found.add("R02")
            if sorted_rows(old) != sorted_rows(new):
                found.add("R03")
        elif new["day"] < task["now"]:
            found.add("R02")
        may_move = not task["pin_schedule"] or name in task["movable"] or name in forced
        if not may_move and place[0] != place[1]:
            found.add("R04")
    for wish in task["force"]:
        event = after.get(wish["event"])
        if event is None or any(wish[k] not in (None, event[k]) for k in ("day", "venue")):
            found.add("R05")
    return found


def sorted_rows(event):
    return sorted((row["agency"], row["booth"], sorted(row["fields"])) for row in event["assign"])


def distance(task, plan):
    """Distance to the published plan over the events that both hold."""
    price, sum_ = task["delta_weights"], 0
    after = {event["id"]: event for event in plan["events"]}
    for old in task["published"]["events"]:
        new = after.get(old["id"])
        if new is None:
            continue
        sum_ += price["day"] * (old["day"] != new["day"])
        sum_ += price["venue"] * (old["venue"] != new["venue"])
        was = {row["agency"]: row for row in old["assign"]}
        now = {row["agency"]: row for row in new["assign"]}
        sum_ += price["dropped"] * len(set(was) - set(now))
        sum_ += price["added"] * len(set(now) - set(was))
        for name in set(was) & set(now):
            sum_ += price["fields"] * (sorted(was[name]["fields"]) != sorted(now[name]["fields"]))
            moved = old["venue"] == new["venue"] and was[name]["booth"] != now[name]["booth"]
            sum_ += price["booth"] * moved
    return sum_
