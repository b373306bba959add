"""The forms of an entry and of its correction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from planner.core.tally import MOST
from planner.forms import BaseForm
from planner.programme.book_forms import form_of_items, number_range, values_from
from planner.programme.items import Item, Values
from planner.programme.models import Tally
from planner.programme.tally_items import entry_items
from planner.programme.tally_services import EntryData, new_id


def entry_form(tally: Tally, direction: str, data: Values | None = None) -> Any:
    """The form of an entry; it carries the id that the entry will have, so that sending it twice
    adds it once."""
    items = entry_items(tally.kind, direction)
    more = {"entry_id": HiddenField(), "validate_entry_id": _validate_id}
    if data is not None:
        data = {**data, "entry_id": new_id()}
    return form_of_items(items, tally.office_id, data, more)


def _validate_id(form: Any, field: HiddenField) -> None:
    try:
        field.data = str(UUID(str(field.data)))
    except ValueError:
        raise ValidationError(_l("Open the form anew.")) from None


def entry_data(form: Any, items: Sequence[Item], direction: str) -> EntryData:
    """What the service takes."""
    values = values_from(items, form)
    for key in ("dong", "agency", "field"):
        if key in values:
            values[f"{key}_id"] = values.pop(key)
    return EntryData(id=form["entry_id"].data, direction=direction, **values)


WANTED = Item("wanted", _l("Correct number"), "number", high=MOST)


class CorrectionForm(BaseForm):
    """What an entry should count as, and why; `shown` is what it counted when it was opened."""

    wanted = IntegerField(_l("Correct number"), [InputRequired(), number_range(WANTED)])
    reason = StringField(_l("Reason"), [InputRequired(), Length(max=200)])
    shown = HiddenField()

    def validate_shown(self, field: HiddenField) -> None:
        """A number, as the page sent it."""
        text = str(field.data or "")
        if not (text.isascii() and text.isdigit() and len(text) < 17):
            raise ValidationError(_l("Open the form anew."))
