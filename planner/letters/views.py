"""The log of letters, and a new text to several agencies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.campaigns.models import Campaign
from planner.campaigns.queries import find_campaign
from planner.core.letter_steps import STATES, may
from planner.errors import Refused
from planner.letters import queries, services, words
from planner.letters.filling import Filled, source_of
from planner.letters.forms import ComposeForm
from planner.letters.queries import LetterFilter, Recipients
from planner.paging import asked_page
from planner.security import current_office, current_user, requires, row_id
from planner.templating import named

bp = Blueprint("letters", __name__)
WRONG_FIELD = {
    "no_recipients": "agency_ids",
    "no_deadline": "deadline",
    "subject_events": "subject",
    "subject_lines": "subject",
    "subject_long": "subject",
}


def now() -> datetime:
    """The clock of these views."""
    return datetime.now(UTC)


def mail_server() -> bool:
    """Whether letters are sent by ourselves."""
    return bool(current_app.extensions["planner.settings"].smtp_host)


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"letter_words": words, "mail_server": mail_server(), "may_step": may}


@bp.get("/letters")
@requires("view")
def index() -> Any:
    """The log: every letter with its state, who drafted, reviewed and sent it."""
    office_id = current_office().id
    wanted = asked_filter()
    return render_template(
        "letters/index.html",
        page=queries.letter_page(office_id, wanted, asked_page()),
        wanted=wanted,
        counts=queries.state_counts(office_id),
        campaigns=queries.campaigns(office_id),
    )


def asked_filter() -> LetterFilter:
    """The search of this request's address; nonsense does not restrict."""
    args = request.args
    state, about = args.get("state", ""), args.get("about", "")
    return LetterFilter(
        state=state if state in STATES else "",
        about=about if about in words.ABOUT_LABELS else "",
        campaign_id=args.get("season", type=row_id),
        agency=args.get("agency", "").strip()[:120],
    )


# --- a new text -------------------------------------------------------------------------------


@bp.get("/letters/new")
@requires("plan")
def new() -> Any:
    """An empty text, or the usual one for `about`; to all of `season`, or to each `agency`."""
    campaign = _campaign(request.args.get("season", type=row_id))
    found = queries.recipients(current_office().id, campaign.id if campaign else None)
    about = request.args.get("about", "")
    about = about if about in words.ABOUT_LABELS else "schedule" if campaign else "notice"
    subject, body = words.standard_text(about)
    asked = set(request.args.getlist("agency", type=row_id))
    form = ComposeForm(
        formdata=None,
        subject=subject,
        body=body,
        about=about,
        campaign_id=campaign.id if campaign else "",
        agency_ids=[row.id for row in found.reachable if not asked or row.id in asked],
    )
    return _compose_page(form, campaign, found)


@bp.post("/letters/new")
@requires("plan")
def create() -> Any:
    """Show what each agency would read (`action=preview`), or draft the letters."""
    form = ComposeForm()
    campaign = _campaign(_number(form.campaign_id.data))
    found = queries.recipients(current_office().id, campaign.id if campaign else None)
    _offer(form, found)
    if not form.validate():
        return _compose_page(form, campaign, found), 422
    chosen = [row for row in found.reachable if row.id in set(form.agency_ids.data or ())]
    try:
        if request.form.get("action") == "preview":
            source = source_of(current_office(), campaign, current_user())
            previews = services.preview(source, chosen, form.text())
            return _compose_page(form, campaign, found, previews)
        text = form.text()
        drafted = services.draft_letters(
            current_office(), campaign, chosen, text.subject, text.body, form.about.data,
            current_user(), now(), deadline=text.deadline,
        )  # fmt: skip
    except Refused as refused:
        refuse(form, refused)
        return _compose_page(form, campaign, found), 422
    flash(_("The letters are drafted. Nothing has been sent; review them now."), "ok")
    return redirect(url_for("letters.mailing", mailing_id=drafted.mailing.id), 303)


def _campaign(number: int | None) -> Campaign | None:
    """The asked season of this office; another one is 404."""
    if number is None:
        return None
    return find_campaign(current_office().id, number) or abort(404)


def _number(text: Any) -> int | None:
    try:
        return row_id(text) if text else None
    except ValueError:
        abort(404)


def _offer(form: ComposeForm, found: Recipients) -> None:
    form.agency_ids.choices = [(row.id, named(row)) for row in found.reachable]


def refuse(form: Any, refused: Refused) -> None:
    """Say what is wrong with a text at the field where it can be put right."""
    name = WRONG_FIELD.get(refused.code, "body")
    field = form[name if name in form else "body"]
    field.errors = [*field.errors, words.refusal(refused)]


def _compose_page(
    form: ComposeForm,
    campaign: Campaign | None,
    found: Recipients,
    previews: Sequence[Filled] = (),
) -> str:
    _offer(form, found)
    return render_template(
        "letters/new.html",
        form=form,
        campaign=campaign,
        campaigns=queries.campaigns(current_office().id),
        found=found,
        previews=previews,
    )
