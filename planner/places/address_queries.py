"""Searches in the office's list of addresses, by the beginnings of road or building."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from planner.accounts.models import User
from planner.extensions import db
from planner.places.address_keys import prefixes
from planner.places.models import AddressFile, AddressPoint, AdminDong
from planner.places.outline_files import DISTRICT_DIGITS, is_code

MOST_FOUND = 20
LAST = "\U0010ffff"  # sorts after every letter


def find_file(office_id: int) -> AddressFile | None:
    """The office's list, or None where it has none."""
    return db.session.scalar(select(AddressFile).where(AddressFile.office_id == office_id))


def find_importer(file: AddressFile | None) -> str:
    """Who brought a list; '' for a command."""
    if file is None or file.added_by_id is None:
        return ""
    shown = func.coalesce(func.nullif(User.name, ""), User.email)
    return db.session.scalar(select(shown).where(User.id == file.added_by_id)) or ""


def districts(office_id: int) -> set[str]:
    """The districts that the codes of the office's dongs name."""
    codes = db.session.scalars(select(AdminDong.code).where(AdminDong.office_id == office_id))
    return {code[:DISTRICT_DIGITS] for code in codes if is_code(code)}


def search(office_id: int, query: str, below: str = "") -> list[AddressPoint]:
    """At most twenty addresses that a query may mean, each address once, the shortest first.

    At most five queries: a city, a district and a dong before the road are left out one by one, and
    a name alone may at last be that of a dong.
    """
    tried = prefixes(query, below)
    for prefix in tried:
        found = _found(office_id, or_(begins(AddressPoint.key, prefix),
                                      begins(AddressPoint.building_key, prefix)))  # fmt: skip
        if found:
            return _of_dong(found, query)[:MOST_FOUND]
    if len(query.split()) == 1 and tried:
        return _in_dong(office_id, query.strip())[:MOST_FOUND]
    return []


def _found(office_id: int, condition: ColumnElement[bool]) -> list[AddressPoint]:
    rows = db.session.scalars(
        select(AddressPoint)
        .where(AddressPoint.office_id == office_id, condition)
        .order_by(func.length(AddressPoint.key), AddressPoint.key, AddressPoint.id)
        .limit(5 * MOST_FOUND)
    )
    return _once(rows)


def _in_dong(office_id: int, name: str) -> list[AddressPoint]:
    """Addresses of a dong by its name, in the order of the file: no index knows dongs, and reading
    the rows as they lie is the quickest way past those of others."""
    rows = db.session.scalars(
        select(AddressPoint)
        .where(
            AddressPoint.office_id == office_id,
            or_(AddressPoint.legal_dong == name, AddressPoint.admin_dong == name),
        )
        .order_by(AddressPoint.id)
        .limit(2 * MOST_FOUND)
    )
    return _once(rows)


def _once(rows: Any) -> list[AddressPoint]:
    """Each address once: a group of buildings has several entrances."""
    return list({row.label: row for row in reversed(list(rows))}.values())[::-1]


def _of_dong(found: Sequence[AddressPoint], query: str) -> list[AddressPoint]:
    """Those of a dong that the query names, where it names one of theirs."""
    words = set(query.split())
    named = [row for row in found if {row.legal_dong, row.admin_dong} & words]
    return named or list(found)


def begins(column: InstrumentedAttribute[str], prefix: str) -> ColumnElement[bool]:
    """Whether a column begins with a text, as a range that the database's index serves.

    PostgreSQL compares texts in the order of a language; these operators compare by bytes.
    """
    sqlite = db.engine.dialect.name == "sqlite"
    least, below = (">=", "<") if sqlite else ("~>=~", "~<~")
    return and_(column.bool_op(least)(prefix), column.bool_op(below)(prefix + LAST))
