"""What is asked of a feed, and what is known of one before its bytes are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from planner.feeds import render
from planner.feeds.copy_queries import Stored
from planner.feeds.memory import short_hash


class NoFeed(Exception):
    """There is no such feed (404), or its secret was revoked (410)."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Unreachable(Exception):
    """The database does not answer, and this worker has never sent the feed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what: language, outside address (only an https one is told on), and when."""

    locale: str
    base_url: str
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(render.SEOUL).date()

    @property
    def page_base(self) -> str:
        return self.base_url if self.base_url.startswith("https://") else ""

    @property
    def variant(self) -> str:
        base = self.page_base
        return f"{self.locale} {short_hash(base)}" if base else self.locale


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is there. `stored` is None when it could not be made and never was before."""

    address: tuple[str, ...]
    stored: Stored | None
    link_id: int | None = None
    fetched_at: datetime | None = None
