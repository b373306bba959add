"""A report as HWPX, the file that Korean offices open and edit in Hangul.

Same report and same moment, same bytes: ids are counted and the times in the file are `made`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from planner.reports.content import Grid, Picture, Report
from planner.reports.hwpx_body import section
from planner.reports.hwpx_shell import SECTION, shell
from planner.reports.hwpx_text import plain
from planner.reports.rasters import svg_png
from planner.reports.typesetting import forget

MIMETYPE = "mimetype"
PACKAGE = "Contents/content.hpf"
PREVIEW = "Preview/PrvText.txt"
PREVIEW_LETTERS = 1000


def hwpx_bytes(report: Report, *, made: datetime) -> bytes:
    """The report as a file; `made` is an aware moment, which the file names as its date."""
    frame = shell()
    text, pictures = section(report, frame, lambda svg, width: svg_png(svg, width_px=width))
    if pictures:
        forget()
    images = {f"BinData/image{at}.png": png for at, png in enumerate(pictures, 1)}
    parts = {
        **frame.parts,
        SECTION: text.encode(),
        PACKAGE: _package(frame.parts[PACKAGE].decode(), report, made, images).encode(),
        PREVIEW: "\r\n".join(_preview(report))[:PREVIEW_LETTERS].encode(),
        **images,
    }
    return _zipped(parts, made)


def _package(text: str, report: Report, made: datetime, images: Mapping[str, bytes]) -> str:
    """The list of parts, with what the file says of itself."""
    moment = made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    facts = {
        "creator": report.office,
        "subject": report.season,
        "description": "",
        "lastsaveby": report.office,
        "CreatedDate": moment,
        "ModifiedDate": moment,
        "date": report.day,
        "keyword": report.formulas,
    }
    metadata = f"<opf:title>{_inner(report.title)}</opf:title>" + (
        f"<opf:language>{report.lang}</opf:language>"
    )
    metadata += "".join(
        f'<opf:meta name="{name}" content="text">{_inner(value)}</opf:meta>'
        for name, value in facts.items()
    )
    items = "".join(
        f'<opf:item id="image{at}" href="{name}" media-type="image/png" isEmbeded="1"/>'
        for at, name in enumerate(images, 1)
    )
    before, _, rest = text.partition("<opf:metadata>")
    _, _, after = rest.partition("</opf:metadata>")
    after = after.replace("</opf:manifest>", f"{items}</opf:manifest>")
    return f"{before}<opf:metadata>{metadata}</opf:metadata>{after}"


def _inner(text: str) -> str:
    return escape(plain(text).replace("\n", " "))


def _preview(report: Report) -> Iterator[str]:
    """The lines that a folder of files shows of the report."""
    yield from (report.title, report.season, report.day, report.office)
    for block in report.blocks:
        match block:
            case Grid():
                yield block.caption
            case Picture():
                yield block.title
            case _:
                yield block.text


def _zipped(parts: Mapping[str, bytes], made: datetime) -> bytes:
    """The parts as one file, whose first says bare what kind of file it is."""
    day = max(made.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as file:
        for name in sorted(parts, key=lambda name: (name != MIMETYPE, name)):
            entry = zipfile.ZipInfo(name, day)
            bare = name == MIMETYPE or name.endswith(".png")
            entry.compress_type = zipfile.ZIP_STORED if bare else zipfile.ZIP_DEFLATED
            file.writestr(entry, parts[name])
    return output.getvalue()
