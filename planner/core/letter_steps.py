"""The life of a letter: drafted, reviewed, sent; and when a failed sending is tried again."""

from __future__ import annotations

from datetime import datetime, timedelta

STATES = ("draft", "reviewed", "queued", "sending", "sent", "failed", "withdrawn")
OPEN = frozenset({"draft", "reviewed", "queued", "failed"})  # nobody has it yet
REWRITABLE = frozenset({"draft", "reviewed", "failed"})

# What a person can do with a letter: in which states, and the state that it then has.
STEPS: dict[str, tuple[frozenset[str], str]] = {
    "review": (frozenset({"draft"}), "reviewed"),
    "reopen": (frozenset({"reviewed", "failed"}), "draft"),
    "queue": (frozenset({"reviewed", "failed"}), "queued"),
    "mark_sent": (frozenset({"reviewed", "failed"}), "sent"),
    "withdraw": (OPEN, "withdrawn"),
}
# Minutes until the next try, after the first, second … one that failed for the time being.
PAUSES = (1, 5, 30, 120)


def may(state: str, step: str) -> bool:
    """Whether a letter in this state can take a step."""
    return state in STEPS[step][0]


def next_try(tries: int, now: datetime) -> datetime | None:
    """When to try again after so many tries; None once it has been tried often enough."""
    if not 1 <= tries <= len(PAUSES):
        return None
    return now + timedelta(minutes=PAUSES[tries - 1])
