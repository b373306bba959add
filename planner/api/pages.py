"""Pages of a list by the key of their last row: nothing is lost or twice when rows are added.

A cursor is signed, and good for the same question only: another filter with it is refused.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import DateTime, Integer, Select, String, literal, tuple_

from planner.api.problems import Problem
from planner.extensions import UtcDateTime, db

KINDS: dict[str, Any] = {"integer": Integer(), "text": String(), "instant": UtcDateTime()}
assert isinstance(KINDS["instant"].impl, DateTime)


@dataclass(frozen=True, slots=True)
class Key:
    """A column of the order of a list, and its kind."""

    column: Any
    kind: str = "integer"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a page, the key after which the next begins (None: there is none), and what is said
    of the list as a whole."""

    rows: Sequence[Any]
    after: tuple[Any, ...] | None
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page: after which key, and how many rows."""

    after: tuple[Any, ...] | None
    limit: int


def take(statement: Select[Any], keys: Sequence[Key], asked: Asked, *, entities: bool) -> Page:
    """One page of a statement in the order of its keys; a row more is read to see whether there is
    another page. `entities`: a row is the statement's first column, an object of the tables."""
    columns = [key.column for key in keys]
    statement = statement.order_by(None).order_by(*columns).limit(asked.limit + 1)
    if asked.after is not None:
        last = [
            literal(value, KINDS[key.kind]) for key, value in zip(keys, asked.after, strict=True)
        ]
        statement = statement.where(tuple_(*columns) > tuple_(*last))
    told = [column.label(f"key_{number}") for number, column in enumerate(columns)]
    statement = statement.add_columns(*told)
    found = db.session.execute(statement).all()
    rows = found[: asked.limit]
    after = tuple(rows[-1][-len(keys) :]) if len(found) > asked.limit else None
    return Page([row[0] for row in rows] if entities else rows, after)


def take_of(rows: Sequence[tuple[Any, Any]], asked: Asked) -> Page:
    """The same of a short list of (key, row) that is there as a whole."""
    start = asked.after[0] if asked.after else None
    left = [pair for pair in sorted(rows, key=lambda pair: pair[0])
            if start is None or pair[0] > start]  # fmt: skip
    shown = left[: asked.limit]
    after = (shown[-1][0],) if len(left) > len(shown) else None
    return Page([row for _key, row in shown], after)


def question(*parts: Any) -> str:
    """What a cursor is good for: the resource, its path, its filters."""
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def write_cursor(asked: str, after: tuple[Any, ...]) -> str:
    """The cursor after a key."""
    values = [
        {"at": value.isoformat()} if isinstance(value, datetime) else value for value in after
    ]
    return str(_signer().dumps([asked, values]))


def read_cursor(asked: str, text: str) -> tuple[Any, ...]:
    """The key of a cursor; a `Problem` for one that we did not give for this question."""
    try:
        told, values = _signer().loads(text)
    except (BadSignature, ValueError, TypeError):
        told, values = "", []
    if told != asked:
        raise Problem(
            "bad_parameters",
            [("cursor", _("It was not given for this list and these filters. Begin anew."))],
        )
    return tuple(
        datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
        for value in values
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="api-cursor")
