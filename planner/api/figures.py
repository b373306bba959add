"""Figures of a season by any dimensions: the cells of `results.cube`, with the reports behind them.

What is never summed (unique persons) has no value in a cell of several events. A cell is there
where something was counted; who has not reported at all is told by `reports_expected` of the cells
around it, and by the season's document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.agencies.models import CATEGORIES
from planner.api import queries
from planner.api.asking import Call
from planner.api.pages import Key, Page, take
from planner.api.params import NONE, Param
from planner.api.problems import Problem
from planner.api.shapes import Field, Shape
from planner.core.counting import CHANNELS, MEASURES, NEVER_SUMMED, PROGRAMMES, TARGET_GROUPS
from planner.core.figures import DIMENSIONS as CUTS
from planner.core.figures import FORMULAS, Cut
from planner.results.cube import DIMENSIONS, STATUSES, cube
from planner.results.words import measure_name, unit_name
from planner.statistics.queries import Facts, load_facts
from planner.statistics.sums import COLUMNS, SeasonSums
from planner.statistics.words import DIMENSIONS as NAMED
from planner.statistics.words import key_name

BY = tuple(name for name in DIMENSIONS if name != "measure")
CODES: dict[str, tuple[str, ...]] = {
    "category": CATEGORIES,
    "channel": tuple(CHANNELS),
    "group": tuple(TARGET_GROUPS),
    "programme": tuple(PROGRAMMES),
    "status": STATUSES,
}
MONTH = "[0-9]{4}-(0[1-9]|1[0-2])"
LIKE = {
    "month": (MONTH, "2024-03"),
    "period": (f"[0-9]{{4}}|{MONTH}(-[0-3][0-9])?", "2024, 2024-03, 2024-03-05"),
}
FILTERS = tuple(
    Param(name, "id", _l("Only this row of the dimension, or none: what has none of it."),
          none=True)
    if name in queries.NUMBERED
    else Param(name, "code" if name in CODES else "text",
               _l("Only this value of the dimension, or none: what has none of it."),
               CODES.get(name, ()), none=True, like=LIKE.get(name, ("", "")))
    for name in BY
)  # fmt: skip
PARAMS = (
    Param("by", "codes", _l("By which dimensions, with commas; without it the totals."), BY),
    Param("measure", "codes", _l("Only these measures, with commas."), tuple(MEASURES)),
    *FILTERS,
)
CELL = Shape(
    "Figure",
    _l("A sum of entries, with what it rests on."),
    (
        Field("measure", "text", _l("What was counted.")),
        Field("measure_name", "text", get=lambda row: measure_name(row.measure)),
        Field("unit", "text", get=lambda row: unit_name(row.measure)),
        Field("at", "object", _l("The dimensions asked for: the number of a row or a code; null "
              "where the entries have none of it.")),
        Field("names", "object", _l("The same in words, in the language asked for.")),
        Field("value", "integer", _l("The sum; null for what is never summed over events."),
              null=True),
        Field("entries", "integer", _l("How many lines of the ledger lie behind it.")),
        Field("reports_in", "integer", _l("How many of the expected reports are in; null where "
              "nobody reports by these dimensions."), null=True),
        Field("reports_expected", "integer", _l("How many reports are expected."), null=True),
        Field("synthetic", "flag", _l("Whether any part of it was made up.")),
        Field("as_of", "instant", _l("When the last of its entries came.")),
        Field("formula_version", "text", _l("The version of the rules that made it."),
              get=lambda _row: FORMULAS),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A row of the answer."""

    measure: str
    at: dict[str, Any]
    names: dict[str, str]
    value: int | None
    entries: int
    reports_in: int | None
    reports_expected: int | None
    synthetic: bool
    as_of: datetime


def figures(call: Call) -> Page:
    """One page of cells."""
    campaign = call.season()
    call.record(campaign)
    office_id = campaign.office_id
    by = call.values.get("by", ())
    measures = call.values.get("measure", ())
    within = {name: call.values[name] for name in BY if name in call.values}
    status = within.get("status", NONE)
    facts = load_facts(
        office_id, campaign.id, assignments=False, status=None if status == NONE else status
    )
    _ensure_known(facts, within)
    names = (*by, "measure")
    statement, order = queries.cells(office_id, campaign.id, names, measures, within)
    keys = [
        Key(column, "integer" if name in queries.NUMBERED else "text")
        for name, column in zip(names, order, strict=True)
    ]
    page = take(statement, keys, call.asked, entities=False)
    found = [(tuple(row[: len(names)]), row[len(names) :]) for row in page.rows]
    reports = _reports(facts, by, within, {at[-1] for at, _sums in found})
    several = _several(facts, names, within, {at[-1] for at, _sums in found})
    cells = [
        Cell(
            measure=at[-1],
            at=dict(zip(by, at, strict=False)),
            names={name: _name(facts, name, key) for name, key in zip(by, at, strict=False)},
            value=None if at in several else int(value),
            entries=int(entries),
            reports_in=_of(reports, at, 0),
            reports_expected=_of(reports, at, 1),
            synthetic=made_up > 0,
            as_of=newest,
        )
        for at, (value, entries, made_up, newest, *_keys) in found
    ]
    return Page(cells, page.after)


def _ensure_known(facts: Facts, within: Mapping[str, Any]) -> None:
    """A row that the season does not have is refused: its cells would be an empty list, which says
    that nothing was counted there."""
    dropped = facts.dropped
    beside = {
        "event": {event.id for event in dropped},
        "zone": {event.venue.zone_id for event in dropped},
        "dong": {event.venue.dong_id for event in dropped},
    }
    errors = [
        (name, _("The season has no such row."))
        for name, key in within.items()
        if name in queries.NUMBERED
        and key != NONE
        and key not in facts.keys(name)
        and key not in beside.get(name, ())
    ]
    if errors:
        raise Problem("bad_parameters", errors)


def _reports(
    facts: Facts, by: Sequence[str], within: Mapping[str, Any], measures: set[str]
) -> dict[str, dict[tuple[Any, ...], tuple[int, int]]]:
    """By measure and key: the reports that are in and expected; nothing where nobody reports by
    these dimensions, or these filters."""
    if not set(by) <= COLUMNS.keys() or not set(within) <= set(CUTS) or NONE in within.values():
        return {}
    cut = Cut(**within)
    sums = facts.sums if cut.whole else SeasonSums(
        facts.campaign.office_id, facts.campaign.id, facts.sums.due, cut
    )  # fmt: skip
    return {measure: sums.reports_by(measure, by) for measure in measures}


def _of(
    reports: Mapping[str, Mapping[tuple[Any, ...], tuple[int, int]]], at: tuple[Any, ...], part: int
) -> int | None:
    *key, measure = at
    told = reports.get(measure)
    return told.get(tuple(key), (0, 0))[part] if told else None


def _several(
    facts: Facts, names: Sequence[str], within: Mapping[str, Any], measures: set[str]
) -> set[tuple[Any, ...]]:
    """The cells of what is never summed that hold more than one event or period."""
    asked = sorted(measures & NEVER_SUMMED)
    if not asked:
        return set()
    campaign = facts.campaign
    own = [name for name in ("event", "period") if name not in names]
    seen: set[tuple[Any, ...]] = set()
    several = set()
    for row in cube(
        campaign.office_id,
        (*names, *own),
        campaign_id=campaign.id,
        measures=asked,
        within=within,
    ):
        key = row.at[: len(names)]
        if key in seen:
            several.add(key)
        seen.add(key)
    return several


def _name(facts: Facts, dimension: str, key: Any) -> str:
    """A key in words, as the statistics have it."""
    if dimension not in NAMED:
        return str(key) if key is not None else _("Not broken down")
    return key_name(dimension, None if key is None else facts.name_of(dimension, key))
