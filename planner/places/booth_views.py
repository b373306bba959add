"""The page of a venue's booth positions."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.errors import Refused
from planner.places import booth_services, booth_table, queries, words
from planner.places.models import Venue
from planner.places.venue_views import number
from planner.places.views import bp
from planner.security import current_office, requires


@bp.get("/venues/<id:venue_id>/booths")
@requires("plan")
def booths(venue_id: int) -> Any:
    row = queries.get_venue(current_office().id, venue_id)
    return _booths_page(row, booth_table.from_rows(row.booths), row.version)


@bp.post("/venues/<id:venue_id>/booths")
@requires("plan")
def save_booths(venue_id: int) -> Any:
    row = queries.get_venue(current_office().id, venue_id)
    table = booth_table.from_form(request.form, row.booths)
    asked = request.form.get("do", "save")
    if asked == "grid":
        table = booth_table.with_grid(table, *_grid())
    if asked in ("grid", "rows"):
        return _booths_page(row, table, request.form.get("version", ""), spare=10)
    if request.form.get("version") != str(row.version):
        return _booths_page(row, table, row.version, stale=True), 409
    data = booth_table.checked(table)
    if any(line.faults for line in table):
        return _booths_page(row, table, row.version), 422
    try:
        booth_services.save_booths(row, data)
    except Refused as refused:
        again = queries.get_venue(current_office().id, venue_id)
        return _booths_page(again, table, again.version, words.refusal(refused)), 422
    flash(_("%(n)s booth positions are saved.", n=len(data)), "ok")
    return redirect(url_for("places.venue", venue_id=venue_id), 303)


def _grid() -> tuple[int, int, int]:
    """How many booths to add, how many in a row, metres apart; nonsense is the usual."""
    return tuple(  # type: ignore[return-value]
        min(number(request.form.get(f"grid-{name}", "")) or usual, most)
        for name, usual, most in (("count", 10, 200), ("columns", 5, 50), ("metres", 4, 50))
    )


def _booths_page(
    row: Venue, table: Any, version: Any, error: str = "", *, stale: bool = False, spare: int = 0
) -> str:
    return render_template(
        "places/booths.html",
        venue=row,
        table=[*table, *(booth_table.TypedBooth() for _i in range(spare or booth_table.SPARE))],
        version=version,
        error=error,
        stale=stale,
        fault_words=words.BOOTH_FAULTS,
    )
