"""`flask --app wsgi generate city`: a made-up city for measuring, in an office of its own."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from planner.errors import Refused
from planner.results.city import City, generate


@click.group("generate")
def generate_group() -> None:
    """Made-up data for measuring."""


@generate_group.command("city")
@click.option("--districts", type=click.IntRange(1, 100), default=25, show_default=True)
@click.option("--years", type=click.IntRange(1, 20), default=10, show_default=True)
@click.option(
    "--entries",
    type=click.IntRange(1, 10**6),
    default=40_000,
    show_default=True,
    help="Entries of one district in one year.",
)
@click.option("--first-year", type=click.IntRange(2000, 2090), default=2015, show_default=True)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    show_default=True,
    help="The same seed makes the same city.",
)
@click.option(
    "--code",
    default="generated-city",
    show_default=True,
    help="The code of the city's office; it must not be there yet.",
)
@with_appcontext
def city(districts: int, years: int, entries: int, first_year: int, seed: int, code: str) -> None:
    """Make a city of DISTRICTS with the counts of YEARS; nothing of other offices is touched."""
    wanted = City(code, districts, years, entries, first_year, seed)
    total = districts * years * entries
    try:
        with click.progressbar(length=total, label=f"{total:,} entries") as bar:
            for done in generate(wanted, datetime.now(UTC)):
                bar.update(done)
    except Refused:
        raise click.ClickException(
            f"there is an office {code!r} already; choose another --code"
        ) from None
    click.echo(f"{total:,} entries of {districts} districts in {years} years: office {code}")
