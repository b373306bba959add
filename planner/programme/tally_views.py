"""What is counted in and out: the lists by kind, one tally, its entries and corrections."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.errors import Refused
from planner.importing import register_import
from planner.paging import asked_page
from planner.programme import (
    charts,
    share_queries,
    tally_queries,
    tally_services,
    target_queries,
    words,
)
from planner.programme.book_pages import refusal
from planner.programme.models import Tally
from planner.programme.tally_forms import CorrectionForm, entry_data, entry_form
from planner.programme.tally_items import DIMENSIONS, ENTRIES, entry_items
from planner.programme.views import bp, now, today
from planner.results.words import published
from planner.security import current_office, current_user, requires

MOST_TARGETS = 100  # of one tally on its page, the latest periods first
KIND = "any(material, goods, fund, counsellor, quota)"
register_import(bp, ENTRIES, url="/programme/import/tally_entries", back="programme.index")


@bp.get(f"/programme/tallies/<{KIND}:tally_kind>")
@requires("view")
def tallies(tally_kind: str) -> Any:
    """The tallies of a kind with what is left of each, and their targets."""
    office_id = current_office().id
    page = tally_queries.tally_page(office_id, tally_kind, asked_page())
    ids = [row.id for row in page.rows]
    return render_template(
        "programme/tallies.html",
        kind=tally_kind,
        page=page,
        sums=tally_queries.sums(ids),
        targets=target_queries.target_sums(target_queries.target_rows(office_id, today(), ids)),
    )


@bp.get("/programme/tally/<id:tally_id>")
@requires("view")
def tally(tally_id: int) -> Any:
    """One tally: in, out, left; breakdowns, targets, entries."""
    office_id = current_office().id
    row = tally_queries.get_tally(office_id, tally_id)
    return render_template(
        "programme/tally.html",
        tally=row,
        sums=tally_queries.sums([row.id]).get(row.id),
        parts=_parts(row),
        targets=target_queries.target_rows(office_id, today(), [row.id])[:MOST_TARGETS],
        page=tally_queries.entry_page(row, asked_page()),
        published=published,
    )


def _parts(row: Tally) -> list[dict[str, Any]]:
    """The breakdowns of a tally in which anything is said."""
    found = []
    for direction, labels in (("in", words.IN_LABELS), ("out", words.OUT_LABELS)):
        for item in DIMENSIONS[row.kind][direction]:
            shares = share_queries.breakdown(row, item.key, direction)
            if any(share.key is not None for share in shares):
                found.append(
                    {
                        "title": f"{labels[row.kind]} · {words.DIMENSION_LABELS[item.key]}",
                        "heading": words.DIMENSION_LABELS[item.key],
                        "rows": charts.share_rows(item.key, shares),
                        "chart": charts.share_chart(item.key, shares, f"{direction}-{item.key}"),
                        "total": sum(share.value for share in shares),
                    }
                )
    return found


@bp.get("/programme/tally/<id:tally_id>/<any(in, out):direction>")
@requires("plan")
def new_entry(tally_id: int, direction: str) -> Any:
    row = tally_queries.get_tally(current_office().id, tally_id)
    return _entry_page(row, direction, entry_form(row, direction, {"day": today()}))


@bp.post("/programme/tally/<id:tally_id>/<any(in, out):direction>")
@requires("plan")
def add_entry(tally_id: int, direction: str) -> Any:
    office_id = current_office().id
    row = tally_queries.get_tally(office_id, tally_id)
    form = entry_form(row, direction)
    if not form.validate():
        return _entry_page(row, direction, form), 422
    data = entry_data(form, entry_items(row.kind, direction), direction)
    try:
        tally_services.add_entry(office_id, tally_id, data, user_id=current_user().id, now=now())
    except Refused as error:
        key = {"in_future": "day", "names_person": "purpose"}.get(error.code, "quantity")
        form[key].errors = [refusal(error)]
        return _entry_page(row, direction, form), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("programme.tally", tally_id=tally_id), 303)


def _entry_page(row: Tally, direction: str, form: Any) -> str:
    labels = words.IN_LABELS if direction == "in" else words.OUT_LABELS
    return render_template(
        "programme/entry.html",
        tally=row,
        direction=direction,
        form=form,
        items=entry_items(row.kind, direction),
        label=labels[row.kind],
        left=tally_queries.sums([row.id]).get(row.id, tally_queries.Sums()).left,
        purposes=tally_queries.purposes(row),
    )


@bp.get("/programme/entries/<uuid:entry_id>/correct")
@requires("plan")
def correct(entry_id: UUID) -> Any:
    found = tally_queries.get_entry(current_office().id, str(entry_id))
    form = CorrectionForm(data={"wanted": found.quantity, "shown": str(found.quantity)})
    return _correction_page(found, form)


@bp.post("/programme/entries/<uuid:entry_id>/correct")
@requires("plan")
def send_correction(entry_id: UUID) -> Any:
    office_id = current_office().id
    found = tally_queries.get_entry(office_id, str(entry_id))
    form = CorrectionForm()
    if not form.validate():
        return _correction_page(found, form), 422
    try:
        tally_services.correct_entry(
            office_id,
            str(entry_id),
            shown=int(form.shown.data),
            wanted=form.wanted.data,
            reason=form.reason.data,
            user_id=current_user().id,
            now=now(),
        )
    except Refused as error:
        if error.code == "changed":
            shown, form.shown.data = form.shown.data, str(error.data["current"])
            return _correction_page(found, form, int(shown)), 409
        key = "reason" if error.code in ("needs_reason", "names_person") else "wanted"
        form[key].errors = [refusal(error)]
        return _correction_page(found, form), 422
    flash(_("Saved."), "ok")
    return redirect(url_for("programme.tally", tally_id=found.entry.tally_id), 303)


def _correction_page(found: Any, form: Any, shown: int | None = None) -> str:
    return render_template("programme/correct.html", found=found, form=form, shown=shown)
