"""Words as HWPX text: escaped, and without what XML forbids; and how wide they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from planner.forms import clean_text
from planner.reports.hwpx_shell import BLANK, Look

# Half a surrogate pair and the two numbers that are no letters: XML has no way to write them.
FORBIDDEN = re.compile("[\ud800-\udfff\ufffe\uffff]")


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


def ems(text: str, advances: Mapping[str, float]) -> float:
    """How wide a line is, in ems."""
    return sum(advances.get(letter, 1.0) for letter in text)


def lines(text: str, room: float, advances: Mapping[str, float]) -> int:
    """In how many lines a text stands in so many ems, broken between its words."""
    return sum(_broken(line, room, advances) for line in text.split("\n"))


def _broken(line: str, room: float, advances: Mapping[str, float]) -> int:
    if ems(line, advances) <= room:
        return 1
    count, used = 1, 0.0
    for word in line.split(" "):
        wide = ems(word, advances)
        if used and used + BLANK + wide > room:
            count, used = count + 1, 0.0
        used += wide + (BLANK if used else 0.0)
        count, used = count + int(used // room), used % room
    return count
