"""Seasons, events and places on a map, for the office, for agencies and for residents."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The maps' pages and addresses, and what pages of other areas include."""
    from planner.maps import public_views, views

    app.register_blueprint(views.bp)
    app.jinja_env.globals.update(public_views.template_globals())
