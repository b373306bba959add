"""Ⅲ of a report: what was planned and spent, with the rate of execution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from planner.core.comparison import per_cent as in_per_cent
from planner.reports.columns import grid
from planner.reports.content import Block, Grid, Item
from planner.reports.models import BudgetLine
from planner.reports.numbering import Chapter
from planner.reports.outline import outline
from planner.reports.source import Source
from planner.results.words import with_unit
from planner.statistics.words import per_cent
from planner.templating import number


def budget(source: Source) -> Chapter:
    """The chapter; without lines and without a note there is none."""
    lines, note = source.budget, source.text("budget_note")
    blocks: list[Block] = []
    if lines:
        blocks += [*_sentence(lines), budget_grid(lines)]
    blocks += outline(note)
    unwritten = [] if lines else [_("Lines of the budget")]
    if not note:
        unwritten.append(_("Note on the budget"))
    return Chapter("budget", _("Budget"), blocks, unwritten)


def spent_of(lines: Sequence[BudgetLine]) -> int | None:
    """What was spent as far as it is known; None where nothing is."""
    known = [line.spent for line in lines if line.spent is not None]
    return sum(known) if known else None


def _sentence(lines: Sequence[BudgetLine]) -> Iterator[Item]:
    planned, spent = sum(line.planned for line in lines), spent_of(lines)
    won = str(_("won"))
    if spent is None:
        yield Item(1, _("Planned %(sum)s", sum=with_unit(number(planned), won)))
        return
    yield Item(
        1,
        _(
            "Spent %(spent)s of %(planned)s planned (%(rate)s)",
            spent=with_unit(number(spent), won),
            planned=with_unit(number(planned), won),
            rate=per_cent(in_per_cent(spent, planned)),
        ),
    )


def budget_grid(lines: Sequence[BudgetLine]) -> Grid:
    """A row for each line; what is not known yet is '-' and the note says for how many lines."""
    heads = [
        (_("No."), True),
        (_("Budget item"), False),
        (_("Source of funds"), False),
        (_("Planned amount"), True),
        (_("Spent"), True),
        (_("Amount left"), True),
        (_("Rate of execution"), True),
        (_("Remark"), False),
    ]
    rows = [
        [
            str(at),
            line.item,
            line.source or "-",
            *_money(line.planned, line.spent),
            line.note or "-",
        ]
        for at, line in enumerate(lines, 1)
    ]
    total = _money(sum(line.planned for line in lines), spent_of(lines))
    unknown = sum(line.spent is None for line in lines)
    note = ""
    if unknown:
        note = _(
            "What was spent is not known yet for %(n)s of %(all)s lines; the total leaves it out.",
            n=unknown,
            all=len(lines),
        )
    return grid(
        _("Budget and spending"),
        heads,
        rows,
        ["", _("Total"), "", *total, ""],
        unit=_("(Unit: %(units)s)", units=str(_("won"))),
        note=note,
    )


def _money(planned: int, spent: int | None) -> list[str]:
    left = None if spent is None else planned - spent
    return [
        number(planned),
        number(spent),
        number(left),
        per_cent(in_per_cent(spent, planned)),
    ]
