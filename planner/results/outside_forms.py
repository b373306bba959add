"""Forms of counts outside events."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from planner.core.counting import Cell, most
from planner.forms import BaseForm, choices
from planner.results import words
from planner.results.outside_queries import Choices, Place
from planner.results.sheet import read_count
from planner.templating import named


class OutsideForm(BaseForm):
    """One count of a day, a month or a year, of the wider programme."""

    batch = HiddenField()
    span = SelectField(_l("For a"), default="month")
    day = DateField(_l("Date"), [InputRequired(_l("Give a day."))])
    measure = SelectField(_l("What was counted"), [DataRequired(_l("Choose a measure."))])
    value = StringField(_l("Number counted"), [InputRequired(_l("Type a number; 0 is one too."))])
    zone = SelectField(_l("Zone"))
    dong = SelectField(_l("Dong"))
    agency = SelectField(_l("Agency"))
    field = SelectField(_l("Counselling field"))
    group = SelectField(_l("Target group"))
    programme = SelectField(_l("Programme"))
    synthetic = BooleanField(_l("Made up to add up to a published total"))

    def offer(self, offered: Choices) -> OutsideForm:
        """Let what the office has be chosen."""
        self.span.choices = choices(words.SPANS.items())
        self.measure.choices = choices(
            ((key, f"{label} ({words.unit_name(key)})") for key, label in words.MEASURES.items()),
            empty=str(_l("Choose a measure")),
        )
        rows: dict[str, Any] = {
            "zone": offered.zones,
            "dong": offered.dongs,
            "agency": offered.agencies,
            "field": offered.fields,
        }
        for name, found in rows.items():
            all_ = _l("The office itself") if name == "agency" else _l("Not told by it")
            self[name].choices = choices(((row.id, named(row)) for row in found), empty=str(all_))
        self.group.choices = choices(words.TARGET_GROUPS.items(), empty=str(_l("Not told by it")))
        self.programme.choices = choices(words.PROGRAMMES.items(), empty=str(_l("Not told by it")))
        return self

    def place(self, campaign_id: int) -> Place:
        """Where and for which span it was counted."""
        day = self.day.data
        assert isinstance(day, date)
        return Place(campaign_id, day, self.span.data, _id(self.zone.data), _id(self.dong.data))

    @property
    def cell(self) -> Cell:
        """Which number it is."""
        agency, field = _id(self.agency.data), _id(self.field.data)
        return Cell(
            self.measure.data, agency, field, self.group.data or "", self.programme.data or ""
        )

    def number(self) -> int | None:
        """The number as typed; None, with its fault noted, when it is no count."""
        found = read_count(self.value.data or "", most(self.measure.data))
        if found is None or found < 0:
            self.value.errors = [words.cell_fault("not_a_count", self.measure.data)]
            return None
        return found


class ChangeForm(BaseForm):
    """A count outside events to another value."""

    batch = HiddenField()
    shown = HiddenField()
    wanted = StringField(_l("What it should hold"), [InputRequired(_l("Type the new value."))])
    reason = StringField(_l("Reason for the change"), [Length(max=200)])


def _id(text: Any) -> int | None:
    return int(text) if text else None
