"""The migrations: up, equal to the models, and down again, on this run's kind of database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from planner import create_app
from planner.extensions import db, migrate
from planner.results.rollups import all_differences
from planner.settings import Settings

NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def empty(tmp_path: Path, fresh_database_url: str) -> Iterator[Flask]:
    """An application on a database without tables."""
    app = make(tmp_path, fresh_database_url)
    yield app
    with app.app_context():
        db.engine.dispose()


def make(tmp_path: Path, url: str) -> Flask:
    return create_app(
        Settings(instance_path=tmp_path, database_url=url, secret_key="k", testing=True)
    )


def test_up_equals_the_models_and_down_leaves_nothing(empty: Flask) -> None:
    with empty.app_context():
        config = migrate.get_config()
        command.upgrade(config, "head")
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, db.metadata) == []
            connection.rollback()
        command.downgrade(config, "base")
        assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
        command.upgrade(config, "head")
        names = set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert names == set(db.metadata.tables)


def test_a_season_survives_every_step_up_and_down(empty: Flask) -> None:
    with empty.app_context():
        config = migrate.get_config()
        command.upgrade(config, "0001")
        fill_0001()
        command.upgrade(config, "head")
        assert numbers() == (1, 1, 1)
        assert db.session.execute(sa.text("SELECT carried FROM campaign_zone")).scalars().all() == [
            0
        ]
        db.session.rollback()
        command.downgrade(config, "0001")
        assert numbers() == (1, 1, 1)


def test_counts_are_filled_back_and_added_up(empty: Flask) -> None:
    with empty.app_context():
        config = migrate.get_config()
        command.upgrade(config, "0006")
        fill_0001()
        fill_counts()
        command.upgrade(config, "head")
        entries = db.session.execute(
            sa.text("SELECT campaign_id, event_id, span, target_group FROM count_entry")
        )
        assert entries.all() == [(1, 1, "day", "")] * 2
        days = sa.select(sa.table("count_entry", sa.column("day", sa.Date)).c.day)
        assert set(db.session.scalars(days)) == {date(2026, 5, 4)}
        rollup = db.session.execute(
            sa.text("SELECT event_id, measure, period, value, entries FROM count_rollup")
        )
        assert rollup.all() == [(1, "attendance", "", 28, 2)]
        assert db.session.scalar(sa.text("SELECT kind FROM published_figure")) == "published"
        assert list(all_differences()) == []
        outside = (
            "INSERT INTO count_entry (id, office_id, campaign_id, day, measure, channel, value, "
            "recorded_at, received_at, reason, after_sign_off, synthetic) SELECT 'c', office_id, "
            "campaign_id, day, 'goods', 'form', 4, recorded_at, received_at, '', after_sign_off, "
            "synthetic FROM count_entry WHERE id = 'a'"
        )
        db.session.execute(sa.text(outside))
        db.session.commit()
        command.downgrade(config, "0006")
        left = db.session.execute(sa.text("SELECT id, value FROM count_entry ORDER BY id")).all()
        assert left == [("a", 30), ("b", -2)]
        db.session.rollback()


def fill_0001() -> None:
    """A season with a zone, a venue and an event, by the columns of the first migration."""
    rows = {
        "office": {"id": 1, "code": "o", "name": "O", "kind": "district", "version": 1},
        "zone": {"id": 1, "office_id": 1, "name": "Z"},
        "venue": {"id": 1, "office_id": 1, "zone_id": 1, "name": "V"},
        "campaign": {
            "id": 1,
            "office_id": 1,
            "slug": "s",
            "name": "S",
            "starts_on": date(2026, 5, 1),
            "ends_on": date(2026, 5, 31),
            "opens_at": time(10),
            "closes_at": time(16),
            "weights": {},
            "created_at": NOW,
        },
        "campaign_zone": {"id": 1, "campaign_id": 1, "zone_id": 1},
        "event": {
            "id": 1,
            "campaign_id": 1,
            "uid": "u",
            "day": date(2026, 5, 4),
            "starts_at": time(10),
            "ends_at": time(16),
            "venue_id": 1,
            "status": "planned",
            "created_at": NOW,
        },
    }
    _insert(rows)


def fill_counts() -> None:
    """Entries of the event and a published figure, by the columns before the ledger's 0008."""
    entry = {
        "office_id": 1,
        "event_id": 1,
        "measure": "attendance",
        "recorded_at": NOW,
        "received_at": NOW,
    }
    _insert({"count_entry": {"id": "a", "value": 30, **entry}})
    _insert({"count_entry": {"id": "b", "value": -2, "corrects_id": "a", **entry}})
    figure = {"id": 1, "campaign_id": 1, "period": "2025", "measure": "attendance", "value": 20}
    _insert({"published_figure": figure})


def _insert(rows: dict[str, dict[str, Any]]) -> None:
    metadata = sa.MetaData()
    metadata.reflect(db.engine)
    for name, values in rows.items():
        table = metadata.tables[name]
        db.session.execute(
            sa.insert(table).values(**_filled(db.metadata.tables[name], table, values))
        )
    db.session.commit()


def _filled(model: sa.Table, table: sa.Table, values: dict[str, Any]) -> dict[str, Any]:
    """`values`, and for the other columns that must hold something what the models begin with."""
    found = dict(values)
    for column in table.columns:
        default = model.columns[column.name].default
        if column.name not in found and not column.nullable and default is not None:
            found[column.name] = "" if callable(default.arg) else default.arg
    return {
        name: json.dumps(value) if isinstance(value, dict) else value
        for name, value in found.items()
    }


def numbers() -> tuple[int, ...]:
    tables = ("campaign", "campaign_zone", "event")
    found = tuple(
        db.session.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables
    )
    db.session.rollback()
    return found
