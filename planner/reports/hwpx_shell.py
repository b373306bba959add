"""An HWPX file without its text: page, styles and parts, made once a process by python-hwpx.

The one module that imports python-hwpx. What each look is called and how it is set is data
(`hwpx_looks.json`), for names of fonts and styles are Korean.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

LOOKS = Path(__file__).with_name("hwpx_looks.json")
UNITS_PER_MM = 7200 / 25.4  # HWPUNIT: 7,200 an inch
SECTION = "Contents/section0.xml"
HEAD = "{http://www.hancom.co.kr/hwpml/2011/head}"
PARAGRAPH = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
END = "</hp:p></hs:sec>"
BLANK = 0.5  # of an em, whatever the face says
# Hancom's own control for the number of a page, which draws '- 1 -'.
PAGE_NUMBER = {"pos": "BOTTOM_CENTER", "formatType": "DIGIT", "sideChar": "-"}


@dataclass(frozen=True, slots=True)
class Look:
    """The three numbers by which a paragraph names its looks, and its size in HWPUNIT."""

    paragraph: str
    style: str
    char: str
    size: int


@dataclass(frozen=True, slots=True)
class Shell:
    """A file's parts but the text; the text's beginning; what looks and borders are called in it.

    `width` and `height` are those of the text's area, in HWPUNIT; `advances` says how wide letters
    of cells are, in ems, as Hangul sets them: one that is not in it is a whole em.
    """

    parts: Mapping[str, bytes]
    opening: str
    looks: Mapping[str, Look]
    borders: Mapping[str, str]
    width: int
    height: int
    advances: Mapping[str, float]


@cache
def shell() -> Shell:
    """The file that every report is written into."""
    from hwpx import HwpxDocument

    data = json.loads(LOOKS.read_text(encoding="utf-8"))
    document = HwpxDocument.new()
    document.page.setup(**data["page"])
    header = document.oxml.headers[0]
    _unnumber_outline(header)
    borders = {name: _border(header, **spec) for name, spec in data["borders"].items()}
    looks: dict[str, Look] = {}
    for name, spec in data["looks"].items():
        looks[name] = look = _look(document, header, spec, data["fonts"], borders)
        for kind, hang in data["hangs"].items() if "hang" in spec else ():
            paragraph = _paragraph(header, {**spec, "hang": hang}, borders)
            looks[f"{name}_{kind}"] = replace(look, paragraph=paragraph)
        for size in data["narrow"] if "cell" in spec else ():
            char = _char(document, {**spec, "size": size}, data["fonts"])
            looks[f"{name}_{size}"] = replace(look, char=char, size=size * 100)
    with zipfile.ZipFile(io.BytesIO(document.to_bytes())) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    page, margins = document.page.size(), document.page.margins()
    return Shell(
        parts,
        _opening(parts.pop(SECTION), looks["title"]),
        looks,
        borders,
        width=page.width - margins.left - margins.right,
        height=page.height - sum((margins.top, margins.bottom, margins.header, margins.footer)),
        advances=_advances(data["fonts"]["label"]),
    )


def _advances(face: str) -> dict[str, float]:
    from hwpx.form_fit.measure import glyph_advance_em

    letters = [chr(number) for number in range(0x21, 0x100)]
    found = {letter: glyph_advance_em(face, letter) for letter in letters}
    return {" ": BLANK, **{letter: width for letter, width in found.items() if width}}


def _unnumber_outline(header: Any) -> None:
    """Headings stand in the outline, but carry the marks of the report and no second number."""
    for head in header.element.iter(f"{HEAD}paraHead"):
        head.text = None


def _border(
    header: Any,
    *,
    color: str,
    width: str = "0.12 mm",
    fill: str | None = None,
    sides: list[str] | None = None,
) -> str:
    return str(
        header.ensure_border_fill(
            border_color=color, border_width=width, fill_color=fill, active_borders=sides
        )
    )


def _look(
    document: Any,
    header: Any,
    spec: Mapping[str, Any],
    fonts: Mapping[str, str],
    borders: Mapping[str, str],
) -> Look:
    """A named style, which an office may change for the whole paper."""
    char = _char(document, spec, fonts)
    paragraph = _paragraph(header, spec, borders)
    name, english = spec["names"]
    style = header.ensure_style(
        name,
        eng_name=english,
        para_pr_id_ref=paragraph,
        char_pr_id_ref=char,
        lang_id=1042,
        lock_form=False,
    )
    header.ensure_style(name, next_style_id_ref=style)
    return Look(paragraph, style, char, round(spec["size"] * 100))


def _char(document: Any, spec: Mapping[str, Any], fonts: Mapping[str, str]) -> str:
    return str(
        document.styles.ensure_run(
            font=fonts[spec["font"]],
            size=spec["size"],
            bold=spec.get("bold", False),
            color=spec.get("color", "#000000"),
        )
    )


def _paragraph(header: Any, spec: Mapping[str, Any], borders: Mapping[str, str]) -> str:
    """A shape of paragraphs; a hanging one begins at its left edge and goes on further in."""
    outline = spec.get("outline", 0)
    border = None
    if "border" in spec:
        pad = str(round(spec["pad_mm"] * UNITS_PER_MM))
        border = {
            "borderFillIDRef": borders[spec["border"]],
            "offsetTop": pad,
            "offsetBottom": pad,
            "connect": f"{spec.get('joined', False):d}",  # lines in one box
        }
    return str(
        header.ensure_paragraph_format(
            base_para_pr_id="0",
            alignment=spec["align"],
            line_spacing_percent=spec["spacing"],
            margins={
                "intent": -round(spec.get("hang", 0) * spec["size"] * 100),
                "left": round(spec.get("left_mm", 0) * UNITS_PER_MM),
                "prev": round(spec.get("before", 0) * 100),
                "next": round(spec.get("after", 0) * 100),
            },
            heading={"type": "OUTLINE", "level": outline - 1} if outline else None,
            border=border,
            break_setting={"keep_with_next": True, "keep_lines": True} if "keep" in spec else None,
        )
    )


def _opening(section: bytes, title: Look) -> str:
    """The section up to the title: its first paragraph holds the page's set-up and nothing else."""
    from lxml import etree

    root = etree.fromstring(section)
    first, *others = root.findall(f"{PARAGRAPH}p")
    for paragraph in others:
        root.remove(paragraph)
    run, *rest = list(first)
    for child in rest:
        first.remove(child)
    first.set("paraPrIDRef", title.paragraph)
    first.set("styleIDRef", title.style)
    run.set("charPrIDRef", title.char)
    control = etree.SubElement(run, f"{PARAGRAPH}ctrl")
    etree.SubElement(control, f"{PARAGRAPH}pageNum", PAGE_NUMBER)
    text = etree.tostring(root, encoding="unicode")
    if not text.endswith(END):
        raise ValueError("python-hwpx writes a section's end in another way")
    return f"{DECLARATION}{text.removesuffix(END)}"
