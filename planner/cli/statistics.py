"""`flask --app wsgi statistics figures CAMPAIGN`: the figures of a season, to read or as JSON."""

from __future__ import annotations

import json
from typing import Any

import click
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _

from planner.campaigns.queries import find_campaign_by_slug
from planner.extensions import LOCALES
from planner.results import rollups, services
from planner.results.words import measure_name, unit_name, with_unit
from planner.statistics.queries import load_facts
from planner.statistics.report import figures_document
from planner.statistics.words import (
    DIMENSIONS,
    category_name,
    change,
    published_name,
)
from planner.statistics.words import per_cent as printed_per_cent
from planner.templating import number


@click.group("statistics", help="Figures of a season.")
def statistics() -> None:
    """The group of commands."""


@statistics.command("figures")
@click.argument("campaign")
@click.option("--json", "as_json", is_flag=True, help="As one JSON document.")
@click.option("--lang", type=click.Choice(LOCALES), default="ko", show_default=True)
@with_appcontext
def figures(campaign: str, as_json: bool, lang: str) -> None:
    """Print the figures of CAMPAIGN (its short name, such as seocho-2023)."""
    found = find_campaign_by_slug(campaign)
    if found is None:
        raise click.ClickException(f"there is no campaign {campaign!r}")
    with force_locale(lang):
        document = figures_document(load_facts(found.office_id, found.id))
        if as_json:
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            for line in written(document):
                click.echo(line)


@statistics.command("check-rollups")
@with_appcontext
def check_rollups() -> None:
    """Recompute the rollups from the ledger and tell differences (exit 1 when there are any)."""
    count = 0
    for slug, row in rollups.all_differences():
        count += 1
        click.echo(f"{slug}: {difference_line(row)}")
    click.echo(f"{count} differences")
    if count:
        raise SystemExit(1)


@statistics.command("rebuild-rollups")
@with_appcontext
def rebuild_rollups() -> None:
    """Make the rollups anew from the ledger."""
    click.echo(f"{services.rebuild_rollups()} rows")


def difference_line(row: rollups.Difference) -> str:
    """'event_id=3 measure=goods: rollup 5 of 2 entries, ledger 6 of 3 entries'."""
    key = " ".join(
        f"{name}={value}"
        for name, value in row.key._asdict().items()
        if value and name != "campaign_id"
    )
    sides = []
    for name, found in (("rollup", row.rollup), ("ledger", row.ledger)):
        told = f"{found.value} of {found.entries} entries" if found else "nothing"
        sides.append(f"{name} {told}")
    return f"{key}: {', '.join(sides)}"


def written(document: dict[str, Any]) -> list[str]:
    """The document as lines of text in the reader's language."""
    lines = [f"{document['campaign']['name']} ({document['campaign']['slug']})"]
    lines.append(_("Zones: %(n)s", n=document["zones"]["count"]))
    lines += _listed(document["zones"]["names"])
    lines.append(_("Events: %(n)s", n=document["events"]["count"]))
    for row in document["events"]["list"]:
        place = "; ".join(part for part in (row["legal_dong"], row["zone"]) if part)
        lines.append(f"  {row['date']}({row['weekday']}) {row['venue']} ({place})")
    parts = document["agencies"]["by_category"]
    kinds = ", ".join(f"{category_name(name)} {count}" for name, count in parts.items())
    lines.append(
        _("Agencies taking part (public and private): %(n)s", n=document["agencies"]["count"])
    )
    lines += _listed([kinds])
    lines.append(_("Counselling fields: %(n)s", n=document["fields"]["count"]))
    new = set(document["fields"]["new"])
    marked = [
        name + (f" ({_('New')})" if name in new else "") for name in document["fields"]["names"]
    ]
    lines += _listed(marked)
    lines.append(_("Published figures"))
    for row in document["published"]:
        name = published_name(row["measure"], row["programme"])
        base = f" ({row['base']})" if row["base"] else ""
        period = _("Before the programme") if row["kind"] == "baseline" else row["period"]
        lines.append(f"  {period} {name} {row['printed']}{base}")
    lines.append(_("Totals"))
    for measure, figure in document["totals"].items():
        lines.append(f"  {_total(measure, figure)}")
    if "completed_of_received" in document["rates"]:
        rate = document["rates"]["completed_of_received"]
        lines.append("  " + _("Completed of received: %(rate)s", rate=per_cent(rate)))
    for name, rows in document["tables"].items():
        if name not in ("event", "agency"):
            lines.append(str(DIMENSIONS[name][1]))
            lines += [f"  {row['name']}: {_cells(row['figures'])}" for row in rows]
    lines += _comparisons(document["comparisons"])
    for section in document["further"].values():
        lines.append(section["title"])
        lines += _further(section["figures"], "  ")
    return lines


def _listed(names: list[str]) -> list[str]:
    """Names on a line of their own; no line for none."""
    told = ", ".join(name for name in names if name)
    return [f"  {told}"] if told else []


def _cells(figures: dict[str, Any]) -> str:
    """The reported numbers of a line of a table."""
    told = (
        f"{measure_name(measure)} {with_unit(number(row['value']), unit_name(measure))}"
        for measure, row in figures.items()
        if row["value"] is not None
    )
    return ", ".join(told) or "-"


def _comparisons(found: dict[str, Any]) -> list[str]:
    lines = []
    if found["achievement"]:
        lines.append(_("Achievement of the targets"))
        for row in found["achievement"]:
            told = f"{number(row['actual'])} / {number(row['base'])} = {per_cent(row['per_cent'])}"
            lines.append(f"  {row['target']}: {told}{_made_up(row)}")
    if found["ratio_to_before"]:
        lines.append(_("Ratio to before the programme"))
        for row in found["ratio_to_before"]:
            name = published_name(row["measure"], row["programme"])
            told = f"{number(row['actual'])} / {number(row['base'])} = {per_cent(row['per_cent'])}"
            lines.append(f"  {name}: {told}{_made_up(row)}")
    if found["year_on_year"]:
        lines.append(_("Year on year"))
        for row in found["year_on_year"]:
            base = f"{row['base_from']} {number(row['base'])}"
            told = f"{number(row['actual'])} ({base}, {change(row['growth'])})"
            lines.append(f"  {row['name']}: {told}")
    return lines


def per_cent(value: float | None) -> str:
    """A percentage of the document as it is printed."""
    return printed_per_cent(None if value is None else str(value))


def _made_up(row: dict[str, Any]) -> str:
    return f" [{_('Synthetic')}]" if row["synthetic"] else ""


def _further(figures: dict[str, Any], indent: str) -> list[str]:
    lines = []
    for figure in figures.values():
        value = "-" if figure["text"] is None else figure["text"]
        lines.append(f"{indent}{figure['label']} {value}{_made_up(figure)}")
        lines += _further(figure.get("parts", {}), indent + "  ")
    return lines


def _total(measure: str, figure: dict[str, Any]) -> str:
    notes = []
    if figure["reports_expected"]:
        got, due = figure["reports_in"], figure["reports_expected"]
        notes.append(_("reports in %(got)s / %(due)s", got=got, due=due))
    if figure.get("growth") is not None:
        notes.append(f"{_('Against last year')} {change(figure['growth'])}")
    told = f" ({'; '.join(notes)})" if notes else ""
    unit = unit_name(measure) if figure["value"] is not None else ""
    value = with_unit(number(figure["value"]), unit)
    return f"{measure_name(measure)} {value}{told}{_made_up(figure)}"
