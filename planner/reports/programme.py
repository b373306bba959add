"""The wider programme in a report: a table for each of its topics, long breakdowns side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext as _

from planner.reports.columns import grid, split
from planner.reports.content import Block, Grid, Heading
from planner.reports.figure_tables import MARK, made_up_note
from planner.reports.goals import goals_by_part
from planner.results.words import published
from planner.statistics.further import FurtherFigure, Section
from planner.statistics.programme_targets import GoalTable

FEW = 8  # parts below their whole; more of them are a table of their own
MOST_COLUMNS = 5
INDENT = "· "


def programme(sections: Sequence[Section], goals: Sequence[GoalTable]) -> Iterator[Block]:
    """The targets by their parts, then each topic under its own letter."""
    targets = list(goals_by_part(goals))
    if sections or targets:
        yield Heading(2, "", _("Results of the wider programme"))
    yield from targets
    for section in sections:
        yield Heading(3, "", section.title)
        yield _topic(section)
        yield from _breakdowns(section)


def _topic(section: Section) -> Grid:
    """A row for each figure, its few parts below it unless they stand in a table of their own."""
    apart = {id(figure) for figures in _alike(section) for figure in figures}
    rows = []
    for figure in section.figures:
        if id(figure) in apart and _told_already(figure, section.figures):
            continue
        rows.append(_row(figure, ""))
        if id(figure) not in apart:
            rows += [_row(part, INDENT) for part in figure.parts]
    heads = [(_("Figure"), False), (_("Number"), True), (_("Unit"), False)]
    return grid(section.title, heads, rows, note=_note(section.figures))


def _told_already(figure: FurtherFigure, figures: Sequence[FurtherFigure]) -> bool:
    """Whether another row has the same number, of which this one is a breakdown."""
    return any(other is not figure and figure.key.startswith(f"{other.key}.") for other in figures)


def _row(figure: FurtherFigure, indent: str) -> list[str]:
    name = f"{indent}{figure.label}"
    value = "-" if figure.value is None else published(figure.value, figure.qualifier)
    return [f"{name} {MARK}" if figure.synthetic else name, value, figure.unit or "-"]


def _note(figures: Sequence[FurtherFigure]) -> str:
    parts = [part for figure in figures for part in figure.parts]
    return made_up_note() if any(row.synthetic for row in [*figures, *parts]) else ""


def _alike(section: Section) -> list[list[FurtherFigure]]:
    """Figures to be set side by side: those with the same parts, and those with many.

    Parts in another unit than their whole do not add up to it and stay below it.
    """
    found: dict[frozenset[str], list[FurtherFigure]] = {}
    for figure in section.figures:
        labels = frozenset(part.label for part in figure.parts)
        alike = all(part.unit == figure.unit for part in figure.parts)
        if alike and len(labels) == len(figure.parts) > 1:
            found.setdefault(labels, []).append(figure)
    return [some for labels, some in found.items() if len(some) > 1 or len(labels) > FEW]


def _breakdowns(section: Section) -> Iterator[Grid]:
    """One row a part."""
    for figures in _alike(section):
        for some in split(figures, MOST_COLUMNS):
            yield _breakdown(section.title, some)


def _breakdown(title: str, figures: Sequence[FurtherFigure]) -> Grid:
    units = ", ".join(dict.fromkeys(figure.unit for figure in figures if figure.unit))
    shares = any(figure.unit == "%" for figure in figures)
    whole = _("Altogether") if shares else _("Total")  # shares do not add up
    heads = [(_("No."), True), (_("Told by"), False)]
    heads += [(figure.label, True) for figure in figures]
    parts = [{part.label: part for part in figure.parts} for figure in figures]
    rows = [
        [
            str(at),
            _marked(label, [found[label] for found in parts]),
            *(_number(found[label]) for found in parts),
        ]
        for at, label in enumerate(parts[0], 1)
    ]
    return grid(
        _("%(topic)s, broken down", topic=title),
        heads,
        rows,
        ["", _marked(whole, figures), *(_number(figure) for figure in figures)],
        unit=_("(Unit: %(units)s)", units=units) if units else "",
        note=_note(figures),
    )


def _marked(name: str, figures: Iterable[FurtherFigure]) -> str:
    return f"{name} {MARK}" if any(figure.synthetic for figure in figures) else name


def _number(figure: FurtherFigure) -> str:
    return "-" if figure.value is None else published(figure.value, figure.qualifier)
