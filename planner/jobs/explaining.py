"""Why there is no plan, found out in a process of its own.

The two solvers (highspy for plans, ortools for explanations) bring libraries with the same symbols
and cannot be loaded into one process.
"""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys

from planner.core.problem import Problem
from planner.core.violation import Violation
from planner.engine import Pins
from planner.settings import ROOT

log = logging.getLogger("planner.jobs")
Found = tuple[tuple[Violation, ...], tuple[Violation, ...]]


def explain_apart(problem: Problem, pins: Pins, seconds: float) -> Found:
    """Rules in conflict and the least to give up; nothing when that fails or takes too long."""
    question = pickle.dumps((problem, pins, seconds))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "planner.jobs.explaining"],
            input=question,
            capture_output=True,
            cwd=ROOT,
            timeout=3 * seconds + 20,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        log.warning("no explanation: %s", error)
        return (), ()
    found: Found = pickle.loads(done.stdout)
    return found


def main() -> None:
    """Read a pickled question from standard input, write the pickled answer."""
    from planner.engine.explain import explain

    problem, pins, seconds = pickle.loads(sys.stdin.buffer.read())
    found = explain(problem, pins=pins, seconds=seconds)
    sys.stdout.buffer.write(pickle.dumps((found.conflicts, found.give_up)))


if __name__ == "__main__":
    main()
