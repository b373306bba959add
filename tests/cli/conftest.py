"""A runner of the plan commands in an empty folder with a few files."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from planner.cli.plan_files import plan_files
from planner.core.formats import write_plan, write_problem, write_replan
from planner.core.problem import Replan
from planner.engine.generate import generate_problem
from tests.core.small import small_plan, small_problem


@pytest.fixture
def run_plan(tmp_path, monkeypatch):
    """Runs a command in a folder with tiny.json, small.json and its plan.json and replan.json."""
    monkeypatch.chdir(tmp_path)
    texts = {
        "tiny": write_problem(generate_problem("tiny", 0)),
        "small": write_problem(small_problem()),
        "plan": write_plan(small_plan()),
        "replan": write_replan(Replan(small_problem(), small_plan(), 3, True)),
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    runner = CliRunner()
    return lambda *arguments, **more: runner.invoke(plan_files, arguments, **more)
