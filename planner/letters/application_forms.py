"""The open form of an agency that would like to take part, and the organizer's answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Regexp,
    ValidationError,
)

from planner.agencies.forms import ANY_DAY, options
from planner.agencies.words import CATEGORY_LABELS, WEEKDAY_LABELS
from planner.core.addresses import is_address
from planner.forms import BaseForm, Checks, id_or_none
from planner.letters.application_services import APPLICATION_COLUMNS, ApplicationData

# A council is the office's own body: it does not apply.
CATEGORIES = ("public", "private", "sponsor", "volunteer")
WORKING_DAYS = tuple(range(5))


class ApplicationForm(BaseForm):
    """What an agency tells of itself; nothing about residents."""

    name = StringField(
        _l("Name of the agency"), [DataRequired(_l("Type a name.")), Length(max=120)]
    )
    category = SelectField(
        _l("Category"), choices=options((code, CATEGORY_LABELS[code]) for code in CATEGORIES)
    )
    field_ids = Checks(_l("Counselling fields"), coerce=int)
    staff_per_day = IntegerField(
        _l("Counsellors a day"), [InputRequired(), NumberRange(1, 50)], default=1
    )
    needs_power = BooleanField(_l("Power"))
    needs_water = BooleanField(_l("Water"))
    needs_private = BooleanField(_l("Privacy"))
    needs_step_free = BooleanField(_l("Step-free access"))
    weekday_numbers = Checks(
        _l("Weekdays"),
        [DataRequired(_l("Choose at least one weekday."))],
        coerce=int,
        choices=options(enumerate(WEEKDAY_LABELS)),
        default=WORKING_DAYS,
    )
    contact = StringField(
        _l("Name of the contact"),
        [DataRequired(_l("Type a name.")), Length(max=80)],
        render_kw={"autocomplete": "name"},
    )
    phone = StringField(
        _l("Telephone at work"),
        [
            DataRequired(_l("Type a telephone number.")),
            Length(max=40),
            Regexp(r"[0-9+() -]{7,40}$", message=_l("Write it as 02-3707-9167.")),
        ],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    email = StringField(
        _l("E-mail at work"),
        [DataRequired(_l("Type an e-mail.")), Length(max=254)],
        render_kw={"autocomplete": "email", "inputmode": "email", "autocapitalize": "off"},
    )
    note = TextAreaField(_l("Further remarks"), [Length(max=500)])
    consent = BooleanField(
        _l("We agree that the contact's name and work numbers are kept for this purpose."),
        [DataRequired(_l("Without this we cannot get in touch. Tick the box."))],
    )
    homepage = StringField(_l("Leave this empty"))  # filled in by machines only

    def offer(self, fields: Sequence[tuple[int, str]]) -> ApplicationForm:
        """Let the fields be chosen, each an id and a name."""
        self.field_ids.choices = options(fields)
        return self

    def validate_email(self, field: StringField) -> None:
        """One address that a letter can reach."""
        if not is_address(field.data or ""):
            raise ValidationError(_l("Write it as name@example.org."))

    def is_trapped(self) -> bool:
        """Whether a machine filled in what people do not see."""
        return bool(self.homepage.data)

    def data_of_application(self) -> ApplicationData:
        """What the service takes; line ends only in the remarks."""
        values: dict[str, Any] = {
            key: getattr(self, key).data for key in APPLICATION_COLUMNS if key != "weekdays"
        }
        for key in ("name", "contact", "phone"):
            values[key] = " ".join(values[key].split())
        chosen = set(self.weekday_numbers.data or ())
        weekdays = "".join("1" if day in chosen else "0" for day in ANY_DAY)
        return ApplicationData(weekdays=weekdays, **{**values, "note": values["note"] or ""})


class AcceptForm(BaseForm):
    """Which agency the applicant is, and to which season it is invited."""

    agency_id = SelectField(_l("The applicant is"), coerce=id_or_none)
    campaign_id = SelectField(_l("Invite to the season"), coerce=id_or_none)

    def offer(
        self, agencies: Sequence[tuple[int, str]], campaigns: Sequence[tuple[int, str]]
    ) -> AcceptForm:
        """The agencies that look alike, and the seasons; each an id and a name."""
        known = [(key, _l("an agency we have: %(name)s", name=name)) for key, name in agencies]
        self.agency_id.choices = options([("", _l("a new agency")), *known])
        self.campaign_id.choices = options([("", _l("No season yet")), *campaigns])
        return self


class DeclineForm(BaseForm):
    """Why not."""

    reason = StringField(
        _l("Reason for declining"),
        [DataRequired(_l("State a reason; it stays in the file.")), Length(max=300)],
    )
