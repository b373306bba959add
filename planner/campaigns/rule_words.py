"""The hard rules in words: what is wrong, where, and a way out where there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from planner.campaigns.names import Names
from planner.campaigns.placement_words import PLACEMENT_SENTENCES
from planner.core.violation import Violation

Sentence = Callable[[Names, Violation], str]


def reason(violation: Violation) -> str:
    return str(violation.data.get("reason", ""))


def not_well_formed(names: Names, v: Violation) -> str:
    return _("The plan holds an event twice or of another office. Load the page again.")


def event_count(names: Names, v: Violation) -> str:
    found, expected = int(str(v.data["found"])), int(str(v.data["expected"]))
    if found < expected:
        return _(
            "%(found)s of %(expected)s events are planned. Add events, or change the number.",
            found=found,
            expected=expected,
        )
    return _(
        "%(found)s events are planned, %(expected)s are wanted. Cancel some, or change the number.",
        found=found,
        expected=expected,
    )


def allowed_day(names: Names, v: Violation) -> str:
    event = names.event(v)
    if reason(v) == "outside_season":
        return _(
            "%(event)s lies outside the season (%(first)s to %(last)s). Choose another day.",
            event=event,
            first=names.day_of(names.campaign.starts_on),
            last=names.day_of(names.campaign.ends_on),
        )
    closed = names.closed_day(v.data["day"])
    if closed is not None:
        return _(
            "%(event)s lies on a closed day (%(name)s). Choose another day.",
            event=event,
            name=closed or _("closed"),
        )
    return _(
        "%(event)s lies on a weekday that the season does not allow. Choose another day.",
        event=event,
    )


def venue_open(names: Names, v: Violation) -> str:
    if reason(v) == "not_available":
        return _(
            "%(venue)s is not to be had for %(event)s. Choose another day or venue.",
            venue=names.one(v, "venue"),
            event=names.event(v),
        )
    return _(
        "The venue of %(event)s no longer belongs to this office. Choose another venue.",
        event=names.event(v),
    )


def rain_plan(names: Names, v: Violation) -> str:
    values = {"event": names.event(v), "venue": names.one(v, "venue")}
    if reason(v) == "missing":
        return _("%(event)s is outdoors and has no place for rain. Choose one.", **values)
    values["fallback"] = names.one(v, "fallback")
    if reason(v) == "not_wanted":
        return _("%(event)s is indoors and needs no place for rain. Remove it.", **values)
    if reason(v) == "not_listed":
        return _(
            "%(fallback)s is not a rain place of %(venue)s. Choose one from its list.", **values
        )
    return _(
        "The rain place %(fallback)s is not to be had for %(event)s. Choose another.", **values
    )


def district_gap(names: Names, v: Violation) -> str:
    values = _two_events(names, v)
    if v.data["gap"] == 0:
        return _("%(first)s and %(second)s lie on the same day. Move one of them.", **values)
    return _(
        "%(first)s and %(second)s are %(gap)s days apart; at least %(least)s are wanted. "
        "Move one of them.",
        **values,
    )


def zone_gap(names: Names, v: Violation) -> str:
    if reason(v) == "last_season":
        return _(
            "%(zone)s was visited %(gap)s days before %(event)s; at least %(least)s are wanted. "
            "Choose a later day.",
            zone=names.one(v, "zone"),
            event=names.event(v),
            gap=v.data["gap"],
            least=v.data["min_gap"],
        )
    return _(
        "%(zone)s: %(first)s and %(second)s are %(gap)s days apart; at least %(least)s are "
        "wanted. Move one of them.",
        zone=names.one(v, "zone"),
        **_two_events(names, v),
    )


def _two_events(names: Names, v: Violation) -> dict[str, Any]:
    first, second = names.events(v)[:2]
    return {
        "first": first,
        "second": second,
        "gap": v.data["gap"],
        "least": v.data["min_gap"],
    }


def zone_visits(names: Names, v: Violation) -> str:
    values = {
        "zone": names.one(v, "zone"),
        "visits": v.data["visits"],
        "least": v.data["min"],
        "most": v.data["max"],
    }
    if reason(v) == "too_few":
        return _(
            "%(zone)s is visited %(visits)s times; at least %(least)s are wanted. Add an event.",
            **values,
        )
    return _(
        "%(zone)s is visited %(visits)s times; at most %(most)s are allowed. Move an event to "
        "another zone.",
        **values,
    )


def weekend_events(names: Names, v: Violation) -> str:
    return _(
        "%(found)s events lie at weekends; %(most)s are allowed. Move one to a weekday.",
        found=v.data["events"],
        most=v.data["max"],
    )


def kits_in_use(names: Names, v: Violation) -> str:
    return _(
        "On %(day)s, %(found)s events need the equipment and there are %(pool)s sets. Move an "
        "event, or change the number of sets.",
        day=names.day(v.data["day"]),
        found=v.data["in_use"],
        pool=v.data["pool"],
    )


HARD: dict[str, Sentence] = {
    "H00": not_well_formed,
    "H01": event_count,
    "H02": allowed_day,
    "H03": venue_open,
    "H04": rain_plan,
    "H05": district_gap,
    "H06": zone_gap,
    "H07": zone_visits,
    "H08": weekend_events,
    "H09": kits_in_use,
    **PLACEMENT_SENTENCES,
}
