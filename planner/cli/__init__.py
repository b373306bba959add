"""Commands of `flask --app wsgi …`; each module names what it adds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from errno import EDQUOT, EFBIG, EIO, ENOSPC
from functools import wraps
from importlib import import_module
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

# module → (group or "" for the top level, the commands in it)
COMMANDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("accounts", "", ("users", "office", "access_log")),
    ("addresses", "", ("addresses",)),
    ("applications", "", ("applications",)),
    ("backup", "", ("backup", "restore")),
    ("campaigns", "plan", ("release_command",)),
    ("city", "", ("generate_group",)),
    ("exports", "", ("export_command",)),
    ("feeds", "", ("feeds",)),
    ("jobs", "", ("jobs",)),
    ("links", "", ("links",)),
    ("plan_explain", "plan", ("explain",)),
    ("plan_files", "plan", ("solve", "check", "generate", "replan")),
    ("plans", "plan", ("propose_command",)),
    ("seeds", "", ("seed",)),
    ("statistics", "", ("statistics",)),
    ("tokens", "", ("tokens",)),
)


FULL = (ENOSPC, EDQUOT, EFBIG, EIO)  # a disk's own faults, which name no file


def register(app: Flask) -> None:
    """Attach every command to the application's command line."""
    groups: dict[str, click.Group] = {
        "plan": click.Group("plan", help="Problems, plans, proposals and releases.")
    }
    for module_name, group, names in COMMANDS:
        module = import_module(f"planner.cli.{module_name}")
        for name in names:
            command: click.Command = getattr(module, name)
            _explain(command)
            (groups[group] if group else app.cli).add_command(command)
    for made in groups.values():
        app.cli.add_command(made)


def _explain(command: click.Command) -> None:
    """A database that nobody has set up yet, or a file that cannot be written or read, is one clear
    line and not a traceback."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _explain(inner)
    if command.callback is not None and not hasattr(command.callback, "explains"):
        command.callback = _guarded(command.callback)


def _guarded(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return callback(*args, **kwargs)
        except (OperationalError, ProgrammingError) as error:
            cause = str(error.orig)
            if "no such table" not in cause and "UndefinedTable" not in type(error.orig).__name__:
                raise
            click.echo(
                "planner: the database has no tables yet; run `flask --app wsgi db upgrade`",
                err=True,
            )
            sys.exit(2)
        except OSError as error:
            if error.filename is None and error.errno not in FULL:
                raise
            named = f"{error.filename}: " if error.filename is not None else ""
            raise click.ClickException(f"{named}{error.strerror}") from None

    run.explains = True  # type: ignore[attr-defined]  # once, however many applications
    return run
