"""One letter: its text and history, and what can be done with it next."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.core.letter_steps import may
from planner.errors import Refused, StaleEdit
from planner.letters import queries, services, step_services, words
from planner.letters.forms import LetterForm
from planner.letters.models import Letter
from planner.letters.views import bp, mail_server, now
from planner.security import current_office, current_user, requires


@bp.get("/letters/<id:letter_id>")
@requires("view")
def letter(letter_id: int) -> Any:
    return _page(queries.get_letter(current_office().id, letter_id))


def _page(row: Letter, refusal: str = "") -> str:
    address, whole = words.mailto(row.email, row.subject, row.body)
    return render_template(
        "letters/letter.html", letter=row, mailto=address, whole=whole, refusal=refusal
    )


@bp.get("/letters/<id:letter_id>/edit")
@requires("plan")
def edit_letter(letter_id: int) -> Any:
    row = queries.get_letter(current_office().id, letter_id)
    return _form_page(LetterForm(obj=row), row)


@bp.post("/letters/<id:letter_id>/edit")
@requires("plan")
def save_letter(letter_id: int) -> Any:
    row = queries.get_letter(current_office().id, letter_id, lock=True)
    form = LetterForm()
    if not form.validate():
        return _form_page(form, row), 422
    try:
        form.check_version(row)
        services.rewrite_letter(
            row, form.subject.data or "", form.body.data or "", current_user(), now()
        )
    except StaleEdit:
        differences = form.differences({"subject": row.subject, "body": row.body})
        form.version.data = str(row.version)
        return _form_page(form, row, differences), 409
    except Refused as refused:
        form.body.errors = [words.refusal(refused)]
        return _form_page(form, row), 422
    flash(_("Saved. The letter is a draft and is to be reviewed."), "ok")
    return redirect(url_for("letters.letter", letter_id=letter_id), 303)


def _form_page(form: LetterForm, row: Letter, differences: Any = None) -> str:
    return render_template(
        "letters/letter_form.html", form=form, letter=row, differences=differences
    )


@bp.post("/letters/<id:letter_id>/review")
@requires("plan")
def review_letter(letter_id: int) -> Any:
    return _step(letter_id, "review")


@bp.post("/letters/<id:letter_id>/reopen")
@requires("plan")
def reopen_letter(letter_id: int) -> Any:
    return _step(letter_id, "reopen")


@bp.post("/letters/<id:letter_id>/send")
@requires("plan")
def send_letter(letter_id: int) -> Any:
    return _step(letter_id, "queue")


@bp.post("/letters/<id:letter_id>/mark-sent")
@requires("plan")
def mark_letter(letter_id: int) -> Any:
    return _step(letter_id, "mark_sent")


@bp.post("/letters/<id:letter_id>/withdraw")
@requires("plan")
def withdraw_letter(letter_id: int) -> Any:
    return _step(letter_id, "withdraw")


def _step(letter_id: int, step: str) -> Any:
    """Take a step with the letter as it was shown (`version`), and go back to that page."""
    office_id = current_office().id
    row = queries.get_letter(office_id, letter_id)
    if step == "queue" and not mail_server():
        return _page(row, words.refusal(Refused("no_server"))), 422
    version = request.form.get("version", "")
    seen = {row.id: row.version} if version == str(row.version) and may(row.state, step) else {}
    mailing_id = row.mailing_id
    if not step_services.take_step(office_id, seen, step, current_user(), now()):
        row = queries.get_letter(office_id, letter_id)
        return _page(row, words.refusal(Refused("letter_moved"))), 409
    flash(_("Saved."), "ok")
    if request.form.get("back") == "mailing":
        return redirect(url_for("letters.mailing", mailing_id=mailing_id), 303)
    return redirect(url_for("letters.letter", letter_id=letter_id), 303)
