"""What happened since a plan came into force, one row of a form each."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from planner.campaigns.models import Campaign, Event
from planner.campaigns.names import short_day
from planner.core.happenings import (
    AgencyAway,
    AgencyNotAt,
    EventElsewhere,
    Happening,
    VenueClosed,
)
from planner.forms import BaseForm
from planner.templating import named

REST, DAYS, EVENT = "rest", "days", "event-"


class RowForm(BaseForm):
    """One thing that happened; a row in which nothing is chosen says nothing."""

    class Meta(BaseForm.Meta):
        csrf = False

    reason = StringField(_l("Reason"), [Length(max=120)])

    def blank(self) -> bool:
        """Whether nothing was typed."""
        return not any(field.data or any(field.raw_data or ()) for field in self)

    def wrong(self, name: str, sentence: str) -> None:
        """Say what is wrong with a field, if nothing has been said yet."""
        field = self[name]
        if not field.errors:
            field.errors = [sentence]

    def span(self, campaign: Campaign, as_of: date) -> tuple[date, date]:
        """The days from the field `first` to `last`, within what is still to come."""
        first, last = self["first"].data, self["last"].data or self["first"].data
        if first is None or last is None:
            self.wrong("first", _("Type the first day."))
        elif last < first:
            self.wrong("last", _("The last day comes before the first."))
        elif last <= as_of or first > campaign.ends_on:
            self.wrong("first", _outside(campaign, as_of))
        return first or as_of, min(last or as_of, campaign.ends_on)


class AwayRow(RowForm):
    agency = SelectField(_l("Agency"), [Optional()])
    when = SelectField(_l("When it cannot come"), [Optional()])
    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("To"), [Optional()])

    def happening(self, campaign: Campaign, as_of: date) -> Happening | None:
        agency, when = self.agency.data, self.when.data
        if not agency:
            self.wrong("agency", _("Choose the agency."))
        if not when:
            self.wrong("when", _("Choose when it cannot come."))
        if self.errors or not agency or not when:
            return None
        reason = self.reason.data or ""
        if when.startswith(EVENT):
            event = _ahead(self, "when", event_of(campaign, when), as_of)
            return AgencyNotAt(int(agency), event.uid, reason) if event else None
        if when == REST:
            return AgencyAway(int(agency), as_of + timedelta(days=1), campaign.ends_on, reason)
        return AgencyAway(int(agency), *self.span(campaign, as_of), reason)


class ClosedRow(RowForm):
    venue = SelectField(_l("Venue"), [Optional()])
    first = DateField(_l("From"), [Optional()])
    last = DateField(_l("To"), [Optional()])

    def happening(self, campaign: Campaign, as_of: date) -> Happening | None:
        if not self.venue.data:
            self.wrong("venue", _("Choose the venue."))
            return None
        return VenueClosed(
            int(self.venue.data), *self.span(campaign, as_of), self.reason.data or ""
        )


class ElsewhereRow(RowForm):
    event = SelectField(_l("Event"), [Optional()])
    day = DateField(_l("New day"), [Optional()])
    venue = SelectField(_l("New venue"), [Optional()])

    def happening(self, campaign: Campaign, as_of: date) -> Happening | None:
        if not self.event.data:
            self.wrong("event", _("Choose the event."))
            return None
        event = _ahead(self, "event", event_of(campaign, self.event.data), as_of)
        day, venue = self.day.data, int(self.venue.data or 0) or None
        if day is None and venue is None:
            self.wrong("day", _("Type a new day, or choose a new venue."))
        elif day is not None and not as_of < day <= campaign.ends_on:
            self.wrong("day", _outside(campaign, as_of))
        elif event and day in (None, event.day) and venue in (None, event.venue_id):
            self.wrong("day", _("The event is on this day at this venue already."))
        if event is None or self.errors:
            return None
        return EventElsewhere(event.uid, day, venue)


def planned(campaign: Campaign) -> list[Event]:
    """The planned events in order of days."""
    return [row for row in campaign.events if row.status == "planned"]


def event_label(row: Event) -> str:
    return f"{short_day(row.day)} {named(row.venue)}"


def event_of(campaign: Campaign, key: str) -> Event | None:
    """The planned event of a choice such as `event-3`."""
    return next((row for row in planned(campaign) if f"{EVENT}{row.id}" == key), None)


def _ahead(row: RowForm, name: str, event: Event | None, as_of: date) -> Event | None:
    if event is not None and event.day > as_of:
        return event
    row.wrong(
        name,
        _(
            "This event lies on a day that stays as it is. Choose a later one, or plan from an "
            "earlier day."
        ),
    )
    return None


def _outside(campaign: Campaign, as_of: date) -> str:
    return _(
        "Choose a day after %(as_of)s and up to the season's last day, %(last)s.",
        as_of=short_day(as_of),
        last=short_day(campaign.ends_on),
    )
