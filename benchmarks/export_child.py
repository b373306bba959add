"""One file of figures, written by a process of its own: `python -m benchmarks.export_child …`.

Prints what it took as JSON: seconds, seconds of the processor, the most memory above the start
(the application and a first file of no rows are there already), bytes and rows.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask_babel import force_locale

from planner import create_app
from planner.campaigns.models import Campaign
from planner.campaigns.queries import find_campaign_by_slug
from planner.exports import files
from planner.exports.columns import COUNT_COLUMNS
from planner.exports.files import About
from planner.exports.season import NAMES, SeasonFiles
from planner.exports.table import Table
from planner.extensions import snapshot
from planner.settings import Settings

ABOUT = About("Benchmark", datetime(2024, 6, 1, tzinfo=UTC))
CODE = "bench-files"
FIRST = datetime(2024, 3, 2, 1, tzinfo=UTC)


def application(folder: Path) -> Flask:
    """The application on the benchmark's own database."""
    return create_app(
        Settings(
            instance_path=folder,
            secret_key="benchmark",
            database_url=f"sqlite:///{folder}/planner.db",
            rate_limits=False,
        )
    )


def made_up(rows: int) -> Table:
    """A table with the columns of the ledger's file."""
    return Table("counts", "Counts", "", COUNT_COLUMNS, rows, lambda: _rows(rows))


def _rows(rows: int) -> Iterator[tuple[Any, ...]]:
    for n in range(rows):
        moment = FIRST + timedelta(seconds=20 * n)
        yield (
            str(UUID(int=n << 64 | n)), date(2024, 3 + n % 6, 1 + n % 28), f"Zone {n % 25}",
            f"Venue {n % 150}", f"Agency {n % 1000}", "Private", f"Field {n % 13}",
            f"Dong {n % 425}", "Seniors" if n % 4 else None, None, None, "Consultations", "cases",
            n % 9, "Booth", moment, moment + timedelta(seconds=3),
            str(UUID(int=n)) if n % 50 == 0 else None, "Typing mistake" if n % 50 == 0 else None,
            False, True, n % 40 == 0,
        )  # fmt: skip


def write(kind: str, tables: list[Table], about: About, path: Path) -> int:
    """The tables as a file of a kind, 'none' for reading alone; how many rows."""
    with path.open("wb") as file:
        if kind == "csv":
            file.writelines(files.csv_pieces(tables[0]))
        elif kind == "xlsx":
            return sum(files.write_xlsx(file, tables, about).values())
        else:
            return sum(1 for table in tables for _row in table.checked_rows())
    return tables[0].count


def season_file(campaign: Campaign, kind: str, names: list[str], path: Path) -> int:
    """A file of a season, as the pages and the command make it."""
    snapshot()
    season = SeasonFiles(campaign)
    about = season.about(datetime.now(UTC))
    return write(kind, season.tables(names), about, path)


def measured(work: Callable[[], int], path: Path) -> dict[str, Any]:
    """What a piece of work took."""
    before, begun, used = most_memory(), time.perf_counter(), time.process_time()
    rows = work()
    return {
        "wall": time.perf_counter() - begun,
        "cpu": time.process_time() - used,
        "memory": most_memory() - before,
        "bytes": path.stat().st_size,
        "rows": rows,
    }


def most_memory() -> float:
    """The most that this process has held, in MB; what its parent held is not in it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main(folder: str, kind: str, what: str, rows: str) -> None:
    """`what` is 'made-up', or the table of the city's season, or 'all'."""
    app, path = application(Path(folder)), Path(folder) / f"file.{kind}"
    with app.app_context(), force_locale("ko"):
        write(kind, [made_up(0)], ABOUT, path)
        if what == "made-up":
            found = measured(lambda: write(kind, [made_up(int(rows))], ABOUT, path), path)
        else:
            campaign = find_campaign_by_slug(f"{CODE}-2015")
            assert campaign is not None
            names = list(NAMES) if what == "all" else [what]
            found = measured(lambda: season_file(campaign, kind, names, path), path)
    path.unlink()
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
