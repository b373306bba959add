"""The forms of agencies, days off, pairs and fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from planner.agencies.models import Agency, CounselingField
from planner.agencies.services import AGENCY_COLUMNS, AgencyData, FieldData
from planner.agencies.words import (
    CATEGORY_LABELS,
    NOISE_LABELS,
    PAIR_LABELS,
    WEEKDAY_LABELS,
)
from planner.core.availability import DaysOff
from planner.forms import BaseForm, Checks, VersionedForm, id_or_none

ANY_DAY = tuple(range(7))


def options(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """Choices of a select field from (value, label)."""
    return [SelectChoice(value, label) for value, label in pairs]


class AgencyForm(VersionedForm):
    """Everything of an agency but its days off."""

    name = StringField(_l("Name"), [DataRequired(), Length(max=120)])
    name_en = StringField(_l("English name"), [Length(max=160)])
    category = SelectField(_l("Category"), choices=options(CATEGORY_LABELS.items()))
    field_ids = Checks(_l("Counselling fields"), coerce=int)
    staff_per_day = IntegerField(
        _l("Counsellors a day"), [InputRequired(), NumberRange(1, 99)], default=1
    )
    needs_power = BooleanField(_l("Power"))
    needs_water = BooleanField(_l("Water"))
    needs_private = BooleanField(_l("Privacy"))
    needs_step_free = BooleanField(_l("Step-free access"))
    noise = SelectField(_l("Noise"), choices=options(NOISE_LABELS.items()))
    max_events = IntegerField(
        _l("Most events of a season"), [InputRequired(), NumberRange(0, 999)], default=99
    )
    max_per_week = IntegerField(
        _l("Most events a week"), [InputRequired(), NumberRange(1, 7)], default=7
    )
    weekday_numbers = Checks(
        _l("Weekdays"),
        [DataRequired(_l("Choose at least one weekday."))],
        coerce=int,
        choices=options(enumerate(WEEKDAY_LABELS)),
        default=ANY_DAY,
    )
    phone = StringField(_l("Phone"), [Length(max=40)])
    email = StringField(
        _l("E-mail"),
        [
            Optional(),
            Length(max=254),
            Regexp(r"[^@\s]+@[^@\s]+\.[^@\s]+$", message=_l("Write it as name@example.org.")),
        ],
    )
    website = StringField(
        _l("Website"),
        [
            Optional(),
            Length(max=200),
            Regexp(r"https?://\S+$", message=_l("Begin with http:// or https://.")),
        ],
    )
    note = TextAreaField(_l("Note"), [Length(max=1000)])
    synthetic = BooleanField(_l("Made up"))

    def offer(self, fields: Sequence[CounselingField], names: Sequence[str]) -> AgencyForm:
        """Let the fields be chosen, under these names."""
        ids = (row.id for row in fields)
        self.field_ids.choices = options(zip(ids, names, strict=True))
        return self

    def data_of_agency(self) -> AgencyData:
        """What the service takes."""
        values = {key: getattr(self, key).data for key in AGENCY_COLUMNS if key != "weekdays"}
        values = {key: "" if value is None else value for key, value in values.items()}
        chosen = set(self.weekday_numbers.data or ())
        weekdays = "".join("1" if day in chosen else "0" for day in ANY_DAY)
        return AgencyData(weekdays=weekdays, **values)


def agency_values(agency: Agency) -> dict[str, Any]:
    """An agency as the data of an `AgencyForm`."""
    values = {key: getattr(agency, key) for key in AGENCY_COLUMNS if key != "weekdays"}
    values["field_ids"] = [field.id for field in agency.fields]
    values["weekday_numbers"] = [day for day in ANY_DAY if agency.weekdays[day] == "1"]
    return values


class DaysOffForm(VersionedForm):
    """The ticked days of a period."""

    first = DateField(_l("From"), [InputRequired()])
    last = DateField(_l("To"), [InputRequired()])
    reason = StringField(_l("Reason"), [Length(max=120)])

    def validate_last(self, field: DateField) -> None:
        """The period runs forward."""
        _in_order(self.first.data, field)


class AbsenceForm(BaseForm):
    """One span of days off."""

    first = DateField(_l("From"), [InputRequired()])
    last = DateField(_l("To"), [InputRequired()])
    reason = StringField(_l("Reason"), [Length(max=120)])

    def validate_last(self, field: DateField) -> None:
        """The span runs forward."""
        _in_order(self.first.data, field)

    def span(self) -> DaysOff:
        """What the service takes."""
        return DaysOff(self.first.data, self.last.data, self.reason.data or "")


def _in_order(first: Any, field: DateField) -> None:
    if first is not None and field.data is not None and field.data < first:
        raise ValidationError(_l("The last day comes before the first."))


class PairForm(BaseForm):
    """Two agencies and what holds of them."""

    kind = SelectField(_l("Rule"), choices=options(PAIR_LABELS.items()))
    first_id = SelectField(_l("First agency"), [DataRequired()], coerce=id_or_none)
    second_id = SelectField(_l("Second agency"), [DataRequired()], coerce=id_or_none)

    def offer(self, agencies: Sequence[Agency], names: Sequence[str]) -> PairForm:
        """Let the agencies be chosen."""
        pairs = zip((row.id for row in agencies), names, strict=True)
        choices = options([("", _l("Choose an agency")), *pairs])
        self.first_id.choices = self.second_id.choices = choices
        return self


class FieldForm(VersionedForm):
    """Everything of a counselling field."""

    code = StringField(
        _l("Code"),
        [
            DataRequired(),
            Length(max=40),
            Regexp(
                r"[a-z0-9_-]+$", message=_l("Use small letters, digits, - and _, such as debt.")
            ),
        ],
    )
    name = StringField(_l("Name"), [DataRequired(), Length(max=80)])
    name_en = StringField(_l("English name"), [Length(max=120)])
    description = TextAreaField(_l("Description"), [Length(max=1000)])

    def data_of_field(self) -> FieldData:
        """What the service takes."""
        return FieldData(
            self.code.data, self.name.data, self.name_en.data or "", self.description.data or ""
        )
