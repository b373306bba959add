"""Seasons, events and places on a map, for the office, for agencies and for residents."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The maps' pages and addresses, and what pages of other areas include."""
    from planner.maps import picture_views, public_views, reach_views, tile_views, views

    for module in (picture_views, public_views, reach_views, tile_views):
        assert module.bp is views.bp
    app.register_blueprint(views.bp)
    app.jinja_env.globals.update(public_views.template_globals())
    tile_views.register(app)
