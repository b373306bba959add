"""What the subjects of a finding are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from planner.campaigns.models import Campaign
from planner.core.violation import Violation
from planner.templating import named


def short_day(value: date) -> str:
    """'Tue 23 May': a day where the year is plain from around it."""
    pattern = "EEE d MMM" if str(get_locale()) == "en" else "M. d.(EEE)"
    return str(format_date(value, pattern))


class Names:
    """Names of everything in a campaign that `bridge.load_campaign` loaded; no queries."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self._closed = {row.day: row.name for row in campaign.closed_days}
        self._events = {
            row.uid: f"{short_day(row.day)} {named(row.venue)}" for row in campaign.events
        }
        self._names: dict[tuple[str, int | str], str] = {}
        for zone in campaign.zones:
            self._names["zone", zone.zone_id] = named(zone.zone)
        for agency in campaign.agencies:
            self._names["agency", agency.agency_id] = named(agency.agency)
        for field in campaign.fields:
            self._names["field", field.field_id] = named(field.field)
        for event in campaign.events:
            self._note_event(event)

    def _note_event(self, event: object) -> None:
        venue, fallback = event.venue, event.fallback  # type: ignore[attr-defined]
        self._names.setdefault(("zone", venue.zone_id), named(venue.zone))
        self._names["venue", venue.id] = named(venue)
        if fallback is not None:
            self._names["fallback", fallback.id] = named(fallback)
        for row in event.assignments:  # type: ignore[attr-defined]
            self._names.setdefault(("agency", row.agency_id), named(row.agency))
            for field in row.fields:
                self._names.setdefault(("field", field.id), named(field))
            if row.booth is not None:
                self._names["booth", row.booth.id] = row.booth.number

    def name(self, kind: str, key: int | str) -> str:
        """The name of one subject, '?' where nothing is known by that id."""
        if kind == "event":
            return self._events.get(str(key), "?")
        return self._names.get((kind, key), "?")

    def all(self, violation: Violation, kind: str) -> list[str]:
        return [self.name(kind, key) for found, key in violation.subjects if found == kind]

    def one(self, violation: Violation, kind: str) -> str:
        """The first subject of a kind, '?' where there is none."""
        return next(iter(self.all(violation, kind)), "?")

    def joined(self, violation: Violation, kind: str, most: int = 5) -> str:
        return listed(self.all(violation, kind), most)

    def event(self, violation: Violation) -> str:
        return self.one(violation, "event")

    def events(self, violation: Violation) -> list[str]:
        return self.all(violation, "event")

    def field(self, key: object) -> str:
        return self._names.get(("field", int(str(key))), "?")

    def nth_day(self, number: object) -> date:
        """The day of a day's number."""
        return self.campaign.starts_on + timedelta(days=int(str(number)))

    def day(self, number: object) -> str:
        return short_day(self.nth_day(number))

    def day_of(self, value: date) -> str:
        return short_day(value)

    def closed_day(self, number: object) -> str | None:
        """The name of a day that the season closed, '' for one without a name, else None."""
        return self._closed.get(self.nth_day(number))


def listed(names: Iterable[str], most: int = 5) -> str:
    """'A, B, C and 3 more'."""
    found = list(names)
    if len(found) <= most + 1:
        return ", ".join(found)
    shown = ", ".join(found[:most])
    return str(_("%(names)s and %(count)s more", names=shown, count=len(found) - most))
