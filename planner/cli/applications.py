"""`applications prune`: what the open form promises about contacts is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from planner.letters.application_services import forget_contacts


@click.group()
def applications() -> None:
    """Applications of agencies to take part."""


@applications.command("prune")
@with_appcontext
def prune() -> None:
    """Erase the contacts of what was declined more than 90 days ago."""
    click.echo(f"{forget_contacts(datetime.now(UTC))} contacts erased")
