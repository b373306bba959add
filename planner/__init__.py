"""Outreach Planner: seasons of pop-up welfare counselling, planned, released, held and counted."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from flask import Flask

from planner import compressing, errors, extensions, security, templating
from planner.settings import Settings

__all__ = ["create_app"]

ROOT = Path(__file__).resolve().parent.parent

# Left to right, as the arrows of docs/architecture.md: an area imports only what stands before it.
AREAS = (
    "accounts",
    "places",
    "agencies",
    "campaigns",
    "letters",
    "booths",
    "proposals",
    "results",
    "programme",
    "statistics",
    "feeds",
    "maps",
    "reports",
    "exports",
    "api",
    "public",
    "portal",
    "jobs",
    "cli",
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build one application from its settings (read from the environment when not given)."""
    settings = settings or Settings.from_environment()
    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(settings.instance_path),
    )
    app.config.from_mapping(settings.flask_config())
    app.extensions["planner.settings"] = settings
    extensions.register(app)
    templating.register(app)
    security.register(app)
    errors.register(app)
    compressing.register(app)
    for area in AREAS:
        if find_spec(f"planner.{area}.models"):
            import_module(f"planner.{area}.models")  # tables name each other across areas
    for area in AREAS:
        register_area(app, area)
    return app


def register_area(app: Flask, area: str) -> None:
    """Let an area add its blueprint, commands and context.

    An area's `__init__.py` adds them in a function `register(app)`; one with nothing to add leaves
    the function out.
    """
    package = import_module(f"planner.{area}")
    register = getattr(package, "register", None)
    if register is not None:
        register(app)
