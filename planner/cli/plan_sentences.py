"""Plain English sentences for violations and faults of files, one line each.

The command line alone speaks here; the screens have their own words in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from planner.core.problem import Problem
from planner.core.reading import FormatFault
from planner.core.violation import Violation

# One sentence a code and reason; `{event}`, `{agency}` … are the subjects, the rest is data.
SENTENCES: Mapping[str, str] = {
    "H00 instance": "the plan is for {found}, not for {expected}",
    "H00 duplicate": "{event} occurs {times} times",
    "H00 unknown_district": "{event} names {district}, which the problem does not know",
    "H01": "{district} must hold exactly {expected} events",
    "H01 found": "{district} holds {found} events, not {expected}",
    "H02 not_allowed": "{who}: no event may be held on that day{on_day}",
    "H02 outside_season": "{event}: day {day} lies outside the season",
    "H03 unknown": "{event}: {venue} is not known",
    "H03 other_district": "{event}: {venue} belongs to another district",
    "H03 not_available": "{who}: {what} is not available{on_day}",
    "H03 no_venue": "{district} has no venue",
    "H04 not_wanted": "{event}: an indoor venue needs no fallback",
    "H04 missing": "{event}: an outdoor venue needs a fallback",
    "H04 not_listed": "{event}: {fallback} is no fallback of {venue}",
    "H04 not_available": "{who}: no fallback is available{on_day}",
    "H05": "{district} needs {min_gap} days between two events",
    "H05 found": "{district}: {events} lie {gap} days apart, not {min_gap}",
    "H06": "{zone} needs {min_gap} days between two visits",
    "H06 last_season": "{zone}: its last visit before the season needs {min_gap} days' distance",
    "H06 visits": "{zone} needs {min_gap} days between two visits",
    "H06 found": "{zone}: {events} too close to another visit ({gap} days, not {min_gap})",
    "H07 too_few": "{zone} must be visited at least {min} times",
    "H07 too_many": "{zone} may be visited at most {max} times",
    "H08": "{district} may hold at most {max} events at weekends",
    "H09": "only {pool} equipment kits, each away for {turnaround} days",
    "H09 found": "{in_use} kits are in use on day {day}{date}, but there are {pool}",
    "H10 unknown": "{event}: {agency} is not known",
    "H10 not_available": "{event}: {agency} is not available{on_day}",
    "H10 not_serving": "{event}: {agency} does not serve {district}",
    "H11 same_event": "{event}: {agency} is there {times} times",
    "H11 same_day": "{agency} cannot be at two events on one day{on_day}",
    "H12 season": "{agency} takes part in at most {max} events",
    "H12 week": "{agency} takes part in at most {max} events a week (week of day {day})",
    "H13 unknown": "{event}: {agency} stands at {booth}, which {place} does not have",
    "H13 shared": "{who}: one booth is given to several agencies",
    "H14": "{who}: the booths do not have what the agencies need ({detail})",
    "H15 not_offered": "{event}: {agency} does not offer fields {fields}",
    "H15 repeated": "{event}: {agency} serves a field twice",
    "H15 none": "{who}: the agency serves no field",
    "H15 staff": "{event}: {agency} serves {fields} fields with {staff} counsellors",
    "H16": "{agencies} must not share an event",
    "P01 booth_without_venue": "{event}: a booth is pinned, but no venue",
    "P02 banned": "{agency} is both pinned and forbidden{on_day}",
    "P03": "a pin holds an event of {district}{on_day}",
    "P04": "a pin holds {agency} at the event of {district}{on_day}",
    "R01 missing": "{event} of the published plan is missing",
    "R01 new": "{event} is not in the published plan",
    "R01 district": "{event} has changed its district",
    "R02 changed": "{event} has already been held and must stay as it was",
    "R02 into_past": "{event} moves to day {day}, before day {now}",
    "R03": "{event} has already been held: its agencies must stay as they were",
    "R04": "{event} is pinned to day {was_day} and venue {was_venue}",
    "R05 missing": "{event} is forced, but missing",
    "R05 day": "{event} must be on day {wanted}, not {day}",
    "R05 venue": "{event} must be at venue {wanted}, not {venue}",
}

_FOUND = {"found": ("H01",), "gap": ("H05", "H06"), "in_use": ("H09",)}


class _Words(dict[str, object]):
    """Values of a sentence; what is missing leaves a gap, never an error."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(problem: Problem, item: Violation) -> str:
    """One line for a violation, starting with its code."""
    words = _words(problem, item)
    reason = item.data.get("reason")
    found = any(key in item.data and item.code in codes for key, codes in _FOUND.items())
    keys = [f"{item.code} found" if found else "", f"{item.code} {reason}", item.code]
    pattern = next((SENTENCES[key] for key in keys if key in SENTENCES), "broken")
    extra = f" (by {item.data['units']})" if "units" in item.data else ""
    return f"{item.code} {pattern.format_map(words)}{extra}"


def _words(problem: Problem, item: Violation) -> _Words:
    words, subjects = _Words(item.data), list(item.subjects)
    for kind, name in subjects:
        words.setdefault(kind, f"{kind} {name}{_name(problem, kind, name)}")
    for kind, plural in (("event", "events"), ("agency", "agencies")):
        own = [str(name) for found, name in subjects if found == kind]
        if own and plural not in words:
            words[plural] = f"{plural} {', '.join(own)}" if len(own) > 1 else f"{kind} {own[0]}"
    words["who"] = words[subjects[0][0]] if subjects else "the season"
    words["what"] = words.get("venue", "a venue")
    words["place"] = f"venue {item.data.get('venue')}"
    words["detail"] = ", ".join(map(str, _list(item.data.get("missing")))) or "booths too few"
    day = item.data.get("day")
    words["date"] = words["on_day"] = ""
    if isinstance(day, int):
        date = problem.start + timedelta(days=day)
        words["date"], words["on_day"] = f" ({date})", f" (day {day}, {date})"
    return words


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _name(problem: Problem, kind: str, name: int | str) -> str:
    known: Mapping[str, Mapping[int, object]] = {
        "district": problem.district_by_id,
        "zone": problem.zone_by_id,
        "venue": problem.venue_by_id,
        "agency": problem.agency_by_id,
        "field": problem.field_by_id,
    }
    thing = known[kind].get(name) if kind in known and isinstance(name, int) else None
    return f" ({getattr(thing, 'name', '')})" if thing is not None else ""


def fault_line(file: str, fault: FormatFault) -> str:
    """One line for a fault of a file, naming the exact place."""
    detail = ", ".join(f"{key} {value}" for key, value in fault.data.items())
    reason = fault.reason.replace("_", " ")
    return f"{file}: {fault.path or '(text)'}: {reason}" + (f" ({detail})" if detail else "")
