"""What figures rest on and are set against: entries, targets, figures as they were published."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask_babel import lazy_gettext as _l

from planner.api import queries
from planner.api.asking import Call
from planner.api.directory import ID
from planner.api.pages import Key, Page, take, take_of
from planner.api.params import Param
from planner.api.shapes import Field, Shape
from planner.core.counting import CHANNELS, MEASURES, QUALIFIERS, SPANS
from planner.core.figures import FORMULAS
from planner.results.models import CountEntry, PublishedFigure
from planner.statistics.comparisons import achievements
from planner.statistics.queries import load_facts
from planner.statistics.report import figures_document
from planner.statistics.words import base_of, published

ENTRY = Shape(
    "Entry",
    _l("A line of the ledger. Lines are only added: a correction adds the difference."),
    (
        Field("id", "text", _l("Made by whoever counted; sent twice it counts once.")),
        Field("event_id", "integer", _l("The event; null for what was counted outside events."),
              null=True),
        Field("day", "date", _l("The day, or the first of the month or year.")),
        Field("span", "text", _l("Whether the day stands for a day, a month or a year."),
              codes=tuple(SPANS)),
        *(Field(f"{name}_id", "integer", null=True)
          for name in ("zone", "dong", "booth", "agency", "field")),
        Field("measure", "text", _l("What was counted."), codes=tuple(MEASURES)),
        Field("channel", "text", _l("How it was counted."), codes=tuple(CHANNELS)),
        Field("target_group", "text", null=True),
        Field("programme", "text", null=True),
        Field("value", "integer", _l("What the line adds; a correction may take away.")),
        Field("recorded_at", "instant", _l("When it was counted.")),
        Field("received_at", "instant", _l("When it reached us.")),
        Field("corrects", "text", _l("The line that it corrects."), lambda row: row.corrects_id,
              null=True),
        Field("reason", "text", _l("Why it was corrected."), null=True),
        Field("after_sign_off", "flag", _l("Whether it came after the sign-off.")),
        Field("synthetic", "flag", _l("Whether it was made up.")),
    ),
)  # fmt: skip
ENTRY_PARAMS = (
    Param("event", "id", _l("Only what was counted at this event.")),
    Param("measure", "codes", _l("Only these measures, with commas."), tuple(MEASURES)),
)
TARGET = Shape(
    "Target",
    _l("What a season means to reach, and what was reached."),
    (
        ID,
        Field("measure", "text", _l("What is counted."), codes=tuple(MEASURES)),
        *(Field(f"{name}_id", "integer", null=True) for name in ("zone", "dong", "field")),
        Field("period", "text", _l("A month or a year; null for the whole season."), null=True),
        Field("value", "integer", _l("The target.")),
        Field("before", "integer", _l("Last year's number, where the target was made from it."),
              null=True),
        Field("base", "text", _l("Where the target comes from."), null=True),
        Field("actual", "integer", _l("What was reached; null when nothing was reported."),
              null=True),
        Field("per_cent", "number", _l("Actual ÷ target × 100."), null=True),
        Field("synthetic", "flag", _l("Whether any part of it was made up.")),
        Field("as_of", "instant", _l("When the last of its entries came."), null=True),
        Field("formula_version", "text", _l("The version of the rules that made it."),
              get=lambda _row: FORMULAS),
    ),
)  # fmt: skip
PUBLISHED = Shape(
    "PublishedFigure",
    _l("A figure as it was published: the exact number and its qualifier."),
    (
        ID,
        Field("kind", "text", _l("Published, or before the programme."),
              codes=("published", "baseline")),
        Field("period", "text", _l("Of which month or year.")),
        Field("day", "date", null=True),
        Field("measure", "text", _l("What was counted.")),
        Field("programme", "text", null=True),
        Field("value", "integer", _l("The exact number.")),
        Field("qualifier", "text", _l("How it is printed: over rounds down, about rounds, min and "
              "within are bounds."), null=True, codes=tuple(QUALIFIERS)),
        Field("text", "text", _l("As it is printed."),
              get=lambda row: published(row.value, row.qualifier)),
        Field("base", "text", _l("What it was counted over."), get=base_of, null=True),
        Field("source", "text", _l("Who published it."), null=True),
        Field("synthetic", "flag", _l("Whether it was made up.")),
    ),
)  # fmt: skip


def entries(call: Call) -> Page:
    """One page of the ledger, in the order in which the lines came."""
    campaign = call.season()
    call.record(campaign)
    found = queries.entries(campaign.office_id, campaign.id)
    if "event" in call.values:
        found = found.where(CountEntry.event_id == call.values["event"])
    if "measure" in call.values:
        found = found.where(CountEntry.measure.in_(call.values["measure"]))
    keys = [Key(CountEntry.received_at, "instant"), Key(CountEntry.id, "text")]
    return take(found, keys, call.asked, entities=True)


def targets(call: Call) -> Page:
    """Targets with what was reached of each."""
    campaign = call.season()
    call.record(campaign)
    facts = load_facts(campaign.office_id, campaign.id, assignments=False)
    rows = []
    for row in achievements(facts):
        target, figure = row.target, row.figure
        names = ("id", "measure", "zone_id", "dong_id", "field_id", "period", "value", "before")
        rows.append((target.id, SimpleNamespace(
            **{name: getattr(target, name) for name in names},
            base=target.base,
            actual=figure.value,
            per_cent=None if row.per_cent is None else float(row.per_cent),
            synthetic=figure.synthetic or target.synthetic,
            as_of=figure.newest,
        )))  # fmt: skip
    return take_of(rows, call.asked)


def published_figures(call: Call) -> Page:
    """Figures published for the season, or named as its comparison."""
    campaign = call.season()
    call.record(campaign)
    found = queries.published(campaign.id)
    return take(found, [Key(PublishedFigure.id)], call.asked, entities=True)


def document(call: Call) -> dict[str, Any]:
    """The statistics of a season, as the page has them."""
    campaign = call.season()
    call.record(campaign)
    return figures_document(load_facts(campaign.office_id, campaign.id))
