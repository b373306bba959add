"""The books of trainings, regular centres, counsellors' shifts and rotations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l

from planner.programme.items import Book, Fault, Item, Values
from planner.programme.models import (
    CounsellorShift,
    RegularCenter,
    Rotation,
    RotationPart,
    TrainingAttendance,
    TrainingCourse,
    TrainingSession,
)
from planner.programme.words import CENTER_LABELS, SESSION_LABELS, WEEK_LABELS, weekday_labels

SYNTHETIC = Item(
    "synthetic", _l("Made up"), "flag", help=_l("An example, not a real record; lists mark it.")
)
NOTE = Item("note", _l("Note"), "lines", longest=1000, width="wide")


def _course_faults(values: Values) -> Iterator[Fault]:
    if values["least"] and values["since"] is None:
        yield Fault("since", "since_missing")


def _attendance_faults(values: Values) -> Iterator[Fault]:
    if values["completed"] > values["attended"]:
        yield Fault("completed", "more_completed", {"value": values["completed"]})


def _hours_faults(first: str, last: str, values: Values) -> Iterator[Fault]:
    if values[first] >= values[last]:
        yield Fault(last, "order")


def _center_faults(values: Values) -> Iterator[Fault]:
    yield from _hours_faults("opens_at", "closes_at", values)
    if "1" not in values["weekdays"]:
        yield Fault("weekdays", "no_weekday")
    if not (values["by_phone"] or values["by_visit"]):
        yield Fault("by_visit", "no_way")
    opened, closed = values["opened_on"], values["closed_on"]
    if opened and closed and closed <= opened:
        yield Fault("closed_on", "order")


def _shift_faults(values: Values) -> Iterator[Fault]:
    yield from _hours_faults("starts_at", "ends_at", values)


def _rotation_faults(values: Values) -> Iterator[Fault]:
    yield from _hours_faults("opens_at", "closes_at", values)


def _part_faults(values: Values) -> Iterator[Fault]:
    if not values["weeks"]:
        yield Fault("weeks", "no_week")
    if len(";".join(values["themes"])) > 400:
        yield Fault("themes", "too_many_themes")


def _training(row: Any) -> tuple[str, dict[str, Any]]:
    if isinstance(row, TrainingCourse):
        return "programme.training", {}
    session = row.session_id if isinstance(row, TrainingAttendance) else row.id
    return "programme.session", {"session_id": session}


def _rotation(row: Any) -> tuple[str, dict[str, Any]]:
    rotation = row.rotation_id if isinstance(row, RotationPart) else row.id
    return "programme.rotation", {"rotation_id": rotation}


COURSES = Book(
    "training_courses",
    TrainingCourse,
    (
        Item("name", _l("Name"), required=True, width="half"),
        Item("name_en", _l("English name"), longest=160, width="half"),
        Item("least", _l("Least a year"), "number", default=0, high=52, width="short",
             help=_l("0: no rule.")),
        Item("since", _l("Since (year)"), "number", low=1990, high=2100, width="short"),
        NOTE,
    ),
    ("name",),
    _l("Trainings"),
    _l("Trainings that come again, and how often a year they must be held."),
    _l("Add a training"),
    _l("Edit the training"),
    _training,
    _course_faults,
)  # fmt: skip
SESSIONS = Book(
    "training_sessions",
    TrainingSession,
    (
        Item("course", _l("Training"), "ref", required=True, ref="course", width="half"),
        Item("day", _l("Date"), "day", required=True),
        Item("kind", _l("Kind"), "choice", default="regular", choices=SESSION_LABELS),
        Item("hours", _l("Hours"), "number", default=0, high=24, width="short"),
        Item("place", _l("Venue"), width="half"),
        NOTE,
        SYNTHETIC,
    ),
    ("course", "day"),
    _l("Sessions of training"),
    _l("One row for each day of a training; the same training and day is changed."),
    _l("Add a session"),
    _l("Edit the session"),
    _training,
)
ATTENDANCES = Book(
    "training_attendances",
    TrainingAttendance,
    (
        Item("session", _l("Session"), "ref", required=True, ref="session", width="half",
             file_help=_l("the date and the training's name")),
        Item("agency", _l("Agency"), "ref", ref="agency", width="half",
             help=_l("empty: the office's own teams")),
        Item("attended", _l("Came"), "number", required=True, high=9999, width="short"),
        Item("completed", _l("Completed it"), "number", default=0, high=9999, width="short"),
        SYNTHETIC,
    ),
    ("session", "agency"),
    _l("Staff attendance"),
    _l("How many staff of each agency came and completed a session. Nobody is named."),
    _l("Add an agency's attendance"),
    _l("Edit the attendance"),
    _training,
    _attendance_faults,
)  # fmt: skip
CENTERS = Book(
    "regular_centers",
    RegularCenter,
    (
        Item("name", _l("Name"), required=True, width="half"),
        Item("name_en", _l("English name"), longest=160, width="half"),
        Item("kind", _l("Kind"), "choice", default="welfare", choices=CENTER_LABELS),
        Item("dong", _l("Dong"), "ref", ref="dong"),
        Item("address", _l("Address"), longest=200, width="half"),
        Item("phone", _l("Phone"), longest=40, example="02-3707-9167"),
        Item("weekdays", _l("Weekdays"), "weekdays"),
        Item("opens_at", _l("Opens at"), "clock", default=time(10), width="short"),
        Item("closes_at", _l("Closes at"), "clock", default=time(17), width="short"),
        Item("slot_minutes", _l("Minutes of a slot"), "number", default=60, low=5, high=480,
             width="short"),
        Item("slot_places", _l("Places in a slot"), "number", default=1, low=1, high=99,
             width="short"),
        Item("opened_on", _l("Opened on"), "day"),
        Item("closed_on", _l("Closed from"), "day",
             help=_l("the first day on which it is no longer there")),
        Item("by_phone", _l("By telephone"), "flag", default=True, group=_l("How one reserves")),
        Item("by_visit", _l("By visit"), "flag", default=True, group=_l("How one reserves")),
        NOTE,
        SYNTHETIC,
    ),
    ("name",),
    _l("Regular centres"),
    _l("Centres with fixed hours, by reservation; a name that is already there is changed."),
    _l("Add a centre"),
    _l("Edit the centre"),
    lambda row: ("programme.center", {"center_id": row.id}),
    _center_faults,
)  # fmt: skip
SHIFTS = Book(
    "counsellor_shifts",
    CounsellorShift,
    (
        Item("event", _l("Event"), "ref", required=True, ref="event", width="half",
             file_help=_l("the date and the venue's name")),
        Item("tally", _l("Kind of counsellor"), "ref", required=True, ref="pool", width="half"),
        Item("field", _l("Counselling field"), "ref", ref="field"),
        Item("starts_at", _l("Starts at"), "clock", required=True, width="short"),
        Item("ends_at", _l("Ends at"), "clock", required=True, width="short"),
        Item("wanted", _l("Wanted"), "number", default=1, high=999, width="short"),
        Item("came", _l("Came"), "number", high=999, width="short",
             help=_l("empty: not yet said")),
        Item("note", _l("Note"), longest=200, width="wide"),
        SYNTHETIC,
    ),
    ("event", "tally", "field", "starts_at"),
    _l("Counsellors' shifts"),
    _l("How many counsellors an event wants for some hours, and how many came."),
    _l("Add a shift"),
    _l("Edit the shift"),
    lambda row: ("programme.shifts", {}),
    _shift_faults,
)  # fmt: skip
ROTATIONS = Book(
    "rotations",
    Rotation,
    (
        Item("name", _l("Name"), required=True, width="half"),
        Item("name_en", _l("English name"), longest=160, width="half"),
        Item("campaign", _l("Season"), "ref", ref="campaign", width="half",
             help=_l("whose draft gets the dates as events")),
        Item("ends_on", _l("Last day"), "day", required=True),
        Item("opens_at", _l("Opens at"), "clock", default=time(10), width="short"),
        Item("closes_at", _l("Closes at"), "clock", default=time(16), width="short"),
        NOTE,
        SYNTHETIC,
    ),
    ("name",),
    _l("Rotating centres"),
    _l("Centres that come round by a rule; a name that is already there is changed."),
    _l("Add a rotating centre"),
    _l("Edit the rotating centre"),
    _rotation,
    _rotation_faults,
)  # fmt: skip
PARTS = Book(
    "rotation_parts",
    RotationPart,
    (
        Item("rotation", _l("Rotating centre"), "ref", required=True, ref="rotation",
             width="half"),
        Item("starts_on", _l("Holds from"), "day", required=True),
        Item("weeks", _l("Weeks of the month"), "words", required=True, choices=WEEK_LABELS,
             example="1;3", file_help=_l("1 to 4, 5 for the last, separated by ;")),
        Item("weekday", _l("Day of the week"), "choice", required=True,
             choices=weekday_labels(), file_help=_l("0 is Monday, 6 is Sunday")),
        Item("themes", _l("Themes in turn"), "words", longest=80, width="wide",
             help=_l("separated by ;")),
        Item("stops", _l("Places in turn"), "refs", ref="venue", width="wide",
             file_help=_l("one after the other, separated by ;")),
        SYNTHETIC,
    ),
    ("rotation", "starts_on"),
    _l("Rules of rotating centres"),
    _l("What holds from a day on; the same centre and day is changed."),
    _l("Add a rule from a day on"),
    _l("Edit the rule"),
    _rotation,
    _part_faults,
)  # fmt: skip
MEETING_BOOKS = (COURSES, SESSIONS, ATTENDANCES, CENTERS, SHIFTS, ROTATIONS, PARTS)
