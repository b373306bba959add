"""`plan release CAMPAIGN`: check a season's draft and release it from the command line."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import NoReturn

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from planner.campaigns.bridge import load_campaign
from planner.campaigns.change_words import change_sentences
from planner.campaigns.queries import find_campaign_by_slug
from planner.campaigns.releases import release
from planner.campaigns.words import refusal
from planner.errors import Refused


@click.command("release")
@click.argument("campaign")
@click.option("--note", default="", help="What agencies should know about this release.")
@with_appcontext
def release_command(campaign: str, note: str) -> None:
    """Release the draft of CAMPAIGN (its address name). Exit code 1: rules forbid it."""
    season = find_campaign_by_slug(campaign)
    if season is None:
        _fail(f"there is no campaign {campaign!r}")
    with force_locale("en"):
        try:
            row = release(load_campaign(season.office_id, season.id), None, datetime.now(UTC), note)
        except Refused as refused:
            for finding in refused.data.get("findings", ()):
                click.echo(f"{finding.code} {finding.sentence}", err=True)
            _fail(refusal(refused))
        click.echo(f"release {row.number} of {campaign}")
        for _kind, sentence in change_sentences(row.difference):
            click.echo(f"  {sentence}")
        for item in row.findings:
            click.echo(f"  accepted: {item['code']} {item['sentence']}")


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
