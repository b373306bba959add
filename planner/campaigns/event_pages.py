"""The page of one event: its form with the venues to choose from, and its problems."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from planner.campaigns import event_services, queries
from planner.campaigns.bridge import load_campaign
from planner.campaigns.destinations import with_urls
from planner.campaigns.event_services import EventData
from planner.campaigns.findings import by_event, find_problems
from planner.campaigns.forms import EventForm
from planner.campaigns.models import Campaign, Event
from planner.campaigns.words import STATUS_LABELS
from planner.places.models import Venue
from planner.templating import named

Venues = Mapping[int, Venue]


def event_form(campaign: Campaign, event: Event | None = None, day: str = "") -> EventForm:
    """The form as it is opened; a new event begins with the season's hours."""
    form = EventForm(formdata=None, obj=event)
    if event is None:
        form.starts_at.data, form.ends_at.data = campaign.opens_at, campaign.closes_at
        form.day.data = _day(day)
    else:
        form.venue.data = str(event.venue_id)
        form.fallback.data = str(event.fallback_id or "")
    offer_venues(form, campaign.office_id, event)
    return form


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def offer_venues(form: EventForm, office_id: int, event: Event | None = None) -> Venues:
    """Fill in the choices of venue (by zone) and rain place (indoor ones); the venues by id."""
    keep = [event.venue_id, event.fallback_id or 0] if event else []
    venues = queries.office_venues(office_id, keep)
    form.venue.choices = [
        SelectChoice("", _("Choose a venue")),
        *(
            SelectChoice(str(venue.id), named(venue), optgroup=named(venue.zone))
            for venue in venues
        ),
    ]
    form.fallback.choices = [
        SelectChoice("", _("None")),
        *(SelectChoice(str(venue.id), named(venue)) for venue in venues if venue.indoor),
    ]
    return {venue.id: venue for venue in venues}


def rain_places(venues: Venues) -> dict[str, list[str]]:
    """For each outdoor venue the places that it names for rain, best first: ids as text."""
    return {
        str(venue.id): [str(row.fallback_id) for row in venue.fallbacks]
        for venue in venues.values()
        if not venue.indoor
    }


def event_data(form: EventForm, venues: Venues) -> EventData:
    """What a valid form says."""
    return EventData(
        day=form.day.data,
        starts_at=form.starts_at.data,
        ends_at=form.ends_at.data,
        venue=venues[int(form.venue.data)],
        fallback=venues[int(form.fallback.data)] if form.fallback.data else None,
        use_fallback=form.use_fallback.data,
        theme=form.theme.data or "",
        note=form.note.data or "",
        pinned=form.pinned.data,
    )


def event_differences(form: EventForm, event: Event) -> list[tuple[str, Any, Any]]:
    """(field, typed here, saved meanwhile), venues by their names."""
    saved: dict[str, Any] = {
        name: getattr(event, name)
        for name in ("day", "starts_at", "ends_at", "use_fallback", "theme", "note", "pinned")
    }
    saved["venue"] = str(event.venue_id)
    saved["fallback"] = str(event.fallback_id or "")
    names = {choice.value: choice.label for choice in (*form.venue.choices, *form.fallback.choices)}
    return [
        (label, _shown(names, yours), _shown(names, theirs))
        for label, yours, theirs in form.differences(saved)
    ]


def _shown(names: Mapping[str, str], value: Any) -> Any:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return names.get(value, value) if isinstance(value, str) else value


def event_page(
    campaign: Campaign,
    event: Event | None,
    form: EventForm,
    status: int = 200,
    differences: Any = None,
) -> Any:
    """The event with its form (for those who plan), its problems and what can be done."""
    findings, released = [], False
    if event is not None:
        loaded = load_campaign(campaign.office_id, campaign.id)
        found = by_event(find_problems(loaded)).get(event.uid, [])
        findings = with_urls(loaded, found)
        released = event_services.was_released(event)
    venues = {row.id: row for row in queries.office_venues(campaign.office_id)}
    page = render_template(
        "campaigns/event.html",
        campaign=campaign,
        event=event,
        form=form,
        findings=findings,
        released=released,
        differences=differences,
        rain_places=rain_places(venues),
        status_labels=STATUS_LABELS,
    )
    return page, status
