"""The course of a search: when which score and bound were reached, and in which stage it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_POINTS = 120
MOST_STAGES = 40
_IMPROVING = frozenset({"window", "scattered", "districts", "region"})


@dataclass(frozen=True, slots=True)
class Point:
    """From `at` seconds on: the score of the best plan, and what is proven (None: nothing yet)."""

    at: float
    score: int | None
    bound: float | None


@dataclass(frozen=True, slots=True)
class Trace:
    """`points` in order of time; `stages` are (seconds, name); `end` is the last second told."""

    points: tuple[Point, ...] = ()
    stages: tuple[tuple[float, str], ...] = ()
    end: float = 0.0

    @property
    def stage(self) -> str:
        return self.stages[-1][1] if self.stages else ""


def noted(trace: Trace, at: float, phase: str, score: int | None, bound: float | None) -> Trace:
    """The trace after one more word of the search; what says nothing new adds nothing."""
    at = max(trace.end, round(at, 2))
    points, stages = trace.points, trace.stages
    last = points[-1] if points else None
    if (score, bound) != (last.score, last.bound) if last else (score, bound) != (None, None):
        points = thinned((*points, Point(at, score, bound)))
    name = stage_of(phase, trace.stage)
    if name != trace.stage and len(stages) < MOST_STAGES:
        stages = (*stages, (at, name))
    return Trace(points, stages, at)


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> tuple[Point, ...]:
    """At most `most` points: of a longer course every other one goes, but first and last stay."""
    if len(points) <= most:
        return tuple(points)
    return (*points[:-1:2], points[-1])


def stage_of(phase: str, before: str) -> str:
    """The stage that a phase of the engine belongs to; the kinds of improvement are one."""
    if phase in _IMPROVING or (phase == "agencies" and before in ("agencies", "improve")):
        return "agencies" if phase == "agencies" and before == "agencies" else "improve"
    return "levels" if phase.startswith("level") else phase


def trace_to(trace: Trace) -> dict[str, Any]:
    """The trace as JSON values."""
    return {
        "points": [[item.at, item.score, item.bound] for item in trace.points],
        "stages": [list(item) for item in trace.stages],
        "end": trace.end,
    }


def trace_from(stored: Mapping[str, Any] | None) -> Trace:
    """The trace of `trace_to`; an empty one of nothing."""
    if not stored:
        return Trace()
    return Trace(
        tuple(Point(float(at), score, bound) for at, score, bound in stored["points"]),
        tuple((float(at), str(name)) for at, name in stored["stages"]),
        float(stored["end"]),
    )


@dataclass
class Recorder:
    """A trace that grows as the search tells of itself, and whether that is news."""

    trace: Trace = field(default_factory=Trace)
    news: bool = False

    def note(self, at: float, phase: str, score: int | None, bound: float | None) -> None:
        before = self.trace
        self.trace = noted(before, at, phase, score, bound)
        if (self.trace.points, self.trace.stages) != (before.points, before.stages):
            self.news = True
