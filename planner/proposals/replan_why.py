"""Why each change of a re-planning is there, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from planner.campaigns.names import Names, listed
from planner.core.difference import (
    AgencyAdded,
    AgencyDropped,
    BoothChanged,
    Change,
    DayMoved,
    FallbackChanged,
    FieldsChanged,
    VenueMoved,
)
from planner.core.plan import PlanEvent
from planner.core.replan_reasons import Explained, Reason
from planner.core.violation import Violation
from planner.proposals import replan_words as words


def reason_words(names: Names, item: Explained, before: PlanEvent, after: PlanEvent) -> str:
    """Why a change is there."""
    reason = item.reason
    if reason.code == "broken":
        return " ".join(broken_words(names, found) for found in reason.violations)
    values = {
        "agencies": listed(names.name("agency", key) for key in reason.agencies),
        "fields": listed(names.name("field", key) for key in reason.fields),
        "events": listed(names.name("event", key) for key in reason.events),
        "venue": names.name("venue", before.venue),
        "rain": words.rain(names, before.fallback),
        "before": names.day(before.day),
        "day": names.day(after.day),
    }
    return REASONS[_key(item.change, reason)](values)


def _key(change: Change, reason: Reason) -> str:
    if reason.code in ("covers", "same_day", "limit"):
        known = reason.agencies if reason.code == "covers" else reason.events
        return reason.code if known else f"{reason.code} alone"
    if reason.code in ("pinned", "better", "room", "spare"):
        return f"{reason.code} {KINDS[type(change)]}"
    return reason.code


KINDS: dict[type, str] = {
    DayMoved: "place",
    VenueMoved: "place",
    FallbackChanged: "rain",
    AgencyDropped: "leaves",
    AgencyAdded: "joins",
    FieldsChanged: "fields",
    BoothChanged: "booth",
}
Words = Callable[[Mapping[str, Any]], str]
REASONS: dict[str, Words] = {
    "wished": lambda v: _("As you asked."),
    "pinned place": lambda v: _("It is pinned there in the draft."),
    "closed": lambda v: _("%(venue)s cannot be used on %(before)s.", **v),
    "freed": lambda v: _("It may move, and the whole comes out better so."),
    "moved": lambda v: _("The event moves, and its place for rain with it."),
    "rain_closed": lambda v: _("The place for rain, %(rain)s, cannot be used that day.", **v),
    "better rain": lambda v: _("More people can be met there."),
    "cancelled": lambda v: _("It cannot come on %(day)s, as you said.", **v),
    "absent": lambda v: _("By its days off it cannot come on %(day)s.", **v),
    "not_here": lambda v: _("It does not come to this event, as you said."),
    "banned": lambda v: _("It is one that is kept away from this event."),
    "stranger": lambda v: _("It is no longer invited to this season."),
    "same_day": lambda v: _("It is needed at %(events)s on the same day.", **v),
    "same_day alone": lambda v: _("It is at another event on the same day."),
    "limit": lambda v: _("It is needed at %(events)s and takes on no more events.", **v),
    "limit alone": lambda v: _("It takes on no more events."),
    "conflict": lambda v: _("It must not meet %(agencies)s.", **v),
    "room leaves": lambda v: _("No booth there has what it needs."),
    "spare leaves": lambda v: _("It is not needed there any more."),
    "covers": lambda v: _("It takes over %(fields)s from %(agencies)s.", **v),
    "covers alone": lambda v: _("Without it %(fields)s would lack an agency.", **v),
    "pinned joins": lambda v: _("It is pinned there in the draft."),
    "better joins": lambda v: _("The plan comes out better with it."),
    "offers": lambda v: _("It no longer offers %(fields)s.", **v),
    "spare fields": lambda v: _("The other field is not needed any more."),
    "first": lambda v: _("It had no booth yet."),
    "gone": lambda v: _("The old booth is no longer free."),
    "needs": lambda v: _("The old booth lacks what it needs."),
    "room booth": lambda v: _("It makes room for %(agencies)s.", **v),
    "better booth": lambda v: _("Noisy and quiet agencies stand apart so."),
}


def broken_words(names: Names, item: Violation) -> str:
    """Why an event cannot be on a day at a venue, shortly."""
    day = item.data.get("day")
    values = {"venue": names.one(item, "venue"), "day": "" if day is None else names.day(day)}
    if item.code == "H02":
        if item.data.get("reason") == "outside_season":
            return _("%(day)s lies outside the season.", **values)
        closed = names.closed_day(day)
        if closed is not None:
            return _("%(day)s is a closed day (%(name)s).", name=closed or _("closed"), **values)
        return _("The season holds no events on %(day)s.", **values)
    if item.code == "H03":
        if item.data.get("reason") == "not_available":
            return _("%(venue)s cannot be used on %(day)s.", **values)
        return _("%(venue)s is no longer among the venues of this season.", **values)
    return _("%(venue)s has no place for rain that is open that day.", **values)
