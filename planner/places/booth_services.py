"""Changes of a venue's booth positions, which keep their identity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy.exc import IntegrityError

from planner.errors import Refused
from planner.extensions import db
from planner.places.models import Venue, VenueBooth


@dataclass(frozen=True, slots=True)
class BoothData:
    """One booth position; `id` is None for a new one."""

    number: str
    x: int
    y: int
    private: bool = False
    power: bool = False
    water: bool = False
    step_free: bool = True
    id: int | None = None


def save_booths(venue: Venue, booths: Sequence[BoothData]) -> None:
    """Replace the booth positions; one with an id keeps its identity, and with it its agencies.

    Refused: `booth_number_twice`, `booth_in_use`.
    """
    numbers = [booth.number for booth in booths]
    for number in numbers:
        if numbers.count(number) > 1:
            raise Refused("booth_number_twice", number=number)
    name = venue.name
    try:
        put_booths(venue, booths)
        venue.version += 1
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        raise Refused("booth_in_use", name=name) from None


def put_booths(venue: Venue, booths: Sequence[BoothData]) -> None:
    """The same without checks and without a commit."""
    present = {booth.id: booth for booth in venue.booths}
    rows = [present.get(data.id or 0) or VenueBooth() for data in booths]
    venue.booths = [row for row in rows if row.id is not None]
    for row, data in zip(rows, booths, strict=True):
        if row.id is not None and row.number != data.number:
            row.number = f"~{row.id}"  # out of the way: two may swap their numbers
    db.session.flush()
    for position, (row, data) in enumerate(zip(rows, booths, strict=True)):
        values = asdict(data)
        del values["id"]
        for key, value in values.items():
            setattr(row, key, value)
        row.position = position
    venue.booths = rows
    db.session.flush()
