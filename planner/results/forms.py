"""Forms of counts; the cells of the sheet are read by `sheet.read_form`."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from planner.forms import BaseForm, VersionedForm


class CountsForm(BaseForm):
    """What every sheet carries beside its cells."""

    batch = HiddenField()
    reason = StringField(_l("Reason for the change"), [Length(max=200)])


class CorrectionForm(BaseForm):
    """One cell to another value, with a reason."""

    batch = HiddenField()
    cell = HiddenField()
    shown = HiddenField()
    wanted = StringField(_l("Corrected value"), [InputRequired(_l("Type the corrected value."))])
    reason = StringField(
        _l("Reason"),
        [InputRequired(_l("State why the number changes.")), Length(max=200)],
    )


class RecordForm(VersionedForm):
    """What became of the event."""

    held = SelectField(
        _l("Was it held?"),
        choices=[
            SelectChoice("", _l("Not said yet")),
            SelectChoice("yes", _l("Held")),
            SelectChoice("no", _l("Not held")),
        ],
    )
    moved_indoors = BooleanField(_l("Moved indoors because of the weather"))
    note = StringField(_l("Note"), [Length(max=500)])


class SignOffForm(VersionedForm):
    """The confirmation of the sign-off."""

    accept_missing = BooleanField(_l("Sign off without the reports that are not in"))
