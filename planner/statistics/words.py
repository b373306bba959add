"""The words of statistics: dimensions, categories, published names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.agencies.words import CATEGORY_LABELS
from planner.results.words import (
    CHANNELS,
    MEASURES,
    PROGRAMMES,
    TARGET_GROUPS,
    measure_name,
    published,
    unit_name,
)
from planner.templating import day, named

__all__ = [
    "DIMENSIONS",
    "base_of",
    "category_name",
    "change",
    "cut_words",
    "filter_fault",
    "key_name",
    "per_cent",
    "published",
    "published_name",
    "published_unit",
    "target_name",
    "target_refusal",
    "unit_name",
    "units",
]

DIMENSIONS = {
    "event": (_l("Event"), _l("By event")),
    "zone": (_l("Zone"), _l("By zone")),
    "field": (_l("Counselling field"), _l("By field")),
    "agency": (_l("Agency"), _l("By agency")),
    "category": (_l("Kind of agency"), _l("By kind of agency")),
    "dong": (_l("Dong"), _l("By dong")),
    "group": (_l("Target group"), _l("By target group")),
    "programme": (_l("Programme"), _l("By programme")),
    "month": (_l("Month"), _l("By month")),
    "channel": (_l("Channel"), _l("By channel")),
    "status": (_l("State of the event"), _l("By state of the event")),
}
STATUSES = {
    "open": _l("Not signed off yet"),
    "signed_off": _l("Signed off"),
    "not_held": _l("Not held"),
    "cancelled": _l("Cancelled"),
    "outside": _l("Outside events"),
}
CODES: dict[str, Any] = {
    "category": CATEGORY_LABELS,
    "group": TARGET_GROUPS,
    "programme": PROGRAMMES,
    "channel": CHANNELS,
    "status": STATUSES,
}
THINGS = {
    "zones": (_l("Zones"), _l("zones")),
    "events": (_l("Events"), _l("times")),
    "venues": (_l("Venues"), _l("places")),
    "agencies": (_l("Agencies taking part"), _l("agencies")),
    "fields": (_l("Counselling fields"), _l("fields")),
}


def category_name(code: str) -> str:
    return str(CATEGORY_LABELS.get(code, code))


def key_name(dimension: str, row: Any) -> str:
    """What a line of a table is called; the remainder has a name of its own."""
    if row is None:
        return _("Outside events") if dimension == "event" else _("Not broken down")
    if dimension == "event":
        return f"{day(row.day)} {named(row.venue)}"
    if dimension == "month":
        return str(row)
    return str(CODES[dimension].get(row, row)) if dimension in CODES else named(row)


def cut_words(facts: Any, cut: Any) -> list[str]:
    """What a cut looks at, in words: 'Zone: Banpo', 'Counselling field: finance'."""
    return [
        f"{DIMENSIONS[name][0]}: {key_name(name, facts.name_of(name, key))}"
        for name, key in cut.named.items()
    ]


def target_name(target: Any) -> str:
    """'Households in crisis found · Dong 3': the measure of a target and where it is set."""
    parts = [row for row in (target.zone, target.dong, target.field) if row is not None]
    return " · ".join([measure_name(target.measure), *map(named, parts)])


def per_cent(text: str | None) -> str:
    """A percentage as it is printed; '-' where there is none to state."""
    return "-" if text is None else f"{text}%"


def target_refusal(code: str) -> str:
    """Why a target was not saved, and what to do."""
    return {
        "twice": _("There is a target about the same already. Change that one."),
        "no_number": _("Give a target, or last year's number from which it is made."),
        "bad_period": _("Write a year or a month, such as 2024 or 2024-03, or leave it empty."),
        "two_places": _("Choose a zone or a dong, not both."),
        "bad_form": _("The form names something that does not exist. Load the page again."),
        "too_much": _("The number is too large. Check it."),
        "outside_season": _(
            "No day of the season lies in this period. Choose a year or a month of the season, or "
            "leave it empty."
        ),
        "never_summed": _(
            "Unique persons are never added up over events, and several events lie there. Choose a "
            "place and month with one event, or set the target for the attendance."
        ),
        "nothing_before": _("Last year's number is 0; no target can be made from it. Type one."),
        "no_aim": _("A target of 0 would always be met. Type 1 or more."),
        "busy": _("Too many people are saving at once. Send the form again."),
    }[code]


def filter_fault(code: str) -> str:
    """What is wrong with a filter of an address."""
    return {
        "unknown": _("There is no such filter."),
        "twice": _("It can be given only once."),
        "no_measure": _("There is no such measure."),
    }[code]


def published_name(measure: str, programme: str = "") -> str:
    """A published figure's measure in words, with its programme where it has one."""
    name = str(MEASURES.get(measure) or THINGS.get(measure, (measure,))[0])
    return f"{name} · {PROGRAMMES[programme]}" if programme in PROGRAMMES else name


def published_unit(measure: str) -> str:
    """Its unit."""
    return str(THINGS[measure][1]) if measure in THINGS else unit_name(measure)


def units(measures: Iterable[str]) -> str:
    """The units of some measures, each once: for the line above a table."""
    return ", ".join(dict.fromkeys(unit_name(measure) for measure in measures))


def change(value: float | None) -> str:
    """A growth in per cent with its sign; '-' where there is none to state."""
    if value is None:
        return "-"
    text = f"{value * 100:+.1f}%"
    return "0.0%" if text in ("+0.0%", "-0.0%") else text


def base_of(row: Any) -> str:
    """What a published figure was counted over, in the reader's language."""
    return str(row.base_en) if row.base_en and str(get_locale()) == "en" else str(row.base)
