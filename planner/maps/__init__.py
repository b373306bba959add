"""The season on a map, for the office and for residents."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The map's pages and addresses, and what the residents' page includes."""
    from planner.maps import views

    app.register_blueprint(views.bp)
    app.jinja_env.globals["map_spots"] = views.public_spots
