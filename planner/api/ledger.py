"""What figures rest on and are set against: entries, targets, figures as they were published."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.api import queries
from planner.api.asking import Call
from planner.api.directory import ID
from planner.api.pages import Key, Page, take, take_of
from planner.api.params import Param
from planner.api.problems import Problem
from planner.api.shapes import Field, Shape
from planner.core.counting import CHANNELS, MEASURES, QUALIFIERS, SPANS
from planner.core.figures import FORMULAS
from planner.results.models import CountEntry, PublishedFigure
from planner.statistics.all_targets import KINDS, all_targets
from planner.statistics.queries import load_facts
from planner.statistics.report import figures_document
from planner.statistics.words import base_of, published
from planner.templating import day, named

NAMES = Field("names", "object", _l("The names of these rows, in the language asked for."))
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
        NAMES,
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


def _id_of(name: str) -> Callable[[Any], int | None]:
    """The number of the row of which a target is."""
    return lambda row: getattr(row.place[name], "id", None)


TARGET = Shape(
    "Target",
    _l("What a season means to reach, and what was reached."),
    (
        Field("kind", "text", _l("Of what is counted, or of the wider programme."), codes=KINDS),
        Field("id", "integer", _l("The number of the row among those of its kind.")),
        Field("name", "text", _l("What is to be reached, and where; in the language asked for.")),
        Field("measure", "text", _l("What is counted; null for the wider programme."), null=True,
              codes=tuple(MEASURES)),
        Field("tally", "text", _l("What of the wider programme is counted."), null=True,
              get=lambda row: row.tally.name if row.tally is not None else None),
        Field("unit", "text", null=True),
        *(Field(f"{name}_id", "integer", null=True, get=_id_of(name))
          for name in ("zone", "dong", "field", "agency")),
        NAMES,
        Field("whole", "flag", _l("Whether others of the list are its parts.")),
        Field("period", "text", _l("A month, a year or two days with a stroke between them; null "
              "for the whole season."), null=True),
        Field("value", "integer", _l("The target."), get=lambda row: row.wanted),
        Field("before", "integer", _l("What the year before reached."), null=True),
        Field("base", "text", _l("Where the target comes from."), null=True),
        Field("actual", "integer", _l("What was reached; null when nothing was reported."),
              null=True),
        Field("per_cent", "number", _l("Actual ÷ target × 100."), null=True,
              get=lambda row: None if row.per_cent is None else float(row.per_cent)),
        Field("growth", "number", _l("(Actual − last year) ÷ last year."), null=True,
              get=lambda row: row.change),
        Field("synthetic", "flag", _l("Whether any part of it was made up.")),
        Field("as_of", "instant", _l("When the last of its entries came; null for the wider "
              "programme."), null=True, get=lambda row: row.newest),
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
    event = call.values.get("event")
    if event is not None and not queries.is_event_of(campaign.id, event):
        raise Problem("bad_parameters", [("event", _("The season has no such row."))])
    if event is not None:
        found = found.where(CountEntry.event_id == event)
    if "measure" in call.values:
        found = found.where(CountEntry.measure.in_(call.values["measure"]))
    keys = [Key(CountEntry.received_at, "instant"), Key(CountEntry.id, "text")]
    page = take(found, keys, call.asked, entities=True)
    names = queries.names_of(page.rows)
    own = [field.name for field in ENTRY.fields if hasattr(CountEntry, field.name)]
    rows = [
        SimpleNamespace(
            **{name: getattr(entry, name) for name in own},
            corrects_id=entry.corrects_id,
            names={name: _name(name, known[key]) for name, known in names.items()
                   if (key := getattr(entry, f"{name}_id")) is not None},
        )
        for entry in page.rows
    ]  # fmt: skip
    return Page(rows, page.after)


def _name(kind: str, row: Any) -> str:
    """A row in words; an event by its day and place, as the statistics have it."""
    return f"{day(row.day)} {named(row)}" if kind == "event" else named(row)


def targets(call: Call) -> Page:
    """Targets with what was reached of each; a sum that is no target of its own is left out."""
    campaign = call.season()
    call.record(campaign)
    facts = load_facts(campaign.office_id, campaign.id, assignments=False)
    rows = [(f"{row.kind}-{row.id:012d}", row) for row in all_targets(facts) if row.id is not None]
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
