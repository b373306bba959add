"""Statistics: what a season reached, by event, zone, field and agency."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The statistics page."""
    from planner.statistics.views import bp

    app.register_blueprint(bp)
