"""Reads of any book's rows, within an office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import NotFound

from planner.extensions import db
from planner.programme.items import Book, Values
from planner.programme.models import RotationPart, TrainingSession


def get_row(book: Book, office_id: int, row_id: int) -> Any:
    """A row of the office; 404 when there is none."""
    model = book.model
    row = db.session.scalar(select(model).where(model.office_id == office_id, model.id == row_id))
    if row is None:
        raise NotFound
    return row


def find_same(book: Book, office_id: int, values: Values) -> Any | None:
    """The office's row with the same key, or None."""
    model = book.model
    statement = select(model).where(model.office_id == office_id)
    for name in book.key:
        statement = statement.where(getattr(model, book.item(name).attribute) == values[name])
    with db.session.no_autoflush:
        return db.session.scalar(statement.limit(1))


def rows_of(book: Book, office_id: int) -> Sequence[Any]:
    """All rows of an office in the order in which they were added, with the rows that they name."""
    model = book.model
    statement = select(model).where(model.office_id == office_id).order_by(model.id)
    for item in book.items:
        if item.kind == "ref":
            statement = statement.options(joinedload(getattr(model, item.key)))
    if model is RotationPart:
        statement = statement.options(selectinload(RotationPart.stops))
    if book.name == "training_attendances":
        statement = statement.options(joinedload(model.session).joinedload(TrainingSession.course))
    found: Sequence[Any] = db.session.scalars(statement).unique().all()
    return found
