"""Explanations found out in a process of their own.

highspy and ortools each bring a library of the name `libhighs.so.1`; a process that has loaded one
cannot load the other. A process that plans never loads ortools: it asks this one.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from planner.core.problem import Problem
from planner.engine.outcome import Pins

if TYPE_CHECKING:
    from planner.engine.explain import Explanation

ROOT = Path(__file__).resolve().parents[2]
START = 20.0  # seconds for a process to begin on a busy machine


def explain_apart(
    problem: Problem, pins: Pins, seconds: float, seed: int, give_up: bool
) -> Explanation:
    """What `explain` finds; an explanation that knows nothing where the process fails."""
    from planner.engine.explain import Explanation

    try:
        done = subprocess.run(
            [sys.executable, "-m", "planner.engine.apart"],
            input=pickle.dumps((problem, pins, seconds, seed, give_up)),
            capture_output=True,
            cwd=ROOT,
            timeout=3 * seconds + START,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        return Explanation(None)
    found: Explanation = pickle.loads(done.stdout)
    return found


def main() -> None:
    """Read a pickled question from standard input, write the pickled answer."""
    from ortools.sat.python import cp_model  # noqa: F401 - tells `explain` that it is apart

    from planner.engine.explain import explain

    problem, pins, seconds, seed, give_up = pickle.loads(sys.stdin.buffer.read())
    found = explain(problem, pins=pins, seconds=seconds, seed=seed, give_up=give_up)
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    main()
