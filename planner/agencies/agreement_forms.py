"""The form of an agreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from planner.agencies.agreement_services import AGREEMENT_COLUMNS, AgreementData
from planner.agencies.agreement_words import CATEGORY_LABELS
from planner.agencies.forms import options
from planner.agencies.models import Agreement
from planner.forms import Checks, VersionedForm, id_or_none, year_within

_sensible_year = year_within(1950, 2100)


class AgreementForm(VersionedForm):
    """Everything of an agreement."""

    agency_id = SelectField(
        _l("Agency"), [DataRequired(_l("Choose an agency."))], coerce=id_or_none
    )
    category = SelectField(_l("Kind of agreement"), choices=options(CATEGORY_LABELS.items()))
    number = StringField(_l("Document number"), [Length(max=60)])
    signed_on = DateField(_l("Signed on"), [Optional(), _sensible_year])
    starts_on = DateField(_l("Valid from"), [InputRequired(), _sensible_year])
    ends_on = DateField(_l("Valid until"), [Optional(), _sensible_year])
    field_ids = Checks(_l("Counselling fields"), coerce=int)
    scope = TextAreaField(_l("What is agreed"), [Length(max=2000)])
    note = TextAreaField(_l("Note"), [Length(max=1000)])
    synthetic = BooleanField(_l("Made up"))

    def offer(
        self, agencies: Sequence[tuple[int, str]], fields: Sequence[tuple[int, str]]
    ) -> AgreementForm:
        """Let agencies and fields be chosen, each an id and a name."""
        self.agency_id.choices = options([("", _l("Choose an agency")), *agencies])
        self.field_ids.choices = options(fields)
        return self

    def validate_ends_on(self, field: DateField) -> None:
        """The agreement runs forward."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("The last day comes before the first."))

    def data_of_agreement(self) -> AgreementData:
        """What the service takes."""
        values = {key: getattr(self, key).data for key in AGREEMENT_COLUMNS}
        for key in ("number", "scope", "note"):
            values[key] = values[key] or ""
        return AgreementData(**values)


def agreement_values(agreement: Agreement) -> dict[str, Any]:
    """An agreement as the data of an `AgreementForm`."""
    values = {key: getattr(agreement, key) for key in AGREEMENT_COLUMNS}
    values["agency_id"] = agreement.agency_id
    values["field_ids"] = [field.id for field in agreement.fields]
    return values
