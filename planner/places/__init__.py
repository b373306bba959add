"""Zones, dongs, venues and their booth positions."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The pages under /places."""
    from planner.places import (
        address_views,
        booth_views,
        figure_views,
        outline_views,
        venue_views,
        views,
    )

    for module in (venue_views, booth_views, outline_views, figure_views, address_views):
        assert module.bp is views.bp
    app.register_blueprint(views.bp)
