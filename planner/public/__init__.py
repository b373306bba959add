"""The residents' pages, without an account: released seasons, and of figures the published ones."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The residents' pages, the address for monitors, and the word for robots."""
    from planner.public import statistics_views, views

    assert statistics_views.bp is views.bp
    app.register_blueprint(views.bp)
