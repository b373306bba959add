"""The search for the answer to a question."""

from __future__ import annotations

from collections.abc import Callable

from planner.engine.why_not import Answer, why_not
from planner.proposals.why_not_work import Question


def search(question: Question, seconds: int, should_stop: Callable[[], bool]) -> Answer:
    """What the rules say, or what it would cost."""
    ask = question.ground.ask
    return why_not(
        ask.problem,
        question.ground.base,
        question.wish,
        pins=ask.pins,
        keep=question.keep,
        seconds=seconds,
        should_stop=should_stop,
    )
