"""The office's list of addresses: taken whole from a file, in the place of the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from sqlalchemy import delete, insert

from planner.extensions import db
from planner.places.address_files import Reading, check_file, read_file
from planner.places.address_kinds import word_below
from planner.places.address_queries import districts, find_file
from planner.places.models import AddressFile, AddressPoint
from planner.tabular import RowsRefused


@dataclass(frozen=True, slots=True)
class AddressUpload:
    """A file, its name, and the day for which it holds where that is known."""

    stream: BinaryIO
    filename: str = ""
    as_of: date | None = None


def replace_addresses(
    office_id: int, upload: AddressUpload, *, now: datetime, by: int | None = None
) -> Reading:
    """Put the addresses of a file in the place of the office's list.

    Raises `RowsRefused` with every fault; then the list before stays as it was.
    """
    of_office, below = districts(office_id), word_below()
    db.session.rollback()  # reading takes seconds, in which others may write
    found = check_file(upload.stream, of_office, below)
    db.session.execute(delete(AddressPoint).where(AddressPoint.office_id == office_id))
    again = Reading()
    for chunk in read_file(upload.stream, of_office, below, again):
        if chunk:
            rows = [{**values, "office_id": office_id} for values in chunk]
            db.session.execute(insert(AddressPoint), rows)
    if again.faults:  # the file changed under our hands
        db.session.rollback()
        raise RowsRefused(again.faults)
    _note(office_id, upload, found.addresses, now, by)
    db.session.commit()
    return found


def _note(
    office_id: int, upload: AddressUpload, addresses: int, now: datetime, by: int | None
) -> None:
    row = find_file(office_id)
    if row is None:
        row = AddressFile(office_id=office_id)
        db.session.add(row)
    row.filename, row.as_of, row.addresses = upload.filename, upload.as_of, addresses
    row.added_at, row.added_by_id = now, by


def forget_addresses(office_id: int) -> None:
    """Delete the office's list."""
    for model in (AddressPoint, AddressFile):
        db.session.execute(delete(model).where(model.office_id == office_id))
    db.session.commit()
