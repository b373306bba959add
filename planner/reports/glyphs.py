"""Letters that the typeface of the paper has: PDF/UA takes no other, so others become a box."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

from planner.reports.typesetting import FONTS

BOX = "\u25a1"


@cache
def known() -> frozenset[int]:
    """The letters of the typeface, read once a process; its weights have the same ones."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / "Regular.otf", lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def advances() -> dict[str, float]:
    """How wide letters are that are no whole em, in ems, at the weight of headings."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / "SemiBold.otf", lazy=True) as font:
        names, sizes, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        return {chr(at): sizes[names[at]][0] / em for at in range(0x20, 0x100) if at in names}


def displayed(text: str) -> str:
    """The text with a box for each letter that the typeface lacks."""
    text = unicodedata.normalize("NFC", text)
    if known().issuperset(map(ord, set(text))):
        return text
    return "".join(map(_letter, text))


def _letter(letter: str) -> str:
    if ord(letter) in known():
        return letter
    kind = unicodedata.category(letter)
    if kind in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    if kind in ("Cf", "Cs") or "\ufe00" <= letter <= "\ufe0f":
        return ""  # joins or turns letters, and is none itself
    return BOX


def all_displayed(value: Any) -> Any:
    """Every text within a value, a picture's too: its tags are plain letters."""
    if isinstance(value, str):
        return displayed(value)
    if isinstance(value, dict):
        return {key: all_displayed(inner) for key, inner in value.items()}
    return list(map(all_displayed, value)) if isinstance(value, list) else value
