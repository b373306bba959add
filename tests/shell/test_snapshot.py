"""A long reading holds up no writer, and sees one moment."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, insert, select

from planner.accounts.models import Office
from planner.extensions import db, snapshot, writing


def test_another_may_write_while_a_snapshot_is_read(app: Flask) -> None:
    with writing():  # as in a request that posts a form
        snapshot()
        assert _offices() == 0
        _add_elsewhere("a")
        assert _offices() == 0  # still the moment at which it began
        db.session.rollback()
        assert _offices() == 1
        db.session.rollback()


def _offices() -> int:
    return db.session.scalar(select(func.count(Office.id))) or 0


def _add_elsewhere(code: str) -> None:
    row = {"code": code, "name": "A", "name_en": "", "kind": "district", "phone": ""}
    with db.engine.begin() as other:
        other.execute(insert(Office).values(department="", version=1, **row))
