"""Zones, dongs, venues and their booth positions."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The pages under /places."""
    from planner.places import figure_views, outline_views, venue_views, views

    for module in (venue_views, outline_views, figure_views):
        assert module.bp is views.bp
    app.register_blueprint(views.bp)
