"""What other programs read in a workbook, spelt alike: {sheet: rows of cells}, None for empty."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine

Sheets = dict[str, list[list[Any]]]
# Separator, quote, UTF-8, from line 1, no formats, no language, text in quotes, numbers as they
# are edited, no formulas, spaces kept, every sheet.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"


def by_openpyxl(path: Path) -> Sheets:
    book = openpyxl.load_workbook(path)
    return {
        sheet.title: _plain([list(row) for row in sheet.iter_rows(values_only=True)])
        for sheet in book
    }


def by_calamine(path: Path) -> Sheets:
    book = python_calamine.CalamineWorkbook.from_path(path)
    return {name: _plain(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}


def _plain(rows: list[list[Any]]) -> list[list[Any]]:
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Any) -> Any:
    """A day is a date, a whole number an int, an empty text nothing."""
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None if value == "" else value


def by_libreoffice(paths: Sequence[Path], folder: Path) -> dict[Path, Sheets] | None:
    """Every sheet of all files as text, by one start of LibreOffice; None where it is missing."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", FILTER, "--outdir", str(folder / "sheets"), *map(str, paths)],
        check=True, capture_output=True, timeout=300, env={"LC_ALL": "C.UTF-8", "HOME": str(folder),
                                                           "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    found: dict[Path, Sheets] = {path: {} for path in paths}
    for path in paths:
        for file in sorted((folder / "sheets").glob(f"{path.stem}-*.csv")):
            text = file.read_text(encoding="utf-8")
            rows = list(csv.reader(text.splitlines(keepends=True)))
            found[path][file.stem.removeprefix(f"{path.stem}-")] = [
                [cell or None for cell in row] for row in rows
            ]
    return found


def told_alike(value: Any, text: str | None) -> bool:
    """Whether LibreOffice's text of a cell says what another program has read."""
    if value is None or text is None:
        return value is None and text is None
    if isinstance(value, datetime):
        return text == f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return text in (value.isoformat(), f"{value} 00:00:00")
    if isinstance(value, time):
        return text == f"{value:%I:%M:%S %p}"
    if isinstance(value, int | float):
        share = text.endswith("%")
        return abs(float(text.rstrip("%")) / (100 if share else 1) - value) < 1e-9
    return text == value
