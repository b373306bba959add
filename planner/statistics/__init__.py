"""Statistics: what a season reached, by event, zone, field and agency; and what of it is public."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The statistics page and the page that publishes figures."""
    from planner.statistics import publication_views, views

    assert publication_views.bp is views.bp
    app.register_blueprint(views.bp)
