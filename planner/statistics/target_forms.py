"""The form of a target."""

from __future__ import annotations

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from planner.forms import VersionedForm, choices
from planner.results import words
from planner.results.models import Target
from planner.results.outside_queries import Choices
from planner.results.target_services import TargetData
from planner.templating import named


def _whole(_form: Any, field: StringField) -> None:
    """Nothing, or a whole number; thousands may be grouped."""
    if field.data and _number(field.data) is None:
        raise ValidationError(_l("Type a whole number, or leave it empty."))


def _number(text: str | None) -> int | None:
    plain = unicodedata.normalize("NFKC", text or "").replace(",", "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 18 else None


class TargetForm(VersionedForm):
    """What is to be reached: of which measure, where, in which field and period."""

    measure = SelectField(_l("Measure"), [DataRequired(_l("Choose a measure."))])
    zone_id = SelectField(_l("Zone"))
    dong_id = SelectField(_l("Dong"))
    field_id = SelectField(_l("Counselling field"))
    period = StringField(_l("Period (such as 2024 or 2024-03)"), [Length(max=7)])
    before = StringField(_l("Last year"), [_whole])
    value = StringField(_l("Target"), [_whole])
    base = StringField(_l("Base"), [Length(max=200)])
    synthetic = BooleanField(_l("Made up"))

    def offer(self, offered: Choices) -> TargetForm:
        """Let what the office has be chosen."""
        self.measure.choices = choices(
            ((key, f"{label} ({words.unit_name(key)})") for key, label in words.MEASURES.items()),
            empty=str(_l("Choose a measure")),
        )
        for name, rows in (
            ("zone_id", offered.zones),
            ("dong_id", offered.dongs),
            ("field_id", offered.fields),
        ):
            pairs = ((row.id, named(row)) for row in rows)
            self[name].choices = choices(pairs, empty=str(_l("All")))
        return self

    def read(self) -> TargetData:
        """What the service takes."""
        ids = {name: _id(self[name].data) for name in ("zone_id", "dong_id", "field_id")}
        return TargetData(
            self.measure.data,
            **ids,
            period=self.period.data or "",
            value=_number(self.value.data),
            before=_number(self.before.data),
            base=self.base.data or "",
            synthetic=self.synthetic.data,
        )


def target_values(target: Target) -> dict[str, Any]:
    """A target as the data of a `TargetForm`."""
    return {
        "measure": target.measure,
        "zone_id": str(target.zone_id or ""),
        "dong_id": str(target.dong_id or ""),
        "field_id": str(target.field_id or ""),
        "period": target.period,
        "before": "" if target.before is None else str(target.before),
        "value": str(target.value),
        "base": target.base,
        "synthetic": target.synthetic,
    }


def _id(text: Any) -> int | None:
    return int(text) if text else None
