"""The organizer's pages of a season: who has answered, whom to ask, whom to remind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.campaigns.models import Campaign, Event
from planner.campaigns.queries import get_campaign, get_event
from planner.errors import Refused, StaleEdit
from planner.forms import choices
from planner.portal import (
    answer_queries,
    chasing,
    declined_services,
    invitation_services,
    news_queries,
    words,
)
from planner.portal.declined_services import Gone
from planner.portal.forms import InviteForm, OfficeAnswerForm
from planner.portal.invitation_services import Reply
from planner.portal.models import Invitation
from planner.security import current_office, current_user, requires
from planner.templating import SEOUL, day, named

bp = Blueprint("portal_office", __name__)
SEASON = "/campaigns/<id:campaign_id>"
STALE = 409


def now() -> datetime:
    """The clock of these views."""
    return datetime.now(UTC)


def today() -> date:
    return now().astimezone(SEOUL).date()


def agency_news(campaign_id: int) -> news_queries.News:
    """For the office's home: what its agencies told and nobody has dealt with."""
    return news_queries.news(current_office().id, campaign_id, today())


def show(template: str, campaign: Campaign, status: int = 200, **values: Any) -> Any:
    """A page of a season."""
    page = render_template(
        template, campaign=campaign, nav_campaign=campaign, words=words, today=today(), **values
    )
    return page, status


def campaign_of(campaign_id: int) -> Campaign:
    """This office's campaign; 404 otherwise."""
    return get_campaign(current_office().id, campaign_id)


@bp.get(SEASON + "/answers")
@requires("view")
def answers(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    return show(
        "portal/answers.html",
        campaign,
        season=answer_queries.season_answers(campaign, today()),
        news=news_queries.news(campaign.office_id, campaign.id, today()),
        view="agencies" if request.args.get("view") == "agencies" else "events",
        at=now(),
    )


@bp.get(SEASON + "/events/<id:event_id>/answers")
@requires("view")
def event_answers(campaign_id: int, event_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    event = get_event(current_office().id, campaign_id, event_id)
    found = answer_queries.event_answers(event, today())
    asked = {item.row.agency_id for item in found.answers}
    return show(
        "portal/event_answers.html",
        campaign,
        event=event,
        found=found,
        unasked=[row.agency for row in event.assignments if row.agency_id not in asked],
    )


@bp.post(SEASON + "/answers/keep-away")
@requires("plan")
def keep_away(campaign_id: int) -> Any:
    """Keep all who are planned and do not come away from their events, then plan anew."""
    campaign = campaign_of(campaign_id)
    broken = answer_queries.season_answers(campaign, today()).broken
    gone = [Gone(item.row.event_id, item.row.agency_id, words.why(item.row)) for item in broken]
    if not gone:
        flash(_("Nobody who cannot come is planned any more."), "info")
        return redirect(url_for(".answers", campaign_id=campaign_id), 303)
    try:
        held = declined_services.keep_away(gone, user=current_user(), now=now())
    except Refused:
        flash(_("Somebody changed this meanwhile; nothing was saved. Look again."), "warn")
        return redirect(url_for(".answers", campaign_id=campaign_id), 303)
    if held:
        flash(
            _("Pinned, so still planned: %(agencies)s. Unpin them on the booth plan first.",
              agencies=", ".join(named(agency) for agency in held)), "warn",
        )  # fmt: skip
    else:
        flash(_("They are kept away from these events. Now ask for a proposal."), "ok")
    return redirect(url_for("proposals.index", campaign_id=campaign_id), 303)


# ---------------------------------------------------------------- asking


@bp.get(SEASON + "/invitations/new")
@requires("plan")
def new_invitations(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    wanted = request.args.getlist("event", type=int)
    form = InviteForm(formdata=None, data={"events": wanted, "whom": "placed"})
    return _invite_page(campaign, form)


def _invite_page(campaign: Campaign, form: InviteForm, status: int = 200, refusal: str = "") -> Any:
    events = _askable(campaign)
    form.events.choices = choices((event.id, _name(event)) for event in events)
    return show(
        "portal/invite.html",
        campaign,
        status,
        form=form,
        refusal=refusal,
        events={str(event.id): event for event in events},
        agencies=len(answer_queries.season_agencies(campaign)),
    )


def _askable(campaign: Campaign) -> list[Event]:
    """The events to which somebody can still be asked."""
    events = answer_queries.season_events(campaign.id)
    return [event for event in events if event.status == "planned" and event.day >= today()]


def _name(event: Event) -> str:
    return f"{day(event.day)} {named(event.venue)}"


@bp.post(SEASON + "/invitations/new")
@requires("plan")
def invite(campaign_id: int) -> Any:
    campaign, form = campaign_of(campaign_id), InviteForm()
    events = _askable(campaign)
    form.events.choices = choices((event.id, _name(event)) for event in events)
    if not form.validate():
        return _invite_page(campaign, form, 422)
    chosen = [event for event in events if event.id in (form.events.data or ())]
    everybody = {row.id for row in answer_queries.season_agencies(campaign)}
    wanted = {
        event.id: everybody
        if form.whom.data == "all"
        else {row.agency_id for row in event.assignments} & everybody
        for event in chosen
    }
    try:
        done = invitation_services.invite(
            chosen, wanted, form.deadline.data,
            user_id=current_user().id, now=now(), today=today(),
        )  # fmt: skip
    except Refused as refused:
        sentence = words.refusal(refused)
        return _invite_page(campaign_of(campaign_id), form, 422, sentence)
    flash(
        _("Asked: %(new)s new, %(again)s again; %(kept)s had answered and stay as they are.",
          new=done.new, again=done.again, kept=done.kept), "ok",
    )  # fmt: skip
    return redirect(url_for(".answers", campaign_id=campaign_id), 303)


# ---------------------------------------------------------------- reminding


@bp.get(SEASON + "/answers/waiting")
@requires("view")
def waiting(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    season = answer_queries.season_answers(campaign, today())
    found = chasing.reminders(current_office(), season.waiting)
    mails = [item.agency.email for item in found if item.agency.email]
    return show(
        "portal/waiting.html",
        campaign,
        reminders=found,
        mails=mails,
        everybody=chasing.to_everybody(current_office(), campaign, mails) if mails else "",
    )


# ---------------------------------------------------------------- one invitation


@bp.get("/invitations/<id:invitation_id>")
@requires("plan")
def invitation(invitation_id: int) -> Any:
    row = invitation_services.get_for_office(current_office().id, invitation_id)
    return _invitation_page(row, OfficeAnswerForm(formdata=None, obj=row))


def _invitation_page(
    row: Invitation, form: OfficeAnswerForm, status: int = 200, refusal: str = ""
) -> Any:
    campaign = campaign_of(row.event.campaign_id)
    return show("portal/office_answer.html", campaign, status, row=row, form=form, refusal=refusal)


@bp.post("/invitations/<id:invitation_id>")
@requires("plan")
def record_answer(invitation_id: int) -> Any:
    office, form = current_office(), OfficeAnswerForm()
    row = invitation_services.get_for_office(office.id, invitation_id)
    if not form.validate():
        return _invitation_page(row, form, 422)
    reply = Reply(form.answer.data, form.reason.data or "", form.note.data or "", form.number())
    try:
        invitation_services.record_answer(
            office.id, invitation_id, reply, user_id=current_user().id, now=now()
        )
    except StaleEdit:
        form.version.data = str(row.version)
        sentence = _("Somebody changed this meanwhile; nothing was saved. Look again.")
        return _invitation_page(row, form, STALE, sentence)
    except Refused as refused:
        return _invitation_page(row, form, 422, words.refusal(refused))
    flash(_("The answer has been saved."), "ok")
    return _to_event(row)


@bp.post("/invitations/<id:invitation_id>/withdraw")
@requires("plan")
def withdraw(invitation_id: int) -> Any:
    row = invitation_services.withdraw(current_office().id, invitation_id, now())
    flash(_("The invitation has been withdrawn; the agency sees it."), "ok")
    return _to_event(row)


def _to_event(row: Invitation) -> Any:
    address = url_for(".event_answers", campaign_id=row.event.campaign_id, event_id=row.event_id)
    return redirect(address, 303)
