"""When an agency can come: a calendar of a season with days to tick off, and spans of days."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.agencies import periods, queries, services, words
from planner.agencies.forms import AbsenceForm, DaysOffForm
from planner.agencies.models import Agency
from planner.agencies.views import bp
from planner.core.availability import days_between, month_weeks, months_between
from planner.errors import Refused, StaleEdit
from planner.security import current_office, requires
from planner.templating import SEOUL


@bp.get("/agencies/<id:agency_id>/availability")
@requires("view")
def availability(agency_id: int) -> Any:
    """The calendar of the asked period (`from`, `to`), else of the newest season."""
    agency = queries.get_agency(current_office().id, agency_id)
    today = datetime.now(UTC).astimezone(SEOUL).date()
    first, last = periods.chosen(
        periods.seasons(agency.office_id),
        request.args.get("from", type=date.fromisoformat),
        request.args.get("to", type=date.fromisoformat),
        today,
    )
    form = DaysOffForm(data={"first": first, "last": last, "version": agency.version})
    return _page(agency, form, first, last)


@bp.post("/agencies/<id:agency_id>/availability")
@requires("plan")
def set_days_off(agency_id: int) -> Any:
    """Make the ticked days the days off of the period."""
    agency = queries.get_agency(current_office().id, agency_id)
    form = DaysOffForm()
    if not form.validate():
        return _page(agency, form, date.today(), date.today()), 422
    first, last = periods.chosen((), form.first.data, form.last.data, form.first.data)
    off = _ticked()
    try:
        form.check_version(agency)
    except StaleEdit:
        form.version.data = str(agency.version)
        return _page(agency, form, first, last, off=off, stale=True), 409
    services.set_days_off(agency, first, last, off, form.reason.data or "")
    flash(_("Saved."), "ok")
    return _back(agency, first, last)


@bp.post("/agencies/<id:agency_id>/absences")
@requires("plan")
def add_absence(agency_id: int) -> Any:
    """Add a span of days off."""
    agency = queries.get_agency(current_office().id, agency_id)
    form = AbsenceForm(prefix="span")
    refusal = ""
    if form.validate():
        try:
            services.add_absence(agency, form.span())
        except Refused as error:
            refusal = words.refusal(error)
        else:
            flash(_("Saved."), "ok")
            return _back(agency, form.first.data, form.last.data)
    first, last = periods.chosen(periods.seasons(agency.office_id), None, None, date.today())
    opened = {"first": first, "last": last, "version": agency.version}
    days = DaysOffForm(formdata=None, data=opened)
    return _page(agency, days, first, last, span_form=form, refusal=refusal), 422


@bp.post("/agencies/<id:agency_id>/absences/<id:absence_id>/delete")
@requires("plan")
def delete_absence(agency_id: int, absence_id: int) -> Any:
    agency = queries.get_agency(current_office().id, agency_id)
    absence = queries.get_absence(agency, absence_id)
    first, last = absence.first_day, absence.last_day
    services.delete_absence(agency, absence)
    flash(_("Deleted."), "ok")
    return _back(agency, first, last)


def _back(agency: Agency, first: date, last: date) -> Any:
    seasons = periods.seasons(agency.office_id)
    if any(season.first <= first and last <= season.last for season in seasons[:1]):
        return redirect(url_for("agencies.availability", agency_id=agency.id), 303)
    address = url_for(
        "agencies.availability",
        agency_id=agency.id,
        **{"from": first.replace(day=1).isoformat(), "to": _month_end(last).isoformat()},
    )
    return redirect(address, 303)


def _month_end(day: date) -> date:
    return [known for week in month_weeks(day.year, day.month) for known in week if known][-1]


def _ticked() -> set[date]:
    found = set()
    for text in request.form.getlist("off"):
        try:
            found.add(date.fromisoformat(text))
        except ValueError:
            continue
    return found


def _page(
    agency: Agency,
    form: DaysOffForm,
    first: date,
    last: date,
    *,
    off: set[date] | None = None,
    stale: bool = False,
    span_form: AbsenceForm | None = None,
    refusal: str = "",
) -> str:
    reasons = {
        day: span.reason
        for span in queries.days_off(agency)
        for day in days_between(max(span.first, first), min(span.last, last))
    }
    return render_template(
        "agencies/availability.html",
        agency=agency,
        form=form,
        span_form=span_form or AbsenceForm(formdata=None, prefix="span"),
        refusal=refusal,
        first=first,
        last=last,
        months=[(y, m, month_weeks(y, m)) for y, m in months_between(first, last)],
        reasons=reasons,
        off=set(reasons) if off is None else off,
        differences=_differences(set(reasons), off) if stale and off is not None else None,
        seasons=periods.seasons(agency.office_id),
    )


def _differences(saved: set[date], ticked: set[date]) -> list[tuple[str, str, str]]:
    def word(is_off: bool) -> str:
        return _("Day off") if is_off else _("Can come")

    return [
        (day.isoformat(), word(day in ticked), word(day in saved)) for day in sorted(saved ^ ticked)
    ]
