"""The columns of a season's tables of figures: names, headings, meanings, units."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from planner.exports.table import Column
from planner.results.words import MEASURES, UNITS

WHERE = (
    Column("day", _l("Date"), _l("The day of the event."), kind="day"),
    Column("zone", _l("Zone"), _l("The zone of the venue.")),
    Column("venue", _l("Venue"), _l("Where the event was planned.")),
    Column("agency", _l("Agency"), _l("Who counted; empty is the office itself.")),
    Column("category", _l("Kind of agency"), _l("Public, private, sponsor, council, volunteers.")),
    Column("field", _l("Counselling field"), _l("Empty is not broken down by field.")),
)
SYNTHETIC = Column(
    "synthetic",
    _l("Synthetic"),
    _l("Yes where a part was made up so that the parts reach a published total."),
    kind="flag",
)
VALUE = Column(
    "value",
    _l("Value"),
    _l("Empty is not reported, never zero. Unique persons are not added up."),
    kind="integer",
)
REPORTS_IN = Column(
    "reports_in", _l("Reports in"), _l("Reports that the value holds."), kind="integer"
)
REPORTS_EXPECTED = Column(
    "reports_expected",
    _l("Reports expected"),
    _l("Reports of the assigned agencies; the office's own for attendance."),
    kind="integer",
)
DAY = Column("day", _l("Date"), _l("The day of the event."), kind="day")
HOURS = (
    Column("starts_at", _l("From"), _l("When counselling starts."), kind="time"),
    Column("ends_at", _l("To"), _l("When counselling ends."), kind="time"),
)
ADDRESS = Column("address", _l("Address"), _l("Of the venue."))
THEME = Column("theme", _l("Theme"), _l("The theme of the event."))
FIGURE_COLUMNS = (
    Column("table", _l("Table"), _l("By what the numbers are told.")),
    Column("key", _l("Name"), _l("The event, zone, field or agency.")),
    Column("measure", _l("Measure"), _l("What was counted.")),
    Column("unit", _l("Unit"), _l("In what it was counted.")),
    VALUE,
    Column("share", _l("Share"), _l("Part of the total of the table."), kind="share"),
    REPORTS_IN,
    REPORTS_EXPECTED,
    SYNTHETIC,
)
COUNT_COLUMNS = (
    Column("id", _l("Entry"), _l("The entry's own number; the same entry never counts twice.")),
    *WHERE,
    Column("dong", _l("Dong"), _l("Of the venue, or where it was counted outside events.")),
    Column("target_group", _l("Target group"), _l("Empty is not broken down by group.")),
    Column("programme", _l("Programme"), _l("Empty is not broken down by programme.")),
    Column("span", _l("Outside events, for a"), _l("Empty is a count of an event.")),
    Column("measure", _l("Measure"), _l("What was counted.")),
    Column("unit", _l("Unit"), _l("In what it was counted.")),
    Column(
        "value",
        _l("Value"),
        _l("What the entry adds; a correction may take away."),
        kind="integer",
    ),
    Column("channel", _l("Channel"), _l("How it was counted.")),
    Column("recorded_at", _l("Counted at"), _l("When it was counted."), kind="instant"),
    Column("received_at", _l("Received at"), _l("When it reached us."), kind="instant"),
    Column("corrects", _l("Corrects"), _l("The entry that this one corrects.")),
    Column("reason", _l("Reason"), _l("Why it was corrected.")),
    Column(
        "after_sign_off",
        _l("After the sign-off"),
        _l("Yes where the event had been signed off already."),
        kind="flag",
    ),
    SYNTHETIC,
    Column(
        "left_out",
        _l("Left out"),
        _l("Yes where the event was cancelled or not held: not in any total."),
        kind="flag",
    ),
)


def measure_columns(measures: Sequence[str]) -> tuple[Column, ...]:
    """A column for each measure of the detailed figures."""
    meaning = _l("The sum of the entries; empty is not reported, never zero.")
    return tuple(Column(name, MEASURES[name], meaning, UNITS[name], "integer") for name in measures)


MEASURE = Column("measure", _l("Measure"), _l("What was counted."))
UNIT = Column("unit", _l("Unit"), _l("In what it was counted."))
BASE = Column("base", _l("Base"), _l("What it was counted over, or where it comes from."))
GROWTH = Column(
    "growth",
    _l("Growth"),
    _l("(This season − last year) ÷ last year; empty without a number of last year."),
    kind="share",
)
QUALIFIER = Column(
    "qualifier", _l("Qualifier"), _l("How it is printed; empty is the number itself.")
)
PERIOD = Column("period", _l("Period"), _l("Of which year, month or days; empty: the season."))
TARGET_KIND = Column(
    "kind", _l("Target of"), _l("Of what is counted at events, or of the wider programme.")
)
TARGET_NAME = Column("target", _l("Name of the target"), _l("What is to be reached, and where."))
TARGET_WHOLE = Column(
    "whole",
    _l("Whole"),
    _l("Yes where other rows are its parts: not to be added to them."),
    kind="flag",
)
TARGET_NUMBERS = (
    Column("last_year", _l("Last year"), _l("What the year before reached."), kind="integer"),
    Column("wanted", _l("Target"), _l("What is to be reached."), kind="integer"),
    Column("actual", _l("Actual"), _l("What was reached; empty is not reported."), kind="integer"),
    Column(
        "achievement", _l("Achievement"), _l("Actual ÷ target, rounded as printed."), kind="share"
    ),
    GROWTH,
)
TARGET_COLUMNS = (
    TARGET_KIND,
    TARGET_NAME,
    *WHERE[1:2],
    Column("dong", _l("Dong"), _l("Empty is not told by dong.")),
    *WHERE[5:],
    Column("agency", _l("Agency"), _l("Empty is not told by agency.")),
    MEASURE,
    UNIT,
    PERIOD,
    *TARGET_NUMBERS,
    BASE,
    TARGET_WHOLE,
    SYNTHETIC,
)
COMPARED_KIND = Column(
    "kind",
    _l("Compared with"),
    _l("Published for this season or for an earlier year, before the programme, season before."),
)
REFERRED = Column("programme", _l("Programme"), _l("Empty is all programmes."))
COMPARED_NUMBERS = (
    Column(
        "value",
        _l("Compared number"),
        _l("The exact number that the season is set against."),
        kind="integer",
    ),
    QUALIFIER,
)
PRINTED = Column("printed", _l("As printed"), _l("The number with its qualifier and unit."))
COMPARED_RATES = (
    Column(
        "actual",
        _l("This season"),
        _l("The season's own number; empty where it is not counted."),
        kind="integer",
    ),
    GROWTH,
    Column(
        "ratio",
        _l("Ratio to before"),
        _l("After ÷ before, in whole per cent as printed; it is not growth."),
        kind="share",
    ),
)
SOURCE = Column("source", _l("Source"), _l("Who published it."))
COMPARED_COLUMNS = (
    COMPARED_KIND,
    MEASURE,
    REFERRED,
    PERIOD,
    UNIT,
    *COMPARED_NUMBERS,
    PRINTED,
    *COMPARED_RATES,
    BASE,
    SOURCE,
    SYNTHETIC,
)
PROGRAMME_WORDS = (
    Column("section", _l("Section"), _l("The section of the wider programme.")),
    Column("figure", _l("Figure"), _l("What the number says.")),
    Column("part", _l("Part"), _l("Of which part; empty is the whole of the parts below it.")),
)
PROGRAMME_NUMBERS = (
    Column("value", _l("Value"), _l("Empty is not known, never zero."), kind="integer"),
    Column("unit", _l("Unit"), _l("In what it was counted.")),
    QUALIFIER,
    SYNTHETIC,
)
