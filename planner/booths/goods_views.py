"""The tab of goods and supplies: extra booths, what agencies bring, what the office packs."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from planner.agencies.queries import agencies
from planner.booths import goods_services as services
from planner.booths import queries, words
from planner.booths.board import load_board
from planner.booths.forms import CopyForm, ExtraForm, SupplyForm, number_or_none
from planner.booths.models import ExtraBooth, GoodsItem, SupplyItem
from planner.booths.views import BASE, bp, event_of, open_event, refused_page, show
from planner.campaigns.models import Event
from planner.errors import Refused, StaleEdit
from planner.security import current_office, requires
from planner.templating import day, named

GOODS = BASE + "/goods"
KINDS: dict[str, Any] = {"extras": ExtraBooth, "items": GoodsItem, "supplies": SupplyItem}


def goods_url(event: Event, part: str = "") -> str:
    """The tab, at one of its lists."""
    return url_for(
        "booths.goods", campaign_id=event.campaign_id, event_id=event.id, _anchor=part or None
    )


def office_agencies() -> Any:
    """Who can bring goods or run a booth: the office's agencies."""
    return agencies(current_office().id, active_only=True)


@bp.get(GOODS)
@requires("view")
def goods(campaign_id: int, event_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    supplies = queries.supplies(event.id)
    others = queries.other_events(event)
    return show(
        "booths/goods.html", event,
        extras=queries.extras(event.id), goods=queries.goods(event.id), supplies=supplies,
        ready=sum(1 for row in supplies if row.ready),
        copy=CopyForm(formdata=None, what=list(words.COPYABLE)).offer(others, _event_label)
        if others else None,
        add_supply=SupplyForm(formdata=None),
    )  # fmt: skip


def _event_label(event: Event) -> str:
    return f"{day(event.day)} {named(event.venue)}"


# --- extra booths -----------------------------------------------------------------------------


@bp.get(GOODS + "/extras/new")
@requires("plan")
def new_extra(campaign_id: int, event_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    form = ExtraForm(formdata=None, booth=request.args.get("booth", ""))
    return extra_page(event, None, form)


@bp.get(GOODS + "/extras/<id:extra_id>")
@requires("view")
def extra(campaign_id: int, event_id: int, extra_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    row = queries.get_row(ExtraBooth, event, extra_id)
    form = ExtraForm(formdata=None, obj=row)
    form.booth.data = str(row.booth_id or "")
    form.agency.data = str(row.agency_id or "")
    return extra_page(event, row, form)


def extra_page(event: Event, row: Any, form: ExtraForm, status: int = 200, diff: Any = None) -> Any:
    if not form.booth.choices:
        form.offer(load_board(event), office_agencies(), row)
    return show("booths/extra.html", event, status, row=row, form=form, differences=diff)


@bp.post(GOODS + "/extras/new")
@requires("plan")
def add_extra(campaign_id: int, event_id: int) -> Any:
    return save_extra(campaign_id, event_id, None)


@bp.post(GOODS + "/extras/<id:extra_id>")
@requires("plan")
def send_extra(campaign_id: int, event_id: int, extra_id: int) -> Any:
    return save_extra(campaign_id, event_id, extra_id)


def save_extra(campaign_id: int, event_id: int, extra_id: int | None) -> Any:
    try:
        event = open_event(campaign_id, event_id)
    except Refused as error:
        return refused_page(campaign_id, event_id, error)
    row = queries.get_row(ExtraBooth, event, extra_id) if extra_id else None
    form = ExtraForm().offer(load_board(event), office_agencies(), row)
    if not form.validate():
        return extra_page(event, row, form, 422)
    try:
        if row is not None:
            form.check_version(row)
        services.save_extra(
            event, row, kind=form.kind.data, name=form.name.data, name_en=form.name_en.data,
            booth_id=number_or_none(form.booth.data), agency_id=number_or_none(form.agency.data),
        )  # fmt: skip
    except StaleEdit:
        saved = saved_values(row, "kind", "name", "name_en", booth="booth_id", agency="agency_id")
        return extra_page(event, row, form, 409, stale(form, row, saved))
    except Refused as error:
        form.form_errors.append(words.refusal(error))
        return extra_page(event, row, form, 422)
    flash(_("Saved."))
    return redirect(goods_url(event, "extras"), 303)


# --- for all three ----------------------------------------------------------------------------


@bp.post(GOODS + "/<any(extras, items, supplies):part>/<id:row_id>/delete")
@requires("plan")
def delete(campaign_id: int, event_id: int, part: str, row_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    row = queries.get_row(KINDS[part], event, row_id)
    version = request.form.get("version", "")
    try:
        services.delete(row, int(version) if version.isdecimal() else -1)
    except StaleEdit:
        flash(_("Somebody changed it meanwhile; it was not deleted. Look again."), "warn")
        return redirect(goods_url(event), 303)
    flash(_("Deleted."))
    return redirect(goods_url(event, "goods" if part == "items" else part), 303)


@bp.post(GOODS + "/copy")
@requires("plan")
def copy(campaign_id: int, event_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    form = CopyForm().offer(queries.other_events(event), _event_label)
    if not form.validate():
        flash(_("Choose an event and at least one list to copy."), "danger")
        return redirect(goods_url(event, "copy"), 303)
    source = event_of(campaign_id, int(form.source.data))
    count = services.copy_from(event, source, form.what.data or ())
    if count:
        flash(_("%(n)s rows have been copied.", n=count))
    else:
        flash(_("Nothing to copy: this event has it all."), "info")
    return redirect(goods_url(event), 303)


def saved_values(row: Any, *names: str, **others: str) -> dict[str, Any]:
    """A row's values by the form's field, as the form holds them."""
    found = {name: getattr(row, name) for name in names}
    return found | {name: str(getattr(row, key) or "") for name, key in others.items()}


def stale(form: Any, row: Any, saved: dict[str, Any]) -> Any:
    """What differs; the form goes on from the version that is saved."""
    form.version.data = str(row.version)
    return form.differences(saved)
