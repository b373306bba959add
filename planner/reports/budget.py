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


def _known(lines: Sequence[BudgetLine]) -> list[BudgetLine]:
    return [line for line in lines if line.spent is not None]


def executed(spent: int | None, planned: int) -> str | None:
    """Spent ÷ planned in per cent; '100.0' only where all of it was spent, to the won."""
    found = in_per_cent(spent, planned)
    if found != "100.0" or spent is None or spent == planned:
        return found
    return "99.9" if spent < planned else "100.1"


def _sentence(lines: Sequence[BudgetLine]) -> Iterator[Item]:
    """The sums; where not all is known, the rate is of the lines of which it is, and says so."""
    won, planned = str(_("won")), sum(line.planned for line in lines)
    known, spent = _known(lines), spent_of(lines)
    if spent is None:
        yield Item(1, _("Planned %(sum)s", sum=with_unit(number(planned), won)))
        return
    if len(known) < len(lines):
        yield Item(1, _("Planned %(sum)s", sum=with_unit(number(planned), won)))
    words = _(
        "Spent %(spent)s of %(planned)s planned (%(rate)s)",
        spent=with_unit(number(spent), won),
        planned=with_unit(number(sum(line.planned for line in known)), won),
        rate=per_cent(executed(spent, sum(line.planned for line in known))),
    )
    if len(known) < len(lines):
        words = _(
            "%(words)s: of the %(n)s of %(all)s lines of which it is known",
            words=words,
            n=len(known),
            all=len(lines),
        )
    yield Item(1, words)


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
    known = _known(lines)
    total = _money(sum(line.planned for line in known), spent_of(lines))
    total[0] = number(sum(line.planned for line in lines))
    note = ""
    if len(known) < len(lines):
        note = _(
            "What was spent is not known yet for %(n)s of %(all)s lines. The totals spent and left "
            "and the rate of execution are of the other lines.",
            n=len(lines) - len(known),
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
        per_cent(executed(spent, planned)),
    ]
