"""`jobs work` and `jobs letters`: what waits in the queues, from the command line."""

from __future__ import annotations

import sys
import threading

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from planner.jobs.letters import send_next, start
from planner.jobs.worker import work_forever, work_once


@click.group()
def jobs() -> None:
    """Work that outlasts a request."""


@jobs.command("work")
@click.option("--once", is_flag=True, help="Work on one waiting proposal, then end.")
@with_appcontext
def work(once: bool) -> None:
    """Work on waiting proposals, and send letters where a mail server is set, until interrupted."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        done = work_once(app)
        click.echo("nothing waits" if done is None else f"proposal {done}: worked on")
        return
    ending = threading.Event()
    start(app, ending)
    try:
        work_forever(app, ending)
    except KeyboardInterrupt:
        ending.set()


@jobs.command("letters")
@with_appcontext
def send_letters() -> None:
    """Send the letters that are due now, then end: one line for each."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if not app.extensions["planner.settings"].smtp_host:
        click.echo("no mail server is set (PLANNER_SMTP_HOST)", err=True)
        sys.exit(2)
    count = 0
    while (sent := send_next(app)) is not None:
        click.echo(f"letter {sent[0]}: {sent[1] or 'lost'}")
        count += 1
    if not count:
        click.echo("nothing waits")
