"""Ⅱ of a report: what a season brought, told by places, fields, agencies, resources."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from planner.core.comparison import per_cent as in_per_cent
from planner.core.counting import NEVER_SUMMED
from planner.core.figures import Figure
from planner.reports import pictures
from planner.reports.columns import grid
from planner.reports.compared import compared
from planner.reports.content import Block, Grid, Heading, Item
from planner.reports.figure_tables import (
    MARK,
    figure_grids,
    made_up_note,
    most_expected,
    reports_in,
    told,
)
from planner.reports.goals import goals_in_short, goals_in_words
from planner.reports.numbering import Chapter
from planner.reports.outline import outline
from planner.reports.programme import programme
from planner.reports.source import Source
from planner.results.words import measure_name, unit_name, with_unit
from planner.statistics.comparisons import Achievement
from planner.statistics.course import course_of
from planner.statistics.services import FigureTable
from planner.statistics.words import per_cent
from planner.templating import number

FEW_EVENTS = 12
# The sections after the whole: by which tables each tells, in their order.
PLACES, FIELDS, AGENCIES = ("zone", "dong"), ("field", "group"), ("category", "agency")
REFERRALS = ("referrals_public", "referrals_private")


def outcome(source: Source) -> Chapter:
    """The chapter; the remarks at its end are what the office wrote."""
    blocks = [
        *_whole(source),
        *_told_by(source, _("Results by zone"), PLACES),
        *_told_by(source, _("Results by field"), FIELDS),
        *_told_by(source, _("Results by agency"), AGENCIES),
        *_referrals(source),
        *programme(source.sections, source.goals),
        *_remarks(source.text("remarks")),
    ]
    unwritten = () if source.text("remarks") else (_("Special remarks"),)
    return Chapter("outcome", _("Results"), blocks, unwritten)


def _remarks(text: str) -> Iterator[Block]:
    items = outline(text)
    if items:
        yield Heading(2, "", _("Special remarks"))
        yield from items


# ---------------------------------------------------------------- the whole


def _whole(source: Source) -> Iterator[Block]:
    """The headline, targets and comparisons, and the course; a season of which nothing is counted
    and nothing expected leaves this to its programme."""
    figures = source.figures
    if not any(figure.value is not None or figure.expected for figure in figures.totals.values()):
        if source.goals or not source.sections:
            yield Heading(2, "", _("Overall"))
            yield from goals_in_words(source.comparisons, source.goals)
            yield from goals_in_short(source.goals)
        if not source.goals and not source.sections:
            yield Item(1, _("Nothing has been counted yet."))
        return
    yield Heading(2, "", _("Overall"))
    yield from _sentences(source)
    yield from goals_in_words(source.comparisons, source.goals)
    yield _headline(source)
    yield from goals_in_short(source.goals)
    yield from compared(source)
    yield from _in_time(source)
    yield from pictures.course(course_of(figures))


def _in_time(source: Source) -> Iterator[Grid]:
    """By event, and by month where the events are many or there are none."""
    events, months = (source.figures.tables.get(name) for name in ("event", "month"))
    if events is not None:
        yield from figure_grids(events)
    if months is not None and (events is None or len(events.lines) > FEW_EVENTS):
        yield from figure_grids(months)


def _sentences(source: Source) -> Iterator[Item]:
    """What a reader takes away: each total with its unit, and how many of the reports it holds."""
    totals = source.figures.totals
    known = [
        f"{measure_name(measure)} {with_unit(number(figure.value), unit_name(measure))}"
        for measure, figure in totals.items()
        if figure.value is not None
    ]
    if known:
        yield Item(1, ", ".join(known))
    if {"received", "completed"} <= totals.keys():
        rate = in_per_cent(totals["completed"].value, totals["received"].value)
        if rate is not None:
            yield Item(1, _("Completed of what was received: %(rate)s", rate=per_cent(rate)))
    measure, due = most_expected(totals)
    if due.expected:
        share = in_per_cent(due.reported, due.expected)
        yield Item(
            1,
            _(
                "Reports in (%(measure)s): %(got)s of %(due)s (%(rate)s)",
                measure=measure_name(measure),
                got=number(due.reported),
                due=number(due.expected),
                rate=per_cent(share),
            ),
        )


def _headline(source: Source) -> Grid:
    """Every measure with its target where the whole season has one."""
    targets = _season_targets(source)
    totals = source.figures.totals
    shown = {
        measure: figure
        for measure, figure in totals.items()
        if figure.value is not None or measure not in NEVER_SUMMED
    }
    heads = [(_("No."), True), (_("Figure"), False), (_("Unit"), False), (_("Actual"), True)]
    if targets:
        heads += [(_("Target"), True), (_("Achievement"), True)]
    if any(figure.expected for figure in shown.values()):
        heads.append((_("Reports in"), True))
    rows = [
        _headline_row(str(at), measure, figure, targets, len(heads))
        for at, (measure, figure) in enumerate(shown.items(), 1)
    ]
    made_up = any(figure.synthetic for figure in shown.values())
    return grid(_("Overall results"), heads, rows, note=made_up_note() if made_up else "")


def _headline_row(
    place: str, measure: str, figure: Figure, targets: dict[str, Achievement], width: int
) -> list[str]:
    name = measure_name(measure)
    cells = [
        place,
        f"{name} {MARK}" if figure.synthetic else name,
        unit_name(measure),
        number(figure.value),
    ]
    if targets:
        found = targets.get(measure)
        cells += [number(found.target.value), per_cent(found.per_cent)] if found else ["-", "-"]
    return [*cells, reports_in(figure)] if len(cells) < width else cells


def _season_targets(source: Source) -> dict[str, Achievement]:
    """Targets of the whole season, by measure."""
    return {row.target.measure: row for row in source.comparisons.achievements if of_season(row)}


def of_season(row: Achievement) -> bool:
    """Whether a target is about the whole season, and not a place, a field or a part of it."""
    target = row.target
    return not (target.zone_id or target.dong_id or target.field_id or target.period)


# ---------------------------------------------------------------- told by


def _told_by(source: Source, title: str, dimensions: tuple[str, ...]) -> Iterator[Block]:
    tables = [source.figures.tables[name] for name in dimensions if name in source.figures.tables]
    tables = [table for table in tables if told(table)]
    if dimensions == PLACES and len(tables) == 2 and len(tables[0].lines) == len(tables[1].lines):
        tables = tables[:1]  # one dong a zone: the same numbers under another name
    if not tables:
        return
    yield Heading(2, "", title)
    for table in tables:
        yield from figure_grids(table)
        yield from _bars(table)


def _bars(table: FigureTable) -> Iterator[Block]:
    if table.dimension not in AGENCIES:
        yield from pictures.bars(table)


def _referrals(source: Source) -> Iterator[Block]:
    """What was referred to public and private resources, with their sum, and by programme."""
    totals = source.figures.totals
    found = [(name, totals.get(name, Figure(None, 0, 0))) for name in REFERRALS]
    if not any(figure.value is not None for _name, figure in found):
        return
    yield Heading(2, "", _("Referrals"))
    yield _resources(found)
    table = source.figures.tables.get("programme")
    if table is not None:
        yield from figure_grids(table, _("Referrals by programme"))


def _resources(found: list[tuple[str, Figure]]) -> Grid:
    values = [figure.value for _name, figure in found]
    known = [value for value in values if value is not None]
    whole = sum(known)
    reports = any(figure.expected for _name, figure in found)
    heads = [(_("Resources"), False), (_("Actual"), True), (_("Share"), True)]
    rows = []
    for name, figure in found:
        label = f"{measure_name(name)} {MARK}" if figure.synthetic else measure_name(name)
        share = in_per_cent(figure.value, whole)
        cells = [label, number(figure.value), per_cent(share)]
        rows.append([*cells, reports_in(figure)] if reports else cells)
    made_up = any(figure.synthetic for _name, figure in found)
    name = f"{_('Total')} {MARK}" if made_up else _("Total")
    total = [name, number(whole), per_cent(in_per_cent(whole, whole))]
    if reports:
        heads.append((_("Reports in"), True))
        total.append("")
    unit = _("(Unit: %(units)s)", units=unit_name(found[0][0]))
    return grid(
        _("Referrals to public and private resources"), heads, rows, total, unit=unit,
        note=made_up_note() if made_up else "",
    )  # fmt: skip
