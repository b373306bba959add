"""Invitations: in which state one is, whether it may be answered, and how many are in which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ACCEPTED = "accepted"
DECLINED = "declined"
ANSWERS = (ACCEPTED, DECLINED)
# Why an agency does not come; a short note may stand beside it.
REASONS = ("staff", "other_duty", "short_notice", "place", "fields", "other")
# open: waiting; overdue: the deadline passed without an answer; over: the day came without one.
STATES = ("accepted", "declined", "open", "overdue", "over", "withdrawn", "cancelled")
WAITING = ("open", "overdue")


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides about an invitation: `day` is the event's, `deadline` the last day to answer."""

    answer: str
    day: date
    deadline: date
    withdrawn: bool = False
    cancelled: bool = False


def state_of(asked: Asked, today: date) -> str:
    """One of `STATES`. An answer counts for ever; what ended is not waited for."""
    if asked.withdrawn:
        return "withdrawn"
    if asked.cancelled:
        return "cancelled"
    if asked.answer:
        return asked.answer
    if today > asked.day:
        return "over"
    return "open" if today <= asked.deadline else "overdue"


def why_not(asked: Asked, today: date) -> str:
    """Why the agency may not answer (or change its answer) itself; '' when it may.

    After the deadline the plan is made with the answers that are there: then one telephones.
    """
    state = state_of(asked, today)
    if state in ("withdrawn", "cancelled"):
        return state
    if today > asked.day:
        return "over"
    return "" if today <= asked.deadline else "deadline"


def tally(states: Iterable[str]) -> dict[str, int]:
    """How many invitations are in each state, every state named."""
    counted = Counter(states)
    return {state: counted[state] for state in STATES}
