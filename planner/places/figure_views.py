"""The page of people by dong: the newest figures, where they come from, taking them back."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.errors import Refused
from planner.places import figure_queries, figure_services, queries, words
from planner.places.models import DONG_MEASURES
from planner.places.views import bp
from planner.security import current_office, requires


@bp.get("/figures")
@requires("view")
def figures() -> Any:
    office = current_office()
    rows = figure_queries.latest_rows(office.id)
    sums = figure_queries.summed(rows)
    values: dict[int, dict[str, Any]] = {}
    for row in rows:
        values.setdefault(row.dong_id, {})[row.measure] = row
    return render_template(
        "places/figures.html",
        dongs=queries.dongs(office.id),
        values=values,
        sums=sums,
        batches=figure_queries.batches(office.id),
        measure_labels=words.DONG_MEASURE_LABELS,
    )


@bp.post("/figures/delete")
@requires("plan")
def delete_figures() -> Any:
    measure = request.form.get("measure", "")
    try:
        as_of = date.fromisoformat(request.form.get("as_of", ""))
    except ValueError:
        abort(404)
    if measure not in DONG_MEASURES:
        abort(404)
    try:
        count = figure_services.delete_figures(current_office().id, measure, as_of)
    except Refused:
        abort(404)
    label, day = words.DONG_MEASURE_LABELS[measure], as_of.isoformat()
    flash(_("%(label)s as of %(day)s: %(n)s figures are deleted.", label=label, day=day, n=count),
          "ok")  # fmt: skip
    return redirect(url_for("places.figures"), 303)
