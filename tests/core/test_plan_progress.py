"""What a task's state and percentage say together, and how far a plan is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.plan_progress import (
    STATES,
    TaskFacts,
    fits,
    is_behind,
    progress,
    progress_by_area,
)

TODAY = date(2024, 7, 1)
BEFORE, AFTER = date(2024, 6, 30), date(2024, 7, 1)


@pytest.mark.parametrize(
    ("state", "fine", "wrong"),
    [
        ("done", [100], [0, 99]),
        ("planned", [0], [1, 100]),
        ("running", [0, 1, 99], [100, -1]),
        ("stopped", [0, 30, 99], [100]),
    ],
)
def test_state_and_percentage_agree(state: str, fine: list[int], wrong: list[int]) -> None:
    assert [fits(state, percent) for percent in fine] == [True] * len(fine)
    assert [fits(state, percent) for percent in wrong] == [False] * len(wrong)


def test_behind_is_what_is_due_and_neither_done_nor_given_up() -> None:
    late = {state: is_behind(state, BEFORE, TODAY) for state in STATES}
    assert late == {"planned": True, "running": True, "done": False, "stopped": False}
    assert not is_behind("running", AFTER, TODAY)  # due today is not late
    assert not is_behind("running", None, TODAY)


def test_a_stopped_task_takes_no_part_in_the_mean() -> None:
    rows = [
        TaskFacts(1, "done", 100),
        TaskFacts(1, "running", 51, BEFORE),
        TaskFacts(1, "stopped", 10),
        TaskFacts(2, "planned", 0),
    ]
    told = progress(rows, TODAY)
    assert (told.tasks, told.done, told.running, told.planned, told.stopped) == (4, 1, 1, 1, 1)
    assert (told.percent, told.behind) == (50, 1)
    by_area = progress_by_area(rows, TODAY)
    assert {area: row.percent for area, row in by_area.items()} == {1: 75, 2: 0}
    assert progress([TaskFacts(1, "stopped", 10)], TODAY).percent is None
    assert progress([], TODAY).percent is None


@given(st.lists(st.tuples(st.sampled_from(STATES), st.integers(0, 100)), max_size=20))
def test_a_hundred_is_reached_by_the_last_task_alone(rows: list[tuple[str, int]]) -> None:
    told = progress([TaskFacts(1, state, percent) for state, percent in rows], TODAY)
    live = [percent for state, percent in rows if state != "stopped"]
    assert (told.percent == 100) == (bool(live) and min(live) == 100)
    assert told.planned + told.running + told.done + told.stopped == told.tasks == len(rows)
