"""What a target may ask for: only what the counts of its season can reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.core.counting import NEVER_SUMMED


@dataclass(frozen=True, slots=True)
class Held:
    """An event that is to be held: where, and when."""

    zone: int | None
    dong: int | None
    day: date


@dataclass(frozen=True, slots=True)
class SeasonDays:
    """A season as a target sees it: its days, and its events."""

    first: date
    last: date
    events: Sequence[Held] = ()


@dataclass(frozen=True, slots=True)
class Aim:
    """A target: of what, where, in which period ('' is the whole season), and how much."""

    measure: str
    zone: int | None
    dong: int | None
    period: str
    value: int | None
    before: int | None


def aim_fault(aim: Aim, season: SeasonDays) -> tuple[str, str] | None:
    """(what of the target, code) of the first reason why it could never be met, or always would
    be; None where it is sound. The period is a year or a month, or ''."""
    if aim.value == 0:
        return "value", "no_aim"
    if aim.value is None and aim.before == 0:
        return "before", "nothing_before"
    if aim.period and not _meet(aim.period, season):
        return "period", "outside_season"
    within = [event for event in season.events if _within(event, aim)]
    if aim.measure in NEVER_SUMMED and len(within) > 1:
        return "measure", "never_summed"
    return None


def _meet(period: str, season: SeasonDays) -> bool:
    """Whether a day of the season lies in the period."""
    size = len(period)
    return season.first.isoformat()[:size] <= period <= season.last.isoformat()[:size]


def _within(event: Held, aim: Aim) -> bool:
    return (
        aim.zone in (None, event.zone)
        and aim.dong in (None, event.dong)
        and event.day.isoformat().startswith(aim.period)
    )
