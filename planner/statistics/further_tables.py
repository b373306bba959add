"""The wider programme's figures as a page shows them: plain numbers, and tables of their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.statistics.further import FurtherFigure, Section


@dataclass(frozen=True, slots=True)
class PartLine:
    """A line of a table: its words and a number for each column; the remainder has no key."""

    key: str
    label: str
    values: tuple[int | None, ...]
    synthetic: bool


@dataclass(frozen=True, slots=True)
class PartTable:
    """Figures that are broken down alike, side by side; `columns` are their wholes."""

    columns: tuple[FurtherFigure, ...]
    lines: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True)
class SectionLook:
    """A section of the page: `plain` are figures that stand for themselves."""

    section: Section
    plain: tuple[FurtherFigure, ...]
    tables: tuple[PartTable, ...]


def section_look(section: Section) -> SectionLook:
    """A section's figures sorted into plain numbers and tables; those that are broken down into
    the same parts share a table, and a single part is named beside its number."""
    plain, alike = [], dict[tuple[str, ...], list[FurtherFigure]]()
    for row in section.figures:
        keys = tuple(sorted(part.key for part in row.parts if part.key))
        if len(row.parts) > 1:
            alike.setdefault(keys, []).append(row)
        else:
            plain.append(row)
    return SectionLook(section, tuple(plain), tuple(_table(rows) for rows in alike.values()))


def _table(columns: Sequence[FurtherFigure]) -> PartTable:
    parts = [{part.key: part for part in row.parts} for row in columns]
    labels = {key: part.label for own in reversed(parts) for key, part in own.items()}
    ordered = [part.key for part in columns[0].parts if part.key]
    lines = []
    for key in [*ordered, *([""] if "" in labels else [])]:
        found = [own.get(key) for own in parts]
        values = tuple(None if part is None else part.value for part in found)
        made_up = any(part is not None and part.synthetic for part in found)
        lines.append(PartLine(key, labels[key], values, made_up))
    return PartTable(tuple(columns), tuple(lines))
