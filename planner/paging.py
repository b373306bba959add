"""Pages of a list: which rows, how many in all, and where the others are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, func, select

from planner.extensions import db

T = TypeVar("T")
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows `first`…`last` of `total` (from 1); `number` counts pages from 1."""

    rows: Sequence[T]
    total: int
    number: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def offset(self) -> int:
        """The running number before the first row of this page."""
        return (self.number - 1) * self.per_page

    def near(self) -> list[int]:
        """The page numbers worth a link: the first, the last and five around this one."""
        around = range(self.number - 2, self.number + 3)
        return sorted({1, self.pages, *(n for n in around if 1 <= n <= self.pages)})


def asked_page() -> int:
    """The page number of this request's address; nonsense is page 1."""
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10**6 else 1


def paginate(statement: Select[Any], number: int, per_page: int = PER_PAGE) -> Page[Any]:
    """Two queries: the count, and one page of entities (a number past the end is the last page)."""
    total = (
        db.session.scalar(select(func.count()).select_from(statement.order_by(None).subquery()))
        or 0
    )
    pages = max(1, -(-total // per_page))
    number = min(number, pages)
    rows = db.session.scalars(statement.limit(per_page).offset((number - 1) * per_page)).unique()
    return Page(list(rows), total, number, per_page)
