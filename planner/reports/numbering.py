"""The numbers of a paper: Ⅰ, 1. and letters before headings, and those of tables and figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext as _

from planner.reports.content import Block, Grid, Heading, Picture

CHAPTERS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the outline. One without blocks has nothing to say and is not printed.

    `unwritten` names what the office could still write in it; `loose` is one without a number.
    """

    key: str
    title: str
    blocks: Sequence[Block]
    unwritten: Sequence[str] = ()
    loose: bool = False


def numbered(chapters: Iterable[Chapter]) -> list[Chapter]:
    """The chapters with their headings, every heading, table and figure with its number."""
    found, marks, numbers = [], iter(CHAPTERS), {"table": 0, "figure": 0}
    for chapter in chapters:
        blocks: list[Block] = []
        if chapter.blocks:
            mark = "" if chapter.loose else next(marks)
            blocks = [Heading(1, mark, chapter.title), *_inside(chapter.blocks, numbers)]
        found.append(replace(chapter, blocks=blocks))
    return found


def _inside(blocks: Iterable[Block], numbers: dict[str, int]) -> Iterator[Block]:
    """Sections and their parts count from one; tables and figures go on through the paper."""
    letters = _("A B C D E F G H I J K L M N").split()
    section = part = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            section, part = section + 1, 0
            yield replace(block, mark=f"{section}.")
        elif isinstance(block, Heading):
            yield replace(block, mark=f"{letters[part % len(letters)]}.")
            part += 1
        elif isinstance(block, Grid):
            numbers["table"] += 1
            words = _("<Table %(n)s> %(name)s", n=numbers["table"], name=block.caption)
            yield replace(block, caption=words)
        elif isinstance(block, Picture):
            numbers["figure"] += 1
            words = _("[Figure %(n)s] %(name)s", n=numbers["figure"], name=block.title)
            yield replace(block, title=words)
        else:
            yield block
