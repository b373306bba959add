"""The hard rules H10 to H16 in words: agencies, booths and fields at events."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from planner.campaigns.names import Names
from planner.core.violation import Violation


def agency_comes(names: Names, v: Violation) -> str:
    values = {"agency": names.one(v, "agency"), "event": names.event(v)}
    if v.data.get("reason") == "not_available":
        return _("%(agency)s cannot come to %(event)s. Take it out, or move the event.", **values)
    return _(
        "%(agency)s is at %(event)s and is not invited to this season. Invite it, or take it out.",
        **values,
    )


def once_a_day(names: Names, v: Violation) -> str:
    if v.data.get("reason") == "same_event":
        return _(
            "%(agency)s stands twice at %(event)s. Take one out.",
            agency=names.one(v, "agency"),
            event=names.event(v),
        )
    return _(
        "%(agency)s is at several events on %(day)s. Leave it at one.",
        agency=names.one(v, "agency"),
        day=names.day(v.data["day"]),
    )


def agency_load(names: Names, v: Violation) -> str:
    values = {
        "agency": names.one(v, "agency"),
        "found": v.data["events"],
        "most": v.data["max"],
    }
    if v.data.get("reason") == "season":
        return _(
            "%(agency)s is at %(found)s events; it takes on %(most)s. Take it out of some.",
            **values,
        )
    return _(
        "%(agency)s is at %(found)s events in the week from %(day)s; it takes on %(most)s a week.",
        day=names.day(v.data["day"]),
        **values,
    )


def booth_taken(names: Names, v: Violation) -> str:
    if v.data.get("reason") == "shared":
        return _(
            "%(event)s: booth %(booth)s is given to %(agencies)s. Move all but one.",
            event=names.event(v),
            booth=names.one(v, "booth"),
            agencies=names.joined(v, "agency"),
        )
    return _(
        "%(event)s: the booth of %(agency)s does not exist at this venue. Choose another booth.",
        event=names.event(v),
        agency=names.one(v, "agency"),
    )


def booth_needs(names: Names, v: Violation) -> str:
    needs = {
        "private": _("privacy"),
        "power": _("power"),
        "water": _("water"),
        "access": _("step-free access"),
    }
    missing = v.data["missing"]
    assert isinstance(missing, list)
    return _(
        "%(event)s: booth %(booth)s lacks what %(agency)s needs (%(needs)s). Choose another booth.",
        event=names.event(v),
        booth=names.one(v, "booth"),
        agency=names.one(v, "agency"),
        needs=", ".join(needs[name] for name in missing),
    )


def fields_served(names: Names, v: Violation) -> str:
    values: dict[str, Any] = {"agency": names.one(v, "agency"), "event": names.event(v)}
    if v.data.get("reason") == "staff":
        values |= {"found": v.data["fields"], "staff": v.data["staff"]}
        return _(
            "%(event)s: %(agency)s takes %(found)s fields with %(staff)s counsellors. Take some "
            "fields away.",
            **values,
        )
    if v.data.get("reason") == "none":
        return _("%(event)s: %(agency)s has no field yet. Choose one.", **values)
    if v.data.get("reason") == "repeated":
        return _("%(event)s: %(agency)s has a field twice. Choose its fields again.", **values)
    fields = v.data["fields"]
    assert isinstance(fields, list)
    values["fields"] = ", ".join(names.field(item) for item in fields)
    return _(
        "%(event)s: %(agency)s does not offer %(fields)s in this season. Choose other fields.",
        **values,
    )


def no_conflicts(names: Names, v: Violation) -> str:
    return _(
        "%(event)s: %(agencies)s should not be at the same event. Take one of them out.",
        event=names.event(v),
        agencies=names.joined(v, "agency"),
    )


PLACEMENT_SENTENCES = {
    "H10": agency_comes,
    "H11": once_a_day,
    "H12": agency_load,
    "H13": booth_taken,
    "H14": booth_needs,
    "H15": fields_served,
    "H16": no_conflicts,
}
