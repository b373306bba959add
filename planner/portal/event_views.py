"""What an agency enters for an event: the goods that it brings, and its counts."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _

from planner.booths import goods_services
from planner.core.agency_part import Part
from planner.errors import Refused, StaleEdit
from planner.portal import counts, queries, words
from planner.portal.door import bp, page, visit
from planner.portal.forms import OwnCountsForm, OwnGoodsForm
from planner.portal.views import EVENT, done, may_change
from planner.results import services as results
from planner.results import sheet as sheets
from planner.results import words as result_words
from planner.security import public

MOST_KINDS = 30  # kinds of goods of an agency at an event

# ---------------------------------------------------------------- goods


@bp.get(EVENT + "/goods")
@public
def goods(event_id: int) -> Any:
    form = OwnGoodsForm(formdata=None, data={"quantity": None, "version": 0})
    return _goods_page(event_id, form)


@bp.get(EVENT + "/goods/<id:item_id>")
@public
def item(event_id: int, item_id: int) -> Any:
    visit().part(event_id)
    row = queries.get_goods(event_id, visit().whose.agency.id, item_id)
    return _goods_page(event_id, OwnGoodsForm(formdata=None, obj=row), row=row)


def _goods_page(
    event_id: int, form: OwnGoodsForm, status: int = 200, *, row: Any = None, refusal: str = ""
) -> Any:
    here = visit()
    season, part = here.part(event_id)
    return page(
        "portal/goods.html",
        status,
        campaign=season.season.campaign,
        part=part,
        event=part.event,
        goods=queries.goods_of(event_id, here.whose.agency.id),
        form=form,
        row=row,
        refusal=refusal,
        open=may_change(here, part),
        done=done(),
    )


@bp.post(EVENT + "/goods")
@public
def add_item(event_id: int) -> Any:
    return _save_item(event_id, None)


@bp.post(EVENT + "/goods/<id:item_id>")
@public
def save_item(event_id: int, item_id: int) -> Any:
    return _save_item(event_id, item_id)


def _save_item(event_id: int, item_id: int | None) -> Any:
    here, form = visit(), OwnGoodsForm()
    part, agency = here.part(event_id)[1], here.whose.agency
    row = queries.get_goods(event_id, agency.id, item_id) if item_id else None
    refused = _goods_refusal(here, part, row)
    if refused is not None:
        return _goods_page(event_id, form, 422, row=row, refusal=words.refusal(refused))
    if not form.validate():
        return _goods_page(event_id, form, 422, row=row)
    try:
        if row is not None:
            form.check_version(row)
    except StaleEdit:
        form.version.data = str(row.version if row else 0)
        return _goods_page(event_id, form, 409, row=row, refusal=_meanwhile())
    goods_services.save_goods(
        queries.get_draft_event(here.whose.office.id, event_id), row,
        kind=form.kind.data, name=form.name.data, quantity=form.quantity.data,
        unit=form.unit.data or "", agency_id=agency.id, synthetic=False,
    )  # fmt: skip
    return redirect(url_for(".goods", event_id=event_id, done="goods"), 303)


def _goods_refusal(here: Any, part: Part, row: Any) -> Refused | None:
    if part.cancelled:
        return Refused("cancelled")
    if not may_change(here, part):
        return Refused("over")
    held = queries.goods_of(part.event.id, here.whose.agency.id)
    if row is None and len(held) >= MOST_KINDS:
        return Refused("too_many_goods", most=MOST_KINDS)
    return None


@bp.post(EVENT + "/goods/<id:item_id>/delete")
@public
def delete_item(event_id: int, item_id: int) -> Any:
    here = visit()
    part = here.part(event_id)[1]
    row = queries.get_goods(event_id, here.whose.agency.id, item_id)
    empty = OwnGoodsForm(formdata=None, data={"quantity": None, "version": 0})
    if not may_change(here, part):
        sentence = words.refusal(Refused("cancelled" if part.cancelled else "over"))
        return _goods_page(event_id, empty, 422, refusal=sentence)
    try:
        goods_services.delete(row, request.form.get("version", 0, type=int))
    except StaleEdit:
        return _goods_page(event_id, empty, 409, refusal=_meanwhile())
    return redirect(url_for(".goods", event_id=event_id, done="gone"), 303)


def _meanwhile() -> str:
    return str(_("Somebody changed this meanwhile; nothing was saved. Look again."))


# ---------------------------------------------------------------- counts


@bp.get(EVENT + "/counts")
@public
def count(event_id: int) -> Any:
    here = visit()
    part = here.part(event_id)[1]
    return _counts_page(part, counts.own_sheet(here.whose, part), OwnCountsForm(formdata=None))


def _counts_page(
    part: Part,
    sheet: sheets.Sheet,
    form: OwnCountsForm,
    status: int = 200,
    *,
    refusal: str = "",
    conflicts: Any = (),
) -> Any:
    form.batch.data = str(uuid.uuid4())
    shut = _shut(part)
    return page(
        "portal/counts.html",
        status,
        part=part,
        event=part.event,
        sheet=sheet,
        section=sheet.sections[0],
        form=form,
        refusal=refusal,
        conflicts=conflicts,
        shut=words.refusal(Refused(shut)) if shut else "",
        editable=not shut and not sheet.signed_off,
        result_words=result_words,
        done=done(),
    )


def _shut(part: Part) -> str:
    """Why nothing can be counted for an event, '' when it can."""
    if part.cancelled:
        return "cancelled"
    return "too_early" if visit().today < part.event.day else ""


@bp.post(EVENT + "/counts")
@public
def save_counts(event_id: int) -> Any:
    here, form = visit(), OwnCountsForm()
    part = here.part(event_id)[1]
    sheet = counts.own_sheet(here.whose, part)
    changes = counts.read_form(sheet, request.form)
    shut = _shut(part)
    if shut:
        return _counts_page(part, sheet, form, 422)
    if not form.validate() or any(view.error for view in sheet.views().values()):
        return _counts_page(part, sheet, form, 422)
    complete = request.form.get("complete") == "1"
    batch, reason = form.batch.data or "", form.chosen_reason()
    try:
        counts.save(
            here.whose, part, batch, changes, reason=reason, complete=complete, now=here.now
        )
    except results.CountsChanged as changed:
        fresh = counts.own_sheet(here.whose, part)
        counts.read_form(fresh, request.form)
        sheets.mark_conflicts(fresh, [row.cell for row in changed.conflicts])
        return _counts_page(part, fresh, form, 409, conflicts=changed.conflicts)
    except Refused as refused:
        if refused.code == "no_event":
            abort(404)
        sheets.mark(sheet, refused.data.get("cells", ()), refused.code)
        return _counts_page(part, sheet, form, 422, refusal=words.refusal(refused))
    return redirect(url_for(".count", event_id=event_id, done="counts"), 303)
