"""The forms of links and counsellors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from planner.forms import BaseForm, Checks, VersionedForm


class LabelForm(BaseForm):
    """What the organizer calls a link."""

    label = StringField(_l("Label"), validators=[DataRequired(), Length(max=120)])


class CounsellorForm(VersionedForm):
    """A counsellor's name, and the fields and dates that are theirs."""

    name = StringField(_l("Name or mark"), validators=[DataRequired(), Length(max=80)])
    field_ids = Checks(_l("Their fields"), coerce=int)
    event_ids = Checks(_l("Their dates in this season"), coerce=int)

    def offer(
        self, fields: Iterable[tuple[int, str]], events: Iterable[tuple[int, str]]
    ) -> CounsellorForm:
        """What can be chosen: the agency's fields, and its dates of the season."""
        self.field_ids.choices = _choices(fields)
        self.event_ids.choices = _choices(events)
        return self


def _choices(pairs: Iterable[tuple[int, str]]) -> list[Any]:
    return [SelectChoice(value, label) for value, label in pairs]
