"""Words as HWPX text: escaped, and without what XML forbids; and about how wide they are."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from planner.forms import clean_text
from planner.reports.hwpx_shell import Look

# Half a surrogate pair and the two numbers that are no letters: XML has no way to write them.
FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff]")
NARROW = 0.48  # of an em: digits, Latin letters and blanks, rather too narrow than too wide


def plain(text: str) -> str:
    """Text as it is printed: dot variants as '·', tabs as spaces, nothing that XML forbids."""
    return clean_text(FORBIDDEN.sub("", text)).replace("\t", " ")


def words(text: str) -> str:
    """The text's element; its line breaks stay line breaks."""
    shown = escape(plain(text)).replace("\n", "<hp:lineBreak/>")
    return f"<hp:t>{shown}</hp:t>" if shown else "<hp:t/>"


def run(look: Look, content: str) -> str:
    """A stretch of one face and size."""
    return f'<hp:run charPrIDRef="{look.char}">{content}</hp:run>'


def paragraph(look: Look, content: str, number: int, *, new_page: bool = False) -> str:
    """A paragraph of one run, whose content is text or an object."""
    return (
        f'<hp:p id="{number}" paraPrIDRef="{look.paragraph}" styleIDRef="{look.style}"'
        f' pageBreak="{new_page:d}" columnBreak="0" merged="0">{run(look, content)}</hp:p>'
    )


def ems(text: str) -> float:
    """About how wide a line is, in ems."""
    if text.isascii():
        return len(text) * NARROW
    return sum(NARROW if letter.isascii() else 1.0 for letter in text)


def lines(text: str, width: int, size: int) -> int:
    """In how many lines a text stands in so many units, at least."""
    room = max(width / size, 1.0)
    return sum(max(1, -int(-ems(line) // room)) for line in text.split("\n"))
