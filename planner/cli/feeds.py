"""`feeds`: the calendars' addresses, and new secret links for agencies."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any, NoReturn

import click
from flask.cli import AppGroup

from planner.accounts.queries import find_office_by_code
from planner.agencies.models import Agency
from planner.feeds import link_queries, links, queries
from planner.feeds.memory import memory

feeds = AppGroup("feeds", help="Calendars of released seasons.")
GROUPS = (feeds,)


def fail(message: str) -> NoReturn:
    """One clear line on stderr, exit 2."""
    click.echo(f"planner: {message}", err=True)
    sys.exit(2)


@feeds.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_feeds(as_json: bool) -> None:
    """Public calendars with their paths, and agencies' links with their last use.

    A secret is never shown again: the path of an agency's link is empty.
    """
    rows = [*_public(), *_secret()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        fetched = row["last_fetch"] or "-"
        click.echo("\t".join((row["kind"], row["name"], row["path"] or "-", row["label"], fetched)))


@feeds.command("make")
@click.option("--agency", default="", help="The agency's name.")
@click.option("--all", "everybody", is_flag=True, help="Every agency that a season has invited.")
@click.option("--office", "office_code", default="", help="Agencies of this office only.")
@click.option("--renew", is_flag=True, help="Revoke the links that these agencies had.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def make_feeds(agency: str, everybody: bool, office_code: str, renew: bool, as_json: bool) -> None:
    """Make secret links; they are shown this once."""
    if bool(agency) == everybody:
        fail("name one agency with --agency, or take --all")
    agencies = chosen_agencies(agency, office_code)
    made = links.make_links(agencies, created_by=None, now=datetime.now(UTC), renew=renew)
    if as_json:
        rows = [{"name": link.name, "path": link.path} for link in made]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for link in made:
        click.echo(f"{link.name}\t{link.path}")


def chosen_agencies(name: str, office_code: str) -> list[Agency]:
    """The agency of a name, or (without one) every agency that a season has invited."""
    office_id = None
    if office_code:
        office = find_office_by_code(office_code)
        if office is None:
            fail(f"there is no office {office_code!r}")
        office_id = office.id
    if not name:
        return list(link_queries.agencies_in_seasons(office_id))
    found = link_queries.agencies_by_name(name, office_id)
    if not found:
        fail(f"there is no agency {name!r}")
    if len(found) > 1:
        fail(f"{len(found)} offices have an agency {name!r}; say which with --office")
    return list(found)


def _public() -> list[dict[str, Any]]:
    rows = []
    for newest in queries.newest_of_office(None):
        season = memory().season(newest)
        base = f"/feeds/public/{newest.slug}"
        name = season.campaign.name
        rows.append(_row("campaign", name, f"{base}.ics"))
        for zone in season.zones:
            rows.append(_row("zone", f"{name} · {zone.name}", f"{base}/zones/{zone.id}.ics"))
        for field in season.fields:
            rows.append(_row("field", f"{name} · {field.name}", f"{base}/fields/{field.code}.ics"))
    return rows


def _secret() -> list[dict[str, Any]]:
    return [
        {
            **_row("counsellor" if link.counsellor_id else "agency", link.label, None),
            "label": link.label,
            "last_fetch": link.last_used_at.isoformat() if link.last_used_at else None,
        }
        for link in link_queries.feed_links()
    ]


def _row(kind: str, name: str, path: str | None) -> dict[str, Any]:
    return {"kind": kind, "name": name, "path": path, "label": "", "last_fetch": None}
