"""Targets of the wider programme in a report: the same tables as on the page of statistics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from planner.core.comparison import growth
from planner.core.comparison import per_cent as in_per_cent
from planner.programme.target_queries import sum_of
from planner.reports.columns import grid
from planner.reports.content import Block, Grid, Heading, Item
from planner.reports.figure_tables import MARK, MOST_ROWS, MOST_TARGETS, made_up_note
from planner.results.words import with_unit
from planner.statistics.comparisons import Comparisons
from planner.statistics.further import FurtherFigure, Section
from planner.statistics.headline import score
from planner.statistics.programme_targets import Goal, GoalTable, besides_goals
from planner.statistics.words import change, per_cent
from planner.templating import named, number

MOST_SENTENCES = 6


def sections_besides(sections: Sequence[Section], goals: Sequence[GoalTable]) -> list[Section]:
    """The topics of the wider programme without what the tables of targets show."""
    parts = [{named(row.part): row.actual for row in table.parts} for table in goals]
    found = [_besides_parts(besides_goals(section), parts) for section in sections]
    return [section for section in found if section.figures]


def _besides_parts(section: Section, parts: Sequence[dict[str, int | None]]) -> Section:
    figures = tuple(row for row in section.figures if not (row.parts and _parts(row) in parts))
    return replace(section, figures=figures)


def _parts(figure: FurtherFigure) -> dict[str, int | None]:
    return {part.label: part.value for part in figure.parts}


# ---------------------------------------------------------------- the whole


def goals_in_words(told: Comparisons, goals: Sequence[GoalTable]) -> Iterator[Item]:
    """How many targets were met, those of the counts too, and each of the programme as a whole."""
    met = score(told, goals)
    if met.wanted:
        words = _("Targets met: %(met)s of %(n)s", met=number(met.met), n=number(met.wanted))
        if met.unknown:
            words = f"{words} ({_('nothing recorded of %(n)s', n=number(met.unknown))})"
        yield Item(1, words)
    known = [table for table in goals if table.whole.actual is not None]
    yield from (Item(1, _sentence(table)) for table in known[:MOST_SENTENCES])


def _sentence(table: GoalTable) -> str:
    whole, unit = table.whole, table.tally.unit
    words = _(
        "%(name)s %(actual)s of the target of %(wanted)s (%(rate)s)",
        name=named(table.tally),
        actual=with_unit(number(whole.actual), unit),
        wanted=with_unit(number(whole.wanted), unit),
        rate=per_cent(whole.per_cent),
    )
    if whole.change is None:
        return str(words)
    return str(_("%(words)s, growth %(change)s", words=words, change=change(whole.change)))


def goals_in_short(goals: Sequence[GoalTable]) -> Iterator[Grid]:
    """A row for each target; how many of its parts met theirs where any has parts."""
    if not goals:
        return
    earlier = any(table.whole.before is not None for table in goals)
    divided = any(table.parts for table in goals)
    heads = [(_("No."), True), (_("Of what"), False), (_("Unit"), False), *_heads(earlier)]
    if divided:
        heads.append((_("Parts met"), True))
    rows = []
    for at, table in enumerate(goals[:MOST_TARGETS], 1):
        name = _marked(named(table.tally), table.whole)
        row = [str(at), name, table.tally.unit or "-", *_numbers(table.whole, earlier)]
        parts = f"{table.met}/{len(table.parts)}" if table.parts else "-"
        rows.append([*row, parts] if divided else row)
    note = _note([table.whole for table in goals[:MOST_TARGETS]])
    if len(goals) > MOST_TARGETS:
        more = _(
            "The first %(shown)s of %(n)s rows; the page of targets holds all of them.",
            shown=MOST_TARGETS,
            n=number(len(goals)),
        )
        note = f"{note} {more}".strip()
    yield grid(_("Targets of the wider programme"), heads, rows, note=note)


# ---------------------------------------------------------------- by parts


def goals_by_part(goals: Sequence[GoalTable]) -> Iterator[Block]:
    """Each target by its dongs, fields or agencies, ending in their sum."""
    divided = [table for table in goals if table.parts]
    if divided:
        yield Heading(3, "", _("Targets of the wider programme"))
        yield from map(_by_part, divided[:MOST_TARGETS])


def _by_part(table: GoalTable) -> Grid:
    rows = (*table.parts, table.whole)
    earlier = any(row.before is not None for row in rows)
    unit = table.tally.unit
    lines = [
        [str(at), _marked(named(row.part), row), *_numbers(row, earlier)]
        for at, row in enumerate(table.parts[:MOST_ROWS], 1)
    ]
    if rest := table.parts[MOST_ROWS:]:
        name = _("%(n)s others together", n=number(len(rest)))
        row = together(rest)
        lines.append(["", _marked(name, row), *_numbers(row, earlier)])
    return grid(
        _("%(name)s: achievement of the targets", name=named(table.tally)),
        [(_("No."), True), (_("Of what"), False), *_heads(earlier)],
        lines,
        ["", _marked(_("Total"), table.whole), *_numbers(table.whole, earlier)],
        unit=_("(Unit: %(units)s)", units=unit) if unit else "",
        note=_note(rows),
    )


def together(rows: Sequence[Goal]) -> Goal:
    """The parts that the longest table leaves out, as one."""
    wanted, actual = sum(row.wanted for row in rows), sum_of(row.actual for row in rows)
    last_year = [row.before for row in rows]
    before = None if None in last_year else sum_of(last_year)
    made_up = any(row.synthetic for row in rows)
    return Goal(
        None, wanted, actual, before, in_per_cent(actual, wanted), growth(actual, before), made_up
    )


def _heads(earlier: bool) -> list[tuple[str, bool]]:
    """Last year and the growth only where something is known of last year."""
    now = [(_("Target"), True), (_("Actual"), True), (_("Achievement"), True)]
    return [(_("Last year"), True), *now, (_("Growth"), True)] if earlier else now


def _numbers(row: Goal, earlier: bool) -> list[str]:
    now = [number(row.wanted), number(row.actual), per_cent(row.per_cent)]
    return [number(row.before), *now, change(row.change)] if earlier else now


def _marked(name: str, row: Goal) -> str:
    return f"{name} {MARK}" if row.synthetic else name


def _note(rows: Sequence[Goal]) -> str:
    return made_up_note() if any(row.synthetic for row in rows) else ""
