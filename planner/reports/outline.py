"""What somebody typed, as an outline: a line keeps the level of the mark that begins it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.reports.content import MARKS, Item

# The order of Korean letters by which lines are numbered, as in an official document.
LETTERS = "\uac00\ub098\ub2e4\ub77c\ub9c8\ubc14\uc0ac\uc544\uc790\ucc28\uce74\ud0c0\ud30c\ud558"
PLAIN = 1  # the level of a line without a mark: '○'
# Marks of a level, with what people type in their place; a minus before a digit is none.
MARKED = (
    (0, re.compile(r"[□■◻]\s*")),
    (1, re.compile(r"[○●◯❍〇]\s*|[oO]\s+")),
    (2, re.compile(r"[-–—−](?!\d)\s*")),
    (3, re.compile(r"[·•∙]\s*|\*\s+")),
)
# Numbers, which are kept as they were typed; '5. 29.' is a date.
NUMBERED = (
    (0, re.compile(r"(\d{1,2}\.)\s+(?!\d{1,2}\.)")),
    (1, re.compile(rf"([{LETTERS}]\.)\s+")),
    (2, re.compile(r"(\d{1,2}\))\s*")),
    (3, re.compile(rf"([{LETTERS}]\))\s*")),
)


def outline(text: str) -> list[Item]:
    """The lines of a text as items; a line without a mark is one of '○', empty ones are dropped.

    A line below none ('-' at the beginning) keeps its mark and stands as far out as '○'.
    """
    found: list[Item] = []
    outermost = len(MARKS)
    for item in (item for line in text.splitlines() for item in _item(line.strip())):
        outermost = min(outermost, item.level)
        alone = item.level == outermost > PLAIN
        found.append(Item(PLAIN, item.text, item.shown) if alone else item)
    return found


def _item(line: str) -> Iterator[Item]:
    if not line:
        return
    for level, mark in MARKED:
        found = mark.match(line)
        if found:
            if line[found.end() :]:
                yield Item(level, line[found.end() :])
            return
    for level, mark in NUMBERED:
        found = mark.match(line)
        if found and line[found.end() :]:
            yield Item(level, line[found.end() :], found.group(1))
            return
    yield Item(PLAIN, line)


def listed(text: str) -> list[Item]:
    """The lines of a list, each with its number; a number that was typed is not doubled."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    bare = [re.sub(r"^(?:\d{1,2}[.)]\s+|[□○·-](?!\d)\s*)", "", line) for line in lines]
    return [Item(0, line, f"{number}.") for number, line in enumerate(filter(None, bare), 1)]
