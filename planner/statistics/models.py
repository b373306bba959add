"""Publications: a season's figures as they were made public, each a copy that never changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.accounts.models import User
from planner.campaigns.models import Campaign
from planner.extensions import UtcDateTime, db


class Publication(db.Model):
    """A numbered publication of a season's figures.

    `tables` holds the exact numbers too: what is hidden now must stay hidden beside everything that
    is published later. Nothing but `statistics.public_values` may read it for a page.
    """

    __tablename__ = "publication"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    number: Mapped[int] = mapped_column()
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    formula: Mapped[str] = mapped_column(String(12))  # version of the rules that made it
    tables: Mapped[dict[str, Any]] = mapped_column(JSON)  # public_values.to_json
    audit: Mapped[dict[str, Any]] = mapped_column(JSON)  # what the audit found, in numbers

    campaign: Mapped[Campaign] = relationship()
    published_by: Mapped[User | None] = relationship()

    __table_args__ = (UniqueConstraint("campaign_id", "number"),)
