"""From the bytes of a CSV or XLSX file to rows of cells, refusing what would be misread."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_UNPACKED = 48 * 2**20  # bytes of XML; an office's largest list has a tenth of it
LAST_ROW = 2**20  # of a spreadsheet
DELIMITERS = ",;\t"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class FileError(ValueError):
    """A file that is refused as a whole; `code` and `data` make the sentence."""

    def __init__(self, code: str, row: int = 0, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.row = row
        self.data = data


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds no value: a formula, or an error of the spreadsheet."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows with their numbers as a spreadsheet shows them; `encoding` is '' for XLSX."""

    rows: list[tuple[int, list[Any]]]
    encoding: str = ""


def read_file(data: bytes, score: Callable[[list[str]], int]) -> Sheet:
    """Rows of a CSV or XLSX file, blank ones left out.

    `score` counts the headings it knows in a first row; the delimiter that gives most wins.
    """
    if not data.strip():
        raise FileError("empty_file")
    if data.startswith(b"PK\x03\x04"):
        with warnings.catch_warnings():
            return Sheet(_limited(_xlsx_rows(data)))
    if data.startswith(OLD_EXCEL):
        raise FileError("old_excel")
    text, encoding = _decoded(data)
    return Sheet(_limited(_csv_rows(text, score)), encoding)


def _limited(rows: Iterator[tuple[int, list[Any]]]) -> list[tuple[int, list[Any]]]:
    kept = []
    for number, cells in rows:
        if any(cell is not None and cell != "" for cell in cells):
            kept.append((number, cells))
        if len(kept) > MOST_ROWS + 1:
            raise FileError("too_many_rows", most=MOST_ROWS)
        if len(cells) > MOST_COLUMNS and any(
            cell not in (None, "") for cell in cells[MOST_COLUMNS:]
        ):
            raise FileError("too_many_columns", row=number, most=MOST_COLUMNS)
    if not kept:
        raise FileError("empty_file")
    return kept


def _decoded(data: bytes) -> tuple[str, str]:
    """Strict UTF-8, else strict CP949 (Windows in Korean); never a guess with wrong letters."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise FileError("encoding", row=1) from None
    if b"\x00" in data or data.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"<")):
        raise FileError("wrong_kind")
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp949"), "cp949"
    except UnicodeDecodeError as error:
        raise FileError("encoding", row=data[: error.start].count(b"\n") + 1) from None


def _csv_rows(text: str, score: Callable[[list[str]], int]) -> Iterator[tuple[int, list[Any]]]:
    def parsed(delimiter: str) -> Iterator[list[str]]:
        return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    def known(delimiter: str) -> int:
        try:
            return score(next((row for row in parsed(delimiter) if any(row)), []))
        except csv.Error:
            return 0

    delimiter = max(DELIMITERS, key=known)  # the comma where they are even
    number = 0
    try:
        for number, row in enumerate(parsed(delimiter), 1):
            yield number, [cell.strip() for cell in row]
    except csv.Error:
        raise FileError("broken_csv", row=number + 1) from None


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, list[Any]]]:
    _ensure_sound_zip(data)
    from openpyxl import load_workbook

    warnings.simplefilter("ignore")  # inside read_file's catch_warnings: parts it does not keep
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception:
        raise FileError("broken_xlsx") from None
    try:
        if not book.worksheets:
            raise FileError("empty_file")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
            if number > LAST_ROW:
                raise FileError("broken_xlsx")
            yield number, [_value(cell) for cell in cells]
    except FileError:
        raise
    except Exception:
        raise FileError("broken_xlsx") from None
    finally:
        book.close()


def _value(cell: Any) -> Any:
    if cell.data_type == "f":
        return Unreadable("formula", str(cell.value))
    if cell.data_type == "e":
        return Unreadable("spreadsheet_error", str(cell.value))
    return cell.value.strip() if isinstance(cell.value, str) else cell.value


def _ensure_sound_zip(data: bytes) -> None:
    """Refuse what unpacks to too much, is encrypted, or declares entities in its XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise FileError("wrong_kind")
            if len(parts) > 1000 or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise FileError("too_large_unpacked", most=MOST_UNPACKED // 2**20)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _ensure_plain_xml(archive.read(part))
    except FileError:
        raise
    except Exception:
        raise FileError("broken_xlsx") from None


def _ensure_plain_xml(xml: bytes) -> None:
    start = xml[:4]
    if b"\x00" in start or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise FileError("broken_xlsx")
