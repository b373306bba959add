"""The forms of booths, goods and supplies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from planner.booths import words
from planner.booths.board import Board
from planner.forms import BaseForm, Checks, VersionedForm, choices
from planner.templating import named

MOST = 2_000_000_000
OFF = "0"  # no booth at all


def number_or_none(text: Any) -> int | None:
    """The chosen row's id; None for the empty choice."""
    return int(text) if text and text != OFF else None


class AssignForm(BaseForm):
    """An agency comes to the event: where it stands and what it counsels in."""

    booth = SelectField(_l("Booth"), validators=[Optional()])
    fields = Checks(_l("Fields"))
    pinned = BooleanField(_l("Keep it here in every proposal"))
    note = StringField(_l("Note"), validators=[Length(max=200)])
    anyway = BooleanField(_l("Place it anyway; I have settled this with the agency"))

    def offer(self, board: Board, offered: Iterable[Any]) -> AssignForm:
        """Fill in what can be chosen."""
        self.booth.choices = choices(free_booths(board), empty=str(_l("Not decided yet")))
        self.fields.choices = field_choices(board, offered)
        return self


class ChangeForm(VersionedForm):
    """Another choice of fields, pin or note."""

    fields = Checks(_l("Fields"))
    pinned = BooleanField(_l("Keep it here in every proposal"))
    note = StringField(_l("Note"), validators=[Length(max=200)])

    def offer(self, board: Board, offered: Iterable[Any]) -> ChangeForm:
        self.fields.choices = field_choices(board, offered)
        return self


class MoveForm(VersionedForm):
    """To which booth an agency or an extra booth moves; `OFF` takes it off its booth."""

    booth = SelectField(_l("Move to booth"), validators=[InputRequired()])

    def offer(self, board: Board, standing: Any = None) -> MoveForm:
        pairs = []
        for seat in board.seats:
            holder = seat.assignment or seat.extra
            if standing is not None and holder is standing:
                continue
            label = seat.booth.number
            if holder is not None:
                name = named(seat.assignment.agency if seat.assignment else holder)
                label = str(_l("%(booth)s – swap with %(name)s", booth=label, name=name))
            pairs.append((seat.booth.id, label))
        pairs.append((OFF, str(_l("No booth"))))
        self.booth.choices = choices(pairs, empty=str(_l("Choose a booth")))
        return self


class ExtraForm(VersionedForm):
    """An experience booth, a sponsor's booth or the office's desk."""

    kind = SelectField(_l("Kind"), choices=[])
    name = StringField(_l("Name"), validators=[InputRequired(), Length(max=120)])
    name_en = StringField(_l("Name in English"), validators=[Length(max=160)])
    booth = SelectField(_l("Booth"), validators=[Optional()])
    agency = SelectField(_l("Run by"), validators=[Optional()])

    def offer(self, board: Board, agencies: Sequence[Any], own: Any = None) -> ExtraForm:
        self.kind.choices = choices(words.EXTRA_KINDS.items())
        booths = free_booths(board, own.booth if own is not None else None)
        self.booth.choices = choices(booths, empty=str(_l("Not decided yet")))
        self.agency.choices = agency_choices(agencies)
        return self


class GoodsForm(VersionedForm):
    """Goods that are given away at the event."""

    kind = SelectField(_l("Kind"), choices=[])
    name = StringField(_l("Item"), validators=[InputRequired(), Length(max=120)])
    quantity = IntegerField(
        _l("Quantity"), validators=[InputRequired(), NumberRange(0, MOST)], default=0
    )
    unit = StringField(_l("Unit"), validators=[Length(max=20)])
    agency = SelectField(_l("Brought by"), validators=[Optional()])
    synthetic = BooleanField(_l("Figure made up"))

    def offer(self, agencies: Sequence[Any]) -> GoodsForm:
        self.kind.choices = choices(words.GOODS_KINDS.items())
        self.agency.choices = agency_choices(agencies)
        return self


class SupplyForm(VersionedForm):
    """A thing that the office brings."""

    name = StringField(_l("Item"), validators=[InputRequired(), Length(max=120)])
    quantity = IntegerField(
        _l("Quantity"), validators=[InputRequired(), NumberRange(0, MOST)], default=1
    )
    unit = StringField(_l("Unit"), validators=[Length(max=20)])
    responsible = StringField(_l("Responsible"), validators=[Length(max=80)])


class CopyForm(BaseForm):
    """Which lists of which event are copied to this one."""

    source = SelectField(_l("From the event"), validators=[InputRequired()])
    what = Checks(_l("What to copy"), validators=[InputRequired()])

    def offer(self, events: Sequence[Any], label: Any) -> CopyForm:
        self.source.choices = choices([(row.id, label(row)) for row in events])
        self.what.choices = choices(words.COPYABLE.items())
        return self


class TickForm(BaseForm):
    """Packed or not."""

    ready = RadioField(choices=[("1", ""), ("0", "")])


def free_booths(board: Board, own: Any = None) -> list[tuple[int, str]]:
    """The free booths of the venue (and one's own), with what each has."""
    found = []
    for seat in board.seats:
        if seat.free or (own is not None and seat.booth.id == own.id):
            has = ", ".join(word for _name, word in words.attributes(seat.booth))
            label = f"{seat.booth.number} ({has})" if has else seat.booth.number
            found.append((seat.booth.id, label))
    return found


def field_choices(board: Board, offered: Iterable[Any]) -> list[tuple[str, str]]:
    """The agency's fields of this season; those that the event misses say so."""
    found = []
    mine = {field.id for field in offered}
    for field_id, row in board.fields.items():
        if field_id in mine:
            cover = board.covers[field_id]
            label = named(row.field)
            if cover.missing:
                label = str(_l("%(field)s – %(n)s missing", field=label, n=cover.missing))
            found.append((str(field_id), label))
    return found


def agency_choices(agencies: Sequence[Any]) -> list[tuple[str, str]]:
    pairs = [(row.id, named(row)) for row in agencies]
    return choices(pairs, empty=str(_l("The office itself")))
