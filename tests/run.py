"""`make test`: lint, then everything on SQLite, and what meets the database on PostgreSQL.

Which tests meet the database is told by their fixtures (tests/conftest.py).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# Pure rooms and journeys do not change with the database.
PURE = ("tests/core", "tests/engine", "tests/browser", "tests/test_architecture.py")


def main() -> int:
    """Run every step, even after a failure; 1 when one has failed."""
    workers = os.environ.get("TEST_WORKERS", str(max(2, os.cpu_count() or 2)))
    python = [sys.executable, "-m"]
    pytest = [*python, "pytest", "-q", "-n", workers, "--dist", "loadscope"]
    ignored = [f"--ignore={path}" for path in PURE if (ROOT / path).exists()]
    steps = (
        ("lint", [*python, "ruff", "check", "."]),
        ("format", [*python, "ruff", "format", "--check", "."]),
        ("types", [*python, "mypy"]),
        ("PostgreSQL", [*pytest, "--database", "postgresql", *ignored]),
        ("SQLite", pytest),
    )
    failed = []
    for name, command in steps:
        print(f"== {name}", flush=True)
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "all steps passed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
