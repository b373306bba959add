"""Calendar programs of Debian that are run as commands; each gives None where it is missing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.feeds.readers import ABROAD, environment

Events = list[tuple[str, str, str]]  # title, start, end
KHAL = f"""\
[calendars]
[[one]]
path = {{folder}}
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {ABROAD}
default_timezone = {ABROAD}
"""


def khal(file: Path, folder: Path) -> Events | None:
    """`khal printics`, its warnings shown."""
    if shutil.which("khal") is None:
        return None
    config = folder / "khal.conf"
    (folder / "khal").mkdir()
    config.write_text(KHAL.format(folder=folder / "khal"), encoding="utf-8")
    form = "{title}|{start-long-full}|{end-long-full}"
    said = _run("khal", "-v", "WARNING", "-c", str(config), "printics", "-f", form, str(file))
    lines = said.splitlines()
    assert lines[0] == f"{len(lines) - 1} events found in {file}"
    return [
        (title, _instant(start, "%Y-%m-%d %H:%M"), _instant(end, "%Y-%m-%d %H:%M"))
        for title, start, end in (line.rsplit("|", 2) for line in lines[1:])
    ]


def calcurse(file: Path, folder: Path) -> Events | None:
    """`calcurse --import`, which says how many lines it skipped, then its own list."""
    if shutil.which("calcurse") is None:
        return None
    home = folder / "calcurse"
    home.mkdir()
    said = _run("calcurse", "-D", str(home), "-i", str(file))
    assert said.rstrip().endswith("/ 0 events / 0 todos / 0 skipped"), said
    found = []
    for line in (home / "apts").read_text(encoding="utf-8").splitlines():
        times, _bar, title = line.partition("|")
        start, end = times.split(">")[0:2]
        shape = "%m/%d/%Y @ %H:%M"
        start, end = times[: len("05/22/2023 @ 21:00")], times[len("05/22/2023 @ 21:00 -> ") :]
        found.append((title, _instant(start, shape), _instant(end[: len(start)], shape)))
    return found


def _run(*command: str) -> str:
    done = subprocess.run(
        command, env=environment(), capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def _instant(text: str, shape: str) -> str:
    local = datetime.strptime(text, shape).replace(tzinfo=ZoneInfo(ABROAD))
    return f"{local.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"


PROGRAMS: dict[str, Callable[[Path, Path], Events | None]] = {"khal": khal, "calcurse": calcurse}
