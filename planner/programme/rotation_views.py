"""Rotating centres: their dates, the rules that make them, a preview of what a change does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from planner.campaigns.korean_holidays import holidays_between
from planner.core.rotation import Turn
from planner.errors import Refused, StaleEdit
from planner.paging import asked_page
from planner.programme import book_services, rotation_queries, rotation_services
from planner.programme.book_forms import form_of, values_from
from planner.programme.book_pages import differences, refusal, show_faults
from planner.programme.book_queries import get_row
from planner.programme.meeting_books import PARTS
from planner.programme.models import Rotation, RotationPart
from planner.programme.views import bp, now, today
from planner.security import current_office, requires

MOST_SHOWN = 200  # changes in a preview; their number is always said


@bp.get("/programme/rotations")
@requires("view")
def rotations() -> Any:
    """The rotating centres with their next dates."""
    rows = rotation_queries.next_turns(current_office().id, today())
    return render_template("programme/rotations.html", rows=rows)


@bp.get("/programme/rotations/<id:rotation_id>")
@requires("view")
def rotation(rotation_id: int) -> Any:
    """One rotating centre: its rules, its dates, what the draft lacks."""
    row = rotation_queries.get_rotation(current_office().id, rotation_id)
    return _rotation_page(row)


def _rotation_page(row: Rotation, refused: str = "") -> str:
    asked = asked_page() if "page" in request.args else None
    page = rotation_queries.turn_page(rotation_queries.dates_of(row), asked, today())
    return render_template(
        "programme/rotation.html",
        rotation=row,
        parts=[(part, rotation_queries.part_of(part)) for part in row.parts],
        page=page,
        rows=rotation_queries.turn_rows(row, page.rows),
        holidays=_holidays(page.rows),
        missing=rotation_services.missing_events(row, today()),
        refused=refused,
        today=today(),
    )


def _holidays(dates: Sequence[Turn]) -> dict[date, str]:
    return holidays_between(dates[0].day, dates[-1].day) if dates else {}


@bp.post("/programme/rotations/<id:rotation_id>/events")
@requires("plan")
def create_events(rotation_id: int) -> Any:
    """Put the dates from today on into the draft."""
    row = rotation_queries.get_rotation(current_office().id, rotation_id)
    try:
        made = rotation_services.create_events(row, today(), now())
    except Refused as error:
        row = rotation_queries.get_rotation(current_office().id, rotation_id)
        return _rotation_page(row, refusal(error)), 422
    flash(ngettext("%(num)s event added to the draft.", "%(num)s events added to the draft.",
                   len(made)), "ok")  # fmt: skip
    return redirect(url_for("programme.rotation", rotation_id=rotation_id), 303)


@bp.get("/programme/rotations/<id:rotation_id>/rules/new")
@requires("plan")
def new_part(rotation_id: int) -> Any:
    row = rotation_queries.get_rotation(current_office().id, rotation_id)
    data: dict[str, Any] = {"rotation": row.id, "starts_on": today()}
    if row.parts:
        data = {**PARTS.values_of(row.parts[-1]), **data}
    return _part_page(row, None, form_of(PARTS, row.office_id, data))


@bp.post("/programme/rotations/<id:rotation_id>/rules/new")
@requires("plan")
def add_part(rotation_id: int) -> Any:
    row = rotation_queries.get_rotation(current_office().id, rotation_id)
    return _take(row, None)


@bp.get("/programme/rotation-rules/<id:part_id>/edit")
@requires("plan")
def edit_part(part_id: int) -> Any:
    part: RotationPart = get_row(PARTS, current_office().id, part_id)
    row = rotation_queries.get_rotation(part.office_id, part.rotation_id)
    form = form_of(PARTS, row.office_id, PARTS.values_of(part), part.version)
    return _part_page(row, part, form)


@bp.post("/programme/rotation-rules/<id:part_id>/edit")
@requires("plan")
def save_part(part_id: int) -> Any:
    part: RotationPart = get_row(PARTS, current_office().id, part_id)
    row = rotation_queries.get_rotation(part.office_id, part.rotation_id)
    return _take(row, part)


@bp.post("/programme/rotation-rules/<id:part_id>/delete")
@requires("plan")
def delete_part(part_id: int) -> Any:
    part: RotationPart = get_row(PARTS, current_office().id, part_id)
    rotation_id = part.rotation_id
    book_services.delete_row(part)
    flash(_("Deleted."), "ok")
    return redirect(url_for("programme.rotation", rotation_id=rotation_id), 303)


def _take(row: Rotation, part: RotationPart | None) -> Any:
    """Show what the typed rule would change, or save it."""
    form = form_of(PARTS, row.office_id)
    if not form.validate():
        return _part_page(row, part, form), 422
    values = {**values_from(PARTS.items, form), "rotation": row.id}
    faults = book_services.faults_of(PARTS, row.office_id, part, values)
    if faults:
        return _part_page(row, part, show_faults(form, faults)), 422
    if "preview" in request.form:
        return _part_page(row, part, form, changes=_changes(row, part, values))
    try:
        if part is not None:
            form.check_version(part)
        book_services.save_row(PARTS, row.office_id, part, values)
    except StaleEdit:
        found = differences(PARTS, form, part)
        form["version"].data = str(part.version) if part is not None else "1"
        return _part_page(row, part, form, found), 409
    except Refused as error:
        return _part_page(row, part, show_faults(form, error.data["faults"])), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("programme.rotation", rotation_id=row.id), 303)


def _changes(row: Rotation, part: RotationPart | None, values: dict[str, Any]) -> dict[str, Any]:
    """What a rule would do to the dates, each with its venue and the draft's event."""
    typed = rotation_queries.typed_part(row.office_id, values)
    found = rotation_queries.preview(row, typed, part)
    pairs = [
        *((turn, None) for turn in found.dropped),
        *((None, turn) for turn in found.added),
        *found.altered,
    ]
    pairs.sort(key=_day_of)
    told = pairs[:MOST_SHOWN]
    before = _by_day(row, [pair[0] for pair in told])
    after = _by_day(row, [pair[1] for pair in told])
    days = [_day_of(pair) for pair in told]
    return {
        "kept": found.kept,
        "count": len(pairs),
        "rows": [(before.get(day), after.get(day)) for day in days],
        "holidays": holidays_between(days[0], days[-1]) if days else {},
    }


def _day_of(pair: Any) -> date:
    found: date = (pair[1] or pair[0]).day
    return found


def _by_day(row: Rotation, dates: Sequence[Turn | None]) -> dict[date, Any]:
    """Dates with their venues and the draft's events, by day."""
    rows = rotation_queries.turn_rows(row, [turn for turn in dates if turn is not None])
    return {found.turn.day: found for found in rows}


def _part_page(
    row: Rotation, part: RotationPart | None, form: Any, found: Any = None, changes: Any = None
) -> str:
    return render_template(
        "programme/part_form.html",
        rotation=row,
        part=part,
        book=PARTS,
        form=form,
        differences=found,
        changes=changes,
    )
