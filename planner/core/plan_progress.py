"""How far a plan is: what a task's state and percentage may say together, and what is behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

STATES = ("planned", "running", "done", "stopped")


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A task as its progress is judged; `group` is its area."""

    group: int
    state: str
    percent: int
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The tasks of one area, or of all: how many in each state, and the mean of what runs.

    A stopped task is counted and takes no part in the mean: nobody works towards it any more.
    """

    tasks: int
    planned: int
    running: int
    done: int
    stopped: int
    behind: int
    percent: int | None  # rounded down, so that 100 is reached by the last task alone


def fits(state: str, percent: int) -> bool:
    """Whether state and percentage agree: done is 100 and only done is; planned has not begun."""
    if state == "done":
        return percent == 100
    if state == "planned":
        return percent == 0
    return 0 <= percent < 100


def is_behind(state: str, due: date | None, today: date) -> bool:
    """Whether a task should be done by now and is neither done nor given up."""
    return state in ("planned", "running") and due is not None and due < today


def progress(tasks: Iterable[TaskFacts], today: date) -> Progress:
    """The progress of some tasks taken together."""
    rows = list(tasks)
    live = [row.percent for row in rows if row.state != "stopped"]
    count = {state: sum(row.state == state for row in rows) for state in STATES}
    return Progress(
        tasks=len(rows),
        behind=sum(is_behind(row.state, row.due, today) for row in rows),
        percent=sum(live) // len(live) if live else None,
        **count,
    )


def progress_by_area(tasks: Iterable[TaskFacts], today: date) -> dict[int, Progress]:
    """The progress of each area that has a task."""
    groups: dict[int, list[TaskFacts]] = {}
    for row in tasks:
        groups.setdefault(row.group, []).append(row)
    return {group: progress(rows, today) for group, rows in groups.items()}
