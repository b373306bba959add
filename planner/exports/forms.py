"""The form of a download of figures that are not public."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from planner.forms import BaseForm


class ReasonForm(BaseForm):
    """Why the figures are taken out: kept in the access log."""

    reason = StringField(
        _l("Reason for the download"),
        [
            InputRequired(_l("State why you need these figures.")),
            Length(min=2, max=200, message=_l("Write 2 to 200 characters.")),
        ],
    )
