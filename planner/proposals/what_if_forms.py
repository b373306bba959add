"""The form of a what-if: everything in it may be left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from planner.agencies.words import WEEKDAY_LABELS
from planner.campaigns.goal_forms import GoalFields
from planner.campaigns.goal_services import goal_order
from planner.campaigns.korean_holidays import holidays_between
from planner.campaigns.models import Campaign
from planner.campaigns.names import short_day
from planner.campaigns.problem_parts import invited, known_venues
from planner.core.problem import Problem
from planner.forms import Checks
from planner.proposals.forms import ProposeForm
from planner.proposals.what_if_cells import Cells, Column
from planner.templating import named

NUMBERS = ("events", "min_gap", "weekend_max", "kits", "rain")
AGENCIES = (
    Column("out", _l("Does not take part"), "flag"),
    Column("max", _l("Events at most"), low=0, high=500),
    Column("max_week", _l("Events a week at most"), low=0, high=7),
    Column("target", _l("Fair share"), low=0, high=500),
)
VENUES = (
    Column("first", _l("Not to be had from"), "day"),
    Column("last", _l("to"), "day"),
)
ZONES = (
    Column("least", _l("At least"), high=99),
    Column("target", _l("Aim"), high=99),
    Column("most", _l("At most"), high=99),
)
FIELDS = (Column("need", _l("Agencies needed per event"), high=50),)


def optional_number(label: Any, low: int, high: int) -> IntegerField:
    return IntegerField(
        label,
        validators=[Optional(), NumberRange(low, high)],
        render_kw={"min": low, "max": high, "inputmode": "numeric"},
    )


class WhatIfForm(GoalFields, ProposeForm):
    """A name and what is assumed; `offer` adds the tables and the choices of a season."""

    name = StringField(_l("Name of the assumption"), validators=[InputRequired(), Length(max=80)])
    events = optional_number(_l("Events wanted"), 1, 500)
    min_gap = optional_number(_l("Days from one event to the next, at least"), 0, 60)
    weekend_max = optional_number(_l("Events at weekends, at most"), 0, 200)
    kits = optional_number(_l("Sets of equipment"), 0, 100)
    rain = optional_number(_l("Chance of rain on a day, in percent"), 0, 100)
    days = Checks(_l("Days on which nothing is held, open for once"))
    weekdays = Checks(_l("Weekdays open as well"))
    other_goals = BooleanField(_l("Other goals than those of the season's settings"))

    def offer(
        self, campaign: Campaign, facts: Problem, sent: Mapping[str, str] | None = None
    ) -> WhatIfForm:
        """The choices and tables of a season; `facts` is its problem without assumptions."""
        self.offer_goals(campaign.weights, goal_order(campaign))
        self.days.choices = [
            SelectChoice(day.isoformat(), f"{short_day(day)} {name}".strip())
            for day, name in closed_days(campaign)
        ]
        self.weekdays.choices = [
            SelectChoice(str(n), label)
            for n, label in enumerate(WEEKDAY_LABELS)
            if campaign.weekdays[n] != "1"
        ]
        self.tables = tables(campaign, facts, sent)
        return self

    def facts(self, problem: Problem) -> dict[str, int]:
        """The season's numbers as they are, by the name of the input."""
        district = problem.districts[0]
        values = (district.events, district.min_gap, district.max_weekend)
        return dict(zip(NUMBERS, (*values, problem.kits.pool, problem.rain[0]), strict=True))

    def faults(self) -> list[tuple[str, str, str]]:
        """(input, whose and what, sentence) of every wrong cell of the tables."""
        return [fault for table in self.tables.values() for fault in table.faults()]


def closed_days(campaign: Campaign) -> Iterable[tuple[date, str]]:
    """Closed days and public holidays of the season, in order, with their names."""
    found = {
        day: name
        for day, name in holidays_between(campaign.starts_on, campaign.ends_on).items()
        if campaign.weekdays[day.weekday()] == "1"
    }
    found |= {row.day: row.name or _("closed") for row in campaign.closed_days}
    return sorted(found.items())


def tables(campaign: Campaign, facts: Problem, sent: Mapping[str, str] | None) -> dict[str, Cells]:
    """The four tables of a season, empty."""
    agencies = {row.agency_id: named(row.agency) for row in invited(campaign)}
    venues = {row.id: named(row) for row in known_venues(campaign)}
    zones = {row.zone_id: named(row.zone) for row in campaign.zones}
    fields = {row.field_id: named(row.field) for row in campaign.fields}
    now: dict[str, dict[tuple[int, str], Any]] = {
        "agencies": {
            (row.id, key): getattr(row, key)
            for row in facts.agencies
            for key in ("max", "max_week", "target")
        },
        "venues": {},
        "zones": {
            (row.id, key): value
            for row in facts.zones
            for key, value in (("least", row.min), ("target", row.target), ("most", row.max))
        },
        "fields": {(row.id, "need"): row.need for row in facts.fields},
    }
    return {
        name: Cells(name, columns, rows, now[name], {}, sent)
        for name, columns, rows in (
            ("agencies", AGENCIES, dict(sorted(agencies.items(), key=lambda item: item[1]))),
            ("venues", VENUES, venues),
            ("zones", ZONES, zones),
            ("fields", FIELDS, fields),
        )
    }
