"""Trainings, regular centres with their reservations, counsellors' shifts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from planner.campaigns.korean_holidays import holidays_between
from planner.core.time_slots import WAYS
from planner.errors import Refused
from planner.importing import register_import
from planner.paging import asked_page
from planner.programme import center_queries, center_services, shift_queries, training_queries
from planner.programme.book_pages import refusal
from planner.programme.slot_imports import SLOTS
from planner.programme.views import asked_year, bp, today
from planner.security import current_office, requires

register_import(bp, SLOTS, url="/programme/import/center_slots", back="programme.centers")


@bp.get("/programme/training")
@requires("view")
def training() -> Any:
    """Trainings with the years that fall short, and one page of sessions."""
    office_id = current_office().id
    year = asked_year()
    return render_template(
        "programme/training.html",
        courses=training_queries.course_rows(office_id, today()),
        page=training_queries.session_page(office_id, asked_page(), year),
        year=year,
    )


@bp.get("/programme/training/<id:session_id>")
@requires("view")
def session(session_id: int) -> Any:
    """A session with its attendance by agency."""
    return render_template(
        "programme/session.html",
        row=training_queries.get_session(current_office().id, session_id),
        page=training_queries.attendance_page(session_id, asked_page()),
    )


@bp.get("/programme/centers")
@requires("view")
def centers() -> Any:
    """One page of the regular centres, and how many there were at the end of each year."""
    office_id = current_office().id
    rows = center_queries.centers(office_id)
    at = today()
    ends = [date(year, 12, 31) for year in range(at.year - 2, at.year)]
    return render_template(
        "programme/centers.html",
        page=center_queries.center_page(office_id, asked_page()),
        there=len(center_queries.there_on(rows, at)),
        before=[(end, len(center_queries.there_on(rows, end))) for end in ends],
    )


@bp.get("/programme/centers/<id:center_id>")
@requires("view")
def center(center_id: int) -> Any:
    """A centre and the slots of one day."""
    row = center_queries.get_center(current_office().id, center_id)
    day = asked_day() or today()
    return render_template(
        "programme/center.html",
        center=row,
        day=day,
        slots=center_queries.slot_rows(row, day),
        ways=center_services.ways_of(row),
        holiday=holidays_between(day, day).get(day, ""),
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
    )


def asked_day() -> date | None:
    """The day of this request's address; nonsense is none."""
    try:
        found = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None


@bp.post("/programme/centers/<id:center_id>/reserve")
@requires("plan")
def reserve(center_id: int) -> Any:
    """Take a place of a slot, or give one back: the button's value is '<time> <way> <step>'."""
    words = request.form.get("slot", "").split(" ")
    try:
        day = date.fromisoformat(request.form.get("day", ""))
        at = datetime.strptime(words[0], "%H:%M").time()
        way, step = words[1], {"+1": 1, "-1": -1}[words[2]]
    except (ValueError, LookupError):
        day, at, way, step = today(), time(), "", 0
    here = url_for("programme.center", center_id=center_id, day=day.isoformat())
    try:
        if way not in WAYS:
            raise Refused("no_slot")
        center_services.reserve(current_office().id, center_id, day, at, way, step)
    except Refused as error:
        flash(refusal(error), "danger")
    return redirect(here, 303)


@bp.get("/programme/shifts")
@requires("view")
def shifts() -> Any:
    """One page of the counsellors' shifts."""
    office_id = current_office().id
    return render_template(
        "programme/shifts.html",
        page=shift_queries.shift_page(office_id, asked_page()),
        unsaid=shift_queries.open_shifts(office_id, today()),
        today=today(),
    )
