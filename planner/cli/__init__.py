"""Commands of `flask --app wsgi …`; each module names what it adds."""

from __future__ import annotations

from importlib import import_module

import click
from flask import Flask

# module → (group or "" for the top level, the commands in it)
COMMANDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("accounts", "", ("users", "office", "access_log")),
    ("backup", "", ("backup", "restore")),
    ("campaigns", "plan", ("release_command",)),
    ("exports", "", ("export_command",)),
    ("feeds", "", ("feeds",)),
    ("jobs", "", ("jobs",)),
    ("links", "", ("links",)),
    ("plan_files", "plan", ("solve", "check", "explain", "generate", "replan")),
    ("plans", "plan", ("propose_command",)),
    ("seeds", "", ("seed",)),
    ("statistics", "", ("statistics",)),
)


def register(app: Flask) -> None:
    """Attach every command to the application's command line."""
    groups: dict[str, click.Group] = {
        "plan": click.Group("plan", help="Problems, plans, proposals and releases.")
    }
    for module_name, group, names in COMMANDS:
        module = import_module(f"planner.cli.{module_name}")
        for name in names:
            command: click.Command = getattr(module, name)
            (groups[group] if group else app.cli).add_command(command)
    for made in groups.values():
        app.cli.add_command(made)
