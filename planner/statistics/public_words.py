"""The words of publications: marks, why a cell is hidden, what the audit found, refusals."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.core.disclosure import HIDDEN, SMALL
from planner.errors import Refused
from planner.results.words import measure_name
from planner.statistics.public_values import ALL, Line, PublicTables, cell_key
from planner.templating import named

MARKS = {SMALL: _l("Fewer than 5"), HIDDEN: _l("Not shown")}
REASONS = {
    "small": _l("1 to 4"),
    "sum": _l("1 to 4, the sum of several"),
    "totals": _l("would give away another"),
    "change": _l("changed by 1 to 4 since published"),
}
REFUSALS = {
    "not_released": _l("The season has not been released, so residents have no page of it yet. "
                       "Release it first."),
    "nothing_counted": _l("Nothing has been counted yet, so there is nothing to publish."),
    "nothing_new": _l("Nothing has changed since the last publication."),
    "not_protected": _l("The audit did not pass: a small figure could be worked out. Nothing can "
                        "be published until more has been counted."),
    "publication_raced": _l("Somebody else published at this moment. Look at the figures again."),
}  # fmt: skip


def refusal(error: Refused) -> str:
    """A refusal as a sentence: what is wrong, and what to do."""
    return str(REFUSALS[error.code])


def line_name(line: Line) -> str:
    """What a row or column is called."""
    if line.kind == "all":
        return _("Whole season")
    if line.kind == "rest":
        return _("Not broken down")
    if line.kind == "outside":
        return _("Outside events")
    if line.kind == "outside_zone":
        return f"{_('Outside events')} · {named(line)}"
    return f"{line.day} {named(line)}".strip()


def cell_name(tables: PublicTables, key: str) -> str:
    """A cell in words: its measure, place and field."""
    measure, place, part = key.split("/")
    lines = {line.key: line for line in (*tables.places, *tables.fields)}
    words = [measure_name(measure)]
    words += [line_name(lines[name]) for name in (place, part) if name in lines]
    return " · ".join(words[:2] if part == ALL else words)


def hidden_totals(tables: PublicTables, reasons: Mapping[str, str]) -> list[str]:
    """For each total of the whole season that will be hidden: that it will be, and why."""
    totals = ((measure, cell_key(measure, ALL)) for measure in tables.measures)
    return [
        f"{_hidden_total(measure)} {_why_total(tables, reasons, key)}"
        for measure, key in totals
        if key in reasons
    ]


def _hidden_total(measure: str) -> str:
    return _("The season's total will be hidden: %(measure)s.", measure=measure_name(measure))


def _why_total(tables: PublicTables, reasons: Mapping[str, str], key: str) -> str:
    if reasons[key] in ("small", "sum"):
        return _("It is 1 to 4 itself.")
    if reasons[key] == "change":
        return _("It changed by 1 to 4 since it was published.")
    measure = key.split("/")[0]
    small = [cell_name(tables, one) for one, reason in reasons.items()
             if reason == "small" and one.startswith(f"{measure}/")]  # fmt: skip
    if not small:
        return _("Figures of 1 to 4 could be worked out from it.")
    return _(
        "Figures of 1 to 4 could be worked out from it: %(cells)s.", cells=", ".join(small[:3])
    )


def interval(lower: float, upper: float) -> str:
    """What a number can be confined to."""
    if math.isinf(upper):
        return _("%(lower)s or more", lower=f"{lower:,.0f}")
    if lower == upper:
        return _("exactly %(value)s", value=f"{lower:,.0f}")
    return _("%(lower)s to %(upper)s", lower=f"{lower:,.0f}", upper=f"{upper:,.0f}")


def finding_sentence(tables: PublicTables, finding: Any) -> str:
    """What can be worked out that must not be."""
    where = cell_name(tables, finding.key)
    found = interval(finding.lower, finding.upper)
    if finding.kind == "change":
        return _(
            "%(where)s: its change since publication %(number)s could be worked out: %(found)s.",
            where=where,
            number=finding.since + 1,
            found=found,
        )
    return _("%(where)s: it could be worked out: %(found)s.", where=where, found=found)
