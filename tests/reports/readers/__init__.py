"""A reader of HWPX files that shares no code with the writer: rhwp, in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from planner.cli.assets import npm

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


# Compiled quickly rather than well: the reader is asked once and has little to read.
QUICKLY = "--liftoff-only"


def read(folder: Path, *files: bytes) -> list[dict[str, Any]]:
    """What rhwp reads of each file: pages, paragraphs, cells of tables, pictures and warnings."""
    paths = []
    for at, body in enumerate(files):
        path = folder / f"{at}.hwpx"
        path.write_bytes(body)
        paths.append(str(path))
    node = shutil.which("node") or npm()[0]
    done = subprocess.run(
        [node, QUICKLY, str(HERE / "rhwp.mjs"), *paths],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found
