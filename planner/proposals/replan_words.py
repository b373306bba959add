"""A re-planning in words: each change, what happened, refusals."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.campaigns.names import Names, listed, short_day
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
from planner.core.happenings import AgencyAway, AgencyNotAt, Happening, VenueClosed
from planner.core.plan import Placement, PlanEvent
from planner.errors import Refused
from planner.proposals.words import refusal as common_refusal

GOALS = {
    "uncovered": _l("Places open in the counselling fields"),
    "distance": _l("Changes, by their weight"),
    "score": _l("Points of the plan (fewer is better)"),
}
ADDED, DROPPED, CHANGED = "added", "dropped", "changed"
# Of what the distance consists: the kind of change, its weight, the words.
WEIGHED: tuple[tuple[type, str, Callable[[int, int], str]], ...] = (
    (DayMoved, "day", lambda n, points: _("other day %(n)s (%(points)s)", n=n, points=points)),
    (VenueMoved, "venue", lambda n, points: _("other venue %(n)s (%(points)s)", n=n,
                                              points=points)),
    (AgencyDropped, "dropped", lambda n, points: _("leave %(n)s (%(points)s)", n=n,
                                                   points=points)),
    (AgencyAdded, "added", lambda n, points: _("join %(n)s (%(points)s)", n=n, points=points)),
    (FieldsChanged, "fields", lambda n, points: _("other fields %(n)s (%(points)s)", n=n,
                                                  points=points)),
    (BoothChanged, "booth", lambda n, points: _("other booth %(n)s (%(points)s)", n=n,
                                                points=points)),
)  # fmt: skip


def change_words(names: Names, change: Change) -> tuple[str, str]:
    """(added, dropped or changed; the change as a sentence) without the event's name."""
    if isinstance(change, DayMoved):
        days = {"before": names.day(change.old), "after": names.day(change.new)}
        return CHANGED, _("The day: %(after)s instead of %(before)s", **days)
    if isinstance(change, VenueMoved):
        venues = {
            "before": names.name("venue", change.old),
            "after": names.name("venue", change.new),
        }
        return CHANGED, _("The venue: %(after)s instead of %(before)s", **venues)
    if isinstance(change, FallbackChanged):
        places = {"before": rain(names, change.old), "after": rain(names, change.new)}
        return CHANGED, _("The place for rain: %(after)s instead of %(before)s", **places)
    return _agency_words(names, change)


def _agency_words(names: Names, change: Change) -> tuple[str, str]:
    if isinstance(change, AgencyDropped):
        gone = change.placement
        agency = names.name("agency", gone.agency)
        return DROPPED, _("%(agency)s: no longer comes (%(fields)s)", agency=agency,
                          fields=fields(names, gone.fields))  # fmt: skip
    if isinstance(change, AgencyAdded):
        come = change.placement
        agency = names.name("agency", come.agency)
        return ADDED, _("%(agency)s: comes (%(what)s)", agency=agency, what=stands(names, come))
    if isinstance(change, FieldsChanged):
        values = {
            "agency": names.name("agency", change.agency),
            "before": fields(names, change.old),
            "after": fields(names, change.new),
        }
        return CHANGED, _("%(agency)s: in %(after)s instead of %(before)s", **values)
    if isinstance(change, BoothChanged):
        values = {
            "agency": names.name("agency", change.agency),
            "before": booth(names, change.old),
            "after": booth(names, change.new),
        }
        return CHANGED, _("%(agency)s: %(after)s instead of %(before)s", **values)
    raise TypeError(f"no re-planning makes {change!r}")


def stands(names: Names, placement: Placement) -> str:
    """'booth 12, Finance'."""
    parts = [booth(names, placement.booth) if placement.booth > 0 else ""]
    return ", ".join(part for part in (*parts, fields(names, placement.fields)) if part)


def booth(names: Names, key: int) -> str:
    if key < 1:
        return _("no booth")
    return _("booth %(number)s", number=names.name("booth", key))


def fields(names: Names, ids: tuple[int, ...]) -> str:
    return listed(names.name("field", key) for key in ids) or _("no field")


def rain(names: Names, key: int | None) -> str:
    return _("none") if key is None else names.name("fallback", key)


def place(names: Names, event: PlanEvent) -> str:
    return f"{names.day(event.day)} {names.name('venue', event.venue)}"


# --- what happened -------------------------------------------------------------------------------


def happening_words(names: Names, item: Happening) -> str:
    """What happened, as one line."""
    line = _happening(names, item)
    return f"{line} ({item.reason})" if item.reason else line


def _happening(names: Names, item: Happening) -> str:
    if isinstance(item, AgencyAway | VenueClosed):
        kind = "agency" if isinstance(item, AgencyAway) else "venue"
        key = item.agency if isinstance(item, AgencyAway) else item.venue
        values = {"name": names.name(kind, key), "days": _days(item)}
        if kind == "agency":
            return _("%(name)s: cannot come, %(days)s", **values)
        return _("%(name)s: cannot be used, %(days)s", **values)
    event = names.name("event", item.event)
    if isinstance(item, AgencyNotAt):
        return _("%(name)s: does not come to %(event)s", name=names.name("agency", item.agency),
                 event=event)  # fmt: skip
    where = "" if item.venue is None else names.name("venue", item.venue)
    there = " ".join(part for part in (item.day and short_day(item.day), where) if part)
    return _("%(event)s: has to be moved to %(there)s", event=event, there=there)


def _days(item: AgencyAway | VenueClosed) -> str:
    if item.first == item.last:
        return short_day(item.first)
    return f"{short_day(item.first)} – {short_day(item.last)}"


def refusal(error: Refused) -> str:
    """A refusal as a sentence."""
    if error.code == "no_events_ahead":
        return _(
            "No planned event lies after %(day)s. Plan from an earlier day.",
            day=short_day(error.data["day"]),
        )
    if error.code == "nothing_to_take":
        return _("There is nothing to take: no change, and nothing to be recorded.")
    if error.code == "days_behind":
        return _(
            "A change concerns an event on a day already past; the draft stays as it was. "
            "Plan again from today."
        )
    if error.code == "stale":
        return _(
            "The draft has changed since the search began. Nothing was taken. Plan again after "
            "the change."
        )
    if error.code == "no_recipients":
        return _("None of these agencies has an e-mail address. Tell them by telephone.")
    return common_refusal(error)
