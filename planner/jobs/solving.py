"""One proposal worked on, from the draft to the stored answer, with a heartbeat beside it."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.exc import OperationalError

from planner.booths.queries import taken_booths
from planner.core.trace import Recorder, trace_to
from planner.engine import Outcome, Progress, assign, solve
from planner.engine.explain import Explanation, explain
from planner.errors import Refused
from planner.extensions import db, writing
from planner.jobs import claims, replanning, why_not
from planner.proposals.input import Ask, booth_pins
from planner.proposals.models import Proposal
from planner.proposals.replan_work import begin_replan, finish_replan
from planner.proposals.why_not_work import begin_why, finish_why
from planner.proposals.work import begin, fail, finish, held_proposal

log = logging.getLogger("planner.jobs")
SEOUL = ZoneInfo("Asia/Seoul")
BEAT = 1.0  # seconds between two heartbeats
# A second worker proves how good a large season's plan is at most, then searches too.
WORKERS = min(2, os.cpu_count() or 1)
EXPLAIN = 10.0  # seconds for finding out why there is no plan

Clock = Callable[[], datetime]
Conclude = Callable[..., Any]  # (proposal, stopped=, now=): stores the answer


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Watch:
    """What the search and the heartbeat tell each other, across threads."""

    score: int | None = None
    bound: float | None = None
    terms: dict[str, int] = field(default_factory=dict)
    course: Recorder = field(default_factory=Recorder)
    detail: dict[str, Any] | None = None  # of the proposal, once the search has begun
    stop_wanted: threading.Event = field(default_factory=threading.Event)
    lost: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, progress: Progress) -> None:
        with self.lock:
            self.score, self.bound = progress.score, progress.bound
            self.terms = dict(progress.terms or {})
            self.course.note(progress.elapsed, progress.phase, progress.score, progress.bound)

    def told(self) -> dict[str, Any]:
        """The columns of a heartbeat besides score and bound; the course only where it is news."""
        with self.lock:
            columns: dict[str, Any] = {"terms": self.terms} if self.terms else {}
            if self.course.news and self.detail is not None:
                columns["detail"] = {**self.detail, "progress": trace_to(self.course.trace)}
                self.course.news = False
            return columns

    def should_stop(self) -> bool:
        return self.stop_wanted.is_set() or self.lost.is_set()


def work_on(
    app: Flask,
    proposal_id: int,
    token: datetime,
    *,
    clock: Clock = utc_now,
    ending: threading.Event | None = None,
    every: float = BEAT,
) -> str:
    """Work on a claimed proposal; its state at the end, or 'lost', or 'given back'.

    `token` is the claim's `started_at`. When `ending` is set (the process is told to go) the
    proposal is given back to the queue.
    """
    watch = Watch()
    beating = threading.Thread(
        target=_beat, args=(app, proposal_id, token, watch, clock, ending, every), daemon=True
    )
    beating.start()
    try:
        with app.app_context(), writing():
            return _work(proposal_id, token, watch, clock, ending, beating)
    except Refused as refused:
        reason = refused.code
    except Exception:
        log.exception("proposal %d ended with an error", proposal_id)
        reason = "crashed"
    finally:
        _settle(watch, beating)
    with app.app_context(), writing():
        row = held_proposal(proposal_id, token)
        if row is None:
            return "lost"
        fail(row, reason, clock())
        return row.state


def _work(
    proposal_id: int,
    token: datetime,
    watch: Watch,
    clock: Clock,
    ending: threading.Event | None,
    beating: threading.Thread,
) -> str:
    row = held_proposal(proposal_id, token)
    if row is None:
        return "lost"
    answer = ANSWERS.get(row.kind, _plan)
    conclude = answer(row, clock().astimezone(SEOUL).date(), watch)
    _settle(watch, beating)
    if ending is not None and ending.is_set():
        return "given back" if claims.give_back(proposal_id, token) else "lost"
    row = held_proposal(proposal_id, token)
    if row is None:
        return "lost"
    conclude(row, stopped=watch.stop_wanted.is_set(), course=watch.course.trace, now=clock())
    return row.state


def _plan(row: Proposal, today: date, watch: Watch) -> Conclude:
    """A season, the booths of one event, a what-if."""
    kind, seconds = row.kind, row.seconds
    ask = begin(row, today, taken_booths(row.campaign_id))
    watch.detail = dict(row.detail)
    db.session.remove()  # no transaction stays open while the search runs
    outcome = SEARCHES[kind](ask, seconds, watch)
    why = _why_none(ask, outcome, watch)
    return partial(
        finish,
        ask=ask,
        outcome=outcome,
        conflicts=why.conflicts,
        give_up=why.give_up,
        alone=why.alone,
        sure=(why.minimal, why.least),
    )


def _why_not(row: Proposal, today: date, watch: Watch) -> Conclude:
    """A question to a plan."""
    seconds = row.seconds
    question = begin_why(row, today, taken_booths(row.campaign_id))
    db.session.remove()
    answer = why_not.search(question, seconds, watch.should_stop)
    return partial(finish_why, question=question, answer=answer)


def _replan(row: Proposal, today: date, watch: Watch) -> Conclude:
    """The fewest changes of the plan in force."""
    seconds, aims = row.seconds, list(row.detail.get("aims", ()))
    question = begin_replan(row, today, taken_booths(row.campaign_id))
    watch.detail = dict(row.detail)
    db.session.remove()
    answer = replanning.search(question, aims, seconds, watch.note, watch.should_stop)
    why = ((), ()) if watch.should_stop() else replanning.why_none(question, answer, EXPLAIN)
    return partial(
        finish_replan, question=question, answer=answer, conflicts=why[0], give_up=why[1]
    )


# Kinds that ask another question than `begin` does.
ANSWERS: dict[str, Callable[[Proposal, date, Watch], Conclude]] = {
    "replan": _replan,
    "why_not": _why_not,
}


def _whole_season(ask: Ask, seconds: int, watch: Watch) -> Outcome:
    # Goals in order are asked for only where there are some.
    ordered: dict[str, Any] = {"order": ask.order} if ask.order else {}
    return solve(
        ask.problem,
        seconds=seconds,
        workers=WORKERS,
        pins=ask.pins,
        start=ask.start,
        on_progress=watch.note,
        should_stop=watch.should_stop,
        **ordered,
    )


def _one_event(ask: Ask, seconds: int, watch: Watch) -> Outcome:
    return assign(
        ask.problem,
        ask.start.events,
        keep=[event.id for event in ask.start.events if event.id != ask.event],
        seconds=seconds,
        pins=ask.pins,
        order=ask.order,
        on_progress=watch.note,
        should_stop=watch.should_stop,
    )


# How each kind of proposal is searched for.
SEARCHES: dict[str, Callable[[Ask, int, Watch], Outcome]] = {
    "booths": _one_event,
    "season": _whole_season,
    "what_if": _whole_season,
}


def _why_none(ask: Ask, outcome: Outcome, watch: Watch) -> Explanation:
    """The rules in conflict and the least to give up, where there is no plan."""
    told = Explanation(False, outcome.conflicts)
    if outcome.status != "infeasible" or watch.should_stop():
        return told
    watch.course.note(outcome.elapsed, "explain", watch.score, watch.bound)
    if ask.event is not None:
        found = explain(ask.problem, pins=booth_pins(ask), seconds=EXPLAIN, dates=False)
    else:
        found = explain(ask.problem, pins=ask.pins, seconds=EXPLAIN, reluctant=ask.reluctant)
    return found if found.conflicts else told


def _beat(
    app: Flask,
    proposal_id: int,
    token: datetime,
    watch: Watch,
    clock: Clock,
    ending: threading.Event | None,
    every: float,
) -> None:
    """Until the work is over: store the progress, hear of a wish to stop, notice a lost claim."""
    while not watch.over.wait(every):
        if ending is not None and ending.is_set():
            watch.stop_wanted.set()
        try:
            with app.app_context():
                told = watch.told()
                wanted = claims.beat(proposal_id, token, clock(), watch.score, watch.bound, **told)
        except OperationalError:  # the database is busy: the next beat will do
            log.warning("proposal %d: a heartbeat was missed", proposal_id)
            watch.course.news = True
            continue
        if wanted is None:
            watch.lost.set()
            return
        if wanted:
            watch.stop_wanted.set()


def _settle(watch: Watch, beating: threading.Thread) -> None:
    """End the heartbeat before the last word is written."""
    watch.over.set()
    beating.join()
