"""`links`: secret links with which a booth counts from a telephone."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any, NoReturn

import click
from flask.cli import AppGroup

from planner.results import link_queries, services

links = AppGroup("links", help="Counting links of booths.")


def fail(message: str) -> NoReturn:
    """One clear line on stderr, exit 2."""
    click.echo(f"planner: {message}", err=True)
    sys.exit(2)


@links.command("make")
@click.option("--event", default="", help="The event's id or uid.")
@click.option("--booth", default="", help="The booth's number at the event's place, or its id.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def make_link(event: str, booth: str, as_json: bool) -> None:
    """Make a counting link for who stands at a booth; its path is shown this once."""
    if not event or not booth:
        fail("name the event with --event and its booth with --booth")
    try:
        made = services.make_count_link(event, booth, now=datetime.now(UTC))
    except services.CannotLink as refused:
        fail(_why(refused, event, booth))
    if as_json:
        click.echo(json.dumps(_made(made), ensure_ascii=False))
        return
    click.echo(made.path)


def _made(made: services.NewCountLink) -> dict[str, Any]:
    entries = f"{made.path}/entries"
    return {"id": made.id, "name": made.name, "path": made.path, "entries": entries}


def _why(refused: services.CannotLink, event: str, booth: str) -> str:
    return {
        "no_event": "there is no event {event!r}",
        "cancelled": "event {event} was cancelled",
        "no_booth": "{venue} has no booth {booth!r}; its booths are: {numbers}",
        "empty_booth": "nobody stands at booth {booth} of event {event}; assign it first",
    }[refused.code].format(event=event, booth=booth, **refused.data)


@links.command("revoke")
@click.argument("link_id", metavar="ID")
def revoke_link(link_id: str) -> None:
    """End a counting link for ever."""
    link = services.revoke_count_link(link_id, now=datetime.now(UTC))
    if link is None:
        fail(f"there is no counting link {link_id!r}; `links list` names them")
    click.echo(f"revoked: {link.label}")


@links.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_links(as_json: bool) -> None:
    """Counting links with their last use, the newest first; a secret is never shown again."""
    rows = [_listed(row) for row in link_queries.count_links()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        state = f"revoked {row['revoked']}" if row["revoked"] else f"used {row['last_use'] or '-'}"
        click.echo("\t".join((str(row["id"]), row["office"], row["name"], state)))


def _listed(row: link_queries.CountLink) -> dict[str, Any]:
    def moment(at: datetime | None) -> str | None:
        return at.isoformat() if at else None

    return {
        "id": row.link.id,
        "name": row.link.label,
        "office": row.office,
        "event": row.event_uid,
        "booth": row.booth,
        "agency": row.agency,
        "created": moment(row.link.created_at),
        "last_use": moment(row.link.last_used_at),
        "revoked": moment(row.link.revoked_at),
    }
