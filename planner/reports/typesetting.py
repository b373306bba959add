"""What every use of Typst in reports shares: the typeface, and that nothing is kept of a paper."""

from __future__ import annotations

from functools import cache
from typing import Any

from planner.settings import ROOT

FONTS = ROOT / "static" / "vendor" / "pretendard-gov" / "print"
REMEMBERED = 11  # compilations, the present one with them


@cache
def typeface() -> Any:
    """The typeface, read once a process."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def forget() -> None:
    """Let Typst drop what it keeps of papers: it remembers the last ten compilations.

    Ten large reports are half a gigabyte in every web worker; empty pages push them out.
    """
    import typst

    for _page in range(REMEMBERED):
        typst.compile(b"", font_paths=_no_fonts(), ignore_system_fonts=True)


@cache
def _no_fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
