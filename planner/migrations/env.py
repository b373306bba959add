"""Alembic's environment: the application's own engine and tables, one transaction a run."""

from __future__ import annotations

from alembic import context
from flask import current_app

from planner.extensions import db


def run() -> None:
    """Migrate through the connection of the application."""
    configured = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            **configured,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


if context.is_offline_mode():
    raise SystemExit("migrations run against a database, not as a script")
run()
