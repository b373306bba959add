"""`flask --app wsgi export CAMPAIGN --format … --out FILE`."""

from __future__ import annotations

import getpass
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _

from planner.accounts.services import record_access
from planner.campaigns.models import Campaign
from planner.campaigns.queries import find_campaign_by_slug, get_campaign
from planner.cli.plan_io import try_to_write
from planner.exports import files, hsds_files, hsds_json
from planner.exports.package import season_package, write_package
from planner.exports.season import NAMES, SeasonFiles
from planner.extensions import LOCALES, snapshot
from planner.reports.content import Grid
from planner.reports.files import FILES
from planner.reports.season import season_report
from planner.reports.source import load_source

FORMATS = (*files.FORMATS, *FILES)


@click.command("export", help="Write the figures and lists of CAMPAIGN (its short name) to a file.")
@click.argument("campaign")
@click.option("--format", "kind", required=True, help=f"One of {', '.join(FORMATS)}.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--table",
    "name",
    type=click.Choice(NAMES),
    help="One table only; without it all of them (CSV holds one: statistics).",
)
@click.option("--reason", default="", help="Why; kept in the access log with who and when.")
@click.option("--lang", type=click.Choice(LOCALES), default="ko", show_default=True)
@with_appcontext
def export_command(
    campaign: str, kind: str, out: Path, name: str | None, reason: str, lang: str
) -> None:
    """Write the file and say how many rows it holds."""
    if kind not in FORMATS:
        raise click.ClickException(f"there is no format {kind!r}; there are {', '.join(FORMATS)}")
    found = find_campaign_by_slug(campaign)
    if found is None:
        raise click.ClickException(f"there is no campaign {campaign!r}")
    if kind in ("datapackage", "hsds") and name:
        raise click.ClickException("a data package holds every table; leave out --table")
    if kind in FILES and name:
        raise click.ClickException("the result report is one paper; leave out --table")
    if kind in ("csv", "data-csv"):
        name = name or "statistics"
    try_to_write(out)  # before the access log says that figures left
    with force_locale(lang):
        _record(found, f"export {name or ('report' if kind in FILES else 'all')}.{kind}", reason)
        snapshot()
        season = SeasonFiles(get_campaign(found.office_id, found.id))
        if kind in FILES:
            rows = _write_report(season.campaign, out, kind)
        elif kind == "datapackage":
            rows = _write_package(season, out)
        elif kind == "hsds":
            rows = _write_directory(season.campaign, out)
        else:
            rows = _write_tables(season, out, kind, [name] if name else NAMES)
    for table, count in rows.items():
        click.echo(f"{table}: {count} rows")
    click.echo(str(out))


def _record(campaign: Campaign, action: str, reason: str) -> None:
    """Figures that are not public leave: who, when and why, as for a download by a page."""
    try:
        who = getpass.getuser()
    except (KeyError, OSError):  # a user of whom the system knows no name
        who = str(os.getuid())
    told = _("On the command line, by the operating system's user %(name)s", name=who)
    reason = f"{reason} ({told})" if reason else told
    record_access(action, f"campaign {campaign.id}", reason, office_id=campaign.office_id)


def _write_package(season: SeasonFiles, out: Path) -> dict[str, int]:
    package = season_package(season.campaign.office_id, season.facts, now=datetime.now(UTC))
    with out.open("wb") as file:
        return write_package(file, package)


def _write_report(campaign: Campaign, out: Path, kind: str) -> dict[str, int]:
    made = datetime.now(UTC)
    report = season_report(load_source(campaign.office_id, campaign.id), made)
    tables = [block for block in report.blocks if isinstance(block, Grid)]
    out.write_bytes(FILES[kind][1](report, made=made))
    return {table.caption: len(table.rows) for table in tables}


def _write_directory(campaign: Campaign, out: Path) -> dict[str, int]:
    """A zip, or the list of services where the file is called .json."""
    address = current_app.extensions["planner.settings"].base_url
    found = hsds_files.season_directory(campaign, address)
    with out.open("wb") as file:
        if out.suffix == ".json":
            file.writelines(hsds_json.encode(found))
            return {"service": len(found.rows["service"])}
        package = hsds_files.directory_package(found, campaign, now=datetime.now(UTC))
        return write_package(file, package)


def _write_tables(
    season: SeasonFiles, out: Path, kind: str, names: Sequence[str]
) -> dict[str, int]:
    about, tables = season.about(datetime.now(UTC)), season.tables(names, coded=kind == "data-csv")
    with out.open("wb") as file:
        if kind == "xlsx":
            files.write_xlsx(file, tables, about)
        else:
            name = "data.csv" if kind == "data-csv" else kind
            file.writelines(files.pieces(name, tables, about))
    return {table.name: table.count for table in tables}
