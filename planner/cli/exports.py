"""`flask --app wsgi export CAMPAIGN --format … --out FILE`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import force_locale

from planner.campaigns.models import Campaign
from planner.campaigns.queries import find_campaign_by_slug
from planner.exports import datasets, files, hsds_files, hsds_json
from planner.exports.package import season_package, write_package
from planner.extensions import LOCALES
from planner.reports.content import Grid
from planner.reports.files import FILES
from planner.reports.season import season_report
from planner.reports.source import load_source
from planner.statistics.queries import load_facts

FORMATS = (*files.FORMATS, *FILES)


@click.command("export", help="Write the figures and lists of CAMPAIGN (its short name) to a file.")
@click.argument("campaign")
@click.option("--format", "kind", required=True, help=f"One of {', '.join(FORMATS)}.")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--table",
    "name",
    type=click.Choice(datasets.NAMES),
    help="One table only; without it all of them (CSV holds one: statistics).",
)
@click.option("--lang", type=click.Choice(LOCALES), default="ko", show_default=True)
@with_appcontext
def export_command(campaign: str, kind: str, out: Path, name: str | None, lang: str) -> None:
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
    with force_locale(lang):
        if kind in FILES:
            rows = _write_report(found, out, kind)
        elif kind == "datapackage":
            rows = _write_package(found, out)
        elif kind == "hsds":
            rows = _write_directory(found, out)
        else:
            rows = _write_tables(found, out, kind, name)
    for table, count in rows.items():
        click.echo(f"{table}: {count} rows")
    click.echo(str(out))


def _write_package(campaign: Campaign, out: Path) -> dict[str, int]:
    facts = load_facts(campaign.office_id, campaign.id, assignments=False)
    package = season_package(campaign.office_id, facts, now=datetime.now(UTC))
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


def _write_tables(campaign: Campaign, out: Path, kind: str, name: str | None) -> dict[str, int]:
    facts = load_facts(campaign.office_id, campaign.id, assignments=False)
    about = datasets.season_about(facts, now=datetime.now(UTC))
    tables = datasets.season_tables(campaign.office_id, facts)
    chosen = [tables[name]] if name else list(tables.values())
    if kind == "csv":
        chosen = [tables[name or "statistics"]]
    with out.open("wb") as file:
        if kind == "csv":
            file.writelines(files.csv_pieces(chosen[0]))
        elif kind == "xlsx":
            files.write_xlsx(file, chosen, about)
        else:
            file.writelines(files.json_pieces(chosen, about))
    return {table.name: table.count for table in chosen}
