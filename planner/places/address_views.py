"""Addresses: the office's list, searching in it, and taking a new one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from flask import Response, current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from limits import parse

from planner.extensions import limiter
from planner.importing import MOST_SHOWN
from planner.places import address_queries, address_search, address_services, address_words
from planner.places.address_api import AddressApi
from planner.places.address_files import Reading
from planner.places.address_kinds import ADDRESSES
from planner.places.address_search import Search
from planner.places.address_services import AddressUpload
from planner.places.forms import AddressFileForm
from planner.places.outline_words import shown_filename
from planner.places.views import bp
from planner.security import current_office, current_user, may, requires
from planner.tabular import RowFault, RowsRefused, fault_advice, fault_sentence
from planner.tabular_templates import template_csv

LIMIT = parse("60 per minute")


@bp.get("/addresses")
@requires("view")
def addresses() -> Any:
    """The list and a search in it; the search alone as JSON, where that is asked for."""
    query = request.args.get("q", "")
    kinds = ["text/html", "application/json"]
    if request.accept_mimetypes.best_match(kinds) != "application/json":
        found = find(query) if query else None
        return _page(AddressFileForm(formdata=None), found), status(found)
    found = find(query)
    answer = jsonify(results=[asdict(hit) for hit in found.hits], said=address_words.outcome(found))
    answer.headers["Vary"] = "Accept"
    return answer, status(found)


@bp.post("/addresses")
@requires("plan")
def import_addresses() -> Any:
    form = AddressFileForm()
    file = request.files.get("file")
    if not form.validate():
        return _page(form), 422
    if file is None or not file.filename:
        return _page(form, faults=(RowFault(0, "", "", "no_file"),)), 422
    upload = AddressUpload(file.stream, shown_filename(file.filename), form.as_of.data)  # type: ignore[arg-type]
    try:
        done = address_services.replace_addresses(
            current_office().id, upload, now=datetime.now(UTC), by=current_user().id
        )
    except RowsRefused as refused:
        return _page(form, faults=tuple(refused.faults)), 422
    _say(done)
    return redirect(url_for("places.addresses"), 303)


@bp.post("/addresses/delete")
@requires("plan")
def delete_addresses() -> Any:
    address_services.forget_addresses(current_office().id)
    flash(_("The list of addresses is deleted."), "ok")
    return redirect(url_for("places.addresses"), 303)


@bp.get("/addresses/template.csv")
@requires("plan")
def address_template() -> Response:
    answer = Response(template_csv(ADDRESSES), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="addresses.csv"'
    return answer


def find(query: str) -> Search:
    """A search by the signed-in person, who may ask sixty times a minute."""
    if limiter.enabled and not limiter.limiter.hit(LIMIT, "addresses", str(current_user().id)):
        return Search(query[:80], code="too_often")
    return address_search.find(current_office().id, query, _api())


def can_search() -> bool:
    """Whether there is anything to search in."""
    return _api() is not None or address_queries.find_file(current_office().id) is not None


def _api() -> AddressApi | None:
    settings = current_app.extensions["planner.settings"]
    key, url = settings.address_api_key, settings.address_api_url
    return AddressApi(url, key) if key else None


def status(found: Search | None) -> int:
    return 429 if found is not None and found.code == "too_often" else 200


def _say(done: Reading) -> None:
    flash(ngettext("%(num)s address is saved.", "%(num)s addresses are saved.",
                   done.addresses), "ok")  # fmt: skip
    if done.unplaced:
        flash(ngettext("%(num)s row without a position was left out.",
                       "%(num)s rows without a position were left out.",
                       done.unplaced), "info")  # fmt: skip
    if done.left_out:
        flash(ngettext("%(num)s address of other districts was left out.",
                       "%(num)s addresses of other districts were left out.",
                       done.left_out), "info")  # fmt: skip


def _page(
    form: AddressFileForm, found: Search | None = None, faults: tuple[RowFault, ...] = ()
) -> str:
    office = current_office()
    file = address_queries.find_file(office.id)
    return render_template(
        "places/addresses.html",
        form=form,
        file=file,
        importer=address_queries.find_importer(file),
        found=found,
        said=address_words.outcome(found) if found else "",
        service=_api() is not None,
        fault_count=len(faults),
        faults=[
            {
                "row": fault.row or None,
                "column": ADDRESSES.label(fault.column),
                "sentence": fault_sentence(fault, ADDRESSES),
                "advice": fault_advice(fault, ADDRESSES),
            }
            for fault in faults[:MOST_SHOWN]
        ],
        columns=ADDRESSES.columns if may("plan") else (),
    )
