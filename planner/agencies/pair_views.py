"""Pairs of agencies that must not meet, or should not stand side by side."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.agencies import queries, services, words
from planner.agencies.forms import PairForm
from planner.agencies.imports import AGENCY_PAIRS
from planner.agencies.views import bp
from planner.errors import Refused
from planner.importing import register_import
from planner.security import current_office, requires
from planner.templating import named

register_import(bp, AGENCY_PAIRS, url="/agencies/pairs/import", back="agencies.pairs")


@bp.get("/agencies/pairs")
@requires("view")
def pairs() -> Any:
    return _page(_offered(PairForm()))


@bp.post("/agencies/pairs")
@requires("plan")
def add_pair() -> Any:
    form = _offered(PairForm())
    if not form.validate():
        return _page(form), 422
    office_id = current_office().id
    first = queries.get_agency(office_id, form.first_id.data)
    second = queries.get_agency(office_id, form.second_id.data)
    try:
        services.add_pair(office_id, form.kind.data, first, second)
    except Refused as error:
        form.second_id.errors = [words.refusal(error)]
        return _page(form), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("agencies.pairs"), 303)


@bp.post("/agencies/pairs/<id:pair_id>/delete")
@requires("plan")
def delete_pair(pair_id: int) -> Any:
    services.delete_pair(queries.get_pair(current_office().id, pair_id))
    flash(_("Deleted."), "ok")
    return redirect(url_for("agencies.pairs"), 303)


def _offered(form: PairForm) -> PairForm:
    rows = queries.agencies(current_office().id, active_only=True)
    return form.offer(rows, [named(row) for row in rows])


def _page(form: PairForm) -> str:
    return render_template(
        "agencies/pairs.html", form=form, pairs=queries.pairs(current_office().id)
    )
