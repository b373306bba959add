"""Why there is no plan: the rules in conflict and what to give up, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from planner.campaigns.advice_words import sentence
from planner.campaigns.korean_holidays import holidays_between
from planner.campaigns.names import Names, listed
from planner.core.violation import Violation

# Rules that a pinned event or agency breaks by itself are told as the checker tells them.
_ALONE = frozenset({"H02", "H03", "H04", "H06", "H10", "H13", "H14"})
Words = Callable[[Mapping[str, Any]], str]


def conflict_sentence(names: Names, violation: Violation) -> str:
    """One of several rules that cannot hold together."""
    if violation.code in _ALONE and any(kind == "event" for kind, _key in violation.subjects):
        return sentence(names, violation)
    words = CONFLICTS.get(key_of(violation)) or CONFLICTS.get(violation.code)
    return words(_values(names, violation)) if words else violation.code


def way_out(names: Names, violation: Violation) -> str:
    """What to change so that there is a plan; `data["units"]` says by how much."""
    words = WAYS.get(key_of(violation)) or WAYS.get(violation.code)
    return words(_values(names, violation)) if words else violation.code


def key_of(violation: Violation) -> str:
    """The code with its reason, where that tells cases apart."""
    reason = violation.data.get("reason")
    return f"{violation.code} {reason}" if reason else violation.code


def _values(names: Names, violation: Violation) -> dict[str, Any]:
    values: dict[str, Any] = {
        "zone": names.one(violation, "zone"),
        "agency": names.one(violation, "agency"),
        "agencies": names.joined(violation, "agency"),
        "event": names.event(violation),
        "venue": names.one(violation, "venue"),
        **violation.data,
    }
    values["days"] = _days(names, violation.data.get("days"))
    day = violation.data.get("day")
    values["day"] = "" if day is None else names.day(day)
    if values["event"] == "?":
        values["event"] = values["day"]
    return values


def _days(names: Names, numbers: object) -> str:
    """Days in words, public holidays called so."""
    found = []
    for number in numbers if isinstance(numbers, list | tuple) else ():
        day = names.nth_day(number)
        holiday = holidays_between(day, day).get(day)
        found.append(f"{names.day(number)} {holiday}" if holiday else names.day(number))
    return listed(found, 8)


CONFLICTS: dict[str, Words] = {
    "H01": lambda v: _("%(expected)s events are to be held.", **v),
    "H01 too_many": lambda v: _("No more than %(expected)s events are to be held.", **v),
    "H02": lambda v: _(
        "Events lie within the season, on its weekdays, after the day planned from, not on closed "
        "days or public holidays."
    ),
    "H03": lambda v: _("Venues of %(zone)s are open on certain days only.", **v),
    "H03 no_venue": lambda v: _("There is no venue on %(day)s.", **v),
    "H04": lambda v: _("Outdoor events in %(zone)s need a place for rain that is open.", **v),
    "H05": lambda v: _("Two events lie at least %(min_gap)s days apart.", **v),
    "H06 last_season": lambda v: _(
        "%(zone)s was visited shortly before the season; %(min_gap)s days have to pass.", **v
    ),
    "H06 visits": lambda v: _("Two visits of %(zone)s lie at least %(min_gap)s days apart.", **v),
    "H07 too_few": lambda v: _("%(zone)s is visited at least %(min)s times.", **v),
    "H07 too_many": lambda v: _("%(zone)s is visited at most %(max)s times.", **v),
    "H08": lambda v: _("At most %(max)s events lie at weekends.", **v),
    "H09": lambda v: _(
        "There are %(pool)s sets of equipment, each in use for %(turnaround)s days.", **v
    ),
    "H11": lambda v: _("%(agency)s is at one event on %(day)s.", **v),
    "H12 season": lambda v: _("%(agency)s takes on at most %(max)s events.", **v),
    "H12 week": lambda v: _("%(agency)s takes on at most %(max)s events a week.", **v),
    "H13": lambda v: _("Two pinned agencies hold the same booth on %(day)s.", **v),
    "H14": lambda v: _(
        "%(venue)s has %(booths)s booths for what the agencies pinned on %(day)s need.", **v
    ),
    "H14 any_venue": lambda v: _(
        "No venue has more than %(booths)s booths for what the agencies pinned on %(day)s need.",
        **v,
    ),
    "H15": lambda v: _("%(agency)s offers no field of this season.", **v),
    "H16": lambda v: _("%(agencies)s should not meet.", **v),
    "P01": lambda v: _("A booth is pinned for %(agency)s on %(day)s where no venue is set.", **v),
    "P02": lambda v: _(
        "%(agency)s is pinned on %(day)s and is to be kept away from that event.", **v
    ),
    "P03": lambda v: _("The event %(event)s is pinned.", **v),
    "P04": lambda v: _("%(agency)s is pinned on %(day)s.", **v),
    "R02": lambda v: _(
        "%(event)s: what has been held stays, and nothing moves into the past.", **v
    ),
    "R05": lambda v: _("%(event)s: this wish cannot be met together with the others.", **v),
}
WAYS: dict[str, Words] = {
    "H01": lambda v: _("Hold %(units)s events fewer.", **v),
    "H01 too_many": lambda v: _("Hold %(units)s events more.", **v),
    "H02": lambda v: (
        _("Allow events on these days as well: %(days)s.", **v)
        if v["days"]
        else _("Allow more days: a longer season, more weekdays, fewer closed days.")
    ),
    "H03": lambda v: (
        _("Find a venue in %(zone)s that is open on %(days)s.", **v)
        if v["days"]
        else _("Find a venue in %(zone)s that is open on more days.", **v)
    ),
    "H04": lambda v: (
        _("Name a place for rain in %(zone)s that is open on %(days)s.", **v)
        if v["days"]
        else _("Name a place for rain in %(zone)s that is open on more days.", **v)
    ),
    "H05": lambda v: (
        _("Ask for %(to)s days between two events, not %(min_gap)s.", **v)
        if "to" in v
        else _("Ask for less than %(min_gap)s days between two events.", **v)
    ),
    "H06": lambda v: (
        _("Ask for %(to)s days between visits of %(zone)s, not %(min_gap)s.", **v)
        if "to" in v
        else _("Ask for less than %(min_gap)s days between visits of %(zone)s.", **v)
    ),
    "H07 too_few": lambda v: _("Visit %(zone)s %(units)s times less than wanted.", **v),
    "H07 too_many": lambda v: _("Allow %(units)s more visits of %(zone)s.", **v),
    "H08": lambda v: _("Allow %(units)s more events at weekends.", **v),
    "H09": lambda v: _("Get %(units)s more sets of equipment.", **v),
    "H11": lambda v: _("Unpin %(agency)s at one of its events on %(day)s.", **v),
    "H12": lambda v: _("Let %(agency)s take on more events.", **v),
    "H13": lambda v: _("Unpin one of two agencies that hold the same booth on %(day)s.", **v),
    "H14": lambda v: _("Unpin an agency on %(day)s, or fit out more booths.", **v),
    "H15": lambda v: _("Unpin %(agency)s.", **v),
    "H16": lambda v: _("Unpin one of %(agencies)s.", **v),
    "P01": lambda v: _("Unpin %(agency)s on %(day)s.", **v),
    "P02": lambda v: _("Unpin %(agency)s on %(day)s, or let it come.", **v),
    "P03": lambda v: _("Unpin the event %(event)s.", **v),
    "P04": lambda v: _("Unpin %(agency)s on %(day)s.", **v),
}
