"""The form of a new token."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from planner.api.scopes import SCOPES
from planner.forms import BaseForm, Checks


class TokenForm(BaseForm):
    """Who reads, what, until when and why."""

    label = StringField(
        _l("Who or what will read"),
        validators=[InputRequired(_l("Say who or what will use it.")), Length(max=120)],
        render_kw={"autocomplete": "off"},
    )
    scopes = Checks(
        _l("What it may read"),
        coerce=str,
        validators=[DataRequired(_l("Choose at least one thing that it may read."))],
    )
    last_day = DateField(_l("Last day"), validators=[InputRequired(_l("Give the last day."))])
    reason = StringField(
        _l("Why figures are read"),
        validators=[Length(max=200)],
        render_kw={"autocomplete": "off"},
    )

    def offer(self) -> TokenForm:
        """The scopes as boxes."""
        self.scopes.choices = [SelectChoice(code, words[0]) for code, words in SCOPES.items()]
        return self
