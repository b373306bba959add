"""What the office itself writes for a season's result report: its texts and its budget."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.accounts.models import User
from planner.campaigns.models import Campaign
from planner.extensions import UtcDateTime, Versioned, db


class ResultReport(Versioned, db.Model):
    """The texts of a season's report; everything else in it comes from the figures.

    Each text is lines of an outline (`reports.outline`), empty until somebody writes it. The
    budget's lines are edited on the same form and share the version.
    """

    __tablename__ = "result_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), unique=True
    )
    reported_on: Mapped[date | None] = mapped_column()  # the day on its head; None: when it is made
    purpose: Mapped[str] = mapped_column(Text, default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    remarks: Mapped[str] = mapped_column(Text, default="")
    budget_note: Mapped[str] = mapped_column(Text, default="")
    achievements: Mapped[str] = mapped_column(Text, default="")
    improvements: Mapped[str] = mapped_column(Text, default="")
    plans: Mapped[str] = mapped_column(Text, default="")
    attachments: Mapped[str] = mapped_column(Text, default="")  # one a line
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    campaign: Mapped[Campaign] = relationship()
    updated_by: Mapped[User | None] = relationship()


class BudgetLine(db.Model):
    """A line of a season's budget, in won. `spent` None is not known yet, which is not zero."""

    __tablename__ = "budget_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    item: Mapped[str] = mapped_column(String(80))
    source: Mapped[str] = mapped_column(String(80), default="")  # of the funds
    planned: Mapped[int] = mapped_column(BigInteger)
    spent: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(String(160), default="")

    __table_args__ = (
        CheckConstraint("planned >= 0", name="planned"),
        CheckConstraint("spent >= 0", name="spent"),
    )
