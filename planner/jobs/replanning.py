"""The search for a plan near the one in force, and why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from planner.core.replanning import Question, cannot_stay
from planner.core.violation import Violation
from planner.engine import Progress
from planner.engine.explain import explain
from planner.engine.replan import GOALS, ReplanOutcome, replan, staying

Conflicts = tuple[tuple[Violation, ...], tuple[Violation, ...]]


def search(
    question: Question,
    goals: list[str],
    seconds: int,
    on_progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> ReplanOutcome:
    """Fewest changes, in the order of the goals asked for."""
    return replan(
        question.task,
        decided=question.decided,
        seconds=seconds,
        goals=goals or GOALS,
        on_progress=on_progress,
        should_stop=should_stop,
    )


def why_none(question: Question, answer: ReplanOutcome, seconds: float) -> Conflicts:
    """The rules in conflict and the least to give up; nothing where there is a plan."""
    if answer.outcome.status != "infeasible":
        return (), ()
    wished = tuple(_wishes_broken(question))
    if wished:
        return wished, ()
    found = explain(question.problem, pins=staying(question.task), seconds=seconds)
    return found.conflicts or answer.outcome.conflicts, found.give_up


def _wishes_broken(question: Question) -> Iterator[Violation]:
    """Wishes for a day that fail by themselves."""
    events = question.published.event_by_id()
    for wish in question.task.force:
        event = events.get(wish.event)
        if event is None or wish.day is None:
            continue
        venue = event.venue if wish.venue is None else wish.venue
        found = cannot_stay(question.problem, replace(event, day=wish.day, venue=venue))
        # At another venue than the one in force it may still be possible.
        if wish.venue is not None or any(item.code == "H02" for item in found):
            yield from found
