"""Bring what the tests need beyond Python's packages: Chromium, a Korean font, other programs.

`python -m tests.prepare`. As root on Debian it installs them; elsewhere it says in one line how.
The calendar programs read the feeds once more, LibreOffice the workbooks; without them the tests
go by the parsers of npm and PyPI alone.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-nanum")
CALENDARS = ("khal", "calcurse", "libical3", "libical3t64")  # the last two: one or the other

OFFICE = "libreoffice-calc-nogui"


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


def calendars() -> bool:
    """Whether the calendar programs are there that a Debian can have."""
    programs = all(shutil.which(name) for name in ("khal", "calcurse"))
    return programs and ctypes.util.find_library("ical") is not None


def libreoffice() -> bool:
    """Whether LibreOffice is there; it starts without a screen."""
    return any(shutil.which(name) for name in ("soffice", "libreoffice"))


def may_install() -> bool:
    """Whether this is root on a Debian."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt(*arguments: str) -> bool:
    """One quiet run of apt-get; whether it succeeded."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", *arguments]
    done = subprocess.run(
        command,
        check=False,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return done.returncode == 0


def main() -> int:
    """0 when everything is there that the tests cannot do without."""
    wanted = bool(chromium() and korean_font())
    if may_install() and not (wanted and calendars() and libreoffice()):
        apt("update")
        if not wanted:
            apt("install", "-y", "--no-install-recommends", *PACKAGES)
        for name in () if calendars() else CALENDARS:
            apt("install", "-y", "--no-install-recommends", name)
        if not libreoffice():
            apt("install", "-y", "--no-install-recommends", OFFICE)
    if not libreoffice():
        print(f"Workbooks are read without LibreOffice: sudo apt-get install {OFFICE}")
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
