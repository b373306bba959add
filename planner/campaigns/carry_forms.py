"""The form of the next season: its own facts, and a number for each zone and agency.

What was typed, recounted targets and the reasons of each number stand here; the page shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length

from planner.campaigns import queries
from planner.campaigns.carry_queries import Inheritance
from planner.campaigns.forms import check_period, number, slug_field
from planner.campaigns.row_forms import RowColumn, RowsForm
from planner.campaigns.settings_views import CARRIED, ZONES, ZoneRows
from planner.core.carry_over import Share, Wish, shares
from planner.forms import VersionedForm

DEBT = replace(CARRIED, optional=False)
USUAL = RowColumn("usual", _l("Usually"), high=500, default=1)
ZONE_COLUMNS = (DEBT, USUAL, *(column for column in ZONES if column is not CARRIED))
AGENCY_COLUMNS = (DEBT, USUAL, RowColumn("target_events", _l("Fair share"), high=500, default=1))


class NextSeasonForm(VersionedForm):
    """What is the next season's own; the rest is taken over."""

    name = StringField(_l("Name"), validators=[InputRequired(), Length(max=120)])
    name_en = StringField(_l("Name in English"), validators=[Length(max=160)])
    slug = slug_field()
    starts_on = DateField(_l("First day"), validators=[InputRequired()])
    ends_on = DateField(_l("Last day"), validators=[InputRequired()])
    events_wanted = number(_l("Events wanted"), 0, 500)
    begins_after: date | None = None  # the first day of the season before

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        check_period(self)
        first = self.starts_on.data
        if first and self.begins_after and first <= self.begins_after:
            sentence = _("Choose a day after the first day of the season before.")
            self.starts_on.errors = [*self.starts_on.errors, sentence]
        return good and not self.errors

    def values(self) -> dict[str, Any]:
        """Columns of `Campaign`."""
        return {key: self.data[key] for key in ("name", "name_en", "slug", "starts_on", "ends_on",
                                                "events_wanted")}  # fmt: skip


@dataclass
class CarryRows:
    """The rows of zones or of agencies: the form, and the wish behind each chosen row."""

    form: RowsForm
    items: Sequence[Any]
    target: str
    limits: Callable[[int, Mapping[str, Any]], tuple[int, int]]

    def wishes(self) -> list[Wish]:
        """Of what was parsed; a row with a fault is left out."""
        found = []
        for key, row in self.form.values.items():
            least, most = self.limits(key, row)
            if None not in (row["usual"], row["carried"], least, most) and least <= most:
                found.append(Wish(key, row["usual"], row["carried"], least, most))
        return found

    def recount(self, total: int | None) -> None:
        """Fill in the targets that the other numbers lead to."""
        given = {share.wish.key: share.given for share in shares(self.wishes(), total)}
        stored = {
            key: {**row, self.target: given.get(key, row[self.target])}
            for key, row in self.form.values.items()
        }
        self.form = replace(self.form, stored=stored, sent=None, values={}, errors={})
        self.form.validate()

    def reasons(self, total: int | None) -> dict[int, Share]:
        """The share of each chosen row without a fault, with the target that stands in the form."""
        wrong = {row for _key, row in self.form.errors}
        return {
            share.wish.key: replace(
                share, given=self.form.values[share.wish.key][self.target], counted=share.given
            )
            for share in shares(self.wishes(), total)
            if share.wish.key not in wrong
        }

    def forgive_targets(self) -> None:
        """Faults of targets do not matter where the targets are to be recounted."""
        for key in [key for key in self.form.errors if key[0] == self.target]:
            del self.form.errors[key]

    @property
    def sum(self) -> int:
        return sum(row[self.target] or 0 for row in self.form.values.values())

    def columns(self) -> dict[int, dict[str, Any]]:
        """By id the columns of the rows that take part."""
        return {
            key: {name: value for name, value in row.items() if name != "usual"}
            for key, row in self.form.values.items()
        }


def zone_rows(inheritance: Inheritance, sent: Mapping[str, str] | None = None) -> CarryRows:
    """The office's zones; those of the season before take part."""
    campaign = inheritance.past.campaign
    items = queries.office_zones(campaign.office_id)
    left = inheritance.zones
    stored = {
        row.zone_id: {
            **{column.key: getattr(row, column.key) for column in ZONES},
            "carried": left[row.zone_id].carried,
            "usual": left[row.zone_id].usual,
            "last_visit": left[row.zone_id].last,
        }
        for row in campaign.zones
    }
    form = ZoneRows(ZONE_COLUMNS, [item.id for item in items], stored, sent, "zone-")
    return CarryRows(
        form, items, "target_visits", lambda _key, row: (row["min_visits"], row["max_visits"])
    )


def agency_rows(inheritance: Inheritance, sent: Mapping[str, str] | None = None) -> CarryRows:
    """The office's agencies in use, and those of the season before; of these those in use."""
    campaign = inheritance.past.campaign
    left = inheritance.agencies
    items = queries.office_agencies(campaign.office_id, list(left))
    most = {item.id: item.max_events for item in items}
    stored = {
        row.agency_id: {
            "carried": left[row.agency_id].carried,
            "usual": left[row.agency_id].usual,
            "target_events": row.target_events,
        }
        for row in campaign.agencies
        if row.agency.active
    }
    form = RowsForm(AGENCY_COLUMNS, [item.id for item in items], stored, sent, "agency-")
    return CarryRows(form, items, "target_events", lambda key, _row: (0, most[key]))
