"""The migrations: up, equal to the models, and down again, on this run's kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from planner import create_app
from planner.extensions import db, migrate
from planner.settings import Settings
from tests.postgres import temporary_database


@pytest.fixture
def empty(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """An application on a database without tables."""
    if request.config.getoption("--database") == "sqlite":
        yield make(tmp_path, f"sqlite:///{tmp_path / 'empty.db'}")
        return
    with temporary_database(tmp_path_factory) as url:
        app = make(tmp_path, url.replace("postgresql://", "postgresql+psycopg://"))
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
