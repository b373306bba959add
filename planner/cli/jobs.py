"""`jobs work`: work on waiting proposals from the command line."""

from __future__ import annotations

import threading

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from planner.jobs.worker import work_forever, work_once


@click.group()
def jobs() -> None:
    """Work that outlasts a request."""


@jobs.command("work")
@click.option("--once", is_flag=True, help="Work on one waiting proposal, then end.")
@with_appcontext
def work(once: bool) -> None:
    """Work on waiting proposals until interrupted."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        done = work_once(app)
        click.echo("nothing waits" if done is None else f"proposal {done}: worked on")
        return
    ending = threading.Event()
    try:
        work_forever(app, ending)
    except KeyboardInterrupt:
        ending.set()
