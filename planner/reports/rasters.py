"""Pictures as dots, for files that cannot hold an SVG: drawn by Typst, offline, in our typeface.

The SVG is handed over as data, so nothing that it holds is ever run, and the root that Typst may
read is the folder of fonts alone.
"""

from __future__ import annotations

from planner.reports.typesetting import FONTS, typeface

# One point of paper is one dot at 72 dots an inch, so the page is as wide as the picture.
PAGE = b"""
#set page(width: int(sys.inputs.width) * 1pt, height: auto, margin: 0pt, fill: white)
#set text(font: "Pretendard GOV")
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""


class BadPicture(ValueError):
    """An SVG that cannot be read."""


def svg_png(svg: str, *, width_px: int) -> bytes:
    """The picture as a PNG of that many dots in width, on white."""
    import typst

    try:
        png = typst.compile(
            PAGE,
            root=str(FONTS),
            font_paths=typeface(),
            ignore_system_fonts=True,
            format="png",
            ppi=72.0,
            sys_inputs={"svg": svg, "width": str(width_px)},
        )
    except typst.TypstError as error:
        raise BadPicture(str(error)) from error
    assert isinstance(png, bytes), "a picture is one page"
    return png
