"""Goods that are given away, and the supplies that the office packs: add, change, tick off."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _

from planner.booths import goods_services as services
from planner.booths import queries
from planner.booths.forms import GoodsForm, SupplyForm, number_or_none
from planner.booths.goods_views import GOODS, goods_url, office_agencies, saved_values, stale
from planner.booths.models import GoodsItem, SupplyItem
from planner.booths.views import bp, event_of, show
from planner.campaigns.models import Event
from planner.errors import StaleEdit
from planner.security import requires


def is_stale(form: Any, row: Any) -> bool:
    """Whether the row changed since the form was opened (a new row never did)."""
    try:
        if row is not None:
            form.check_version(row)
    except StaleEdit:
        return True
    return False


# --- goods ------------------------------------------------------------------------------------


@bp.get(GOODS + "/items/new")
@requires("plan")
def new_item(campaign_id: int, event_id: int) -> Any:
    return item_page(event_of(campaign_id, event_id), None, GoodsForm(formdata=None))


@bp.get(GOODS + "/items/<id:item_id>")
@requires("plan")
def item(campaign_id: int, event_id: int, item_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    row = queries.get_row(GoodsItem, event, item_id)
    form = GoodsForm(formdata=None, obj=row)
    form.agency.data = str(row.agency_id or "")
    return item_page(event, row, form)


def item_page(event: Event, row: Any, form: GoodsForm, status: int = 200, diff: Any = None) -> Any:
    form.offer(office_agencies())
    return show("booths/item.html", event, status, row=row, form=form, differences=diff)


@bp.post(GOODS + "/items/new")
@requires("plan")
def add_item(campaign_id: int, event_id: int) -> Any:
    return save_item(campaign_id, event_id, None)


@bp.post(GOODS + "/items/<id:item_id>")
@requires("plan")
def send_item(campaign_id: int, event_id: int, item_id: int) -> Any:
    return save_item(campaign_id, event_id, item_id)


def save_item(campaign_id: int, event_id: int, item_id: int | None) -> Any:
    event = event_of(campaign_id, event_id)
    row = queries.get_row(GoodsItem, event, item_id) if item_id else None
    form = GoodsForm().offer(office_agencies())
    if not form.validate():
        return item_page(event, row, form, 422)
    if is_stale(form, row):
        saved = saved_values(
            row, "kind", "name", "quantity", "unit", "synthetic", agency="agency_id"
        )
        return item_page(event, row, form, 409, stale(form, row, saved))
    services.save_goods(
        event, row, kind=form.kind.data, name=form.name.data, quantity=form.quantity.data,
        unit=form.unit.data, agency_id=number_or_none(form.agency.data),
        synthetic=form.synthetic.data,
    )  # fmt: skip
    flash(_("Saved."))
    return redirect(goods_url(event, "goods"), 303)


# --- supplies ---------------------------------------------------------------------------------


@bp.get(GOODS + "/supplies/new")
@requires("plan")
def new_supply(campaign_id: int, event_id: int) -> Any:
    return supply_page(event_of(campaign_id, event_id), None, SupplyForm(formdata=None))


@bp.get(GOODS + "/supplies/<id:supply_id>")
@requires("plan")
def supply(campaign_id: int, event_id: int, supply_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    row = queries.get_row(SupplyItem, event, supply_id)
    return supply_page(event, row, SupplyForm(formdata=None, obj=row))


def supply_page(
    event: Event, row: Any, form: SupplyForm, status: int = 200, diff: Any = None
) -> Any:
    return show("booths/supply.html", event, status, row=row, form=form, differences=diff)


@bp.post(GOODS + "/supplies/new")
@requires("plan")
def add_supply(campaign_id: int, event_id: int) -> Any:
    return save_supply(campaign_id, event_id, None)


@bp.post(GOODS + "/supplies/<id:supply_id>")
@requires("plan")
def send_supply(campaign_id: int, event_id: int, supply_id: int) -> Any:
    return save_supply(campaign_id, event_id, supply_id)


def save_supply(campaign_id: int, event_id: int, supply_id: int | None) -> Any:
    event = event_of(campaign_id, event_id)
    row = queries.get_row(SupplyItem, event, supply_id) if supply_id else None
    form = SupplyForm()
    if not form.validate():
        return supply_page(event, row, form, 422)
    if is_stale(form, row):
        saved = saved_values(row, "name", "quantity", "unit", "responsible")
        return supply_page(event, row, form, 409, stale(form, row, saved))
    services.save_supply(
        event, row, name=form.name.data, quantity=form.quantity.data, unit=form.unit.data,
        responsible=form.responsible.data,
    )  # fmt: skip
    flash(_("Saved."))
    return redirect(goods_url(event, "supplies"), 303)


@bp.post(GOODS + "/supplies/<id:supply_id>/ready")
@requires("plan")
def tick(campaign_id: int, event_id: int, supply_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    row = queries.get_row(SupplyItem, event, supply_id)
    services.tick(row, request.form.get("ready") == "1")
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        rows = queries.supplies(event.id)
        return {"ready": row.ready, "done": sum(item.ready for item in rows), "all": len(rows)}
    return redirect(goods_url(event, f"supply-{row.id}"), 303)
