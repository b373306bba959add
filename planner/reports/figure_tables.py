"""Figures of a season as tables of its report: the same numbers as on the page of statistics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from planner.core.counting import NEVER_SUMMED
from planner.core.figures import Figure
from planner.reports.columns import grid, split
from planner.reports.content import Grid
from planner.results.words import measure_name
from planner.statistics.services import FigureTable, Line
from planner.statistics.words import DIMENSIONS, key_name, units
from planner.templating import long_day, month_name, named, number, percent

MOST_MEASURES = 7  # side by side on paper
MOST_ROWS = 150  # of one table; what comes after them is one row with their sums
MOST_TARGETS = 40  # the page of targets holds all of them
MARK = "*"  # beside what rests on made-up parts


def unit_line(measures: Sequence[str]) -> str:
    """'(Unit: people, cases)', above the right end of a table."""
    return str(_("(Unit: %(units)s)", units=units(measures)))


def reports_in(figure: Figure) -> str:
    """'118/119'; '-' where nobody is expected to report."""
    return f"{figure.reported:,}/{figure.expected:,}" if figure.expected else "-"


def most_expected(totals: Mapping[str, Figure]) -> tuple[str, Figure]:
    """The measure of which most reports are expected, with its total."""
    none = ("", Figure(None, 0, 0))
    return max(totals.items(), key=lambda found: found[1].expected, default=none)


def row_name(dimension: str, row: Any) -> str:
    """What a line is called in a document, with its date written out."""
    if row is not None and dimension == "event":
        return f"{long_day(row.day)} {named(row.venue)}"
    if row is not None and dimension == "month":
        return month_name(date(int(row[:4]), int(row[5:7]), 1))
    return key_name(dimension, row)


def told(table: FigureTable) -> list[str]:
    """The measures of which a table has any number."""
    return [
        measure
        for measure in table.measures
        if table.total[measure].value is not None
        or any(line.figures[measure].value is not None for line in table.lines)
    ]


def figure_grids(table: FigureTable, caption: str = "") -> Iterator[Grid]:
    """A table of figures as one grid or several; none where nothing was reported.

    Every one ends in the sum, and its first says of the lead how many reports are in.
    """
    measures = told(table)
    caption = caption or str(DIMENSIONS[table.dimension][1])
    parts = split(measures, MOST_MEASURES) if measures else []
    for at, part in enumerate(parts):
        name = caption if len(parts) == 1 else f"{caption} ({at + 1}/{len(parts)})"
        yield _grid(table, part, name)


def _grid(table: FigureTable, measures: Sequence[str], caption: str) -> Grid:
    shown = _Shown(table, measures)
    lines = [line for line in table.lines if not line.remainder]
    rest = [line for line in table.lines if line.remainder]
    rows = [shown.row(str(at), line) for at, line in enumerate(lines[:MOST_ROWS], 1)]
    if len(lines) > MOST_ROWS:
        rows.append(shown.together(lines[MOST_ROWS:]))
    rows += [shown.row("", line) for line in rest]
    return grid(
        caption,
        shown.heads(),
        rows,
        shown.total(),
        unit=unit_line(measures),
        note=_note(table, measures, len(lines)),
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which columns a grid has: the lead's share and reports stand beside it."""

    table: FigureTable
    measures: Sequence[str]

    @property
    def lead(self) -> bool:
        return self.table.lead in self.measures

    @property
    def shares(self) -> bool:
        """A share has room beside few measures only."""
        return len(self.measures) < MOST_MEASURES

    @property
    def reports(self) -> bool:
        return self.lead and self.table.total[self.table.lead].expected > 0

    def heads(self) -> list[tuple[str, bool]]:
        heads = [(_("No."), True), (str(DIMENSIONS[self.table.dimension][0]), False)]
        for measure in self.measures:
            heads.append((measure_name(measure), True))
            if measure == self.table.lead and self.shares:
                heads.append((_("Share"), True))
        return [*heads, (_("Reports in"), True)] if self.reports else heads

    def row(self, place: str, line: Line) -> list[str]:
        name = row_name(self.table.dimension, line.row)
        return [place, *self._cells(name, line.figures, line.share)]

    def together(self, lines: Sequence[Line]) -> list[str]:
        """What the longest table of a paper leaves to the files, as one row."""
        lead = self.table.lead
        sums = {measure: summed(measure, lines) for measure in self.measures}
        figures = {**sums, lead: sums.get(lead) or summed(lead, lines)}
        value, whole = figures[lead].value, self.table.total[lead].value
        share = value / whole if value is not None and whole else None
        name = _("%(n)s others together", n=number(len(lines)))
        return ["", *self._cells(name, figures, share)]

    def total(self) -> list[str]:
        whole = self.table.total[self.table.lead].value
        return ["", *self._cells(_("Total"), self.table.total, 1.0 if whole else None)]

    def _cells(self, name: str, figures: dict[str, Figure], share: float | None) -> list[str]:
        made_up = any(figures[measure].synthetic for measure in self.measures)
        cells = [f"{name} {MARK}" if made_up else name]
        for measure in self.measures:
            cells.append(number(figures[measure].value))
            if measure == self.table.lead and self.shares:
                cells.append(percent(share))
        return [*cells, reports_in(figures[self.table.lead])] if self.reports else cells


def summed(measure: str, lines: Sequence[Line]) -> Figure:
    """Several lines as one; what may not be added up has no number."""
    figures = [line.figures[measure] for line in lines]
    known = [figure.value for figure in figures if figure.value is not None]
    return Figure(
        sum(known) if known and measure not in NEVER_SUMMED else None,
        sum(figure.reported for figure in figures),
        sum(figure.expected for figure in figures),
        any(figure.synthetic for figure in figures),
    )


def _note(table: FigureTable, measures: Sequence[str], rows: int) -> str:
    """What the columns do not say: reports missing, made-up parts, rows that stand together."""
    total = table.total[table.lead]
    words = []
    if table.lead not in measures and not total.complete:
        words.append(
            _(
                "The total holds %(got)s of %(due)s expected reports; '-' is not reported, not 0.",
                got=number(total.reported),
                due=number(total.expected),
            )
        )
    if any(table.total[measure].synthetic for measure in measures):
        words.append(made_up_note())
    if rows > MOST_ROWS:
        words.append(
            _(
                "The first %(shown)s of %(n)s rows; the exported tables hold all of them.",
                shown=MOST_ROWS,
                n=number(rows),
            )
        )
    return " ".join(words)


def made_up_note() -> str:
    """What the mark of made-up numbers means."""
    return str(_("%(mark)s partly made up to add up to a published total", mark=MARK))
