"""Alembic's environment: the application's own engine and tables, one transaction a run."""

from __future__ import annotations

from alembic import context
from flask import current_app

from planner.extensions import db


def run() -> None:
    """Migrate through the connection of the application."""
    configured = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            # A table that is built anew is dropped in between: nothing may cascade from that.
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            **configured,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        if sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys = ON")


if context.is_offline_mode():
    raise SystemExit("migrations run against a database, not as a script")
run()
