"""Counts of a season and of an event: the list, the sheet and what became of the event."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.core.counting import Cell, reports_in
from planner.errors import Refused, StaleEdit
from planner.results import queries, services, sheet, waiting, words
from planner.results.forms import CountsForm, RecordForm
from planner.security import current_office, current_user, may, requires, row_id
from planner.templating import SEOUL

bp = Blueprint("results", __name__)


def counts_waiting(campaign_id: int) -> list[queries.EventRow]:
    """For the office's home: the events that are to be counted or signed off."""
    today = datetime.now(UTC).astimezone(SEOUL).date()
    return waiting.counts_waiting(current_office().id, campaign_id, today)


@bp.get("/campaigns/<id:campaign_id>/results")
@requires("view", "count")
def index(campaign_id: int) -> Any:
    campaign = queries.get_campaign(current_office().id, campaign_id)
    return render_template(
        "results/index.html",
        campaign=campaign,
        nav_campaign=campaign,
        rows=queries.event_rows(current_office().id, campaign_id),
        reports_in=reports_in,
        words=words,
    )


@bp.get("/events/<id:event_id>/counts")
@requires("view", "count")
def counts(event_id: int) -> Any:
    added = request.args.get("add", type=row_id)
    page = sheet.load_sheet(current_office().id, event_id, [added] if added else [])
    return _page(page, CountsForm(formdata=None), added=added)


def _page(page: sheet.Sheet, form: CountsForm, *, added: int | None = None, **more: Any) -> str:
    form.batch.data = str(uuid.uuid4())
    present = set(page.agencies)
    record = more.pop("record_form", None) or _record_form(page)
    return render_template(
        "results/counts.html",
        sheet=page,
        event=page.event,
        campaign=page.event.campaign,
        nav_campaign=page.event.campaign,
        form=form,
        record_form=record,
        others=queries.agencies_to_add(page.event.campaign_id, present),
        editable=may("count") and not page.signed_off and page.event.status != "cancelled",
        words=words,
        added=added,
        **{"refusal": "", "refusal_code": "", "conflicts": (), **more},
    )


@bp.post("/events/<id:event_id>/counts")
@requires("count")
def save(event_id: int) -> Any:
    office, form = current_office(), CountsForm()
    extra = [cell.agency for cell in map(Cell.from_key, _sent_keys()) if cell and cell.agency]
    page = sheet.load_sheet(office.id, event_id, extra)
    changes = sheet.read_form(page, request.form)
    if not form.validate() or any(view.error for view in page.views().values()):
        return _page(page, form), 422
    try:
        services.save_counts(
            office.id,
            event_id,
            form.batch.data or "",
            changes,
            reason=form.reason.data or "",
            user_id=current_user().id,
            now=datetime.now(UTC),
        )
    except services.CountsChanged as changed:
        return _conflict(event_id, form, changed, extra)
    except Refused as refused:
        sheet.mark(page, refused.data.get("cells", ()), refused.code)
        sentence = words.refusal_sentence(refused)
        return _page(page, form, refusal=sentence, refusal_code=refused.code), 422
    return _saved(event_id)


def _sent_keys() -> list[str]:
    return [name.removeprefix("value-") for name in request.form if name.startswith("value-")]


def _conflict(
    event_id: int, form: CountsForm, changed: services.CountsChanged, extra: list[int]
) -> Any:
    """The form again, with what is recorded now; what was typed stays in its fields."""
    page = sheet.load_sheet(current_office().id, event_id, extra)
    sheet.read_form(page, request.form)
    sheet.mark_conflicts(page, [row.cell for row in changed.conflicts])
    return _page(page, form, conflicts=changed.conflicts), 409


def _saved(event_id: int) -> Any:
    complete = request.form.get("complete", type=row_id)
    if complete:
        event = queries.get_event(current_office().id, event_id)
        known = {row.agency_id for row in event.assignments}
        services.report_agency(
            current_office().id,
            event_id,
            [complete] if complete in known else [],
            user_id=current_user().id,
            now=datetime.now(UTC),
        )
    added = request.form.get("add", type=row_id)
    flash(_("The counts have been saved."), "ok")
    anchor = f"agency-{added or complete}" if added or complete else None
    return redirect(url_for(".counts", event_id=event_id, add=added or None, _anchor=anchor), 303)


# ---------------------------------------------------------------- what became of the event


def _record_form(page: sheet.Sheet) -> RecordForm:
    record = page.record
    held = {None: "", True: "yes", False: "no"}[record.held if record else None]
    return RecordForm(
        formdata=None,
        held=held,
        moved_indoors=record.moved_indoors if record else False,
        note=record.note if record else "",
        version=record.version if record else 1,
    )


@bp.post("/events/<id:event_id>/record")
@requires("count")
def record(event_id: int) -> Any:
    office, form = current_office(), RecordForm()
    status, refusal = 422, ""
    if form.validate():
        try:
            services.record_event(
                office.id,
                event_id,
                held={"": None, "yes": True, "no": False}[form.held.data],
                moved_indoors=form.moved_indoors.data,
                note=form.note.data or "",
                version=int(form.version.data) if (form.version.data or "").isdigit() else 0,
            )
            flash(_("The event's record has been saved."), "ok")
            return redirect(url_for(".counts", event_id=event_id), 303)
        except StaleEdit:
            status, refusal = 409, _("Somebody saved this meanwhile; nothing was saved.")
        except Refused as refused:
            if refused.code == "no_event":
                queries.get_event(office.id, event_id)
            refusal = words.refusal_sentence(refused)
    page = sheet.load_sheet(office.id, event_id)
    return _page(page, CountsForm(formdata=None), record_form=form, refusal=refusal), status
