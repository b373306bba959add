"""Files of figures: a million rows as XLSX against the streamed CSV, each in its own process.

`python -m benchmarks.run --part exports` writes a million made-up rows of the ledger's columns, and
the files of a made-up season of a million entries as the pages and `flask export` make them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.export_child import CODE, application
from benchmarks.feeds import line
from planner.extensions import db
from planner.results.city import City, generate

ROWS = 1_000_000
DISTRICTS = 25
RATIO, MEMORY = 2.0, 64.0  # the bars: XLSX by CSV, and MB above the start


def run() -> None:
    """Write every file and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        app = application(Path(folder))
        with app.app_context():
            db.create_all()
        _ratio(folder, "made-up")
        with app.app_context():
            for _made in generate(City(CODE, DISTRICTS, 1, ROWS // DISTRICTS, 2015, 1), _now()):
                pass
            db.engine.dispose()
        _ratio(folder, "counts")
        for kind, what in (("csv", "statistics"), ("csv", "figures"), ("xlsx", "all")):
            _told(_child(folder, kind, what), kind, what)


def _now() -> datetime:
    return datetime.now(UTC)


def _ratio(folder: str, what: str) -> None:
    """The same rows as CSV and as XLSX, and read without being written."""
    taken: dict[str, float] = {}
    for kind in ("none", "csv", "xlsx"):
        found = _child(folder, kind, what)
        taken[kind] = found["cpu"]
        _told(found, kind, what)
    line(f"{what}: XLSX by streamed CSV, processor", taken["xlsx"] / taken["csv"], RATIO,
         at_least=False)  # fmt: skip
    alone = (taken["xlsx"] - taken["none"]) / (taken["csv"] - taken["none"])
    print(f"  without reading the rows: {alone:.2f}", flush=True)


def _child(folder: str, kind: str, what: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.export_child", folder, kind, what, str(ROWS)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _told(found: dict[str, Any], kind: str, what: str) -> None:
    print(f"exports: {what} as {kind}: {found['rows']:,} rows, {found['cpu']:.1f} s of the "
          f"processor, {found['wall']:.1f} s, {found['bytes'] / 1e6:.0f} MB of file",
          flush=True)  # fmt: skip
    line("memory above the start, MB", found["memory"], MEMORY, at_least=False)
