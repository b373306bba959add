"""The changes between two releases in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from planner.campaigns.names import listed, short_day
from planner.core.release import Change
from planner.templating import named

KINDS_OF_EVENT = ("event_added", "event_cancelled", "event_restored")


def change_sentence(change: Change) -> str:
    """A change as one sentence; names in the reader's language."""
    return SENTENCES[change.kind](change, _values(change))


def change_sentences(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(kind, sentence) for the changes that a release stored."""
    changes = [Change.from_json(dict(row)) for row in rows]
    return [(change.kind, change_sentence(change)) for change in changes]


def _values(change: Change) -> dict[str, str]:
    about = change.subjects
    values = {"before": _shown(change.before), "after": _shown(change.after)}
    if "day" in about:
        venue = named({"name": about["venue"], "name_en": about["venue_en"]})
        values["event"] = f"{short_day(date.fromisoformat(about['day']))} {venue}"
    if "agency" in about:
        values["agency"] = named({"name": about["agency"], "name_en": about["agency_en"]})
    return values


def _shown(value: Any) -> str:
    """A value of a change: a name, several names, a span, or a text."""
    if value in (None, "", []):
        return str(_("none"))
    if isinstance(value, Mapping):
        return named(value) if "name" in value else ""
    if isinstance(value, list):
        if all(isinstance(item, Mapping) for item in value):
            return listed(named(item) for item in value)
        return "–".join(str(item) for item in value)
    return str(value)


def _added(change: Change, values: Mapping[str, str]) -> str:
    after = change.after
    return _("New: %(event)s, %(starts)s–%(ends)s", event=values["event"],
             starts=after["starts_at"], ends=after["ends_at"])  # fmt: skip


def _day(change: Change, values: Mapping[str, str]) -> str:
    return _(
        "%(event)s: moved from %(before)s to %(after)s",
        event=values["event"],
        before=short_day(date.fromisoformat(change.before)),
        after=short_day(date.fromisoformat(change.after)),
    )


def _venue_facts(change: Change, values: Mapping[str, str]) -> str:
    if named(change.before) != named(change.after):
        return _("%(event)s: the venue was called %(before)s", **_pick(values, "event", "before"))
    return _("%(event)s: address or facts of the venue", event=values["event"])


def _pick(values: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: values[name] for name in names}


SENTENCES: dict[str, Callable[[Change, Mapping[str, str]], str]] = {
    "event_added": _added,
    "event_cancelled": lambda c, v: _("Cancelled: %(event)s", event=v["event"]),
    "event_restored": lambda c, v: _("On again: %(event)s", event=v["event"]),
    "day": _day,
    "hours": lambda c, v: _(
        "%(event)s: %(after)s instead of %(before)s", **_pick(v, "event", "before", "after")
    ),
    "venue": lambda c, v: _(
        "%(event)s: at %(after)s instead of %(before)s", **_pick(v, "event", "before", "after")
    ),
    "venue_facts": _venue_facts,
    "zone": lambda c, v: _(
        "%(event)s: zone %(after)s instead of %(before)s", **_pick(v, "event", "before", "after")
    ),
    "fallback": lambda c, v: _(
        "%(event)s: place for rain %(after)s instead of %(before)s",
        **_pick(v, "event", "before", "after"),
    ),
    "rain_plan": lambda c, v: _(
        "%(event)s: rain plan switched, now at %(after)s", **_pick(v, "event", "after")
    ),
    "theme": lambda c, v: _(
        "%(event)s: theme %(after)s instead of %(before)s", **_pick(v, "event", "before", "after")
    ),
    "event_fields": lambda c, v: _(
        "%(event)s: fields offered are now %(after)s", **_pick(v, "event", "after")
    ),
    "extras": lambda c, v: _(
        "%(event)s: other booths are now %(after)s", **_pick(v, "event", "after")
    ),
    "agency_added": lambda c, v: _("%(event)s: %(agency)s comes", **_pick(v, "event", "agency")),
    "agency_cancelled": lambda c, v: _(
        "%(event)s: %(agency)s no longer comes", **_pick(v, "event", "agency")
    ),
    "booth": lambda c, v: _(
        "%(event)s: %(agency)s at booth %(after)s instead of %(before)s",
        **_pick(v, "event", "agency", "before", "after"),
    ),
    "agency_fields": lambda c, v: _(
        "%(event)s: %(agency)s counsels in %(after)s", **_pick(v, "event", "agency", "after")
    ),
    "agency_facts": lambda c, v: _(
        "%(event)s: %(agency)s was listed as %(before)s",
        **_pick(v, "event", "agency", "before"),
    ),
    "period": lambda c, v: _(
        "The season runs %(after)s instead of %(before)s", **_pick(v, "before", "after")
    ),
    "campaign": lambda c, v: _("Name or description of the season"),
    "zones": lambda c, v: _("The zones are now %(after)s", after=v["after"]),
    "fields": lambda c, v: _("The fields are now %(after)s", after=v["after"]),
}
