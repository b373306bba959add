"""The schedule as calendar and list, and its events: add, change, move, cancel, delete."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.agencies.words import WEEKDAY_LABELS
from planner.campaigns import event_services, queries
from planner.campaigns.board import chips_of, months_of
from planner.campaigns.bridge import load_campaign
from planner.campaigns.destinations import with_urls
from planner.campaigns.event_pages import (
    event_data,
    event_differences,
    event_form,
    event_page,
    offer_venues,
)
from planner.campaigns.findings import by_event, find_problems
from planner.campaigns.forms import EventForm, MoveForm, RowsVersion
from planner.campaigns.korean_holidays import holidays_between
from planner.campaigns.models import Event
from planner.campaigns.views import BASE, bp, now
from planner.campaigns.words import STATUS_LABELS, refusal
from planner.errors import Refused, StaleEdit
from planner.security import current_office, requires

EVENT = BASE + "/events/<id:event_id>"


def event_of(campaign_id: int, event_id: int, *, lock: bool = False) -> Event:
    """This office's event; 404 otherwise."""
    return queries.get_event(current_office().id, campaign_id, event_id, lock=lock)


@bp.get(BASE + "/schedule")
@requires("view")
def schedule(campaign_id: int) -> Any:
    return schedule_page(campaign_id)


def schedule_page(campaign_id: int, status: int = 200, problem: str = "") -> Any:
    """The calendar or the list; `problem` says why the last change was not made."""
    campaign = load_campaign(current_office().id, campaign_id)
    findings = with_urls(campaign, find_problems(campaign))
    chips = chips_of(campaign, by_event(findings))
    holidays = holidays_between(campaign.starts_on, campaign.ends_on)
    page = render_template(
        "campaigns/schedule.html",
        campaign=campaign,
        findings=findings,
        chips=chips,
        months=months_of(campaign, chips, holidays),
        holidays=holidays,
        view="list" if request.args.get("view") == "list" else "calendar",
        problem=problem,
        status_labels=STATUS_LABELS,
        weekday_labels=WEEKDAY_LABELS,
    )
    return page, status


def back(event: Event) -> Any:
    """To the schedule, at the event."""
    view = "list" if request.form.get("view") == "list" else None
    address = url_for("campaigns.schedule", campaign_id=event.campaign_id, view=view)
    return redirect(f"{address}#event-{event.id}", 303)


@bp.get(BASE + "/events/new")
@requires("plan")
def new_event(campaign_id: int) -> Any:
    campaign = queries.get_campaign(current_office().id, campaign_id)
    return event_page(campaign, None, event_form(campaign, day=request.args.get("day", "")))


@bp.post(BASE + "/events/new")
@requires("plan")
def add_event(campaign_id: int) -> Any:
    campaign = queries.get_campaign(current_office().id, campaign_id)
    form = EventForm()
    venues = offer_venues(form, campaign.office_id)
    if not form.validate():
        return event_page(campaign, None, form, 422)
    try:
        event = event_services.add_event(campaign, event_data(form, venues), now())
    except Refused as refused:
        form.form_errors.append(refusal(refused))
        campaign = queries.get_campaign(current_office().id, campaign_id)
        return event_page(campaign, None, form, 422)
    flash(_("The event has been added."), "ok")
    return back(event)


@bp.get(EVENT)
@requires("view")
def event(campaign_id: int, event_id: int) -> Any:
    row = event_of(campaign_id, event_id)
    return event_page(row.campaign, row, event_form(row.campaign, row))


@bp.post(EVENT)
@requires("plan")
def save_event(campaign_id: int, event_id: int) -> Any:
    row = event_of(campaign_id, event_id, lock=True)
    form = EventForm()
    venues = offer_venues(form, row.campaign.office_id, row)
    if not form.validate():
        return event_page(row.campaign, row, form, 422)
    try:
        form.check_version(row)
        event_services.update_event(row, event_data(form, venues))
    except StaleEdit:
        differences = event_differences(form, row)
        form.version.data = str(row.version)
        return event_page(row.campaign, row, form, 409, differences)
    except Refused as refused:
        form.form_errors.append(refusal(refused))
        row = event_of(campaign_id, event_id)
        return event_page(row.campaign, row, form, 422)
    flash(_("Saved."), "ok")
    return back(row)


@bp.post(EVENT + "/move")
@requires("plan")
def move_event(campaign_id: int, event_id: int) -> Any:
    row = event_of(campaign_id, event_id, lock=True)
    form = MoveForm()
    if not form.validate():
        return schedule_page(campaign_id, 422, _("Type a date such as 2023-05-23."))
    try:
        form.check_version(row)
        event_services.move_event(row, form.day.data)
    except StaleEdit:
        return schedule_page(campaign_id, 409, meanwhile())
    except Refused as refused:
        return schedule_page(campaign_id, 422, refusal(refused))
    flash(_("The event has been moved."), "ok")
    return back(row)


@bp.post(EVENT + "/cancel")
@requires("plan")
def cancel_event(campaign_id: int, event_id: int) -> Any:
    return set_cancelled(campaign_id, event_id, True)


@bp.post(EVENT + "/restore")
@requires("plan")
def restore_event(campaign_id: int, event_id: int) -> Any:
    return set_cancelled(campaign_id, event_id, False)


def set_cancelled(campaign_id: int, event_id: int, cancelled: bool) -> Any:
    row = event_of(campaign_id, event_id, lock=True)
    try:
        RowsVersion().check_version(row)
        event_services.set_cancelled(row, cancelled)
    except StaleEdit:
        return schedule_page(campaign_id, 409, meanwhile())
    except Refused as refused:
        return schedule_page(campaign_id, 422, refusal(refused))
    flash(_("The event has been cancelled.") if cancelled else _("The event is on again."), "ok")
    return back(row)


@bp.post(EVENT + "/delete")
@requires("plan")
def delete_event(campaign_id: int, event_id: int) -> Any:
    row = event_of(campaign_id, event_id, lock=True)
    try:
        RowsVersion().check_version(row)
        event_services.delete_event(row)
    except StaleEdit:
        return schedule_page(campaign_id, 409, meanwhile())
    except Refused as refused:
        return schedule_page(campaign_id, 422, refusal(refused))
    flash(_("The event has been deleted."), "ok")
    return redirect(url_for("campaigns.schedule", campaign_id=campaign_id), 303)


def meanwhile() -> str:
    return str(_("Somebody changed this event meanwhile; nothing was saved. Look again."))
