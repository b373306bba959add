"""The small parts of a picture: pins' shapes, texts, legend, scale and credit."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from planner.core.chart import UNWANTED
from planner.maps.picture_labels import text_width

FONT = "Pretendard GOV, Noto Sans KR, Apple SD Gothic Neo, Malgun Gothic, NanumGothic, sans-serif"
INK, QUIET, LINE, GROUND = "#1e2124", "#464c53", "#58616a", "#f4f5f6"
# Light fills that differ when printed in grey too; labels tell the areas apart, not colour alone.
TINTS = ("#e4edfd", "#d5ead9", "#f7e9cf", "#eadff3", "#dcecef", "#f6dedb",
         "#c9dafa", "#bcdcc3", "#eed9ae", "#d7c4e6", "#bfdbe0", "#edc3be")  # fmt: skip
STEP_FILLS = ("#f8d9d5", "#e4edfd", "#b1cefb", "#7aa9f7", "#3f7ce0")  # none of it, then by quarters
# The same shapes as the pins of the page (templates/maps/_shapes.html), in a box of 34 by 34.
SHAPES = {
    "planned": '<circle cx="17" cy="17" r="14" fill="#fff" stroke="#0b50d0" stroke-width="3" '
    'stroke-dasharray="5 3"/>',
    "released": '<path d="M17 33C11 26 3 22 3 14.5a14 13.5 0 0 1 28 0C31 22 23 26 17 33z" '
    'fill="#0b50d0" stroke="#fff" stroke-width="1.5"/>',
    "rain": '<path d="M3 17 17 3l14 14v14H3z" fill="#8a5300" stroke="#fff" stroke-width="1.5"/>',
    "held": '<rect x="4" y="4" width="26" height="26" rx="4" fill="#1f6f33" stroke="#fff" '
    'stroke-width="1.5"/>',
    "cancelled": '<path d="M17 2 32 17 17 32 2 17z" fill="#58616a" stroke="#fff" '
    'stroke-width="1.5"/>',
}
# In the legend a cancelled one is struck through; on the map its number is.
STRIKE = '<path d="M9 25 25 9" stroke="#fff" stroke-width="2"/>'
NUMBER_AT = {"released": 19.5, "rain": 24.0}  # the number's base line; 22 in the others
FOOT, ROW = 12, 26


def safe(words: str) -> str:
    """What a person typed, as text of the picture."""
    return escape(words.translate(UNWANTED))


def scale_bar(scale: float, size: tuple[int, int]) -> str:
    """A round length of at most a fifth of the width."""
    most = size[0] / 5 / scale
    metres = max((n * 10**e for e in range(6) for n in (1, 2, 5) if n * 10**e <= most), default=1)
    x, y, long = 16.0, size[1] - 16.0, metres * scale
    words = f"{metres // 1000} km" if metres >= 1000 else f"{metres} m"
    return (
        f'<path d="M{x:.1f} {y - 6:.1f}V{y:.1f}H{x + long:.1f}V{y - 6:.1f}" fill="none" '
        f'stroke="{INK}" stroke-width="2"/>' + text(x + long + 8, y, words, 13, fill=INK, halo=True)
    )


def legend_rows(
    legend: Sequence[tuple[str, str]], width: int
) -> list[list[tuple[float, str, str]]]:
    """The legend's entries with their places, in as many rows as they need."""
    rows: list[list[tuple[float, str, str]]] = []
    x = 0.0
    for mark, word in legend:
        long = 30 + text_width(word, 14) + 22
        if not rows or x + long > width - 16:
            rows.append([])
            x = 16.0
        rows[-1].append((x, mark, word))
        x += long
    return rows


def foot_parts(
    rows: list[list[tuple[float, str, str]]], credit: str, top: float, key: str
) -> list[str]:
    parts = []
    for i, row in enumerate(rows):
        y = top + FOOT + ROW * i
        for x, mark, word in row:
            parts.append(_mark(mark, x, y, key) + text(x + 30, y + 16, word, 14, fill=INK))
    if credit:
        y = top + FOOT + ROW * len(rows) + 10
        parts.append(text(16, y, credit, 12, fill=QUIET))
    return parts


def _mark(mark: str, x: float, y: float, key: str) -> str:
    if mark in SHAPES:
        shape = SHAPES[mark] + (STRIKE if mark == "cancelled" else "")
        return f'<g transform="translate({x:.1f} {y:.1f}) scale(0.65)">{shape}</g>'
    box = f'<rect x="{x:.1f}" y="{y + 3:.1f}" width="22" height="15" stroke="{LINE}"'
    if mark == "ring":
        return (
            f'<circle cx="{x + 11:.1f}" cy="{y + 11:.1f}" r="9" fill="none" stroke="#0b50d0" '
            'stroke-width="2"/>'
        )
    if mark == "rough":
        return (
            f'<circle cx="{x + 11:.1f}" cy="{y + 11:.1f}" r="9" fill="none" stroke="{INK}" '
            'stroke-width="1.5" stroke-dasharray="4 3"/>'
        )
    if mark == "hatch":
        return f'{box} fill="#fff"/>{box} fill="url(#{key}-hatch)"/>'
    return f'{box} fill="{mark}"/>' if mark else f'{box} fill="none" stroke-width="2.5"/>'


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    anchor: str = "start",
    fill: str = INK,
    weight: int = 500,
    halo: bool = False,
    struck: bool = False,
) -> str:
    looks = ""
    if halo:
        looks += ' stroke="#fff" stroke-width="4.5" paint-order="stroke" stroke-linejoin="round"'
    if struck:
        looks += ' text-decoration="line-through"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{fill}"{looks}>{safe(words)}</text>'
    )
