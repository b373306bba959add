"""The layer over the solver: what a caller relies on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
from planner.engine.mip import Model
model = Model()
one, two = model.binary(1), model.binary(2)
model.row([(one, 1.0), (two, 1.0)], 1, 1)
assert model.solve().objective == 1
assert model.solve(relaxed=True).objective == 1
"""


def test_the_solver_writes_nothing_where_json_is_expected() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
