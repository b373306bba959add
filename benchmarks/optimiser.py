"""The optimiser against its baselines, on problems made up afresh, in one run.

Ratios only: times and scores of one run on one machine mean little alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from benchmarks.greedy import greedy_plan
from benchmarks.one_model import cp_sat_plan, highs_plan
from planner.core.problem import Plan, Problem
from planner.core.rules import check_plan
from planner.core.score import score_plan
from planner.engine import solve
from planner.engine.generate import generate_problem

Baseline = Callable[[Problem, float], Plan | None]
BASELINES: dict[str, Baseline] = {
    "greedy by name": lambda problem, _: greedy_plan(problem),
    "HiGHS, one model": highs_plan,
    "CP-SAT, one model": cp_sat_plan,
}


def compare(size: str, seed: int, seconds: float, workers: int) -> list[str]:
    """Lines of a comparison on one problem."""
    problem = generate_problem(size, seed)
    begun = time.monotonic()
    outcome = solve(problem, seconds=seconds, workers=workers)
    used = time.monotonic() - begun
    if outcome.score is None:
        return [f"{problem.name}: no plan in {used:.1f} s ({outcome.status})"]
    own, first = outcome.score.total, outcome.history[0][0]
    gap = "none" if outcome.gap is None else f"{100 * outcome.gap:.2f} %"
    lines = [
        f"{problem.name}: score {own}, {outcome.status}, gap {gap}, {used:.1f} s, "
        f"first sound plan after {100 * first / used:.0f} % of that"
    ]
    for name, baseline in BASELINES.items():
        begun = time.monotonic()
        plan = baseline(problem, seconds)
        ratio = (time.monotonic() - begun) / used
        lines.append(f"  {name:<18} {_against(problem, plan, own)}, {ratio:.2f} × the time")
    return lines


def _against(problem: Problem, plan: Plan | None, own: int) -> str:
    if plan is None:
        return "no plan"
    broken = {item.code for item in check_plan(problem, plan)}
    sound = "sound" if not broken else "breaks " + ", ".join(sorted(broken))
    return f"{score_plan(problem, plan).total / own:.2f} × our score ({sound})"


def run(seconds: float, sizes: list[str], seeds: int, workers: int) -> None:
    for size in sizes:
        for seed in range(100, 100 + seeds):
            for line in compare(size, seed, seconds, workers):
                print(line, flush=True)
