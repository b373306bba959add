"""`addresses import FILE --office CODE`: a list of addresses that is too long for an upload."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from planner.accounts.queries import find_office_by_code
from planner.places.address_kinds import ADDRESSES
from planner.places.address_services import AddressUpload, replace_addresses
from planner.tabular import RowsRefused, fault_advice, fault_sentence

MOST_BYTES = 1 << 30


@click.group()
def addresses() -> None:
    """The offices' own lists of addresses."""


@addresses.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--office", "code", required=True, help="The code of the office.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day for which it holds.")
@with_appcontext
def import_command(file: Path, code: str, as_of: datetime | None) -> None:
    """Put the addresses of FILE in the place of the office's list; all of it, or nothing."""
    office = find_office_by_code(code)
    if office is None:
        _fail(f"there is no office {code!r}")
    if file.stat().st_size > MOST_BYTES:
        _fail(f"{file.name} is larger than 1 GB")
    with file.open("rb") as stream, force_locale("en"):
        upload = AddressUpload(stream, file.name[-120:], as_of.date() if as_of else None)
        try:
            done = replace_addresses(office.id, upload, now=datetime.now(UTC))
        except RowsRefused as refused:
            for fault in refused.faults:
                place = f"row {fault.row}: " if fault.row else ""
                sentence, advice = fault_sentence(fault, ADDRESSES), fault_advice(fault, ADDRESSES)
                click.echo(f"{place}{sentence} {advice}", err=True)
            _fail("nothing was imported")
    click.echo(f"{done.addresses} addresses for the office {code}")
    if done.unplaced:
        click.echo(f"{done.unplaced} rows without a position were left out")
    if done.left_out:
        click.echo(f"{done.left_out} addresses of other districts were left out")


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
