"""`links`: secret links with which a booth counts from a telephone, and agencies' portals."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any, NoReturn

import click
from flask.cli import AppGroup

from planner.accounts.models import SecretLink
from planner.cli.feeds import chosen_agencies
from planner.portal import link_services as portals
from planner.results import link_queries, services

links = AppGroup("links", help="Counting links of booths, and agencies' portals.")


def fail(message: str) -> NoReturn:
    """One clear line on stderr, exit 2."""
    click.echo(f"planner: {message}", err=True)
    sys.exit(2)


@links.command("make")
@click.option("--event", default="", help="The event's id or uid.")
@click.option("--booth", default="", help="The booth's number at the event's place, or its id.")
@click.option("--portal", is_flag=True, help="Make agencies' portal links instead.")
@click.option("--agency", default="", help="With --portal: the agency's name.")
@click.option("--all", "everybody", is_flag=True, help="With --portal: all that a season invited.")
@click.option("--office", default="", help="With --portal: agencies of this office only.")
@click.option("--renew", is_flag=True, help="With --portal: end the links that they had.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def make_link(
    event: str,
    booth: str,
    portal: bool,
    agency: str,
    everybody: bool,
    office: str,
    renew: bool,
    as_json: bool,
) -> None:
    """Make a counting link for who stands at a booth, or portal links of agencies.

    A path is shown this once.
    """
    if portal:
        if event or booth:
            fail("a portal link is an agency's: leave out --event and --booth")
        _make_portals(agency, everybody, office, renew, as_json)
        return
    if agency or everybody or office or renew:
        fail("--agency, --all, --office and --renew go with --portal")
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


def _make_portals(agency: str, everybody: bool, office: str, renew: bool, as_json: bool) -> None:
    if bool(agency) == everybody:
        fail("name one agency with --agency, or take --all")
    agencies = chosen_agencies(agency, office)
    made = portals.make_links(agencies, created_by=None, now=datetime.now(UTC), renew=renew)
    if as_json:
        rows = [{"name": link.name, "path": link.path} for link in made]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for link in made:
        click.echo(f"{link.name}\t{link.path}")


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
    """End a counting or portal link for ever."""
    now = datetime.now(UTC)
    link = services.revoke_count_link(link_id, now=now) or portals.revoke_named(link_id, now)
    if link is None:
        fail(f"there is no such link {link_id!r}; `links list` names them")
    click.echo(f"revoked: {link.label}")


@links.command("list")
@click.option("--portal", is_flag=True, help="Agencies' portal links instead.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_links(portal: bool, as_json: bool) -> None:
    """Counting (or portal) links with their last use, the newest first.

    A secret is never shown again.
    """
    rows = [
        *(_portal(link, office) for link, office in portals.all_links() if portal),
        *(_listed(row) for row in link_queries.count_links() if not portal),
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        state = f"revoked {row['revoked']}" if row["revoked"] else f"used {row['last_use'] or '-'}"
        click.echo("\t".join((str(row["id"]), row["office"], row["name"], state)))


def _listed(row: link_queries.CountLink) -> dict[str, Any]:
    return {
        "id": row.link.id,
        "name": row.link.label,
        "office": row.office,
        "event": row.event_uid,
        "booth": row.booth,
        "agency": row.agency,
        **_moments(row.link),
    }


def _portal(link: SecretLink, office: str) -> dict[str, Any]:
    return {"id": link.id, "name": link.label, "office": office, **_moments(link)}


def _moments(link: SecretLink) -> dict[str, str | None]:
    moments = {
        "created": link.created_at,
        "last_use": link.last_used_at,
        "revoked": link.revoked_at,
    }
    return {name: at.isoformat() if at else None for name, at in moments.items()}
