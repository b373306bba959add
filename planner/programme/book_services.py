"""Changes of any book's rows: one commit a use case."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from planner.agencies.queries import uses
from planner.errors import Refused
from planner.extensions import db
from planner.programme.book_queries import find_same
from planner.programme.items import Book, Fault, Values


def save_row(book: Book, office_id: int, row: Any | None, values: Values) -> Any:
    """Add a row (None) or change one. Refused: `faults` with a list of `Fault`."""
    faults = faults_of(book, office_id, row, values)
    if faults:
        raise Refused("faults", faults=faults)
    if row is not None:
        row.version += 1
    row = put_row(book, office_id, row, values)
    try:
        db.session.commit()
    except IntegrityError as error:  # somebody saved the same row in this moment
        db.session.rollback()
        raise Refused("faults", faults=[Fault(book.key[-1], "row_known")]) from error
    return row


def faults_of(book: Book, office_id: int, row: Any | None, values: Values) -> list[Fault]:
    """Everything that is wrong with a row's values: by themselves, and beside the other rows."""
    found = list(book.check(values))
    same = find_same(book, office_id, values)
    if same is not None and same is not row:
        found.append(Fault(book.key[-1], "row_known"))
    return found


def put_row(book: Book, office_id: int, row: Any | None, values: Values) -> Any:
    """Write a row without committing (the importer's way in too)."""
    if row is None:
        row = book.model(office_id=office_id)
        db.session.add(row)
    book.write(row, values)
    return row


def delete_row(row: Any) -> None:
    """Delete a row that nothing refers to. Refused: `in_use` with `uses`."""
    found = uses(row)
    if found:
        raise Refused("in_use", uses=found)
    db.session.delete(row)
    db.session.commit()
