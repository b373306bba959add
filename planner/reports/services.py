"""What the office writes for its report, saved as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from planner.errors import StaleEdit
from planner.extensions import db
from planner.reports.models import BudgetLine, ResultReport
from planner.reports.queries import budget_lines, find_report
from planner.results.locks import all_or_nothing, lock_campaign

UNWRITTEN = 0  # the version of a report that nobody has written yet


@dataclass(frozen=True, slots=True)
class LineData:
    """A line of the budget, in won; `spent` None is not known yet."""

    item: str
    source: str
    planned: int
    spent: int | None
    note: str


def version_of(report: ResultReport | None) -> int:
    """The version that a form carries."""
    return UNWRITTEN if report is None else report.version


@all_or_nothing
def save_report(
    office_id: int,
    campaign_id: int,
    version: str,
    texts: Mapping[str, Any],
    lines: Sequence[LineData],
    *,
    user_id: int | None,
    now: datetime,
) -> ResultReport:
    """Write a report's texts and its budget's lines in place of the earlier ones, and commit.

    `StaleEdit` when somebody else saved since the form with this version was opened.
    """
    lock_campaign(office_id, campaign_id)
    report = find_report(campaign_id)
    if version != str(version_of(report)):
        raise StaleEdit(report)
    if report is None:
        report = ResultReport(campaign_id=campaign_id, version=UNWRITTEN)
        db.session.add(report)
    for name, value in texts.items():
        setattr(report, name, value)
    report.version += 1
    report.updated_at, report.updated_by_id = now, user_id
    for old in budget_lines(campaign_id):
        db.session.delete(old)
    for position, line in enumerate(lines, 1):
        db.session.add(BudgetLine(campaign_id=campaign_id, position=position, **asdict(line)))
    db.session.commit()
    return report
