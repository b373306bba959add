"""Counts outside events: the list of a season, adding one, changing one, importing counts."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.core.counting import chain, most
from planner.errors import Refused
from planner.importing import register_import
from planner.paging import asked_page
from planner.results import outside_queries, outside_services, queries, words
from planner.results.count_imports import COUNTS
from planner.results.ledger import cell_of
from planner.results.models import CountEntry
from planner.results.outside_forms import ChangeForm, OutsideForm
from planner.results.sheet import read_count
from planner.results.sheet_services import CountsChanged
from planner.results.views import bp
from planner.security import current_office, current_user, requires
from planner.templating import SEOUL

BASE = "/campaigns/<id:campaign_id>/results/outside"


def season(campaign_id: int) -> dict[str, Any]:
    """The season of the address; 404 for another office's."""
    return {"campaign": queries.get_campaign(current_office().id, campaign_id)}


register_import(
    bp,
    COUNTS,
    url="/campaigns/<id:campaign_id>/results/import",
    back="results.index",
    permission="count",
    context=season,
)


@bp.get(BASE)
@requires("view", "count")
def outside(campaign_id: int) -> Any:
    campaign = queries.get_campaign(current_office().id, campaign_id)
    return render_template(
        "results/outside.html",
        campaign=campaign,
        nav_campaign=campaign,
        page=outside_queries.outside_page(current_office().id, campaign_id, asked_page()),
        words=words,
    )


@bp.get(f"{BASE}/new")
@requires("count")
def new_outside(campaign_id: int) -> Any:
    form = OutsideForm(formdata=None, batch=str(uuid.uuid4()))
    return _form_page(campaign_id, form)


def _form_page(campaign_id: int, form: OutsideForm, **more: Any) -> str:
    campaign = queries.get_campaign(current_office().id, campaign_id)
    form.offer(outside_queries.choices_of(current_office().id, campaign_id))
    return render_template(
        "results/outside_form.html",
        campaign=campaign,
        nav_campaign=campaign,
        form=form,
        words=words,
        **{"refusal": "", "there": None, **more},
    )


@bp.post(f"{BASE}/new")
@requires("count")
def add_outside(campaign_id: int) -> Any:
    office = current_office()
    queries.get_campaign(office.id, campaign_id)
    form = OutsideForm().offer(outside_queries.choices_of(office.id, campaign_id))
    value = form.number() if form.validate() else None
    if value is None:
        return _form_page(campaign_id, form), 422
    now = datetime.now(UTC)
    try:
        outside_services.add_outside(
            office.id,
            form.place(campaign_id),
            form.cell,
            value,
            form.batch.data or "",
            today=now.astimezone(SEOUL).date(),
            user_id=current_user().id,
            now=now,
            synthetic=form.synthetic.data,
        )
    except Refused as refused:
        sentence = words.refusal_sentence(refused)
        there = refused.data if refused.code == "there" else None
        return _form_page(campaign_id, form, refusal=sentence, there=there), 422
    flash(_("The count has been added to the ledger."), "ok")
    return redirect(url_for(".outside", campaign_id=campaign_id), 303)


# ---------------------------------------------------------------- changing one


@bp.get(f"{BASE}/<uuid:entry_id>/change")
@requires("count")
def change_outside(campaign_id: int, entry_id: uuid.UUID) -> Any:
    entry = outside_queries.outside_entry(current_office().id, campaign_id, str(entry_id))
    form = ChangeForm(formdata=None, batch=str(uuid.uuid4()))
    form.shown.data = form.wanted.data = str(_held(entry))
    return _change_page(entry, form)


def _held(entry: CountEntry) -> int:
    cell, place = cell_of(entry), outside_services.place_of(entry)
    return sum(row.value for row in outside_queries.entries_of(place, cell))


def _change_page(entry: CountEntry, form: ChangeForm, **more: Any) -> str:
    campaign = queries.get_campaign(current_office().id, entry.campaign_id)
    cell = cell_of(entry)
    entries = outside_queries.entries_of(outside_services.place_of(entry), cell)
    steps = chain((cell, row.value) for row in entries)
    return render_template(
        "results/outside_change.html",
        campaign=campaign,
        nav_campaign=campaign,
        entry=entry,
        cell=cell,
        form=form,
        history=list(zip(entries, steps, strict=True))[::-1],
        words=words,
        **{"refusal": "", "conflict": None, **more},
    )


@bp.post(f"{BASE}/<uuid:entry_id>/change")
@requires("count")
def send_change(campaign_id: int, entry_id: uuid.UUID) -> Any:
    office, form = current_office(), ChangeForm()
    entry = outside_queries.outside_entry(office.id, campaign_id, str(entry_id))
    largest = most(entry.measure)
    wanted = read_count(form.wanted.data or "", largest)
    if form.validate() and (wanted is None or wanted < 0):
        form.wanted.errors = [words.cell_fault("not_a_count", entry.measure)]
    if form.errors or wanted is None or wanted < 0:
        return _change_page(entry, form), 422
    try:
        added = outside_services.change_outside(
            office.id,
            entry,
            shown=read_count(form.shown.data or "", largest),
            wanted=wanted,
            reason=form.reason.data or "",
            batch=form.batch.data or "",
            user_id=current_user().id,
            now=datetime.now(UTC),
        )
    except CountsChanged as changed:
        form.shown.data = str(changed.conflicts[0].current or 0)
        form.batch.data = str(uuid.uuid4())
        return _change_page(_again(entry_id, campaign_id), form, conflict=changed.conflicts[0]), 409
    except Refused as refused:
        entry = _again(entry_id, campaign_id)
        return _change_page(entry, form, refusal=words.refusal_sentence(refused)), 422
    if added:
        flash(_("The change has been added to the ledger."), "ok")
    else:
        flash(_("Nothing was added: the count holds this value already."), "info")
    return redirect(url_for(".outside", campaign_id=campaign_id), 303)


def _again(entry_id: uuid.UUID, campaign_id: int) -> CountEntry:
    return outside_queries.outside_entry(current_office().id, campaign_id, str(entry_id))
