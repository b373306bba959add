"""The form of a book, made from its items, and what was typed as the values of a row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from planner.agencies.words import WEEKDAY_LABELS
from planner.forms import BaseForm, VersionedForm, choices
from planner.programme.items import Book, Item, Values
from planner.programme.references import references


class ChecksField(SelectMultipleField):
    """Several choices, each with its checkbox."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def sensible_day(_form: Any, field: DateField) -> None:
    """A mistyped year must not become a row of the year 20."""
    if isinstance(field.data, date) and not 1990 <= field.data.year <= 2100:
        raise ValidationError(_l("Check the year."))


def form_of(book: Book, office_id: int, data: Values | None = None, version: int = 1) -> Any:
    """A book's form, its choices loaded; `data` are values of a row, None for what was sent."""
    fields = {item.key: _field(item, office_id) for item in book.items}
    made = type(f"{book.name}_form", (VersionedForm,), fields)
    if data is None:
        return made()
    return made(formdata=None, data={**_typed(book, data), "version": str(version)})


def form_of_items(
    items: Sequence[Item], office_id: int, data: Values | None, more: dict[str, Any]
) -> Any:
    """A form of some items without a version, for rows that are only ever added."""
    fields = {item.key: _field(item, office_id) for item in items}
    made = type("items_form", (BaseForm,), {**fields, **more})
    return made() if data is None else made(formdata=None, data=data)


def values_from(items: Sequence[Item], form: Any) -> Values:
    """What was typed, as the values of a row."""
    return {item.key: _value(item, form[item.key].data) for item in items}


def _value(item: Item, data: Any) -> Any:
    if item.kind == "ref":
        return int(data) if data else None
    if item.kind == "refs":
        return tuple(int(one) for one in data or () if one)
    if item.kind == "weekdays":
        return "".join("1" if str(day) in (data or ()) else "0" for day in range(7))
    if item.kind == "words":
        if item.choices:
            return tuple(data or ())
        return tuple(part.strip() for part in (data or "").split(";") if part.strip())
    if data is None or data == "":
        return "" if item.kind in ("text", "lines", "choice") else item.default
    return data


def _typed(book: Book, values: Values) -> Values:
    """Values of a row as a form's data."""
    found = dict(values)
    for item in book.items:
        if item.key not in found:
            continue
        value = found[item.key]
        if item.kind == "ref":
            found[item.key] = str(value) if value else ""
        elif item.kind == "refs":
            found[item.key] = [str(one) for one in value]
        elif item.kind == "weekdays":
            found[item.key] = [str(day) for day in range(7) if value[day] == "1"]
        elif item.kind == "words":
            found[item.key] = list(value) if item.choices else "; ".join(value)
    return found


def _field(item: Item, office_id: int) -> Any:
    """One item as a field of WTForms."""
    must = [InputRequired()] if item.required else [Optional()]
    if item.kind == "number":
        return IntegerField(item.label, [*must, number_range(item)], default=item.default)
    if item.kind == "day":
        return DateField(item.label, [*must, sensible_day])
    if item.kind == "clock":
        return TimeField(item.label, must, default=item.default)
    if item.kind == "flag":
        return BooleanField(item.label, default=bool(item.default))
    if item.kind == "lines":
        return TextAreaField(item.label, [Length(max=item.longest)])
    if item.kind in ("choice", "ref"):
        return _select(item, office_id, must)
    if item.kind in ("weekdays", "refs") or item.choices:
        return _several(item, office_id)
    most = 400 if item.kind == "words" else item.longest
    return StringField(item.label, [*must, Length(max=most)])


def number_range(item: Item) -> NumberRange:
    """The bounds of a number; a bound that is only the database's is not spelt out."""
    if item.high < 10**9:
        return NumberRange(item.low, item.high)
    sentence = _l("Enter a number from %(min)d on, with at most 14 digits.")
    return NumberRange(item.low, item.high, sentence)


def _select(item: Item, office_id: int, must: list[Any]) -> SelectField:
    if item.kind == "ref":
        pairs: list[Any] = [(row.id, row.shown) for row in references(office_id, item.ref)]
        offered = choices(pairs, empty=_l("Choose") if item.required else _l("None"))
    else:
        pairs = list(item.choices.items())
        needs_empty = item.required and "" not in item.choices
        offered = choices(pairs, empty=_l("Choose") if needs_empty else None)
    return SelectField(
        item.label, must if item.required else [], choices=offered, default=item.default or ""
    )


def _several(item: Item, office_id: int) -> SelectMultipleField:
    if item.kind == "weekdays":
        days = [(day, label) for day, label in enumerate(WEEKDAY_LABELS)]
        return ChecksField(item.label, choices=choices(days), default=["0", "1", "2", "3", "4"])
    if item.kind == "refs":
        pairs = [(row.id, row.shown) for row in references(office_id, item.ref)]
        return OrderedField(item.label, choices=choices(pairs, empty=_l("None")))
    return ChecksField(item.label, choices=choices(item.choices.items()))


class OrderedField(SelectMultipleField):
    """Several choices in an order: one select after the other, an empty one for one more."""

    MOST = 8

    def pre_validate(self, form: Any) -> None:
        """An empty select says nothing."""
        self.data = [value for value in self.data or () if value]
        super().pre_validate(form)
