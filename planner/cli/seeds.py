"""`flask --app wsgi seed …`: scenarios in, campaigns out, as the importer's own files."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from planner.campaigns.bridge import load_campaign
from planner.campaigns.queries import find_campaign_by_slug
from planner.campaigns.release_queries import latest_release
from planner.campaigns.releases import release
from planner.cli.seed_files import SEEDS, Loaded, SeedError, folder_of, load, names, releases
from planner.errors import Refused

seed = click.Group("seed", help="Scenarios: list, load, export.")


@seed.command("list")
def list_command() -> None:
    """Print the names of the scenarios that are there."""
    for name in names():
        click.echo(name)


@seed.command("load")
@click.argument("name")
@with_appcontext
def load_command(name: str) -> None:
    """Load the scenario NAME and release it; a second time changes nothing."""
    load_once(name)


@seed.command("export")
@click.argument("campaign")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_appcontext
def export_command(campaign: str, folder: Path) -> None:
    """Write the season CAMPAIGN into FOLDER, as files that `seed load` and the importer read."""
    from planner.cli.seed_rows import write_season

    row = find_campaign_by_slug(campaign)
    if row is None:
        click.echo(f"there is no campaign {campaign!r}", err=True)
        sys.exit(1)
    for path in write_season(row, folder):
        click.echo(str(path))


def load_once(name: str, base: Path = SEEDS) -> None:
    """Load and release a scenario unless it is there; faults go to stderr, then exit 1."""
    try:
        folder = folder_of(name, base)
        with force_locale("en"):  # the faults are for the command line
            loaded = load(folder, now=datetime.now(UTC))
    except SeedError as error:
        _fail(error, f"{name}: nothing was loaded")
    _tell(name, loaded)
    try:
        _release(folder)
    except SeedError as error:
        _fail(error, f"{name}: nothing was released")


def _fail(error: SeedError, outcome: str) -> NoReturn:
    for line in error.lines:
        click.echo(line, err=True)
    click.echo(outcome, err=True)
    sys.exit(1)


def _tell(name: str, loaded: Loaded) -> None:
    if loaded.known:
        click.echo(f"{name}: it is there already; nothing was changed")
        return
    rows = sum(result.added + result.changed for result in loaded.rows.values())
    click.echo(f"{name}: {rows} rows from {len(loaded.rows)} files for the office {loaded.office}")


def _release(folder: Path) -> None:
    """Release what `release.csv` names and nobody has released yet."""
    for row in releases(folder):
        campaign = find_campaign_by_slug(row["campaign"])
        if campaign is None or latest_release(campaign.id) is not None:
            continue
        draft = load_campaign(campaign.office_id, campaign.id)
        try:
            made = release(draft, None, row["released_at"], row.get("note") or "")
        except Refused as error:
            codes = ", ".join(finding.code for finding in error.data.get("findings", ()))
            raise SeedError(f"release.csv: {error.code} {codes}".rstrip()) from None
        click.echo(f"{campaign.slug}: release {made.number}")
