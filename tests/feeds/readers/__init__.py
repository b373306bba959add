"""Calendar programs that read a feed as their users' programs would, each in its own process.

Everything runs as if in New York, so that an instant that was only right in Seoul is found out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from planner.cli.assets import npm

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
ABROAD = "America/New_York"
ALWAYS = ("ical.js", "node-ical", "icalendar", "vobject")
Read = dict[str, dict[str, Any]]


def environment() -> dict[str, str]:
    return {**os.environ, "TZ": ABROAD, "LC_ALL": "C.UTF-8"}


class Process:
    """A program that answers each line of JSON with a line of JSON."""

    def __init__(self, *command: str) -> None:
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, text: str) -> Read:
        """What its parsers read of a calendar, by their names."""
        assert self._process.stdin and self._process.stdout and self._process.stderr
        try:
            self._process.stdin.write(json.dumps({"ics": text}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise AssertionError(self._process.stderr.read()) from None
        line = self._process.stdout.readline()
        assert line, self._process.stderr.read()
        found: Read = json.loads(line)
        return found

    def close(self) -> str:
        """End it; what it said beside its answers."""
        _out, said = self._process.communicate(timeout=30)
        return said


class Readers:
    """All parsers that take a calendar at once: two processes for as many calendars as wanted."""

    def __init__(self) -> None:
        node = shutil.which("node") or npm()[0]
        self._processes = (
            Process(node, str(HERE / "javascript.mjs")),
            Process(sys.executable, "-m", "tests.feeds.readers.python"),
        )

    def read(self, body: bytes) -> Read:
        """What each parser reads."""
        text = body.decode("utf-8")
        return {name: read for one in self._processes for name, read in one.ask(text).items()}

    def close(self) -> list[str]:
        """End the processes; what they said beside their answers."""
        return [one.close() for one in self._processes]
