"""One assignment: its fields, its booth, its pin; moving, swapping, removing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _

from planner.booths import queries, services, words
from planner.booths.board import Board, load_board
from planner.booths.forms import ChangeForm, MoveForm, number_or_none
from planner.booths.models import ExtraBooth
from planner.booths.views import (
    BOOTHS,
    bp,
    event_of,
    open_event,
    plan_page,
    plan_url,
    refused_page,
    show,
)
from planner.campaigns.models import Assignment, Event
from planner.errors import Refused, StaleEdit
from planner.security import requires
from planner.templating import named

ONE = BOOTHS + "/assignments/<id:assignment_id>"


@bp.get(ONE)
@requires("view")
def assignment(campaign_id: int, event_id: int, assignment_id: int) -> Any:
    board = load_board(event_of(campaign_id, event_id))
    row = queries.get_assignment(board.event, assignment_id)
    form = ChangeForm(formdata=None, obj=row).offer(board, row.agency.fields)
    form.fields.data = [str(field.id) for field in row.fields]
    return assignment_page(board, row, form)


def assignment_page(
    board: Board,
    row: Assignment,
    form: ChangeForm,
    status: int = 200,
    differences: list[tuple[str, Any, Any]] | None = None,
) -> Any:
    move = MoveForm(formdata=None, version=str(row.version)).offer(board, row)
    move.booth.data = request.args.get("booth", "")
    found = [item for item in board.violations if ("agency", row.agency_id) in item.subjects]
    return show(
        "booths/assignment.html", board.event, status,
        board=board, row=row, form=form, move=move, differences=differences,
        reasons=words.reasons(board, found, row.agency_id),
    )  # fmt: skip


@bp.post(ONE)
@requires("plan")
def send_assignment(campaign_id: int, event_id: int, assignment_id: int) -> Any:
    try:
        event = open_event(campaign_id, event_id)
    except Refused as error:
        return refused_page(campaign_id, event_id, error)
    row = queries.get_assignment(event, assignment_id)
    board = load_board(event)
    form = ChangeForm().offer(board, row.agency.fields)
    if not form.validate():
        return assignment_page(board, row, form, 422)
    try:
        form.check_version(row)
        services.change(
            event, row, row.version, [int(value) for value in form.fields.data or ()],
            pinned=form.pinned.data, note=form.note.data,
        )  # fmt: skip
    except StaleEdit:
        return _stale(board, row, form)
    except Refused as error:
        form.form_errors.append(words.refusal(error))
        return assignment_page(board, row, form, 422)
    flash(_("Saved."))
    return redirect(plan_url(event), 303)


def _stale(board: Board, row: Assignment, form: ChangeForm) -> Any:
    names = {str(field_id): named(item.field) for field_id, item in board.fields.items()}
    saved = [str(field.id) for field in row.fields]
    differences = form.differences({"pinned": row.pinned, "note": row.note})
    if set(form.fields.data or ()) != set(saved):
        listed = [", ".join(names.get(key, "?") for key in keys)
                  for keys in (form.fields.data or [], saved)]  # fmt: skip
        differences.append((str(form.fields.label.text), *listed))
    form.version.data = str(row.version)
    return assignment_page(board, row, form, 409, differences)


@bp.post(ONE + "/move")
@requires("plan")
def move(campaign_id: int, event_id: int, assignment_id: int) -> Any:
    return move_standing(
        campaign_id, event_id, lambda event: queries.get_assignment(event, assignment_id)
    )


@bp.post(BOOTHS + "/extras/<id:extra_id>/move")
@requires("plan")
def move_extra(campaign_id: int, event_id: int, extra_id: int) -> Any:
    return move_standing(
        campaign_id, event_id, lambda event: queries.get_row(ExtraBooth, event, extra_id)
    )


def move_standing(campaign_id: int, event_id: int, find: Any) -> Any:
    """Move what `find(event)` gives to the booth of the form; a taken booth means swapping."""
    try:
        event = open_event(campaign_id, event_id)
        row = find(event)
        form = MoveForm().offer(load_board(event))
        if not form.validate():
            return plan_page(event, 422, words.refusal(Refused("no_such_booth")))
        form.check_version(row)
        moved = services.move(event, row, row.version, number_or_none(form.booth.data))
    except (Refused, StaleEdit) as error:
        return refused_page(campaign_id, event_id, error)
    _say_moved(event, row, moved)
    return redirect(plan_url(event), 303)


def _say_moved(event: Event, row: Any, moved: services.Moved) -> None:
    name = standing_name(row)
    if moved.other is not None:
        flash(_("%(one)s and %(two)s have changed places.",
                one=name, two=standing_name(moved.other)))  # fmt: skip
    elif row.booth_id is None:
        flash(_("%(name)s has no booth now.", name=name))
    else:
        flash(_("%(name)s has been moved.", name=name))
    if moved.objections:
        flash(words.objections_kept(load_board(event), moved.objections), "warn")


def standing_name(row: Any) -> str:
    return named(row.agency) if isinstance(row, Assignment) else named(row)


@bp.post(ONE + "/remove")
@requires("plan")
def remove(campaign_id: int, event_id: int, assignment_id: int) -> Any:
    try:
        event = open_event(campaign_id, event_id)
        row = queries.get_assignment(event, assignment_id)
        name = named(row.agency)
        services.remove(event, row, _version())
    except (Refused, StaleEdit) as error:
        return refused_page(campaign_id, event_id, error)
    flash(_("%(agency)s does not come to this event any more.", agency=name))
    return redirect(plan_url(event), 303)


@bp.post(ONE + "/pin")
@requires("plan")
def pin(campaign_id: int, event_id: int, assignment_id: int) -> Any:
    try:
        event = open_event(campaign_id, event_id)
        row = queries.get_assignment(event, assignment_id)
        services.pin(row, _version(), request.form.get("pinned") == "1")
    except (Refused, StaleEdit) as error:
        return refused_page(campaign_id, event_id, error)
    flash(_("Pinned: proposals keep it here.") if row.pinned else _("No longer pinned."))
    return redirect(plan_url(event), 303)


def _version() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
