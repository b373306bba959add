"""The letters of one text: read, reviewed, sent or withdrawn together, and written anew."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from planner.errors import Refused, StaleEdit
from planner.letters import queries, services, step_services, words
from planner.letters.forms import TextForm
from planner.letters.models import Mailing
from planner.letters.views import bp, mail_server, now, refuse
from planner.security import current_office, current_user, requires

PLAIN = re.compile(r"[0-9]{1,9}")
MOST_SEEN = 2000


@bp.get("/letters/mailings/<id:mailing_id>")
@requires("view")
def mailing(mailing_id: int) -> Any:
    """All letters of one text, with what each agency reads."""
    row = queries.get_mailing(current_office().id, mailing_id)
    newest = queries.newest_release(row.campaign_id)
    return render_template(
        "letters/mailing.html",
        mailing=row,
        title=_title(row),
        newer=newest if newest != row.release_number and "{events}" in row.body else None,
    )


@bp.get("/letters/mailings/<id:mailing_id>/edit")
@requires("plan")
def edit_mailing(mailing_id: int) -> Any:
    row = queries.get_mailing(current_office().id, mailing_id)
    return _text_page(TextForm(obj=row), row)


@bp.post("/letters/mailings/<id:mailing_id>/edit")
@requires("plan")
def save_mailing(mailing_id: int) -> Any:
    """Write the text anew for all letters that nobody has yet; they are drafts again."""
    row = queries.get_mailing(current_office().id, mailing_id, lock=True)
    form = TextForm()
    if not form.validate():
        return _text_page(form, row), 422
    try:
        form.check_version(row)
        count = services.rewrite_mailing(row, current_office(), form.text(), current_user(), now())
    except StaleEdit:
        saved = {name: getattr(row, name) for name in ("subject", "body", "deadline")}
        differences = form.differences(saved)
        form.version.data = str(row.version)
        return _text_page(form, row, differences), 409
    except Refused as refused:
        refuse(form, refused)
        return _text_page(form, row), 422
    sentence = ngettext(
        "%(num)s letter is a draft again.", "%(num)s letters are drafts again.", count
    )
    flash(sentence, "ok")
    return redirect(url_for("letters.mailing", mailing_id=mailing_id), 303)


def _text_page(form: TextForm, row: Mailing, differences: Any = None) -> str:
    return render_template(
        "letters/text.html", form=form, mailing=row, title=_title(row), differences=differences
    )


def _title(row: Mailing) -> str:
    """The subject as agencies read it, where all read the same; else with its open places."""
    subjects = {letter.subject for letter in row.letters}
    return subjects.pop() if len(subjects) == 1 else row.subject


@bp.post("/letters/mailings/<id:mailing_id>/review")
@requires("plan")
def review_mailing(mailing_id: int) -> Any:
    """Mark the drafts that were read as reviewed."""
    return _step_all(mailing_id, "review")


@bp.post("/letters/mailings/<id:mailing_id>/send")
@requires("plan")
def send_mailing(mailing_id: int) -> Any:
    """Give the reviewed letters to the mail server's queue."""
    return _step_all(mailing_id, "queue")


@bp.post("/letters/mailings/<id:mailing_id>/withdraw")
@requires("plan")
def withdraw_mailing(mailing_id: int) -> Any:
    """Give up the letters that nobody has yet."""
    return _step_all(mailing_id, "withdraw")


def _step_all(mailing_id: int, step: str) -> Any:
    """Take a step with every letter of the form that is still as it was shown."""
    office_id = current_office().id
    row = queries.get_mailing(office_id, mailing_id)
    back = redirect(url_for("letters.mailing", mailing_id=mailing_id), 303)
    if step == "queue" and not mail_server():
        flash(words.refusal(Refused("no_server")), "danger")
        return back
    own = {letter.id for letter in row.letters}
    seen = {number: at for number, at in seen_versions().items() if number in own}
    done = step_services.take_step(office_id, seen, step, current_user(), now())
    if done or not seen:
        flash(ngettext("%(num)s letter done.", "%(num)s letters done.", done), "ok")
    if done < len(seen):
        flash(
            ngettext(
                "%(num)s letter had changed meanwhile and was left as it is. Read it again.",
                "%(num)s letters had changed meanwhile and were left as they are. Read them again.",
                len(seen) - done,
            ),
            "warn",
        )
    return back


def seen_versions() -> dict[int, int]:
    """The letters that the page showed, each with its version (`12:3`); nonsense is left out."""
    found = {}
    for item in request.form.getlist("seen")[:MOST_SEEN]:
        number, _sign, version = item.partition(":")
        if PLAIN.fullmatch(number) and PLAIN.fullmatch(version):
            found[int(number)] = int(version)
    return found
