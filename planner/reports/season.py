"""A season's result report: the outline of the office's paper, from its figures and its texts.

A chapter of which nothing was written is left out of the paper, and those after it count on; the
page shows it with what is still to be written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import get_locale
from flask_babel import gettext as _

from planner.core.figures import FORMULAS
from planner.reports.budget import budget
from planner.reports.content import Block, Heading, Item, Report
from planner.reports.figure_tables import most_expected
from planner.reports.numbering import Chapter, numbered
from planner.reports.outcome import outcome
from planner.reports.outline import listed, outline
from planner.reports.overview import overview
from planner.reports.source import Source
from planner.results.words import measure_name
from planner.statistics.services import newest
from planner.templating import SEOUL, instant, long_day, named, number


@dataclass(frozen=True, slots=True)
class Paper:
    """A report, and its chapters also where they are not written yet."""

    report: Report
    chapters: Sequence[Chapter]

    @property
    def unwritten(self) -> list[Chapter]:
        """Chapters in which the office has still something to write."""
        return [chapter for chapter in self.chapters if chapter.unwritten]


def season_paper(source: Source, made: datetime) -> Paper:
    """The report of a season as it stands at `made`, in the reader's language."""
    campaign, written = source.facts.campaign, source.written
    chapters = numbered(
        [
            overview(source),
            outcome(source),
            budget(source),
            _achieved(source),
            _plans(source),
            _attachments(source),
        ]
    )
    day = written.reported_on if written and written.reported_on else made.astimezone(SEOUL).date()
    office = campaign.office
    report = Report(
        lang=str(get_locale()),
        title=_("Result report: %(season)s", season=named(campaign)),
        season=named(campaign),
        office=named(office),
        department=office.department,
        day=long_day(day),
        imprint=list(imprint(source)),
        blocks=[block for chapter in chapters for block in chapter.blocks],
        notice=_(
            "For use within the office: it holds figures that are not public, 1 to 4 among them. "
            "What goes to the public is made by publishing the figures."
        ),
        formulas=FORMULAS,
    )
    return Paper(report, chapters)


def season_report(source: Source, made: datetime) -> Report:
    """The same, for whoever writes a file of it."""
    return season_paper(source, made).report


# ---------------------------------------------------------------- what the office wrote


def _achieved(source: Source) -> Chapter:
    parts = (
        ("achievements", _("Achievements")),
        ("improvements", _("What to improve")),
    )
    blocks = [block for name, title in parts for block in _section(title, source.text(name))]
    unwritten = [title for name, title in parts if not source.text(name)]
    return Chapter("achieved", _("Achievements and improvements"), blocks, unwritten)


def _section(title: str, text: str) -> Iterator[Block]:
    items = outline(text)
    if items:
        yield Heading(2, "", title)
        yield from items


def _plans(source: Source) -> Chapter:
    items: list[Item] = outline(source.text("plans"))
    unwritten = () if items else (_("Plans"),)
    return Chapter("plans", _("Plans"), items, unwritten)


def _attachments(source: Source) -> Chapter:
    """Without one the paper has no such list, and that needs no reminder."""
    items = listed(source.text("attachments"))
    return Chapter("attachments", _("Attachments"), _ended(items), loose=True)


def _ended(items: list[Item]) -> list[Item]:
    """With the word that ends a Korean document behind the last; English has none."""
    ending = _("%(last)s", last="").strip()
    if not items or items[-1].text.endswith(ending):
        return items
    return [*items[:-1], replace(items[-1], text=_("%(last)s", last=items[-1].text))]


# ---------------------------------------------------------------- how the figures came about


def imprint(source: Source) -> Iterator[str]:
    """When the figures are from, how many reports they hold, what is made up."""
    figures = source.figures
    as_of = newest(figures)
    if as_of is not None:
        yield _(
            "Figures as of %(when)s, when the last of the entries arrived.",
            when=instant(as_of),
        )
    measure, due = most_expected(figures.totals)
    if due.expected:
        yield _(
            "Of %(measure)s, %(got)s of %(due)s expected reports are in; "
            "'-' is not reported, not 0.",
            measure=measure_name(measure),
            got=number(due.reported),
            due=number(due.expected),
        )
    if source.facts.dropped:
        yield _(
            "%(n)s cancelled events, or events that were not held, are left out.",
            n=number(len(source.facts.dropped)),
        )
    further = [row.synthetic for part in source.sections for row in part.figures]
    if figures.synthetic or any(further) or any(table.whole.synthetic for table in source.goals):
        yield _("Figures marked * rest on parts that were made up to add up to a published total.")
