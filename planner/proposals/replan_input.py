"""A re-planning's question from the rows: what is in force, what happened, what a person pinned."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from planner.campaigns.bridge import TakenBooths, build_plan, build_problem
from planner.campaigns.drafting import is_held
from planner.campaigns.models import Campaign
from planner.campaigns.problem_parts import allowed_days, known_venues
from planner.campaigns.release_queries import latest_release, season_of
from planner.core.decided import Decided
from planner.core.formats import plan_from
from planner.core.happenings import EventElsewhere, from_json
from planner.core.in_force import as_in_force, in_force, plan_of_season
from planner.core.plan import Forced, Plan
from planner.core.problem import Problem, Replan, is_on
from planner.core.release import ReleasedSeason
from planner.core.replanning import Pinned, Question, Wanted, pose
from planner.proposals.models import Proposal
from planner.proposals.services import problem_of


@dataclass(frozen=True)
class Baseline:
    """The plan in force, the draft beside it, and the problem as wide as the plan needs it.

    `release` is the number of the release in force, None where nothing is released yet.
    """

    problem: Problem
    published: Plan
    draft: Plan
    release: int | None


def load_baseline(
    campaign: Campaign, as_of: date, taken: TakenBooths | None = None, wished: Iterable[date] = ()
) -> Baseline:
    """The same with the latest release; `campaign` is loaded by `bridge.load_campaign`."""
    row = latest_release(campaign.id)
    season, number = (season_of(row), row.number) if row else (None, None)
    return baseline(campaign, season, number, as_of, taken, wished)


def baseline(
    campaign: Campaign,
    season: ReleasedSeason | None,
    release: int | None,
    as_of: date,
    taken: TakenBooths | None = None,
    wished: Iterable[date] = (),
) -> Baseline:
    """What a re-planning of events after `as_of` is measured against.

    Public holidays stay allowed where an event in force lies on one or is `wished` there.
    """
    draft = build_plan(campaign)
    bare = build_problem(campaign, holidays_forbid=True)
    if season is None:
        published = draft
    else:
        numbers = {
            (venue.id, booth.number): booth.id
            for venue in known_venues(campaign)
            for booth in venue.booths
        }
        released = plan_of_season(bare, season, numbers)
        gone = {row.uid for row in campaign.events if row.status != "planned"}
        published = in_force(released, draft, gone, first_day(campaign, as_of))
    problem = build_problem(
        campaign, holidays_forbid=True, taken_booths=_free_of(published, taken or {})
    )
    places = {event.place.id: event.place.name for event in season.events} if season else {}
    allowed = allowed_days(campaign, bare.days, holidays_forbid=False)
    days = {event.day for event in published.events}
    days |= {(day - campaign.starts_on).days for day in wished}
    open_days = [day for day in days if is_on(allowed, day)]
    wide = as_in_force(problem, published, open_days, places)
    return Baseline(wide, published, draft, release)


def first_day(campaign: Campaign, as_of: date) -> int:
    """The first day that is planned anew."""
    return max(0, (as_of - campaign.starts_on).days + 1)


def _free_of(published: Plan, taken: TakenBooths) -> dict[str, set[int]]:
    """The taken booths without those that an agency holds at another event in force."""
    held = {item.booth: event.id for event in published.events for item in event.assign}
    return {
        uid: {booth for booth in booths if held.get(booth, uid) == uid}
        for uid, booths in taken.items()
    }


def wished_days(detail: dict[str, Any]) -> list[date]:
    """The days that a person wants events on."""
    found = map(from_json, detail["changes"])
    return [item.day for item in found if isinstance(item, EventElsewhere) and item.day]


def replan_question(campaign: Campaign, base: Baseline, detail: dict[str, Any]) -> Question:
    """The question that a proposal's `detail` asks (see `replan_services.ask_replan`)."""
    return pose(
        base.problem,
        base.published,
        first_day(campaign, date.fromisoformat(detail["as_of"])),
        tuple(map(from_json, detail["changes"])),
        _pinned(campaign, base.draft),
        Wanted(detail["pin_schedule"], frozenset(detail["movable"])),
    )


def _pinned(campaign: Campaign, draft: Plan) -> Pinned:
    rows = {row.uid: row for row in campaign.events}
    uids = {row.id: row.uid for row in campaign.events}
    return Pinned(
        places={
            event.id: (event.day, event.venue) for event in draft.events if is_held(rows[event.id])
        },
        agencies={
            (event.id, item.agency_id): item.booth_id
            for event in draft.events
            for item in rows[event.id].assignments
            if item.pinned
        },
        away=frozenset((uids[ban.event_id], ban.agency_id) for ban in campaign.bans),
    )


def question_detail(question: Question, base: Baseline, taken: TakenBooths) -> dict[str, Any]:
    """What a proposal keeps of its question besides the problem, as JSON."""
    task, decided = question.task, question.decided
    past = (event.id for event in base.published.events if event.day < task.now)
    return {
        "release": base.release,
        "past": sorted(past),
        "taken": {uid: sorted(booths) for uid, booths in taken.items()},
        "task": {
            "now": task.now,
            "pin_schedule": task.pin_schedule,
            "movable": list(task.movable),
            "force": [asdict(wish) for wish in task.force],
        },
        "away": [list(key) for key in sorted(decided.away)],
        "comes": [[*key, booth] for key, booth in sorted(decided.comes.items())],
        "stuck": sorted(question.stuck),
        "given_up": [list(item) for item in question.given_up],
    }


def question_of(proposal: Proposal) -> Question:
    """The question of a proposal on which work has begun."""
    detail = proposal.detail
    task = Replan(
        problem_of(proposal),
        published_of(proposal),
        detail["task"]["now"],
        detail["task"]["pin_schedule"],
        tuple(detail["task"]["movable"]),
        tuple(Forced(**wish) for wish in detail["task"]["force"]),
    )
    decided = Decided(
        frozenset(_keys(detail["away"])),
        {(event, agency): booth for event, agency, booth in detail["comes"]},
    )
    return Question(
        task,
        decided,
        tuple(map(from_json, detail["changes"])),
        frozenset(detail["stuck"]),
        tuple((event, agency) for event, agency in detail["given_up"]),
    )


def published_of(proposal: Proposal) -> Plan:
    """The plan in force when the search began."""
    return plan_from(proposal.detail["published"])


def _keys(pairs: Iterable[list[Any]]) -> Iterable[tuple[str, int]]:
    return ((event, agency) for event, agency in pairs)
