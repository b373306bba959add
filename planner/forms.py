"""What every form shares: a version that travels, clean text, and a refusal to guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask_babel import get_domain, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import Field
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from planner.errors import StaleEdit
from planner.extensions import LOCALES

# Missing from Korean fonts and from CP949: turned into the middle dot when saving.
DOTS = re.compile("[\u2027\u2024\u30fb\u25b4\u318d\uff65]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def clean_text(text: str | None) -> str:
    """Text as it is stored: NFC, without control characters, dot variants as `·`, trimmed."""
    normal = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n"))
    return CONTROL.sub("", DOTS.sub("·", normal)).strip()


class Translations:
    """WTForms' own messages through our message files."""

    def gettext(self, string: str) -> str:
        return str(gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        # WTForms fills in %(max)d and the like itself, so the bare text is wanted here.
        return str(get_domain().get_translations().ungettext(singular, plural, n))


class BaseForm(FlaskForm):
    """A form with a CSRF token; texts are cleaned before they are checked."""

    class Meta(FlaskForm.Meta):
        locales = list(LOCALES)

        def get_translations(self, form: Any) -> Translations:
            return Translations()

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            if getattr(unbound_field.field_class, "cleans_text", False) or (
                unbound_field.field_class.__name__ in ("StringField", "TextAreaField")
            ):
                filters = list(unbound_field.kwargs.get("filters", ()))
                if clean_text not in filters:
                    unbound_field.kwargs["filters"] = [clean_text, *filters]
            return unbound_field.bind(form=form, **options)


class VersionedForm(BaseForm):
    """A form that edits a row: it carries the version at which it was opened."""

    version = HiddenField(default="1")

    def check_version(self, row: Any) -> None:
        """Raise `StaleEdit` when the row has changed since the form was opened."""
        if str(self.version.data or "") != str(row.version):
            raise StaleEdit(row)

    def differences(self, current: dict[str, Any]) -> list[tuple[str, Any, Any]]:
        """(label, typed here, saved meanwhile) for each field that differs from `current`."""
        rows = []
        for name, saved in current.items():
            field = self._fields.get(name)
            if field is not None and field.data != saved:
                rows.append((str(field.label.text), field.data, saved))
        return rows


class ReasonForm(BaseForm):
    """Why figures that are not public are taken out: kept in the access log."""

    reason = StringField(
        _l("Reason for the download"),
        [
            InputRequired(_l("State why you need these figures.")),
            Length(min=2, max=200, message=_l("Write 2 to 200 characters.")),
        ],
    )


def choices(pairs: Iterable[tuple[Any, str]], *, empty: str | None = None) -> list[SelectChoice]:
    """Choices of a select field, values as text, with an empty one first when it has a label."""
    found = [SelectChoice(str(value), label) for value, label in pairs]
    return found if empty is None else [SelectChoice("", empty), *found]


class Checks(SelectMultipleField):
    """Several choices, a box each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def id_or_none(value: Any) -> int | None:
    """The chosen row's id; None for the empty choice."""
    return int(value) if value else None


def year_within(first: int, last: int) -> Callable[[Any, DateField], None]:
    """A validator: a mistyped year must not become one of the first century."""

    def check(_form: Any, field: DateField) -> None:
        if isinstance(field.data, date) and not first <= field.data.year <= last:
            raise ValidationError(_l("Check the year."))

    return check
