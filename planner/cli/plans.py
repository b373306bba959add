"""`plan propose`: a proposal for a season from the command line, taken if so wished."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import NoReturn

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from planner.campaigns.queries import find_campaign_by_slug
from planner.cli.plan_sentences import sentence
from planner.core.formats import problem_from
from planner.errors import Refused
from planner.extensions import db
from planner.jobs.solving import work_on
from planner.proposals.days import as_of
from planner.proposals.models import Proposal
from planner.proposals.queries import get_proposal
from planner.proposals.services import propose, take
from planner.proposals.work import violation_from


@click.command("propose")
@click.argument("campaign")
@click.option("--seconds", type=click.IntRange(1, 3600), default=30, show_default=True)
@click.option(
    "--as-of",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Keep the events up to and including this day; plan the later ones.",
)
@click.option("--take", "take_it", is_flag=True, help="Write the proposal into the draft.")
@with_appcontext
def propose_command(campaign: str, seconds: int, day: datetime | None, take_it: bool) -> None:
    """Propose a plan for CAMPAIGN (its address name). Exit code 1: there is none."""
    season = find_campaign_by_slug(campaign)
    if season is None:
        _fail(f"there is no campaign {campaign!r}")
    office_id, campaign_id = season.office_id, season.id
    try:
        row = propose(
            season,
            as_of=day.date() if day else None,
            seconds=seconds,
            now=datetime.now(UTC),
            queued=False,
        )
    except Refused as refused:
        _fail(REFUSALS[refused.code].format_map(refused.data))
    proposal_id, token = row.id, row.started_at
    assert token is not None
    db.session.remove()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    work_on(app, proposal_id, token)
    row = get_proposal(office_id, campaign_id, proposal_id)
    tell(row)
    if row.plan is None:
        raise SystemExit(1)
    if take_it:
        try:
            written = take(row, None, now=datetime.now(UTC))
        except Refused as refused:
            if refused.code == "nothing_to_take":
                click.echo("the draft is the proposal already")
                return
            _fail(REFUSALS[refused.code])
        click.echo(
            f"taken: {len(written.created)} new, {len(written.changed)} changed, "
            f"{len(written.cancelled)} cancelled"
        )


def tell(row: Proposal) -> None:
    """The outcome in words."""
    day = as_of(row)
    if day is not None:
        click.echo(f"proposal {row.id}: planned from the day after {day}")
    if row.state == "failed":
        click.echo(f"proposal {row.id} failed: {row.detail.get('error')}")
    elif row.plan is None:
        click.echo(f"proposal {row.id}: no plan, {row.outcome.replace('_', ' ')}")
        problem = problem_from(row.problem)
        for item in row.detail.get("conflicts", ()):
            click.echo("  " + sentence(problem, violation_from(item)))
    else:
        proof = "proven optimal" if row.outcome == "optimal" else "best plan found so far"
        bound = "none" if row.bound is None else f"{row.bound:.0f}"
        click.echo(f"proposal {row.id}: score {row.score}, {proof}, bound {bound}")


REFUSALS = {
    "as_of_outside": "--as-of must lie between {first} and {last}",
    "days_behind": "days already past stay as they were: the proposal is for comparison",
    "no_zones": "the campaign has no zones",
    "no_events_wanted": "the campaign wants no events",
    "stale": "the draft changed meanwhile; propose again",
    "nothing_to_take": "there is nothing to take",
}


def _fail(line: str) -> NoReturn:
    click.echo(line, err=True)
    sys.exit(1)
