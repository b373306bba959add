"""The faults of an imported file in words: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from planner.tabular import ImportKind, RowFault

# code -> (what is wrong, what to do); `%(name)s` is filled from the fault's data.
SENTENCES: dict[str, tuple[Any, Any]] = {
    "no_file": (_l("No file was chosen."), _l("Choose a CSV or XLSX file, then send it.")),
    "empty_file": (
        _l("The file is empty."),
        _l("Fill in the template: headings in the first row, one entry in each row below."),
    ),
    "no_rows": (
        _l("The file has headings, but no rows."),
        _l("Write one entry in each row below the headings."),
    ),
    "wrong_kind": (
        _l("The file is neither CSV nor XLSX."),
        _l("Save it as 'Excel workbook (.xlsx)' or as 'CSV UTF-8' and send that."),
    ),
    "old_excel": (
        _l("The file is an old Excel file (.xls) or has a password."),
        _l("Save it as 'Excel workbook (.xlsx)' without a password and send that."),
    ),
    "encoding": (
        _l("The letters cannot be read: the file is neither UTF-8 nor CP949."),
        _l("Save it as 'CSV UTF-8' or as .xlsx and send that."),
    ),
    "broken_csv": (
        _l("The row cannot be taken apart; a quotation mark is missing or stands alone."),
        _l("Close the quotation mark, or save the table as .xlsx."),
    ),
    "broken_xlsx": (
        _l("The workbook is damaged, or was not written by a spreadsheet program."),
        _l("Open it in Excel or Hancell, save it again and send that."),
    ),
    "too_large_unpacked": (
        _l("The workbook unpacks to more than %(most)s MB."),
        _l("Delete pictures and other sheets, or split the table."),
    ),
    "too_many_rows": (
        _l("The table has more than %(most)s rows."),
        _l("Split it into several files."),
    ),
    "too_many_columns": (
        _l("The table has more than %(most)s columns."),
        _l("Delete the columns that do not belong to it."),
    ),
    "unknown_heading": (
        _l("There is no column '%(value)s' in this kind of file."),
        _l("Delete the column, or write its heading as in the template."),
    ),
    "duplicate_heading": (
        _l("The heading '%(value)s' stands twice."),
        _l("Keep one of the two columns."),
    ),
    "missing_heading": (
        _l("The column '%(value)s' is missing."),
        _l("Add a column with the heading '%(value)s' or '%(key)s'."),
    ),
    "no_heading": (
        _l("The cell stands in a column without a heading."),
        _l("Write a heading above it, or empty the cell."),
    ),
    "duplicate_row": (
        _l("'%(value)s' already stands in row %(first)s."),
        _l("Keep one of the two rows."),
    ),
    "required": (_l("The cell is empty."), _l("Fill it in.")),
    "formula": (
        _l("The cell holds a formula (%(value)s); its result cannot be trusted."),
        _l("Copy the column and paste it as values."),
    ),
    "spreadsheet_error": (
        _l("The cell holds an error of the spreadsheet (%(value)s)."),
        _l("Write the value itself."),
    ),
    "damaged": (
        _l("The cell holds letters that were lost when the file was saved (�)."),
        _l("Write the text again and save the file as 'CSV UTF-8' or .xlsx."),
    ),
    "too_long": (
        _l("The text has %(length)s characters; at most %(longest)s fit."),
        _l("Shorten it."),
    ),
    "not_a_number": (_l("'%(value)s' is not a number."), _l("Write digits only.")),
    "not_whole": (_l("'%(value)s' is not a whole number."), _l("Write it without decimals.")),
    "out_of_range": (
        _l("%(value)s is not between %(low)s and %(high)s."),
        _l("Write a number from %(low)s to %(high)s."),
    ),
    "not_yes_no": (
        _l("'%(value)s' is neither yes nor no."),
        _l("Write O or X, 1 or 0, or leave the cell empty for no."),
    ),
    "not_a_choice": (
        _l("'%(value)s' is not one of the choices."),
        _l("Write one of: %(choices)s."),
    ),
    "not_a_day": (_l("'%(value)s' is not a date."), _l("Write it as 2023-05-23.")),
    "not_a_clock": (
        _l("'%(value)s' is not a time of day."),
        _l("Write it on 24 hours, as 10:00."),
    ),
    "not_weekdays": (
        _l("'%(value)s' does not name days of the week."),
        _l("Write them as Mon,Tue,Wed, or as 1111100 (Monday first, 1 is open)."),
    ),
    "span_order": (
        _l("'%(value)s' ends before it begins."),
        _l("Write the first day, ~, then the last day."),
    ),
    "too_many": (
        _l("The cell lists %(count)s entries; at most %(most)s are taken."),
        _l("Split it into several rows, or delete some."),
    ),
    "twice_in_cell": (_l("'%(value)s' stands twice in the cell."), _l("Delete one of them.")),
    "unknown": (
        _l("There is no '%(value)s' in this office."),
        _l("Check the spelling, or add it first."),
    ),
    "conflict": (
        _l("Somebody else saved one of these entries at the same moment."),
        _l("Send the file again."),
    ),
}


def fault_sentence(fault: RowFault, kind: ImportKind | None = None) -> str:
    """What is wrong, in the reader's language (an area's own codes come with its kind)."""
    return _filled(fault, kind, 0)


def fault_advice(fault: RowFault, kind: ImportKind | None = None) -> str:
    """What to do about it."""
    return _filled(fault, kind, 1)


def _filled(fault: RowFault, kind: ImportKind | None, part: int) -> str:
    known: Mapping[str, tuple[Any, Any]] = {**SENTENCES, **(kind.sentences if kind else {})}
    data = {
        name: ", ".join(value) if isinstance(value, list | tuple) else value
        for name, value in fault.data.items()
    }
    return str(known[fault.code][part]) % data
