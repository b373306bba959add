"""Proposals: what the optimiser offers beside the draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.accounts.models import User
from planner.campaigns.models import Campaign, Event
from planner.extensions import UtcDateTime, db

PROPOSAL_KINDS = ("season", "booths", "replan", "what_if", "why_not")
PROPOSAL_STATES = ("queued", "running", "done", "failed", "stopped", "taken")


class Proposal(db.Model):
    """What the optimiser offers beside the draft; also the job that makes it."""

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(12), default="season")
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(12), default="queued", index=True)
    seconds: Mapped[int] = mapped_column(default=30)
    stop_wanted: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # olp-1
    plan: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # olp-plan-1
    outcome: Mapped[str] = mapped_column(String(16), default="")  # optimal, feasible, infeasible …
    score: Mapped[int | None] = mapped_column()
    bound: Mapped[float | None] = mapped_column()
    terms: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # conflicts, history, …
    draft_version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    campaign: Mapped[Campaign] = relationship()
    event: Mapped[Event | None] = relationship()
    created_by: Mapped[User | None] = relationship()
