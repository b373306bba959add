"""The working side of a proposal: from the draft to a question, from an answer to a row.

Used by `planner.jobs` and the command line. A worker holds a proposal by its `started_at`: one that
lost it (its heartbeat was too old, another took over) writes nothing any more.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.campaigns.bridge import TakenBooths, load_campaign
from planner.campaigns.models import Campaign
from planner.core.formats import plan_to, problem_to
from planner.core.matching import keep_identities
from planner.core.plan import Plan
from planner.core.score import score_plan
from planner.core.steady import steady
from planner.core.trace import Trace, trace_to
from planner.core.violation import Violation
from planner.engine import Outcome
from planner.errors import Refused
from planner.extensions import db
from planner.proposals.days import as_of, usual_as_of
from planner.proposals.goals import goals_to
from planner.proposals.input import Ask, ask_detail, booths_ask, season_ask
from planner.proposals.models import Proposal
from planner.proposals.what_if import assumed_by

STEADIED = 60  # events up to which changes that gain nothing are undone (each is a check)


def held_proposal(proposal_id: int, token: datetime) -> Proposal | None:
    """The running proposal, if it is still held by the worker that began at `token`."""
    return db.session.scalar(
        select(Proposal)
        .where(
            Proposal.id == proposal_id,
            Proposal.state == "running",
            Proposal.started_at == token,
        )
        .options(joinedload(Proposal.campaign), joinedload(Proposal.event))
    )


def begin(proposal: Proposal, today: date, taken: TakenBooths | None = None) -> Ask:
    """Read the draft as it is now, store the question with the proposal, and commit.

    A season asked for without a day is planned from what is usual `today`.
    Raises `Refused("event_cancelled")` when the event to be given booths is no longer planned.
    """
    campaign = load_campaign(proposal.campaign.office_id, proposal.campaign_id)
    # What an earlier try has told of its course is not this one's.
    proposal.detail = {key: value for key, value in proposal.detail.items() if key != "progress"}
    ask = ASKS[proposal.kind](proposal, campaign, today, taken)
    proposal.problem = problem_to(ask.problem)
    proposal.draft_version = campaign.version
    proposal.detail = {**proposal.detail, **ask_detail(ask, taken)}
    db.session.commit()
    return ask


def _booths(proposal: Proposal, campaign: Campaign, today: date, taken: TakenBooths | None) -> Ask:
    event = proposal.event
    if event is None or event.status != "planned":
        raise Refused("event_cancelled")
    return booths_ask(campaign, event.uid, taken)


def _season(proposal: Proposal, campaign: Campaign, today: date, taken: TakenBooths | None) -> Ask:
    day = as_of(proposal) or usual_as_of(campaign, today)
    proposal.detail = {**proposal.detail, "as_of": day.isoformat()}
    return season_ask(campaign, day, taken, assumed_by(proposal))


# What each kind of proposal asks.
ASKS: dict[str, Callable[[Proposal, Campaign, date, TakenBooths | None], Ask]] = {
    "booths": _booths,
    "season": _season,
    "what_if": _season,
}


def finish(
    proposal: Proposal,
    ask: Ask,
    outcome: Outcome,
    *,
    conflicts: Sequence[Violation] = (),
    give_up: Sequence[Violation] = (),
    alone: Sequence[Violation] = (),
    sure: tuple[bool, bool] = (True, True),
    stopped: bool = False,
    course: Trace | None = None,
    now: datetime,
) -> None:
    """Store the answer: plan, score, bound, terms, course, and what is in conflict; commits.

    Giving up any one of `alone` is enough, all of `give_up` together the least; `sure` tells
    whether the conflict is proven minimal, and what is given up the least.
    """
    proposal.state = "stopped" if stopped and outcome.status != "optimal" else "done"
    proposal.outcome = outcome.status
    proposal.finished_at = proposal.heartbeat_at = now
    proposal.bound = outcome.bound
    goals: list[dict[str, Any]] = []
    if outcome.plan is not None and outcome.score is not None:
        plan = named_plan(ask, outcome.plan)
        score = score_plan(ask.problem, plan)
        proposal.plan = plan_to(plan)
        proposal.score, proposal.terms = score.total, dict(score.terms)
        goals = goals_to(outcome.goals, ask.problem.weights, score.terms)
    proposal.detail = {
        **proposal.detail,
        "gap": outcome.gap,
        "elapsed": round(outcome.elapsed, 1),
        "history": [list(point) for point in outcome.history],
        "conflicts": [violation_to(item) for item in conflicts or outcome.conflicts],
        "give_up": [violation_to(item) for item in give_up],
        "alone": [violation_to(item) for item in alone],
        "sure": list(sure),
        "goals": goals,
        **({"progress": trace_to(course)} if course else {}),
    }
    db.session.commit()


def fail(proposal: Proposal, reason: str, now: datetime) -> None:
    """Give up on a proposal for a reason that `proposal_words` has a sentence for; commits."""
    proposal.state, proposal.finished_at = "failed", now
    proposal.detail = {**proposal.detail, "error": reason}
    db.session.commit()


def named_plan(ask: Ask, plan: Plan) -> Plan:
    """The answer with the draft's uids, what had to stay exactly as the draft has it."""
    before = ask.before.event_by_id()
    if ask.event is not None:
        answer = plan.event_by_id()[ask.event]
        kept = (answer if event.id == ask.event else event for event in ask.before.events)
        named = Plan(plan.instance, tuple(kept))
        return steady(ask.problem, ask.before, named, {ask.event}, keeps=ask.keeps)
    zones = {venue.id: venue.zone for venue in ask.problem.venues}
    plan = keep_identities(ask.before, plan, zones, lambda: str(uuid.uuid4()), ask.past | ask.held)
    events = []
    for event in plan.events:
        if event.id in ask.past:
            event = before[event.id]
        elif event.id in ask.held:
            event = replace(event, fallback=before[event.id].fallback)
        events.append(event)
    named = Plan(plan.instance, tuple(events))
    if len(events) <= STEADIED:
        named = steady(ask.problem, ask.before, named, order=ask.order, keeps=ask.keeps)
    ordered = sorted(named.events, key=lambda event: (event.day, event.id))
    return Plan(plan.instance, tuple(ordered))


def violation_to(item: Violation) -> dict[str, Any]:
    """A violation as JSON; `violation_from` reads it."""
    subjects = [list(subject) for subject in item.subjects]
    return {"code": item.code, "subjects": subjects, "data": dict(item.data)}


def violation_from(data: dict[str, Any]) -> Violation:
    """The violation of `violation_to`."""
    subjects = tuple((str(kind), key) for kind, key in data["subjects"])
    return Violation(str(data["code"]), subjects, dict(data["data"]))
