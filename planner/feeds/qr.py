"""A QR code as one SVG path, without a style or a script."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

QUIET = 4  # modules of white around it


@dataclass(frozen=True, slots=True)
class Code:
    """`path` is drawn in a square of `size` units."""

    size: int
    path: str


def qr_code(text: str) -> Code:
    """The code of an address; each run of dark modules is one rectangle of the path."""
    import segno

    matrix = segno.make_qr(text, error="m").matrix
    parts: list[str] = []
    for y, row in enumerate(matrix):
        x = 0
        for dark, run in groupby(row, key=bool):
            width = len(list(run))
            if dark:
                parts.append(f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z")
            x += width
    return Code(len(matrix) + 2 * QUIET, "".join(parts))
