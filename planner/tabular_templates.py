"""Empty files to fill in: the headings of a kind in the reader's language, as CSV and XLSX."""

from __future__ import annotations

import csv
import io
from typing import Any

from flask_babel import gettext as _

from planner.tabular import Column, ImportKind

BOM = "\ufeff"  # without it a Korean Excel takes UTF-8 for CP949
OFFERED_ROWS = 1000  # rows for which the workbook offers choices


def template_csv(kind: ImportKind) -> bytes:
    """The headings alone, UTF-8 with BOM."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([str(column.label) for column in kind.columns])
    return (BOM + buffer.getvalue()).encode()


def template_xlsx(kind: ImportKind) -> bytes:
    """A workbook: the headings to fill in, and a second sheet that explains each column."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#F4F5F6", "bottom": 1})
        must = book.add_format({"bold": True, "bg_color": "#D8E5FD", "bottom": 1})
        as_text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(_("Data"))
        for i, column in enumerate(kind.columns):
            label = str(column.label)
            width = max(10, min(30, 2 * len(label) + 4))
            sheet.set_column(i, i, width, as_text if column.parse.textual else None)
            sheet.write_string(0, i, label, must if column.required else head)
            _offer(sheet, i, column)
        sheet.freeze_panes(1, 0)
        _explain(book.add_worksheet(_("Columns")), kind, head)
    return buffer.getvalue()


def _offer(sheet: Any, index: int, column: Column) -> None:
    """A list to choose from in the cells of a choice or a yes/no column."""
    if not column.parse.codes:
        return
    words = [str(label) for label in column.parse.codes.values()]
    if set(column.parse.codes) == {"O", "X"}:
        words = ["O", "X"]
    if len(",".join(words)) <= 255 and not any("," in word for word in words):
        options = {"validate": "list", "source": words, "error_type": "information"}
        sheet.data_validation(1, index, OFFERED_ROWS, index, options)


def _explain(sheet: Any, kind: ImportKind, head: Any) -> None:
    headings = (_("Heading"), _("Key"), _("Required"), _("What it holds"), _("Example"))
    for i, (heading, width) in enumerate(zip(headings, (24, 18, 10, 70, 28), strict=True)):
        sheet.set_column(i, i, width)
        sheet.write_string(0, i, heading, head)
    for i, column in enumerate(kind.columns, 1):
        required = _("Yes") if column.required else ""
        cells = (str(column.label), column.key, required, explanation(column), example(column))
        for j, cell in enumerate(cells):
            sheet.write_string(i, j, cell)
    sheet.freeze_panes(1, 0)


def explanation(column: Column) -> str:
    """What a column may hold, in a sentence or two."""
    parts = [str(column.parse.hint), str(column.help)]
    return " · ".join(part for part in parts if part)


def example(column: Column) -> str:
    """A value as one would write it."""
    return column.example or column.parse.example
