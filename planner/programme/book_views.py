"""Adding, changing, deleting and importing rows of any book: the same pages for all."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.errors import Refused, StaleEdit
from planner.importing import register_import
from planner.programme import book_services
from planner.programme.book_forms import form_of, values_from
from planner.programme.book_imports import BOOK_KINDS
from planner.programme.book_pages import (
    asked_values,
    back_of,
    differences,
    narrow,
    refusal,
    show_faults,
)
from planner.programme.book_queries import get_row
from planner.programme.books import BOOKS
from planner.programme.items import Book
from planner.programme.views import bp
from planner.security import current_office, requires

# Rules of rotating centres have pages of their own, with a preview.
PLAIN = tuple(name for name in BOOKS if name != "rotation_parts")
BOOK = f"/programme/books/<any({', '.join(PLAIN)}):book>"
HOMES = {
    "plan_areas": "plan", "plan_tasks": "plan", "tallies": "index", "tally_targets": "index",
    "training_courses": "training", "training_sessions": "training",
    "training_attendances": "training", "regular_centers": "centers",
    "counsellor_shifts": "shifts", "rotations": "rotations", "rotation_parts": "rotations",
}  # fmt: skip

for _name, _kind in BOOK_KINDS.items():
    register_import(bp, _kind, url=f"/programme/import/{_name}", back=f"programme.{HOMES[_name]}")


@bp.get(f"{BOOK}/new")
@requires("plan")
def new_row(book: str) -> Any:
    wanted = BOOKS[book]
    form = form_of(wanted, current_office().id, asked_values(wanted))
    return form_page(wanted, narrow(wanted, form), None)


@bp.post(f"{BOOK}/new")
@requires("plan")
def add_row(book: str) -> Any:
    wanted = BOOKS[book]
    form = form_of(wanted, current_office().id)
    if not form.validate():
        return form_page(wanted, form, None), 422
    return save(wanted, form, None)


@bp.get(f"{BOOK}/<id:row_id>/edit")
@requires("plan")
def edit_row(book: str, row_id: int) -> Any:
    wanted = BOOKS[book]
    row = get_row(wanted, current_office().id, row_id)
    form = form_of(wanted, current_office().id, wanted.values_of(row), row.version)
    return form_page(wanted, narrow(wanted, form), row)


@bp.post(f"{BOOK}/<id:row_id>/edit")
@requires("plan")
def save_row(book: str, row_id: int) -> Any:
    wanted = BOOKS[book]
    row = get_row(wanted, current_office().id, row_id)
    form = form_of(wanted, current_office().id)
    if not form.validate():
        return form_page(wanted, form, row), 422
    return save(wanted, form, row)


@bp.post(f"{BOOK}/<id:row_id>/delete")
@requires("plan")
def delete_row(book: str, row_id: int) -> Any:
    wanted = BOOKS[book]
    row = get_row(wanted, current_office().id, row_id)
    here = url_for("programme.edit_row", book=book, row_id=row_id)
    try:
        book_services.delete_row(row)
    except Refused as error:
        flash(refusal(error), "danger")
        return redirect(here, 303)
    flash(_("Deleted."), "ok")
    return redirect(url_for(f"programme.{HOMES[book]}"), 303)


def save(book: Book, form: Any, row: Any | None) -> Any:
    """Save what a valid form holds and lead to the row's page, or show the form again."""
    values = values_from(book.items, form)
    try:
        if row is not None:
            form.check_version(row)
        saved = book_services.save_row(book, current_office().id, row, values)
    except StaleEdit:
        found = differences(book, form, row)
        form["version"].data = str(row.version) if row is not None else "1"
        return form_page(book, form, row, found), 409
    except Refused as error:
        return form_page(book, show_faults(form, error.data["faults"]), row), 422
    flash(_("Saved."), "ok")
    return redirect(back_of(book, saved), 303)


def form_page(book: Book, form: Any, row: Any | None, found: Any = None) -> str:
    """The form of a row, new when `row` is None."""
    return render_template(
        "programme/book_form.html",
        book=book,
        form=form,
        row=row,
        differences=found,
        back=back_of(book, row) if row is not None else url_for(f"programme.{HOMES[book.name]}"),
    )
