"""Forms of a season, of an event, and of the small changes."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from planner.agencies.words import WEEKDAY_LABELS
from planner.forms import BaseForm, Checks, VersionedForm

LONGEST = 400  # days of a season


def number(label: Any, low: int, high: int) -> IntegerField:
    return IntegerField(
        label,
        validators=[InputRequired(), NumberRange(low, high)],
        render_kw={"min": low, "max": high, "inputmode": "numeric"},
    )


def slug_field() -> StringField:
    return StringField(
        _l("Address name"),
        validators=[
            InputRequired(),
            Length(max=60),
            Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*$", message=_l("Use small letters, digits and -.")),
        ],
        render_kw={"autocapitalize": "off", "spellcheck": "false"},
    )


class CampaignForm(VersionedForm):
    """A season's own facts and limits."""

    name = StringField(_l("Name"), validators=[InputRequired(), Length(max=120)])
    name_en = StringField(_l("Name in English"), validators=[Length(max=160)])
    slug = slug_field()
    summary = TextAreaField(_l("What residents read about it"), validators=[Length(max=2000)],
                            render_kw={"rows": 3})  # fmt: skip
    starts_on = DateField(_l("First day"), validators=[InputRequired()])
    ends_on = DateField(_l("Last day"), validators=[InputRequired()])
    weekdays = Checks(
        _l("Days of the week"),
        choices=[SelectChoice(str(i), label) for i, label in enumerate(WEEKDAY_LABELS)],
    )
    opens_at = TimeField(_l("From"), validators=[InputRequired()])
    closes_at = TimeField(_l("To"), validators=[InputRequired()])
    events_wanted = number(_l("Events wanted"), 0, 500)
    min_gap = number(_l("Days from one event to the next, at least"), 0, 60)
    max_weekend = number(_l("Events at weekends, at most"), 0, 200)
    kits = number(_l("Sets of equipment"), 0, 100)
    kit_turnaround = number(_l("Days a set is away for an event"), 1, 30)
    adjacent_metres = number(_l("Booths nearer than this stand side by side (m)"), 0, 100)
    rain_chance = number(_l("Chance of rain on a day, in percent"), 0, 100)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        check_period(self)
        if self.opens_at.data and self.closes_at.data and self.opens_at.data >= self.closes_at.data:
            _wrong(self.closes_at, _("The end is not after the beginning. Check both."))
        if not self.weekdays.data:
            _wrong(self.weekdays, _("Choose at least one day of the week."))
        return good and not self.errors

    def values(self) -> dict[str, Any]:
        """Columns of `Campaign`."""
        names = ("version", "csrf_token", "weekdays")
        found = {name: value for name, value in self.data.items() if name not in names}
        days = self.weekdays.data or ()
        found["weekdays"] = "".join("1" if str(i) in days else "0" for i in range(7))
        return found


class EventForm(VersionedForm):
    """An event by hand; the lists of venues are filled in by the view."""

    day = DateField(_l("Date"), validators=[InputRequired()])
    starts_at = TimeField(_l("From"), validators=[InputRequired()])
    ends_at = TimeField(_l("To"), validators=[InputRequired()])
    venue = SelectField(_l("Venue"), validators=[InputRequired()])
    fallback = SelectField(_l("Place for rain"), validators=[Optional()])
    use_fallback = BooleanField(_l("The rain plan is on: held at the place for rain"))
    theme = StringField(_l("Theme"), validators=[Length(max=120)])
    note = TextAreaField(_l("Note for the office"), validators=[Length(max=2000)],
                         render_kw={"rows": 3})  # fmt: skip
    pinned = BooleanField(_l("Keep day and venue when a proposal is made"))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.starts_at.data and self.ends_at.data and self.starts_at.data >= self.ends_at.data:
            _wrong(self.ends_at, _("The end is not after the beginning. Check both."))
        if self.use_fallback.data and not self.fallback.data:
            _wrong(self.fallback, _("Choose the place to which the event moves."))
        if self.fallback.data and self.fallback.data == self.venue.data:
            _wrong(self.fallback, _("Choose another place than the venue itself."))
        return good and not self.errors


class MoveForm(VersionedForm):
    """A drag on the calendar, or a date in the list."""

    day = DateField(_l("Date"), validators=[InputRequired()])


class RowsVersion(VersionedForm):
    """The version and token of a table that is filled in row by row."""


class ClosedDayForm(VersionedForm):
    day = DateField(_l("Date"), validators=[InputRequired()])
    name = StringField(_l("Reason"), validators=[Length(max=80)])


class ReleaseForm(BaseForm):
    note = TextAreaField(_l("What agencies should know about this release"),
                         validators=[Length(max=2000)], render_kw={"rows": 3})  # fmt: skip


def check_period(form: Any) -> None:
    """A season's first and last day, in this order and not too far apart."""
    if form.starts_on.data and form.ends_on.data:
        days = (form.ends_on.data - form.starts_on.data).days
        if days < 0:
            _wrong(form.ends_on, _("The last day lies before the first. Check both."))
        elif days > LONGEST:
            sentence = _("A season has at most %(days)s days. Make two of it.", days=LONGEST)
            _wrong(form.ends_on, sentence)


def _wrong(field: Any, sentence: str) -> None:
    field.errors = [*field.errors, sentence]
