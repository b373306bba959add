"""The forms of letters: the text for several agencies, and one letter's own text."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from planner.agencies.forms import options
from planner.core.letter_text import is_one_line
from planner.forms import Checks, VersionedForm, year_within
from planner.letters.filling import Text
from planner.letters.words import ABOUT_LABELS


def _one_line(_form: Any, field: StringField) -> None:
    """A line end in a subject would begin another header."""
    if not is_one_line(field.data or ""):
        raise ValidationError(_l("The subject must be a single line."))


class TextForm(VersionedForm):
    """A text with places to fill in."""

    subject = StringField(_l("Subject of the letter"), [DataRequired(), Length(max=200), _one_line])
    body = TextAreaField(_l("Text of the letter"), [DataRequired(), Length(max=8000)])
    deadline = DateField(_l("Reply by"), [Optional(), year_within(2000, 2100)])

    def text(self) -> Text:
        """What the services take."""
        return Text(self.subject.data or "", self.body.data or "", self.deadline.data)


class ComposeForm(TextForm):
    """The same to several agencies."""

    campaign_id = HiddenField()
    about = SelectField(_l("About"), choices=options(ABOUT_LABELS.items()))
    agency_ids = Checks(
        _l("Recipients"), [DataRequired(_l("Choose at least one agency."))], coerce=int
    )


class LetterForm(VersionedForm):
    """One letter's own text, with nothing left to fill in."""

    subject = StringField(_l("Subject of the letter"), [DataRequired(), Length(max=400), _one_line])
    body = TextAreaField(_l("Text of the letter"), [DataRequired(), Length(max=20000)])
