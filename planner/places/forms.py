"""The forms of zones, dongs and venues."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FileField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from planner.core.outline import KOREA
from planner.forms import BaseForm, VersionedForm
from planner.places.models import AdminDong, Venue, Zone
from planner.places.services import Closure
from planner.places.words import KIND_LABELS, PRECISION_LABELS, weekday_names
from planner.tabular import CellError, day_spans

WEST, SOUTH, EAST, NORTH = KOREA
REQUIRED = InputRequired(_l("Fill this in."))
TILDE = re.compile(r"\s*[~～〜]\s*")
COUNT = [Optional(), NumberRange(0, 10_000_000, _l("Use a whole number from 0."))]


def options(pairs: Iterable[tuple[Any, Any]], *, empty: bool = False) -> list[SelectChoice]:
    """Choices of a select field; with `empty` one for none comes first."""
    found = [SelectChoice(value, label) for value, label in pairs]
    return [SelectChoice("", "-"), *found] if empty else found


def chosen_differences(
    field: Any, typed: Sequence[Any], saved: Sequence[Any]
) -> list[tuple[str, str, str]]:
    """The line of a comparison for a field of choices, in the words of its choices."""
    if sorted(typed) == sorted(saved):
        return []
    words = {choice.value: str(choice.label) for choice in field.choices}
    said = [", ".join(words.get(value, str(value)) for value in part) for part in (typed, saved)]
    return [(str(field.label.text), said[0], said[1])]


def sensible_year(_form: Any, field: DateField) -> None:
    """A mistyped year must not become a list of the year 20."""
    if field.data is not None and not 1900 <= field.data.year <= 2100:
        raise ValidationError(_l("Check the year."))


class CheckboxList(SelectMultipleField):
    """A set of choices as a list of checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ZoneForm(VersionedForm):
    """A zone and the dongs that belong to it."""

    name = StringField(_l("Name"), [REQUIRED, Length(max=80)])
    name_en = StringField(_l("English name"), [Length(max=120)])
    council = StringField(_l("Zone council"), [Length(max=120)])
    position = IntegerField(
        _l("Order"), [Optional(), NumberRange(0, 9999, _l("Use a number from 0 to 9999."))]
    )
    dong_ids = CheckboxList(_l("Dongs of this zone"), coerce=int)

    def offer(self, dongs: Sequence[AdminDong], zone: Zone | None) -> None:
        """Every dong of the office; one of another zone says so."""
        self.dong_ids.choices = options(
            (dong.id, dong.name if not dong.zone or dong.zone is zone
             else f"{dong.name} ({dong.zone.name})")
            for dong in dongs
        )  # fmt: skip


class DongForm(VersionedForm):
    """One dong."""

    name = StringField(_l("Name"), [REQUIRED, Length(max=40)])
    code = StringField(
        _l("Code"), [Optional(), Regexp(r"^\d{10}$", message=_l("The code has ten digits."))]
    )
    zone_id = SelectField(_l("Zone"))
    vulnerable = IntegerField(_l("Weight of vulnerable residents"), COUNT)


class VenueForm(VersionedForm):
    """Everything of a venue but its booth positions."""

    name = StringField(_l("Name"), [REQUIRED, Length(max=120)])
    name_en = StringField(_l("English name"), [Length(max=120)])
    kind = SelectField(_l("Kind"), choices=options(KIND_LABELS.items()))
    indoor = BooleanField(_l("Indoors"))
    zone_id = SelectField(_l("Zone"), [DataRequired(_l("Choose a zone."))])
    dong_id = SelectField(_l("Administrative dong"))
    address = StringField(_l("Address"), [Length(max=200)])
    legal_dong = StringField(_l("Legal dong"), [Length(max=40)])
    lat = DecimalField(
        _l("Latitude"),
        [Optional(), NumberRange(SOUTH, NORTH, _l("Latitudes of Korea run from 33 to 39.5."))],
        places=6,
    )
    lon = DecimalField(
        _l("Longitude"),
        [Optional(), NumberRange(WEST, EAST, _l("Longitudes of Korea run from 124 to 132."))],
        places=6,
    )
    precision = SelectField(_l("How exact it is"), choices=options(PRECISION_LABELS.items()))
    power = BooleanField(_l("Power"))
    water = BooleanField(_l("Water"))
    toilets = BooleanField(_l("Toilets"))
    step_free = BooleanField(_l("Step-free access"))
    foot_weekday = IntegerField(_l("People a weekday"), COUNT)
    foot_weekend = IntegerField(_l("People a weekend day"), COUNT)
    open_on = CheckboxList(_l("Open on"), coerce=int)
    closed_on = TextAreaField(_l("Closed on"))
    fallback_1 = SelectField(_l("Rain fallback, first choice"))
    fallback_2 = SelectField(_l("Second choice"))
    fallback_3 = SelectField(_l("Third choice"))
    contact_name = StringField(_l("Contact"), [Length(max=80)])
    contact_phone = StringField(_l("Contact's phone"), [Length(max=40)])
    note = TextAreaField(_l("Note"), [Length(max=2000)])
    spans: tuple[Closure, ...] = ()

    def offer(self, zones: Any, dongs: Any, indoor: Sequence[Venue]) -> None:
        """The office's zones, dongs and indoor venues."""
        self.zone_id.choices = options(((str(zone.id), zone.name) for zone in zones), empty=True)
        self.dong_id.choices = [
            *options([], empty=True),
            *(SelectChoice(str(dong.id), dong.name, {"data-zone": str(dong.zone_id or "")})
              for dong in dongs),
        ]  # fmt: skip
        places = options(((str(venue.id), venue.name) for venue in indoor), empty=True)
        for field in self.fallback_fields:
            field.choices = places
        self.open_on.choices = options(enumerate(weekday_names()))

    @property
    def fallback_fields(self) -> tuple[SelectField, ...]:
        return self.fallback_1, self.fallback_2, self.fallback_3

    def validate_open_on(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_l("Choose at least one day of the week."))

    def validate_lat(self, field: Any) -> None:
        if not _typed(self.lon):
            raise ValidationError(_l("Latitude and longitude belong together: fill in both."))

    def validate_lon(self, field: Any) -> None:
        if not _typed(self.lat):
            raise ValidationError(_l("Latitude and longitude belong together: fill in both."))

    def validate_closed_on(self, field: Any) -> None:
        """One span a line: `2023-05-01~2023-05-03 reason`."""
        read = day_spans(most=200)
        found = []
        for line in (field.data or "").splitlines():
            days, _, reason = TILDE.sub("~", line.strip()).partition(" ")
            if not days:
                continue
            try:
                spans = read(days)
            except CellError:
                raise ValidationError(
                    _l("Write one span on each line: 2023-05-01~2023-05-03, then why.")
                ) from None
            found += [Closure(first, last, reason.strip()[:120]) for first, last in spans]
        self.spans = tuple(found)


def _typed(field: Any) -> bool:
    """Whether anything was typed, right or wrong."""
    return any(str(text).strip() for text in field.raw_data or ())


class OutlineForm(BaseForm):
    """A file of outlines, whom to name for them, and the day for which they hold."""

    kind = SelectField(
        _l("Outlines of"), choices=options([("dongs", _l("Dongs")), ("zones", _l("Zones"))])
    )
    source = StringField(_l("Source to show on every map"), [REQUIRED, Length(max=200)])
    as_of = DateField(_l("Boundaries as of"), [Optional(), sensible_year])
    file = FileField(_l("GeoJSON or TopoJSON file"))


class AddressFileForm(BaseForm):
    """A file of addresses and the day for which it holds."""

    as_of = DateField(_l("Addresses as of"), [Optional(), sensible_year])
    file = FileField(_l("File of addresses"))
