"""An event's booth plan and its table, and what is done there by hand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.booths import queries, services, words
from planner.booths.ban_forms import BanForm
from planner.booths.board import Board, load_board
from planner.booths.forms import AssignForm, number_or_none
from planner.booths.models import ExtraBooth
from planner.booths.picture import picture
from planner.booths.problems import problems
from planner.campaigns.models import Assignment, Event
from planner.errors import Refused, StaleEdit
from planner.security import current_office, may, requires
from planner.templating import named

bp = Blueprint("booths", __name__)
BASE = "/campaigns/<id:campaign_id>/events/<id:event_id>"
BOOTHS = BASE + "/booths"


def event_of(campaign_id: int, event_id: int) -> Event:
    """This office's event; 404 otherwise."""
    return queries.get_event(current_office().id, campaign_id, event_id)


def open_event(campaign_id: int, event_id: int) -> Event:
    """The same, locked for a change."""
    return services.open_event(current_office().id, campaign_id, event_id)


def plan_url(event: Event) -> str:
    return url_for("booths.plan", campaign_id=event.campaign_id, event_id=event.id)


def show(template: str, event: Event, status: int = 200, **values: Any) -> Any:
    """A page of the event's workspace."""
    page = render_template(
        template, event=event, campaign=event.campaign, nav_campaign=event.campaign,
        venue=queries.venue_in_use(event), words=words, **values,
    )  # fmt: skip
    return page, status


@bp.get(BOOTHS)
@requires("view")
def plan(campaign_id: int, event_id: int) -> Any:
    return plan_page(event_of(campaign_id, event_id))


def plan_page(
    event: Event, status: int = 200, refusal: str = "", ban: BanForm | None = None
) -> Any:
    """The plan with its table; `refusal` says why the last change was not made.

    `ban` is the form that keeps an agency away, as it was sent.
    """
    board = load_board(event)
    return show(
        "booths/plan.html", event, status,
        board=board, picture=picture(board, fill=may("plan")), problems=problems(board),
        refusal=refusal,
        ban=ban or BanForm(formdata=None).offer(board),
        others=[item for item in board.candidates(None) if item.assignment is None],
    )  # fmt: skip


def refused_page(campaign_id: int, event_id: int, error: Refused | StaleEdit) -> Any:
    """The plan as it is now, and why the change was not made."""
    if isinstance(error, StaleEdit):
        sentence = _("Somebody changed this booth meanwhile; nothing was saved. Look again.")
        return plan_page(event_of(campaign_id, event_id), 409, sentence)
    sentence = words.refusal(error)  # before the session's rows are loaded again
    return plan_page(event_of(campaign_id, event_id), 422, sentence)


@bp.get(BOOTHS + "/<id:booth_id>")
@requires("plan")
def booth(campaign_id: int, event_id: int, booth_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    board = load_board(event)
    seat = board.seat(booth_id)
    if seat is None:
        flash(_("The venue in use has no such booth."), "warn")
        return redirect(plan_url(event))
    if not seat.free:
        return redirect(standing_url(event, seat.assignment or seat.extra))
    return show("booths/booth.html", event, board=board, seat=seat)


def standing_url(event: Event, row: Any) -> str:
    """The page of whoever stands in a booth."""
    args = {"campaign_id": event.campaign_id, "event_id": event.id}
    if isinstance(row, ExtraBooth):
        return url_for("booths.extra", extra_id=row.id, **args)
    return url_for("booths.assignment", assignment_id=row.id, **args)


@bp.get(BOOTHS + "/place/<id:agency_id>")
@requires("plan")
def place(campaign_id: int, event_id: int, agency_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    board = load_board(event)
    agency = board.get_invited(agency_id)
    form = AssignForm(formdata=None, booth=request.args.get("booth", ""))
    form.offer(board, agency.fields)
    form.fields.data = [str(field_id) for field_id in board.suggested(agency)]
    return place_page(board, agency, form)


def place_page(board: Board, agency: Any, form: AssignForm, status: int = 200) -> Any:
    booth_id = number_or_none(form.booth.data)
    fields = board.suggested(agency)
    against = board.objections_to(agency.id, booth_id, fields) if fields else ()
    return show(
        "booths/place.html", board.event, status,
        board=board, agency=agency, form=form,
        reasons=words.reasons(board, against, agency.id),
    )  # fmt: skip


@bp.post(BOOTHS + "/place/<id:agency_id>")
@requires("plan")
def send_place(campaign_id: int, event_id: int, agency_id: int) -> Any:
    if "suggest" in request.form:  # dropped on the plan: the fields are chosen for it
        return _drop(campaign_id, event_id, agency_id)
    event = open_event_or_none(campaign_id, event_id)
    if event is None:
        return refused_page(campaign_id, event_id, Refused("cancelled"))
    board = load_board(event)
    agency = board.get_invited(agency_id)
    form = AssignForm().offer(board, agency.fields)
    if not form.validate():
        return place_page(board, agency, form, 422)
    try:
        row = services.assign(
            event, agency_id, number_or_none(form.booth.data),
            [int(value) for value in form.fields.data or ()],
            pinned=form.pinned.data, note=form.note.data, anyway=form.anyway.data,
        )  # fmt: skip
    except Refused as error:
        form.form_errors.append(words.refusal(error))
        return place_page(board, agency, form, 422)
    return _placed(event, row)


def _drop(campaign_id: int, event_id: int, agency_id: int) -> Any:
    try:
        event = open_event(campaign_id, event_id)
        row = services.assign(event, agency_id, _asked_booth(), None)
    except Refused as error:
        return refused_page(campaign_id, event_id, error)
    return _placed(event, row)


def _asked_booth() -> int | None:
    text = request.form.get("booth", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _placed(event: Event, row: Assignment) -> Any:
    flash(_("%(agency)s has been placed.", agency=named(row.agency)))
    return redirect(plan_url(event), 303)


def open_event_or_none(campaign_id: int, event_id: int) -> Event | None:
    try:
        return open_event(campaign_id, event_id)
    except Refused:
        return None
