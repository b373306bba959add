"""The form of a re-planning: what happened, row by row, and how to plan again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, FieldList, FormField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from planner.campaigns.models import Campaign
from planner.campaigns.problem_parts import invited, known_venues
from planner.core.happenings import (
    AgencyAway,
    AgencyNotAt,
    EventElsewhere,
    Happening,
    VenueClosed,
    from_json,
)
from planner.forms import Checks
from planner.proposals.days import DAY, first_as_of, season_stage, usual_as_of
from planner.proposals.forms import SearchForm
from planner.proposals.models import Proposal
from planner.proposals.replan_rows import (
    DAYS,
    EVENT,
    REST,
    AwayRow,
    ClosedRow,
    ElsewhereRow,
    RowForm,
    event_label,
    event_of,
    planned,
)
from planner.proposals.replan_services import GOAL_ORDERS, Wish
from planner.templating import named

ROWS = 30  # of each kind, more than ever happen at once
GOAL_LABELS = (
    _l("First the fields are covered, then as few changes as can be"),
    _l("First as few changes as can be, then the fields are covered"),
    _l("First the fields are covered, then the best plan, then few changes"),
)


def _rows(kind: type[RowForm], label: Any) -> Any:
    return FieldList(FormField(kind), label, min_entries=1, max_entries=ROWS)


class ReplanForm(SearchForm):
    """What happened, and how to plan again."""

    agencies = _rows(AwayRow, _l("Agencies that cannot come"))
    venues = _rows(ClosedRow, _l("Venues that cannot be used"))
    events = _rows(ElsewhereRow, _l("Events that have to move"))
    as_of = DateField(_l("Plan from the day after"), [Optional()])
    pin_schedule = BooleanField(_l("The other events keep their dates and venues"), default=True)
    movable = Checks(_l("Events that may move all the same"), validate_choice=False)
    order = SelectField(_l("What counts first"), [Optional()], coerce=int, default=0)

    def groups(self) -> tuple[FieldList, ...]:
        return (self.agencies, self.venues, self.events)

    def offer(self, campaign: Campaign) -> ReplanForm:
        """Fill in what can be chosen; the campaign is loaded by `bridge.load_campaign`."""
        self.order.choices = [SelectChoice(n, label) for n, label in enumerate(GOAL_LABELS)]
        events = planned(campaign)
        labels = [(f"{EVENT}{row.id}", event_label(row)) for row in events]
        self.movable.choices = [SelectChoice(key, label) for key, label in labels]
        agencies = sorted(
            ((row.agency_id, named(row.agency)) for row in invited(campaign)),
            key=lambda pair: pair[1],
        )
        venues = [(venue.id, named(venue)) for venue in known_venues(campaign) if venue.active]
        for row in self.agencies:
            row.agency.choices = _choices(agencies, _("Choose an agency"))
            row.when.choices = [
                *_choices(
                    [(DAYS, _("On the days typed here")), (REST, _("For the rest of the season"))],
                    _("Choose when"),
                ),
                *(SelectChoice(key, label, optgroup=_("At one event")) for key, label in labels),
            ]
        for row in self.venues:
            row.venue.choices = _choices(venues, _("Choose a venue"))
        for row in self.events:
            row.event.choices = _choices(labels, _("Choose an event"))
            row.venue.choices = _choices(venues, _("Any venue"))
        return self

    def more(self, group: str) -> None:
        """One more empty row."""
        rows = {item.short_name: item for item in self.groups()}.get(group)
        if rows is not None and len(rows) < ROWS:
            rows.append_entry()

    def opened(self, group: str) -> bool:
        """Whether anything stands in the rows of a group, so that they are shown."""
        rows = {item.short_name: item for item in self.groups()}[group]
        return len(rows) > 1 or not rows[0].form.blank()

    def wish(self, campaign: Campaign, usual: date) -> Wish | None:
        """What is asked, or None with a sentence at every field that is wrong."""
        good = self.validate()
        as_of = self.as_of.data or usual
        rows = [row.form for group in self.groups() for row in group if not row.form.blank()]
        found = [row.happening(campaign, as_of) for row in rows] if not self.as_of.errors else []
        self._twice(rows)
        if not good or any(row.errors for row in rows):
            return None
        chosen = {event_of(campaign, key) for key in self.movable.data or ()}
        return Wish(
            as_of=as_of,
            happenings=tuple(item for item in found if item is not None),
            pin_schedule=self.pin_schedule.data,
            movable=tuple(row.uid for row in chosen if row is not None),
            goals=GOAL_ORDERS[self.order.data or 0],
        )

    def _twice(self, rows: Sequence[RowForm]) -> None:
        seen: set[str] = set()
        for row in rows:
            if isinstance(row, ElsewhereRow) and row.event.data:
                if row.event.data in seen:
                    row.wrong("event", _("This event is already among those that have to move."))
                seen.add(row.event.data)

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """(id of the input, its label, what is wrong) in the order of the page."""
        for group in self.groups():
            for row in group:
                yield from _faults(row.form)
        yield from _faults(field for field in self if field not in self.groups())


def _faults(fields: Iterable[Any]) -> Iterator[tuple[str, str, str]]:
    for field in fields:
        if field.errors and field.type != "CSRFTokenField":
            yield field.id, str(field.label.text), str(field.errors[0])


def _choices(pairs: Iterable[tuple[Any, Any]], empty: str) -> list[SelectChoice]:
    return [SelectChoice("", empty), *(SelectChoice(str(key), label) for key, label in pairs)]


def opened(
    campaign: Campaign, today: date, event_id: int | None = None, agency_id: int | None = None
) -> ReplanForm:
    """The form as it is opened, filled in with an event and an agency where one came from there.

    For an event that is over by now the day before it is offered, for comparison; for today's
    event yesterday, so that it may still change.
    """
    event = next((row for row in planned(campaign) if row.id == event_id), None)
    as_of = usual_as_of(campaign, today)
    if event is not None and (event.day <= as_of or season_stage(campaign, today) == "over"):
        as_of = max(first_as_of(campaign), event.day - DAY)
    row = {"agency": str(agency_id or ""), "when": f"{EVENT}{event.id}" if event else ""}
    form = ReplanForm(formdata=None, data={"as_of": as_of, "agencies": [row]})
    return form.offer(campaign)


def copied(campaign: Campaign, proposal: Proposal) -> ReplanForm:
    """The form as an earlier re-planning had filled it in; what is there no longer is left out."""
    asked, keys = proposal.detail, {row.uid: f"{EVENT}{row.id}" for row in planned(campaign)}
    rows: dict[str, list[dict[str, Any]]] = {}
    for item in map(from_json, asked["changes"]):
        group, values = _row_values(item, keys)
        rows.setdefault(group, []).append({**values, "reason": item.reason})
    data = {
        "as_of": date.fromisoformat(asked["as_of"]),
        "pin_schedule": asked["pin_schedule"],
        "movable": [keys[uid] for uid in asked["movable"] if uid in keys],
        "order": GOAL_ORDERS.index(tuple(asked["aims"])),
        "seconds": proposal.seconds,
        **rows,
    }
    return ReplanForm(formdata=None, data=data).offer(campaign)


def _row_values(item: Happening, keys: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """The group of rows that something that happened stands in, and its values there."""
    match item:
        case AgencyAway(agency, first, last):
            when = {"when": DAYS, "first": first, "last": last}
            return "agencies", {"agency": str(agency), **when}
        case AgencyNotAt(agency, event):
            return "agencies", {"agency": str(agency), "when": keys.get(event, "")}
        case VenueClosed(venue, first, last):
            return "venues", {"venue": str(venue), "first": first, "last": last}
        case EventElsewhere(event, day, venue):
            place = str(venue) if venue else ""
            return "events", {"event": keys.get(event, ""), "day": day, "venue": place}
