"""Targets that no count of their season could meet, or every count would."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.core.target_rules import Aim, Held, SeasonDays, aim_fault

SEASON = SeasonDays(
    date(2023, 5, 22),
    date(2023, 6, 9),
    (
        Held(1, 11, date(2023, 5, 23)),
        Held(2, 21, date(2023, 5, 24)),
        Held(2, 22, date(2023, 6, 2)),
    ),
)
AIM = Aim("attendance", None, None, "", 5, None)
UNIQUE = replace(AIM, measure="unique_persons")


@pytest.mark.parametrize(
    ("aim", "fault"),
    [
        (AIM, None),
        (replace(AIM, period="2023"), None),
        (replace(AIM, period="2023-06"), None),
        (replace(AIM, period="2024"), ("period", "outside_season")),
        (replace(AIM, period="2023-04"), ("period", "outside_season")),
        (replace(AIM, period="2023-07"), ("period", "outside_season")),
        (replace(AIM, value=0, before=3), ("value", "no_aim")),
        (replace(AIM, value=None, before=0), ("before", "nothing_before")),
        (replace(AIM, value=None, before=1), None),
        (replace(AIM, value=4, before=0), None),
        (UNIQUE, ("measure", "never_summed")),
        (replace(UNIQUE, zone=2), ("measure", "never_summed")),
        (replace(UNIQUE, zone=1), None),
        (replace(UNIQUE, dong=22), None),
        (replace(UNIQUE, zone=2, period="2023-06"), None),
        (replace(UNIQUE, period="2023-05"), ("measure", "never_summed")),
    ],
)
def test_a_target_that_counts_can_reach(aim: Aim, fault: tuple[str, str] | None) -> None:
    assert aim_fault(aim, SEASON) == fault


def test_a_season_outside_events_may_aim_at_people() -> None:
    assert aim_fault(UNIQUE, replace(SEASON, events=())) is None
