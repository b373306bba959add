"""Why this plan: why each agency stands where it does, and questions why not otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, render_template, request

from planner.booths.queries import taken_booths
from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Campaign
from planner.core.plan import PlanEvent
from planner.errors import Refused
from planner.proposals import views
from planner.proposals.models import Proposal
from planner.proposals.queries import find_proposal, list_questions
from planner.proposals.why_not_forms import AgencyQuestion, DateQuestion
from planner.proposals.why_not_input import Ground, ground, wish_from
from planner.proposals.why_not_services import ask_why_not
from planner.proposals.why_not_words import answer_label, question_words, refusal
from planner.proposals.words import ProposalNames, state_label
from planner.proposals.worth_page import worth_lines
from planner.security import current_office, current_user, requires, row_id

bp = views.bp
Form = AgencyQuestion | DateQuestion
QUESTIONS = 10  # shown of those asked already


@dataclass(frozen=True)
class Asked:
    """What the address asks about: a plan and one of its events."""

    campaign: Campaign
    source: Proposal | None
    ground: Ground
    names: ProposalNames
    event: PlanEvent | None

    @property
    def args(self) -> dict[str, Any]:
        """Of the address of this page."""
        plan = self.source.id if self.source else None
        event = self.event.id if self.event else None
        return {"campaign_id": self.campaign.id, "plan": plan, "event": event}


def asked_about(campaign_id: int) -> Asked:
    """The plan and the event of the address; without an event the first is shown."""
    office_id = current_office().id
    campaign = load_campaign(office_id, campaign_id)
    source = None
    if request.args.get("plan"):
        number = request.args.get("plan", type=row_id)
        source = find_proposal(office_id, campaign_id, number) if number else None
        if source is None:
            abort(404)
    try:
        found = ground(campaign, source, views.today(), taken_booths(campaign_id))
    except Refused:  # a proposal without a plan
        abort(404)
    names = ProposalNames(campaign, found.ask.problem, found.ask.before, found.base)
    events, wanted = in_order(found), request.args.get("event")
    event = next((item for item in events if wanted in (None, "", item.id)), None)
    if event is None and wanted:
        abort(404)
    return Asked(campaign, source, found, names, event)


@bp.get("/proposals/why")
@requires("view")
def why(campaign_id: int) -> Any:
    """Why each agency stands at an event, and the forms of a question."""
    asked = asked_about(campaign_id)
    if asked.event is None:
        return why_page(asked, None, None)
    agency = AgencyQuestion(formdata=None, agency=request.args.get("agency", ""))
    dates = DateQuestion(formdata=None, day=request.args.get("day", type=date.fromisoformat))
    return why_page(asked, agency, dates)


@bp.post("/proposals/why")
@requires("plan")
def ask_why(campaign_id: int) -> Any:
    asked = asked_about(campaign_id)
    if asked.event is None:
        abort(404)
    of_dates = request.form.get("about") == "dates"
    agency = AgencyQuestion(formdata=None) if of_dates else AgencyQuestion()
    dates = DateQuestion() if of_dates else DateQuestion(formdata=None)
    form = offered(asked, dates if of_dates else agency)
    if not form.validate():
        return why_page(asked, agency, dates, 422)
    try:
        row = ask_why_not(
            current_office().id,
            campaign_id,
            form.wish(asked.event.id, asked.ground.ask.problem),
            asked.source,
            taken=taken_booths(campaign_id),
            user=current_user(),
            now=views.now(),
        )
    except Refused as refused:
        form.form_errors.append(refusal(refused))
        return why_page(asked_about(campaign_id), agency, dates, 422)
    return views.to_proposal(row)


def offered(asked: Asked, form: Form) -> Form:
    """The form with what the season and the event's venue offer."""
    assert asked.event is not None
    return form.offer(asked.names, asked.ground.ask.problem, asked.event)


def why_page(
    asked: Asked, agency: AgencyQuestion | None, dates: DateQuestion | None, status: int = 200
) -> Any:
    problem, base, event = asked.ground.ask.problem, asked.ground.base, asked.event
    for form in (agency, dates):
        if form is not None:
            offered(asked, form)
    return render_template(
        "proposals/why.html",
        campaign=asked.campaign,
        source=asked.source,
        event=event,
        event_name=asked.names.name("event", event.id) if event else "",
        past=event is not None and event.id in asked.ground.ask.past,
        events=[(item.id, asked.names.name("event", item.id)) for item in in_order(asked.ground)],
        lines=worth_lines(asked.names, problem, base, event.id) if event else [],
        agency=agency,
        dates=dates,
        here_args=asked.args,
        questions=questions_of(asked),
    ), status


def in_order(found: Ground) -> list[PlanEvent]:
    return sorted(found.base.events, key=lambda event: (event.day, event.id))


def questions_of(asked: Asked) -> list[tuple[Proposal, str, str, str]]:
    """The newest questions about this plan: row, question, answer, kind of its badge."""
    number = asked.source.id if asked.source else None
    found = []
    for row in list_questions(asked.campaign.id):
        if row.detail.get("asked_of") != number:
            continue
        wish = wish_from(row.detail["wish"])
        if asked.names.name("event", wish.event) == "?":
            note_gone(asked.names, row, wish.event)
        answer = answer_label(row)
        label, kind = answer if answer[0] else state_label(row)
        found.append((row, question_words(asked.names, wish), label, kind))
    return found[:QUESTIONS]


def note_gone(names: ProposalNames, row: Proposal, event: str) -> None:
    """Call an event that is gone by the day and venue that it had when it was asked about."""
    for item in row.detail["asked_plan"]["events"]:
        if item["id"] == event:
            names.note(event, item["day"], item["venue"])
