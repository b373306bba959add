"""`flask --app wsgi export CAMPAIGN --format … --out FILE`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from planner.campaigns.queries import find_campaign_by_slug
from planner.exports import datasets, files
from planner.extensions import LOCALES
from planner.statistics.queries import load_facts
from planner.templating import named

PLANNED = ("datapackage", "hwpx", "pdf")


@click.command("export", help="Write the figures and lists of CAMPAIGN (its short name) to a file.")
@click.argument("campaign")
@click.option("--format", "kind", required=True, help=f"One of {', '.join(files.FORMATS)}.")
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
    formats = ", ".join(files.FORMATS)
    if kind in PLANNED:
        raise click.ClickException(f"{kind} cannot be written yet; there are {formats}")
    if kind not in files.FORMATS:
        raise click.ClickException(f"there is no format {kind!r}; there are {formats}")
    found = find_campaign_by_slug(campaign)
    if found is None:
        raise click.ClickException(f"there is no campaign {campaign!r}")
    now = datetime.now(UTC)
    with force_locale(lang):
        tables = datasets.season_tables(found.office_id, load_facts(found.office_id, found.id))
        chosen = [tables[name]] if name else list(tables.values())
        if kind == "csv":
            chosen = [tables[name or "statistics"]]
            with out.open("wb") as file:
                file.writelines(files.csv_pieces(chosen[0]))
        elif kind == "xlsx":
            with out.open("wb") as file:
                files.write_xlsx(file, chosen, title=named(found), now=now)
        else:
            text = files.json_document(chosen, title=named(found), now=now)
            out.write_text(text, encoding="utf-8")
        for table in chosen:
            click.echo(f"{table.name}: {table.count} rows")
    click.echo(str(out))
