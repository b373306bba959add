"""Fairness in words: headlines, waits, differences. Names come from the rows behind the ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.campaigns.names import listed
from planner.core.fairness import Fairness, ZoneRow
from planner.core.waits import Wait
from planner.templating import long_day, named

ZONE_STANDINGS = {
    "short": (_l("Below the least"), "danger"),
    "beyond": (_l("Above the most"), "danger"),
    "under": (_l("Below its aim"), "warn"),
    "over": (_l("Above its aim"), "warn"),
    "fair": (_l("At its aim"), "ok"),
}
AGENCY_KINDS = {
    "beyond": "danger",
    "over": "warn",
    "under": "warn",
    "none": "neutral",
    "fair": "ok",
    "idle": "neutral",
}


def headlines(found: Fairness, zones: Mapping[int, Any]) -> list[str]:
    """What the tables come to, in plain sentences; none for a season in which nothing is asked."""
    longest = waiting(found, {key: named(row) for key, row in zones.items()})
    if not found.events:
        sentences = [longest, _("There is no event yet: this is how it would be without any.")]
    else:
        sentences = [longest, _zones(found), _agencies(found), _fields(found)]
    return [sentence for sentence in sentences if sentence]


def waiting(found: Fairness, names: Mapping[int, str]) -> str:
    """Which zone waits longest, and how long; '' where nobody waits."""
    rows = found.waiting
    if not rows or not rows[0].wait.days:
        return ""
    who = listed(names.get(row.zone, "?") for row in rows)
    values = {"zones": who, "days": f"{rows[0].wait.days:,}"}
    if len(rows) > 1 and all(row.wait.known for row in rows):
        return _("%(zones)s wait longest: %(days)s days.", **values)
    if len(rows) > 1:
        return _("%(zones)s wait longest: at least %(days)s days.", **values)
    values["span"] = span(rows[0].wait)
    if not rows[0].wait.known:
        return _("%(zones)s waits longest: at least %(days)s days (%(span)s).", **values)
    return _("%(zones)s waits longest: %(days)s days (%(span)s).", **values)


def span(wait: Wait) -> str:
    """From when to when, and what stands at the ends if it is no visit."""
    values = {"since": long_day(wait.since), "until": long_day(wait.until)}
    if not wait.known and not wait.over:
        return _("all season, %(since)s to %(until)s", **values)
    if not wait.known:
        return _("from the season's first day, %(since)s, to %(until)s", **values)
    if not wait.over:
        return _("%(since)s to the season's end, %(until)s", **values)
    return _("%(since)s to %(until)s", **values)


def short_span(wait: Wait) -> str:
    """The same for a cell of a table."""
    return _(
        "%(since)s to %(until)s",
        since=wait.since.isoformat() if wait.known else _("first day"),
        until=wait.until.isoformat() if wait.over else _("last day"),
    )


def days(wait: Wait) -> str:
    """'214 days', or 'at least' so many."""
    count = f"{wait.days:,}"
    return (
        _("%(count)s days", count=count)
        if wait.known
        else _("at least %(count)s days", count=count)
    )


def _zones(found: Fairness) -> str:
    ours = [row for row in found.zones if row.aim.ours]
    if not ours:
        return ""
    off = sum(bool(row.difference) for row in found.zones)
    values = {"events": found.events, "zones": len(ours), "off": off, "dev": found.zone_dev}
    if not off:
        return _("%(events)s events: each of the %(zones)s zones gets its visits.", **values)
    return _(
        "%(events)s events: %(off)s of %(zones)s zones miss their aim, by %(dev)s visits in all.",
        **values,
    )


def _agencies(found: Fairness) -> str:
    if not found.agencies:
        return ""
    burden = found.burden
    values = {
        "count": len(found.agencies),
        "at": burden.at,
        "above": burden.above,
        "below": burden.below,
        "low": signed(burden.lowest),
        "high": signed(burden.highest),
    }
    if not burden.squares:
        return _("Each of the %(count)s agencies comes to as many events as its share.", **values)
    return _(
        "Of %(count)s agencies %(at)s come as often as their share, %(above)s more often, "
        "%(below)s less often (%(low)s to %(high)s).",
        **values,
    )


def _fields(found: Fairness) -> str:
    wanted = sum(row.wanted for row in found.fields)
    if not wanted:
        return ""
    if not found.uncovered:
        return _("Every field has the agencies that it needs at every event.")
    short = sum(bool(row.missing) for row in found.fields)
    return _(
        "In %(short)s of %(count)s fields %(missing)s of %(wanted)s places are not filled.",
        short=short,
        count=len(found.fields),
        missing=found.uncovered,
        wanted=wanted,
    )


def signed(number: int) -> str:
    """'+2', '0', or a minus sign with the number."""
    return f"+{number}" if number > 0 else f"−{-number}" if number else "0"


def difference(number: int) -> str:
    """How far from its share: in words."""
    if number > 0:
        return _("%(n)s more than its share", n=number)
    if number < 0:
        return _("%(n)s fewer than its share", n=-number)
    return _("as its share")


def carried(number: int, *, zone: bool) -> str:
    """A debt in words: visits that a zone is owed, events that an agency owes."""
    if not number:
        return ""
    if zone:
        kind = _("%(n)s owed") if number > 0 else _("%(n)s ahead")
    else:
        kind = _("%(n)s to make up") if number > 0 else _("%(n)s done ahead")
    return kind % {"n": abs(number)}


def zone_text(row: ZoneRow) -> str:
    """What the bar of a zone says."""
    return bar_text(row.visits, row.aim.target, row.aim.before)


def bar_text(value: int, target: int, before: int | None) -> str:
    """What a bar says, for who does not see it."""
    if before is None:
        return _("%(n)s times, to be %(target)s", n=value, target=target)
    return _(
        "%(n)s times, to be %(target)s; %(before)s in the season before",
        n=value,
        target=target,
        before=before,
    )
