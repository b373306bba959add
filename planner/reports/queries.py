"""Reads of what the office wrote for a report."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from planner.extensions import db
from planner.reports.models import BudgetLine, ResultReport


def find_report(campaign_id: int) -> ResultReport | None:
    """The texts of a season's report, with who wrote them last; None before anybody did."""
    return db.session.scalar(
        select(ResultReport)
        .where(ResultReport.campaign_id == campaign_id)
        .options(joinedload(ResultReport.updated_by))
    )


def budget_lines(campaign_id: int) -> Sequence[BudgetLine]:
    """The lines of a season's budget in their order."""
    return db.session.scalars(
        select(BudgetLine)
        .where(BudgetLine.campaign_id == campaign_id)
        .order_by(BudgetLine.position, BudgetLine.id)
    ).all()
