"""The books of the programme: every kind of row that is edited on a form and read from a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l

from planner.core.comparison import target_from
from planner.core.plan_progress import fits
from planner.core.tally import MOST, months_between
from planner.programme.items import Book, Fault, Item, Values
from planner.programme.meeting_books import MEETING_BOOKS
from planner.programme.models import TALLY_TYPES, PlanArea, PlanTask, Tally, TallyTarget
from planner.programme.words import KIND_LABELS, QUALIFIER_LABELS, STATE_LABELS, TYPE_LABELS

SYNTHETIC = Item(
    "synthetic", _l("Made up"), "flag", help=_l("An example, not a real record; lists mark it.")
)
FIRST_YEAR, LAST_YEAR = 1990, 2100


def _task_faults(values: Values) -> Iterator[Fault]:
    if not fits(values["state"], values["percent"]):
        yield Fault("percent", "percent_and_state", {"value": values["percent"]})


def _tally_faults(values: Values) -> Iterator[Fault]:
    if values["type"] and values["type"] not in TALLY_TYPES[values["kind"]]:
        yield Fault("type", "type_of_kind", {"value": TYPE_LABELS[values["type"]]})


def _target_faults(values: Values) -> Iterator[Fault]:
    if values["ends_on"] < values["starts_on"]:
        yield Fault("ends_on", "order")
    if values["last_year"] is not None and values["wanted"] < target_from(values["last_year"]):
        least = target_from(values["last_year"])
        yield Fault("wanted", "below_last_year", {"value": values["wanted"], "least": least})
    if values["a_month"] is not None and values["qualifier"] == "":
        months = months_between(values["starts_on"], values["ends_on"])
        if months * values["a_month"] != values["wanted"]:
            yield Fault("a_month", "months_and_whole", {"value": values["wanted"]})


def _plan(row: Any) -> tuple[str, dict[str, Any]]:
    return "programme.plan", {"year": row.year} if isinstance(row, PlanTask) else {}


def _tally(row: Any) -> tuple[str, dict[str, Any]]:
    return "programme.tally", {"tally_id": row.tally_id if isinstance(row, TallyTarget) else row.id}


PLAN_AREAS = Book(
    "plan_areas",
    PlanArea,
    (
        Item("name", _l("Name"), required=True, longest=80, width="half"),
        Item("name_en", _l("English name"), width="half"),
        Item("position", _l("Order"), "number", default=0, high=999, width="short"),
    ),
    ("name",),
    _l("Areas of the plan"),
    _l("One row for each area; a name that is already there is changed."),
    _l("Add an area"),
    _l("Edit the area"),
    _plan,
)
PLAN_TASKS = Book(
    "plan_tasks",
    PlanTask,
    (
        Item("year", _l("Year of the plan"), "number", required=True, low=FIRST_YEAR,
             high=LAST_YEAR, example="2024", width="short"),
        Item("area", _l("Area"), "ref", required=True, ref="area"),
        Item("number", _l("No."), "number", default=0, high=999, width="short"),
        Item("name", _l("Task"), required=True, longest=160, width="wide"),
        Item("name_en", _l("English name"), longest=200, width="wide"),
        Item("state", _l("State"), "choice", default="planned", choices=STATE_LABELS),
        Item("percent", _l("Progress (%)"), "number", default=0, high=100, width="short",
             help=_l("100 exactly when it is completed, 0 while it has not begun.")),
        Item("due", _l("To be done by"), "day"),
        Item("department", _l("Responsible department"), longest=80),
        Item("note", _l("Note"), "lines", longest=1000, width="wide"),
        SYNTHETIC,
    ),
    ("year", "name"),
    _l("Tasks of the plan"),
    _l("One row for each task; the same year and name is changed."),
    _l("Add a task"),
    _l("Edit the task"),
    _plan,
    _task_faults,
)  # fmt: skip
TALLIES = Book(
    "tallies",
    Tally,
    (
        Item("kind", _l("Kind"), "choice", required=True, choices=KIND_LABELS),
        Item("type", _l("What it is"), "choice", default="", choices=TYPE_LABELS),
        Item("name", _l("Name"), required=True, width="half"),
        Item("name_en", _l("English name"), longest=160, width="half"),
        Item("unit", _l("Unit"), longest=12, width="short"),
        Item("position", _l("Order"), "number", default=0, high=999, width="short"),
        Item("note", _l("Note"), "lines", longest=1000, width="wide"),
    ),
    ("name",),
    _l("What is counted in and out"),
    _l("Printed matter, goods, funds, counsellors and quotas; a name that is there is changed."),
    _l("Add what is to be counted"),
    _l("Edit what is counted"),
    _tally,
    _tally_faults,
)
TALLY_TARGETS = Book(
    "tally_targets",
    TallyTarget,
    (
        Item("tally", _l("What is counted"), "ref", required=True, ref="tally"),
        Item("starts_on", _l("From"), "day", required=True),
        Item("ends_on", _l("To"), "day", required=True),
        Item("dong", _l("Dong"), "ref", ref="dong"),
        Item("field", _l("Counselling field"), "ref", ref="field"),
        Item("agency", _l("Agency"), "ref", ref="agency"),
        Item("wanted", _l("Target"), "number", required=True, high=MOST),
        Item("last_year", _l("Last year's value"), "number", high=MOST,
             help=_l("If given, the target must be at least a tenth more, rounded up.")),
        Item("a_month", _l("A month"), "number", high=MOST, width="short"),
        Item("qualifier", _l("Qualifier of the month"), "choice", default="",
             choices=QUALIFIER_LABELS),
        Item("note", _l("Note"), longest=200, width="wide"),
        SYNTHETIC,
    ),
    ("tally", "starts_on", "ends_on", "dong", "field", "agency"),
    _l("Targets"),
    _l("One row for each target of a period: of the whole, or of one dong, field or agency."),
    _l("Add a target"),
    _l("Edit the target"),
    _tally,
    _target_faults,
)  # fmt: skip
# In the order in which one needs the other.
BOOKS = {
    book.name: book for book in (PLAN_AREAS, PLAN_TASKS, TALLIES, TALLY_TARGETS, *MEETING_BOOKS)
}
