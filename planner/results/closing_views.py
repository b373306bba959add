"""The ledger of an event: its history, corrections and the sign-off."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.core.counting import Cell, chain, most
from planner.errors import Refused, StaleEdit
from planner.paging import Page, asked_page
from planner.results import queries, services, sheet, words
from planner.results.forms import CorrectionForm, SignOffForm
from planner.results.ledger import cell_of
from planner.results.views import bp
from planner.security import current_office, current_user, requires

PER_PAGE = 100


@bp.get("/events/<id:event_id>/counts/history")
@requires("view", "count")
def history(event_id: int) -> Any:
    event = queries.get_event(current_office().id, event_id)
    entries = queries.history(current_office().id, event_id)
    steps = chain((cell_of(row), row.value) for row in entries)
    whole = list(zip(entries, steps, strict=True))[::-1]
    number = min(asked_page(), max(1, -(-len(whole) // PER_PAGE)))
    rows = whole[(number - 1) * PER_PAGE : number * PER_PAGE]
    return render_template(
        "results/history.html",
        event=event,
        campaign=event.campaign,
        nav_campaign=event.campaign,
        page=Page(rows, len(whole), number, PER_PAGE),
        record=queries.event_records([event_id]).get(event_id),
        words=words,
    )


@bp.get("/events/<id:event_id>/counts/correct")
@requires("plan")
def correction(event_id: int) -> Any:
    page = sheet.load_sheet(current_office().id, event_id)
    cell = Cell.from_key(request.args.get("cell", ""))
    view = page.views().get(cell) if cell else None
    if cell is None or view is None:
        return redirect(url_for(".counts", event_id=event_id), 303)
    form = CorrectionForm(
        formdata=None, cell=cell.key, shown=view.typed, wanted=view.typed, batch=str(uuid.uuid4())
    )
    return _correction_page(page, cell, form)


def _correction_page(page: sheet.Sheet, cell: Cell, form: CorrectionForm, **more: Any) -> str:
    return render_template(
        "results/correct.html",
        sheet=page,
        event=page.event,
        campaign=page.event.campaign,
        nav_campaign=page.event.campaign,
        name=words.cell_name(cell, page.agencies, page.fields),
        unit=words.unit_name(cell.measure),
        current=page.totals.get(cell),
        form=form,
        words=words,
        **{"refusal": "", "conflict": None, **more},
    )


@bp.post("/events/<id:event_id>/counts/correct")
@requires("plan")
def send_correction(event_id: int) -> Any:
    office, form = current_office(), CorrectionForm()
    page = sheet.load_sheet(office.id, event_id)
    cell = Cell.from_key(form.cell.data or "")
    if cell is None or cell not in page.views():
        return redirect(url_for(".counts", event_id=event_id), 303)
    wanted = sheet.read_count(form.wanted.data or "", most(cell.measure))
    valid = form.validate()
    if valid and (wanted is None or wanted < 0):
        form.wanted.errors = [words.cell_fault("not_a_count", cell.measure)]
    if form.errors or wanted is None or wanted < 0:
        return _correction_page(page, cell, form), 422
    try:
        added = services.correct(
            office.id,
            event_id,
            cell,
            shown=sheet.read_count(form.shown.data or "", most(cell.measure)),
            wanted=wanted,
            reason=form.reason.data or "",
            batch=form.batch.data or "",
            user_id=current_user().id,
            now=datetime.now(UTC),
        )
    except services.CountsChanged as changed:
        now_held = changed.conflicts[0].current
        form.shown.data = "" if now_held is None else str(now_held)
        form.batch.data = str(uuid.uuid4())
        return _correction_page(page, cell, form, conflict=changed.conflicts[0]), 409
    except Refused as refused:
        return _correction_page(page, cell, form, refusal=words.refusal_sentence(refused)), 422
    if added:
        flash(_("The correction has been added to the ledger."), "ok")
    else:
        flash(_("Nothing was added: the count holds this value already."), "info")
    return redirect(url_for(".counts", event_id=event_id), 303)


@bp.get("/events/<id:event_id>/counts/sign-off")
@requires("plan")
def sign_off(event_id: int) -> Any:
    page = sheet.load_sheet(current_office().id, event_id)
    return _sign_off_page(page, SignOffForm(formdata=None, version=_version(page)))


def _version(page: sheet.Sheet) -> int:
    return page.record.version if page.record else 1


def _sign_off_page(page: sheet.Sheet, form: SignOffForm, refusal: str = "") -> str:
    return render_template(
        "results/sign_off.html",
        sheet=page,
        event=page.event,
        campaign=page.event.campaign,
        nav_campaign=page.event.campaign,
        form=form,
        refusal=refusal,
        words=words,
    )


@bp.post("/events/<id:event_id>/counts/sign-off")
@requires("plan")
def send_sign_off(event_id: int) -> Any:
    office, form = current_office(), SignOffForm()
    page = sheet.load_sheet(office.id, event_id)
    try:
        services.sign_off(
            office.id,
            event_id,
            accept_missing=form.accept_missing.data,
            version=int(form.version.data) if (form.version.data or "").isdigit() else 0,
            user_id=current_user().id,
            now=datetime.now(UTC),
        )
    except StaleEdit:
        form.version.data = str(_version(sheet.load_sheet(office.id, event_id)))
        refusal = _("Somebody saved this meanwhile; look at it again before you sign off.")
        return _sign_off_page(page, form, refusal), 409
    except Refused as refused:
        return _sign_off_page(page, form, words.refusal_sentence(refused)), 422
    flash(_("The counts have been signed off."), "ok")
    return redirect(url_for(".counts", event_id=event_id), 303)
