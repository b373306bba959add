"""One run of the optimiser: its clock, its best plan, what it has proven."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from threading import RLock

from planner.core.problem import Plan, Problem
from planner.core.rules import RULES, check_plan
from planner.core.score import Score, score_plan
from planner.core.violation import Violation
from planner.engine.mip import Limits
from planner.engine.outcome import Goal, Outcome, Progress


class Run:
    """Keeps the best sound plan and the best bound, tells of progress, and says when to stop.

    A plan is kept only if it breaks none of the rules in `codes`, but for what `excused` names,
    and if `keeps` says yes to it. Several threads may share a run.
    """

    def __init__(
        self,
        problem: Problem,
        seconds: float,
        seed: int = 0,
        on_progress: Callable[[Progress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
        codes: Sequence[str] | None = None,
        excused: Sequence[Violation] = (),
        keeps: Callable[[Plan], bool] | None = None,
    ) -> None:
        self.problem, self.seconds, self.seed = problem, seconds, seed
        self.begun = time.monotonic()
        self.plan: Plan | None = None
        self.score: Score | None = None
        self.bound = -math.inf
        self.history: list[tuple[float, int]] = []
        self.phase = "start"
        self.goals: tuple[Goal, ...] = ()
        self.on_better: Callable[[Plan], object] | None = None
        self._on_progress, self._should_stop = on_progress, should_stop
        self._codes = tuple(RULES) if codes is None else tuple(codes)
        self._keeps = keeps
        self._lock = RLock()
        self._excused = tuple(excused)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.begun

    @property
    def left(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self.seconds - self.elapsed)

    @property
    def total(self) -> float:
        return self.score.total if self.score else math.inf

    def stopped(self) -> bool:
        """Whether the time is over, the user wants to stop, or nothing is left to prove."""
        return self.left <= 0 or self.proven() or self.asked_to_stop()

    def asked_to_stop(self) -> bool:
        """Whether somebody wants the search to end."""
        return self._should_stop is not None and self._should_stop()

    def proven(self) -> bool:
        """Whether no integer lies between the bound and the best score."""
        return self.total - self.bound < 1

    def limits(self, seconds: float = math.inf, **others: float) -> Limits:
        """Limits of a sub-problem within what is left of this run."""
        limits = Limits(min(seconds, self.left), abs_gap=0.999, seed=self.seed, stop=self._asked)
        for name, value in others.items():
            setattr(limits, name, value)
        return limits

    def _asked(self) -> bool:
        self.tell()
        return self.asked_to_stop()

    def keeps(self, plan: Plan) -> bool:
        """Whether a plan holds what must be kept."""
        return self._keeps is None or self._keeps(plan)

    def part(
        self,
        problem: Problem,
        seconds: float,
        keeps: Callable[[Plan], bool],
        enough: Callable[[], bool] | None = None,
    ) -> Run:
        """A run within this one for the problem under other weights; it tells of the whole.

        It ends when this one is to end, and when there is `enough`.
        """

        def stop() -> bool:
            return self.asked_to_stop() or (enough is not None and enough())

        part = Run(problem, seconds, self.seed, None, stop, self._codes, (), keeps)
        part._excused = self._excused
        if self._on_progress is not None:
            part._on_progress = lambda told: self._relay(part, told)
        return part

    def _relay(self, part: Run, told: Progress) -> None:
        """A part's progress, with the score of its plan under this run's weights."""
        assert self._on_progress is not None
        plan = part.plan or self.plan
        score = score_plan(self.problem, plan) if plan is not None else None
        total, terms = (score.total, score.terms) if score else (None, None)
        self._on_progress(Progress(told.phase, self.elapsed, self.seconds, total, None, terms))

    def adopt(self, plan: Plan) -> None:
        """Takes a sound plan, better or not, and notes when."""
        self.plan, self.score = plan, score_plan(self.problem, plan)
        self.history.append((round(self.elapsed, 3), self.score.total))
        self.tell()

    def replace_by(self, plan: Plan | None) -> None:
        """Takes a plan that is as good as the best one, or better, in its place."""
        score = score_plan(self.problem, plan) if plan is not None else None
        if score is not None and score.total <= self.total:
            self.plan, self.score = plan, score

    def offer(self, plan: Plan | None) -> bool:
        """Keeps a plan if it is sound and better than the best so far; whether it was."""
        if plan is None:
            return False
        score = score_plan(self.problem, plan)
        if score.total >= self.total or self.faulty(plan):
            return False
        with self._lock:
            if score.total >= self.total:
                return False
            self.plan, self.score = plan, score
            self.history.append((round(self.elapsed, 3), score.total))
        if self.on_better is not None:
            self.on_better(plan)
        self.tell()
        return True

    def faulty(self, plan: Plan) -> bool:
        """Whether a plan breaks a rule that is not excused, or what must be kept."""
        if not self.keeps(plan):
            return True
        found = check_plan(self.problem, plan, self._codes)
        return any(item not in self._excused for item in found)

    def raise_bound(self, bound: float) -> None:
        """Takes a proven bound; scores are integers, so it is rounded up (but for rounding)."""
        if math.isfinite(bound):
            with self._lock:
                self.bound = max(self.bound, min(math.ceil(bound - 1e-3), self.total))
            self.tell()

    def tell(self, phase: str | None = None) -> None:
        """Reports progress, under a new name of the phase where one is given."""
        self.phase = phase or self.phase
        if self._on_progress is not None:
            score = self.score.total if self.score else None
            bound = self.bound if math.isfinite(self.bound) else None
            terms = self.score.terms if self.score else None
            told = Progress(self.phase, self.elapsed, self.seconds, score, bound, terms)
            self._on_progress(told)

    def outcome(self, infeasible: bool = False, conflicts: Sequence[Violation] = ()) -> Outcome:
        """The answer as it stands."""
        bound = self.bound if math.isfinite(self.bound) else None
        if self.plan is None or self.score is None:
            status = "infeasible" if infeasible else "out_of_time"
            return Outcome(status, bound=bound, elapsed=self.elapsed, conflicts=tuple(conflicts))
        if self.goals:
            status = "optimal" if all(goal.proven for goal in self.goals) else "feasible"
            return Outcome(
                status, self.plan, self.score, elapsed=self.elapsed,
                history=tuple(self.history), goals=self.goals,
            )  # fmt: skip
        status = "optimal" if self.proven() else "feasible"
        gap = None
        if bound is not None:
            gap = (self.score.total - bound) / self.score.total if self.score.total else 0.0
        return Outcome(
            status, self.plan, self.score, bound, gap, self.elapsed, (), tuple(self.history)
        )
