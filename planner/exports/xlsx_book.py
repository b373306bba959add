"""A workbook written as it comes: each row goes into the zip at once, and nothing is kept of it."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from planner.exports.xlsx_cells import Texts, letters, written
from planner.exports.xlsx_styles import MAIN, styles

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
CHUNK = 1 << 18
LEVEL = 5  # of compression: a quarter smaller than with 1, for a tenth of the time more
MOST_BYTES = 2_000_000_000  # of a sheet: what a zip's entry can hold without an extension


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was written: its name, and the range of its filter ('' without one)."""

    name: str
    filter: str
    titled: bool


class Book:
    """A workbook in the making, one sheet after another. `close` writes what holds it together."""

    def __init__(self, file: BinaryIO) -> None:
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL)
        self.texts = Texts()
        self.sheets: list[Sheet] = []
        self._part("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))

    def sheet(
        self, name: str, widths: Sequence[int], rows: Iterable[str], *, table: bool = True
    ) -> int:
        """A sheet of rows of XML; how many it has. Of a `table` the first row stays in view, is
        printed on every page and filters those below."""
        number = len(self.sheets) + 1
        count, kept, size = 0, [_opening(widths, table, number == 1)], 0
        with self.zip.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
            for row in rows:
                kept.append(row)
                size += len(row)
                count += 1
                if size > CHUNK:
                    part.write("".join(kept).encode())
                    kept, size = [], 0
            range_ = f"A1:{letters(len(widths) - 1)}{count}" if table and count else ""
            part.write("".join([*kept, _closing(range_)]).encode())
        self.sheets.append(Sheet(name, range_, table))
        return count

    def close(self) -> None:
        """The parts that name the sheets, the shared texts, and the end of the file."""
        self._part("xl/workbook.xml", _workbook(self.sheets))
        numbers = range(1, len(self.sheets) + 1)
        links = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
        links += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
        self._part("xl/_rels/workbook.xml.rels", _relations(links))
        self._part("xl/styles.xml", styles())
        items = "".join(f"<si>{written(text)}</si>" for text in self.texts.numbers)
        count = len(self.texts.numbers)
        self._part(
            "xl/sharedStrings.xml", f'<sst xmlns="{MAIN}" uniqueCount="{count}">{items}</sst>'
        )
        self._part("[Content_Types].xml", _types(numbers))
        self.zip.close()

    def _part(self, name: str, xml: str) -> None:
        self.zip.writestr(name, HEAD + xml)


def _opening(widths: Sequence[int], table: bool, first: bool) -> str:
    columns = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
        for i, width in enumerate(widths, 1)
    )
    pane = (
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/>'
    )
    chosen = ' tabSelected="1"' if first else ""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0"{chosen}>{pane if table else ""}</sheetView>'
        '</sheetViews><sheetFormatPr defaultRowHeight="16.5"/>'
        f"<cols>{columns}</cols><sheetData>"
    )


def _closing(range_: str) -> str:
    filter_ = f'<autoFilter ref="{range_}"/>' if range_ else ""
    return (
        f'</sheetData>{filter_}<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75"'
        ' header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape"'
        ' fitToHeight="0"/></worksheet>'
    )


def _workbook(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{i}" r:id="rId{i}"/>'
        for i, sheet in enumerate(sheets, 1)
    )
    names = "".join(_names(i, sheet) for i, sheet in enumerate(sheets))
    defined = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets>{defined}</workbook>"
    )


def _names(index: int, sheet: Sheet) -> str:
    """What a table's sheet is filtered by, and what is printed on each of its pages."""
    if not sheet.titled:
        return ""
    name = f"'{escape(sheet.name)}'"
    titles = _name("Print_Titles", index, f"{name}!$1:$1")
    if not sheet.filter:
        return titles
    first, last = (_fixed(corner) for corner in sheet.filter.split(":"))
    return _name("_FilterDatabase", index, f"{name}!{first}:{last}", ' hidden="1"') + titles


def _name(name: str, index: int, range_: str, more: str = "") -> str:
    told = f'name="_xlnm.{name}" localSheetId="{index}"{more}'
    return f"<definedName {told}>{range_}</definedName>"


def _fixed(corner: str) -> str:
    """'B7' as '$B$7'."""
    column = corner.rstrip("0123456789")
    return f"${column}${corner[len(column) :]}"


def _relations(links: Iterable[tuple[str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{told}</Relationships>'


def _types(numbers: Iterable[int]) -> str:
    parts = [(f"worksheets/sheet{number}", "worksheet") for number in numbers]
    parts += [("workbook", "sheet.main"), ("styles", "styles"), ("sharedStrings", "sharedStrings")]
    told = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{TYPE}.{kind}+xml"/>'
        for name, kind in parts
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{told}</Types>'
    )
