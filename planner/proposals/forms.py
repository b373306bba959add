"""The forms that ask for a proposal."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from planner.forms import BaseForm
from planner.proposals.services import SECONDS

LABELS = {10: _l("10 seconds, a first look"), 30: _l("30 seconds"), 120: _l("2 minutes, thorough")}


class SearchForm(BaseForm):
    """How long the search may take."""

    seconds = SelectField(
        _l("Time for the search"),
        coerce=int,
        choices=[SelectChoice(seconds, LABELS[seconds]) for seconds in SECONDS],
        default=30,
    )


class ProposeForm(SearchForm):
    """A season: the day up to which all stays as well; left empty, what is usual today."""

    as_of = DateField(_l("Plan from the day after"), validators=[Optional()])
