from __future__ import annotations

import struct

import pytest

from planner.reports.rasters import BadPicture, svg_png
from tests.reports.sample import SVG


def svg(inner: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inner}</svg>'


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_picture_is_a_png_as_wide_as_asked_and_in_proportion() -> None:
    png = svg_png(SVG, width_px=600)
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert size(png) == (600, 240)
    assert svg_png(SVG, width_px=600) == png


def test_korean_is_drawn_in_our_typeface_whatever_the_picture_asks_for() -> None:
    drawn = svg_png(svg('<text y="6" font-family="Pretendard GOV">가</text>'), width_px=90)
    other = svg_png(svg('<text y="6" font-family="No Such Face">가</text>'), width_px=90)
    assert drawn == other
    assert drawn != svg_png(svg(""), width_px=90)


@pytest.mark.parametrize("text", ["", "<svg", svg('<image href="Bold.otf" width="9" height="9"/>')])
def test_what_is_no_picture_or_names_a_file_is_refused(text: str) -> None:
    with pytest.raises(BadPicture):
        svg_png(text, width_px=100)


def test_what_an_svg_says_is_data_and_never_run() -> None:
    code = svg('<text>#panic("run") #read("Bold.otf")</text>')
    assert size(svg_png(code, width_px=90)) == (90, 90)
