"""`tokens`: secrets with which other programs read the API."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import click
from flask.cli import AppGroup

from planner.accounts.queries import find_office_by_code, list_links
from planner.api import token_services as services
from planner.api.scopes import SCOPES
from planner.errors import Refused

tokens = AppGroup("tokens", help="Tokens with which other programs read the API.")
REFUSALS = {
    "no_scope": "name at least one scope with --scope",
    "no_reason": "state with --reason why figures are read; each use is recorded",
    "past": "give --days from 0 on",
    "too_long": "a token lasts two years at most",
}


def fail(message: str) -> NoReturn:
    """One clear line on stderr, exit 2."""
    click.echo(f"planner: {message}", err=True)
    sys.exit(2)


@tokens.command("make")
@click.option("--office", required=True, help="The office's code.")
@click.option("--label", required=True, help="Who or what will read.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(list(SCOPES)))
@click.option("--days", default=365, show_default=True, type=click.IntRange(0, 10_000))
@click.option("--reason", default="", help="Why figures that are not public are read.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def make_token(
    office: str, label: str, scopes: tuple[str, ...], days: int, reason: str, as_json: bool
) -> None:
    """Make a token; it is shown this once."""
    found = find_office_by_code(office)
    if found is None:
        fail(f"there is no office {office!r}")
    now = datetime.now(UTC)
    last = now.astimezone(services.SEOUL).date() + timedelta(days=days)
    try:
        made = services.make_token(found.id, label, scopes, last_day=last, reason=reason, now=now)
    except Refused as refused:
        fail(REFUSALS[refused.code])
    if as_json:
        told = {"id": made.id, "label": made.label, "token": made.secret, "last_day": str(last)}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(made.secret)


@tokens.command("list")
@click.option("--office", required=True, help="The office's code.")
def list_tokens(office: str) -> None:
    """An office's tokens with their state and last use, the newest first."""
    found = find_office_by_code(office)
    if found is None:
        fail(f"there is no office {office!r}")
    now = datetime.now(UTC)
    for row in list_links(found.id, services.KIND):
        used = row.last_used_at.isoformat() if row.last_used_at else "-"
        state = services.token_state(row, now)
        last = services.last_day_of(row)
        click.echo("\t".join((str(row.id), row.label, row.scopes, state, last, used)))


@tokens.command("revoke")
@click.argument("token_id", metavar="ID", type=int)
def revoke_token(token_id: int) -> None:
    """End a token for ever."""
    label = services.revoke_numbered(token_id, datetime.now(UTC))
    if label is None:
        fail(f"there is no such token {token_id}; `tokens list` names them")
    click.echo(f"revoked: {label}")
