"""Plain English sentences for violations and faults of files, one line each.

The command line alone speaks here; the screens have their own words in both languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from planner.core.problem import (
    Agency,
    District,
    Field,
    Plan,
    PlanEvent,
    Problem,
    Venue,
    Zone,
)
from planner.core.reading import FormatFault
from planner.core.violation import Violation

# One sentence a code and reason; ``rule`` where the rule itself is meant and no event breaks it.
# `{event}`, `{agency}` … are the subjects, all else is data.
SENTENCES: Mapping[str, str] = {
    "H00 instance": "the plan is for {found}, not for {expected}",
    "H00 duplicate": "{event} occurs {times} times",
    "H00 unknown_district": "{event} names {district}, which the problem does not know",
    "H01": "{district}: {found} instead of {expected} events",
    "H01 rule": "{district} must hold exactly {expected} events",
    "H01 too_few rule": "{district} must hold at least {expected} events",
    "H01 too_many rule": "{district} may hold at most {expected} events",
    "H02 not_allowed": "{event}: no event may be held on {day}",
    "H02 not_allowed rule": "{district}: events are held on allowed days only",
    "H02 outside_season": "{event}: {day} lies outside the season",
    "H03 unknown": "{event}: {venue} is not known",
    "H03 other_district": "{event}: {venue} belongs to another district",
    "H03 not_available": "{event}: {venue} is not available on {day}",
    "H03 not_available rule": "{zone}: venues are used on the days on which they are available",
    "H03 no_venue rule": "{district} has no venue for {day}",
    "H04 not_wanted": "{event}: {venue} is indoors and needs no fallback",
    "H04 missing": "{event}: {venue} is outdoors and needs a fallback",
    "H04 not_listed": "{event}: {fallback} is no fallback of {venue}",
    "H04 not_available": "{event}: {fallback} is not available on {day}",
    "H04 not_available rule": "{zone}: outdoor venues need a fallback that is available",
    "H05": "{district}: {events} lie {gap} days apart, not {min_gap}",
    "H05 rule": "{district}: events lie at least {min_gap} days apart",
    "H06 last_season": "{zone}: {event} follows the last season by {gap} days, not {min_gap}",
    "H06 last_season rule": "{zone}: {min_gap} days must pass after its last visit on {last}",
    "H06 visits": "{zone}: {events} lie {gap} days apart, not {min_gap}",
    "H06 visits rule": "{zone}: visits lie at least {min_gap} days apart",
    "H07 too_few": "{zone}: visits {visits}, at least {min} are needed",
    "H07 too_few rule": "{zone} must be visited at least {min} times",
    "H07 too_many": "{zone}: visits {visits}, at most {max} are allowed",
    "H07 too_many rule": "{zone} may be visited at most {max} times",
    "H08": "{district}: more than {max} at weekends: {events}",
    "H08 rule": "{district} may hold at most {max} events at weekends",
    "H09": "{in_use} equipment kits in use on {day}, there are {pool}: {events}",
    "H09 rule": "there are {pool} equipment kits, each away for {turnaround} days",
    "H10 unknown": "{event}: {agency} is not known",
    "H10 not_available": "{event}: {agency} is not available on {day}",
    "H10 not_serving": "{event}: {agency} does not serve {district}",
    "H11 same_event": "{event}: {agency} is there {times} times",
    "H11 same_day": "{agency} is at several events on {day}: {events}",
    "H11 same_day rule": "{agency} cannot be at two events on {day}",
    "H12 season": "{agency}: {events} events in the season, at most {max} are allowed",
    "H12 season rule": "{agency} takes part in at most {max} events",
    "H12 week": "{agency}: {events} events in the week from {day}, at most {max} are allowed",
    "H12 week rule": "{agency} takes part in at most {max} events in the week from {day}",
    "H12 season_full": "{agency} takes part in at most {max} events and is at {events}",
    "H12 week_full": "{agency} takes part in at most {max} events a week and is at {events}",
    "H13 unknown": "{event}: {agency} stands at {booth}, which {venue} does not have",
    "H13 shared": "{event}: {agencies} share {booth} of {venue}",
    "H13 shared rule": "{district} on {day}: a booth holds one agency",
    "H13 held": "{event}: {booth} is wanted or held by {agencies}",
    "H13 none_free": "{event}: the {booths} booths that suit are wanted or held by {agencies}",
    "H14 none_suits": "{event}: no booth has what {agency} needs: {missing}",
    "H14": "{event}: {booth} of {venue} lacks what {agency} needs: {missing}",
    "H14 rule": "{district} on {day}: {booths} booths of {venue} have what its agencies need",
    "H14 any_venue rule": "{district} on {day}: no venue has more than {booths} booths with what "
    "its agencies need",
    "H15 not_offered": "{event}: {agency} does not offer {fields}",
    "H15 repeated": "{event}: {agency} serves a field twice",
    "H15 none": "{event}: {agency} serves no field",
    "H15 none rule": "{agency} has no counsellor or no field",
    "H15 staff": "{event}: {agency} serves {fields} fields, but its counsellors are {staff}",
    "H15 busy": "{event}: the {staff} counsellors of {agency} are busy in {fields}",
    "H16": "{event}: {agencies} must not share an event",
    "H16 rule": "{agencies} must not share an event",
    "P01 booth_without_venue": "{event}: {booth} is pinned for {agency}, but no venue",
    "P02 banned rule": "{agency} is both pinned and kept away on {day}",
    "P03": "a pin holds {event} of {district} on {day}{at_venue}",
    "P03 rule": "a pin holds an event of {district} on {day}{at_venue}",
    "P04 rule": "a pin holds {agency} at the event of {district} on {day}",
    "R01 missing": "{event} of the published plan is missing",
    "R01 new": "{event} is not in the published plan",
    "R01 district": "{event} has changed its district",
    "R02 changed": "{event} has already been held and must stay as it was",
    "R02 into_past": "{event} moves to {day}, before {now}",
    "R03": "{event} has already been held: its agencies must stay as they were",
    "R04": "{event} is pinned to {was_day} at {was_venue}, not {day} at {venue}",
    "R05 missing": "{event} is forced, but missing",
    "R05 day": "{event} must be on {wanted}, not {day}",
    "R05 venue": "{event} must be at {wanted}, not {venue}",
}

_DAYS = ("day", "was_day", "now", "last")
_VENUES = ("venue", "was_venue")
_LONGEST = 80  # characters of a name or a value in a line


class _Words(dict[str, str]):
    """Values of a sentence; what is missing leaves a gap, never an error."""

    def __missing__(self, key: str) -> str:
        return "…"


def sentence(problem: Problem, item: Violation, plan: Plan | None = None) -> str:
    """One line for a violation, starting with its code; `plan` gives the dates of its events."""
    reason = item.data.get("reason")
    own = f"{item.code} {reason}" if reason else item.code
    keys = [own, f"{own} rule"] if _by_events(item) else [f"{own} rule", own]
    pattern = next((SENTENCES[key] for key in keys if key in SENTENCES), "is broken")
    told = f"{item.code} {pattern.format_map(_words(problem, item, plan))}"
    return told + _given_up(problem, item)


def _given_up(problem: Problem, item: Violation) -> str:
    """What giving a rule up means: days that open, what gap remains, or by how many units."""
    days = item.data.get("days")
    if isinstance(days, list | tuple) and days:
        return f" (open {', '.join(_day(problem, day) for day in days)})"
    if "to" in item.data:
        return f" (at most {item.data['to']})"
    return f" (by {item.data['units']})" if "units" in item.data else ""


def _by_events(item: Violation) -> bool:
    """Whether a plan breaks the rule, and not only the rule is named."""
    figures = ("found", "visits", "events", "in_use", "gap")
    return any(kind == "event" for kind, _ in item.subjects) or any(
        name in item.data for name in figures
    )


def _words(problem: Problem, item: Violation, plan: Plan | None) -> _Words:
    """The data as texts, then the subjects: ``event`` the first of its kind, ``events`` all."""
    reason = str(item.data.get("reason"))
    words = _Words(
        {key: _value(problem, item.code, reason, key, v) for key, v in item.data.items()}
    )
    words["at_venue"] = f" at {words['venue']}" if item.data.get("venue") is not None else ""
    drawn = plan.event_by_id() if plan is not None else {}
    for kind in dict.fromkeys(kind for kind, _ in item.subjects):
        names = [name for found, name in item.subjects if found == kind]
        texts = [_subject(problem, drawn, kind, name) for name in names]
        words[kind] = texts[0]
        words[{"agency": "agencies"}.get(kind, f"{kind}s")] = " and ".join(texts)
    return words


def _value(problem: Problem, code: str, reason: str, key: str, value: object) -> str:
    """A figure as a text: days with their dates, venues and fields with their names."""
    kind = reason if code == "R05" and key == "wanted" else key
    if kind in _DAYS and isinstance(value, int):
        return _day(problem, value)
    if kind in _VENUES and isinstance(value, int):
        return _subject(problem, {}, "venue", value)
    if isinstance(value, list | tuple):
        kind = "field" if key == "fields" else ""
        texts = (_subject(problem, {}, kind, item) if kind else str(item) for item in value)
        return ", ".join(dict.fromkeys(texts))
    return plain(value)


def _day(problem: Problem, day: int) -> str:
    try:
        return f"day {day} ({problem.start + timedelta(days=day)})"
    except OverflowError:
        return f"day {day}"


def _subject(problem: Problem, drawn: Mapping[str, PlanEvent], kind: str, name: int | str) -> str:
    """``agency 30 (Aid)``, ``event e1 (2024-05-17, Park)``: the id and what tells more of it."""
    known: Mapping[str, Mapping[int, District | Zone | Venue | Agency | Field]] = {
        "district": problem.district_by_id,
        "zone": problem.zone_by_id,
        "venue": problem.venue_by_id,
        "fallback": problem.venue_by_id,
        "agency": problem.agency_by_id,
        "field": problem.field_by_id,
    }
    more: list[str] = []
    if isinstance(name, int) and name in known.get(kind, {}):
        more = [plain(known[kind][name].name)]
    elif isinstance(name, str) and name in drawn:
        venue = problem.venue_by_id.get(drawn[name].venue)
        date = _day(problem, drawn[name].day).partition("(")[2].rstrip(")")
        more = [text for text in (date, plain(venue.name) if venue else "") if text]
    return f"{kind} {plain(name)}" + (f" ({', '.join(more)})" if more else "")


def plain(value: object) -> str:
    """A text of a file on one line: nothing that moves a cursor, and not without end."""
    text = "".join(c if c.isprintable() else "\ufffd" for c in str(value))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def fault_line(file: str, fault: FormatFault) -> str:
    """One line for a fault of a file, naming the exact place."""
    detail = ", ".join(f"{key} {plain(value)}" for key, value in fault.data.items())
    reason = fault.reason.replace("_", " ")
    place = "".join(c if c.isprintable() else "\ufffd" for c in fault.path)
    return f"{file}: {place or '(text)'}: {reason}" + (f" ({detail})" if detail else "")
