"""The baselines 'one model': the whole season as one programme, given to HiGHS and to CP-SAT.

CP-SAT runs in a process of its own: ortools and highspy each bring a library named libhighs, and
one process cannot load both.
"""

from __future__ import annotations

import pickle
import subprocess
import sys

from planner.core.problem import Plan, Problem
from planner.engine.frame import Frame, all_options
from planner.engine.joint import JointModel, make_plan
from planner.engine.mip import Limits, Model, Solution


def highs_plan(problem: Problem, seconds: float) -> Plan | None:
    joint = JointModel.of(Frame(problem, all_options(problem)))
    found = joint.solve(Limits(seconds, abs_gap=0.999))
    return make_plan(joint, found.values, {}) if found.values else None


def cp_sat_plan(problem: Problem, seconds: float) -> Plan | None:
    joint = JointModel.of(Frame(problem, all_options(problem)))
    while True:
        values = cp_sat_values(joint.model, seconds)
        if values is None or not joint.make_room(values):
            return make_plan(joint, values, {}) if values else None
        seconds /= 2


def cp_sat_values(model: Model, seconds: float) -> list[float] | None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.one_model"],
        input=pickle.dumps((model, seconds)),
        capture_output=True,
        check=True,
    )
    found: Solution = pickle.loads(done.stdout)
    return found.values or None


def _solve_by_cp_sat(model: Model, seconds: float) -> Solution:
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    columns = [
        cp.NewIntVar(round(low), round(high), "")
        for low, high in zip(model.lower, model.upper, strict=True)
    ]
    ends = [*model.starts[1:], len(model.index)]
    for row, (begin, end) in enumerate(zip(model.starts, ends, strict=True)):
        total = sum(round(model.value[n]) * columns[model.index[n]] for n in range(begin, end))
        if model.row_lower[row] > -1e12:
            cp.Add(total >= round(model.row_lower[row]))
        if model.row_upper[row] < 1e12:
            cp.Add(total <= round(model.row_upper[row]))
    cp.Minimize(sum(round(cost) * c for cost, c in zip(model.cost, columns, strict=True) if cost))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    status = solver.Solve(cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Solution("unknown")
    return Solution("feasible", [float(solver.Value(column)) for column in columns])


if __name__ == "__main__":
    _model, _seconds = pickle.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(pickle.dumps(_solve_by_cp_sat(_model, _seconds)))
