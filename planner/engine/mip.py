"""A thin, typed layer over HiGHS: columns, rows, one solve, plain results.

`highspy` is imported where it is used, so that importing this module costs nothing.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from planner.engine.silent import silent

INFINITY = math.inf
PARALLEL = 1 << 13  # the bit of that step in `presolve_rule_off`
Stop = Callable[[], bool]


@dataclass(slots=True)
class Solution:
    """Result of a solve.

    `status` is "optimal", "feasible" (stopped with a solution), "infeasible" or "unknown";
    `values` holds one number a column; `bound` is a proven lower bound of the objective;
    `duals` holds one number a row after a linear solve.
    """

    status: str
    values: list[float] = field(default_factory=list)
    objective: float = INFINITY
    bound: float = -INFINITY
    duals: list[float] = field(default_factory=list)
    reduced: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Limits:
    """What a solve may use: wall time in seconds, nodes, an absolute gap, one random seed."""

    seconds: float = INFINITY
    nodes: int | None = None
    abs_gap: float = 0.0
    rel_gap: float = 0.0
    seed: int = 0
    stop: Stop | None = None
    effort: float | None = None


@dataclass(slots=True)
class Model:
    """A mixed-integer linear programme to minimise, built column by column and row by row."""

    offset: float = 0.0
    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integral: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def column(
        self, cost: float = 0.0, lower: float = 0.0, upper: float = 1.0, integral: bool = False
    ) -> int:
        """Adds a column; its number."""
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.integral.append(integral)
        return len(self.cost) - 1

    def binary(self, cost: float = 0.0) -> int:
        return self.column(cost, integral=True)

    def row(
        self,
        entries: Iterable[tuple[int, float]],
        lower: float = -INFINITY,
        upper: float = INFINITY,
    ) -> int:
        """Adds `lower ≤ Σ coefficient · column ≤ upper`; its number. A column occurs once."""
        self.starts.append(len(self.index))
        for column, coefficient in entries:
            self.index.append(column)
            self.value.append(coefficient)
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        return len(self.row_lower) - 1

    def at_most(self, columns: Iterable[int], upper: float) -> int:
        """Adds `Σ columns ≤ upper`."""
        return self.row(((column, 1.0) for column in columns), upper=upper)

    def fix(self, column: int, value: float) -> None:
        self.lower[column] = self.upper[column] = value

    def part(self, rows: Iterable[int]) -> Model:
        """A model of the same columns with some of the rows, by number, and no costs."""
        size = len(self.cost)
        part = Model(0.0, [0.0] * size, self.lower[:], self.upper[:], self.integral[:])
        ends = [*self.starts[1:], len(self.index)]
        for row in rows:
            part.starts.append(len(part.index))
            part.index += self.index[self.starts[row] : ends[row]]
            part.value += self.value[self.starts[row] : ends[row]]
            part.row_lower.append(self.row_lower[row])
            part.row_upper.append(self.row_upper[row])
        return part

    def objective_of(self, values: Mapping[int, float]) -> float:
        """Objective at `values` (columns left out are 0)."""
        return self.offset + sum(self.cost[column] * value for column, value in values.items())

    def solve(
        self,
        limits: Limits | None = None,
        start: Mapping[int, float] | None = None,
        relaxed: bool = False,
        interior: bool = False,
    ) -> Solution:
        """Solves the programme, or with `relaxed` its linear relaxation (then with duals).

        `interior` solves a relaxation by an interior-point method that stops short of a corner.
        `start` gives values of some (integral) columns of a known solution.
        """
        if not self.cost:
            self.column(upper=0.0)  # HiGHS does not judge a programme without columns
        limits, begun = limits or Limits(), time.monotonic()
        found = self._run(limits, start, relaxed, interior)
        if start and self._astray(found):
            # Where presolve alone finds the optimum, HiGHS 1.16 tells its value but hands the start
            # back, which is worse.
            left = limits.seconds - (time.monotonic() - begun)
            found = self._run(replace(limits, seconds=left), None, relaxed, interior)
        if found.status != "infeasible":
            return found
        # Believed only once it is said without the merging of parallel rows and columns, which in
        # HiGHS 1.14 and 1.15 calls sound programmes infeasible (its issue 3090).
        left = limits.seconds - (time.monotonic() - begun)
        again = replace(limits, seconds=left)
        return self._run(again, start, relaxed, interior, {"presolve_rule_off": PARALLEL})

    def _astray(self, found: Solution) -> bool:
        """Whether an answer is not what its value says."""
        if not found.values:
            return False
        value = self.offset + sum(c * v for c, v in zip(self.cost, found.values, strict=True) if c)
        return abs(value - found.objective) > 1e-5 * max(1.0, abs(value))

    def _run(
        self,
        limits: Limits,
        start: Mapping[int, float] | None,
        relaxed: bool,
        interior: bool,
        options: Mapping[str, object] = MappingProxyType({}),
    ) -> Solution:
        import highspy
        import numpy as np

        highs = silent()()
        _set_options(highs, limits)
        if interior:
            options = {**options, "solver": "ipx", "run_crossover": "off"}
        for name, value in options.items():
            highs.setOptionValue(name, value)
        highs.passModel(_as_lp(self, highspy, np, relaxed))
        if start:
            numbers = np.array(list(start.keys()), dtype=np.int32)
            highs.setSolution(len(start), numbers, np.array(list(start.values()), dtype=float))
        if limits.stop is not None:
            _watch(highs, limits.stop)
        highs.run()
        return _read(highs, highspy, relaxed or not any(self.integral))


def _set_options(highs: Any, limits: Limits) -> None:
    options: dict[str, object] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": limits.seed,
        "mip_abs_gap": limits.abs_gap,
        "mip_rel_gap": limits.rel_gap,
        "mip_feasibility_tolerance": 1e-7,
    }
    if limits.seconds < INFINITY:
        options["time_limit"] = max(0.01, limits.seconds)
    if limits.nodes is not None:
        options["mip_max_nodes"] = limits.nodes
    if limits.effort is not None:
        options["mip_heuristic_effort"] = limits.effort
    for name, value in options.items():
        highs.setOptionValue(name, value)


def _as_lp(model: Model, highspy: Any, np: Any, relaxed: bool) -> Any:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), len(model.row_lower)
    lp.offset_ = model.offset
    lp.col_cost_ = np.array(model.cost, dtype=float)
    lp.col_lower_ = np.array(model.lower, dtype=float)
    lp.col_upper_ = np.array(model.upper, dtype=float)
    lp.row_lower_ = np.array(model.row_lower, dtype=float)
    lp.row_upper_ = np.array(model.row_upper, dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array([*model.starts, len(model.index)], dtype=np.int32)
    lp.a_matrix_.index_ = np.array(model.index, dtype=np.int32)
    lp.a_matrix_.value_ = np.array(model.value, dtype=float)
    if not relaxed and any(model.integral):
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[flag] for flag in model.integral]
    return lp


def _watch(highs: Any, stop: Stop) -> None:
    """Asks `stop` at most ten times a second from within the solver's own interrupt points."""
    asked = [0.0]

    def ask(event: Any) -> None:
        now = time.monotonic()
        if now - asked[0] >= 0.1:
            asked[0] = now
            if stop():
                event.interrupt()

    for hook in (highs.cbMipInterrupt, highs.cbSimplexInterrupt, highs.cbIpmInterrupt):
        hook.subscribe(ask)


def _read(highs: Any, highspy: Any, linear: bool) -> Solution:
    status, info = highs.getModelStatus(), highs.getInfo()
    states = highspy.HighsModelStatus
    if status in (states.kInfeasible, states.kUnboundedOrInfeasible):
        return Solution("infeasible")
    optimal = status == states.kOptimal
    if linear and not optimal:
        return Solution("unknown")
    bound = info.objective_function_value if linear else info.mip_dual_bound
    bound = bound if math.isfinite(bound) else -INFINITY
    if info.primal_solution_status != 2:
        return Solution("unknown", bound=bound)
    answer = highs.getSolution()
    found = Solution("optimal" if optimal else "feasible", list(answer.col_value))
    found.objective, found.bound = info.objective_function_value, bound
    if linear:
        found.duals, found.reduced = list(answer.row_dual), list(answer.col_dual)
    return found
