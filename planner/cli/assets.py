"""Copy the browser's assets from the installed npm packages into `static/vendor/`.

Run by the Makefile after `npm ci`: `python -m planner.cli.assets`.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# (what an npm package holds, where it goes below static/vendor/)
ASSETS = (
    ("leaflet/dist/leaflet.js", "leaflet/leaflet.js"),
    ("leaflet/dist/leaflet.css", "leaflet/leaflet.css"),
    ("leaflet/dist/images", "leaflet/images"),
    ("leaflet/LICENSE", "leaflet/LICENSE"),
    (
        "pretendard-gov/dist/web/variable/pretendardvariable-gov-dynamic-subset.css",
        "pretendard-gov/font.css",
    ),
    (
        "pretendard-gov/dist/web/variable/woff2-dynamic-subset",
        "pretendard-gov/woff2-dynamic-subset",
    ),
    ("pretendard-gov/LICENSE", "pretendard-gov/LICENSE"),
)
# The maps of sources that browsers would ask for are not served.
SOURCE_MAP = "sourceMappingURL"


def install(modules: Path = ROOT / "node_modules", target: Path = ROOT / "static/vendor") -> None:
    """Replace `target` by fresh copies; a missing package ends the program with one clear line."""
    for source, _place in ASSETS:
        if not (modules / source).exists() and not source.endswith("LICENSE"):
            sys.exit(f"assets: {source} is not installed; run `npm ci` first")
    shutil.rmtree(target, ignore_errors=True)
    for source, place in ASSETS:
        origin, copy = modules / source, target / place
        if not origin.exists():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, copy)
        elif origin.suffix in (".js", ".css"):
            lines = origin.read_text(encoding="utf-8").splitlines(keepends=True)
            copy.write_text("".join(x for x in lines if SOURCE_MAP not in x), encoding="utf-8")
        else:
            shutil.copy(origin, copy)


if __name__ == "__main__":
    install()
