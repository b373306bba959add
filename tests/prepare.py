"""Bring what the tests need beyond Python's packages: Chromium and a Korean font.

`python -m tests.prepare`. As root on Debian it installs them; elsewhere it says in one line how.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-nanum")


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    named = os.environ.get("PLANNER_TEST_CHROMIUM")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), None)


def korean_font() -> bool:
    """Whether some Korean font is there (screenshots and PDFs need one)."""
    folders = (Path("/usr/share/fonts"), Path.home() / ".local/share/fonts")
    marks = ("nanum", "noto", "cjk", "pretendard", "malgun")
    return any(
        any(mark in path.name.lower() for mark in marks)
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*.[to]t[fc]")
    )


def main() -> int:
    """0 when everything is there."""
    if chromium() and korean_font():
        return 0
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES],
        ):
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    if chromium():
        return 0
    print(
        "The browser tests need Chromium and a Korean font: "
        f"sudo apt-get install {' '.join(PACKAGES)} (or set PLANNER_TEST_CHROMIUM to its path)",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
