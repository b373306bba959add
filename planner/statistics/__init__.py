"""Statistics: what a season reached, by event, zone, field and agency."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The pages of figures and targets."""
    from planner.statistics import entry_views, target_views, views

    assert entry_views.bp is target_views.bp is views.bp
    app.register_blueprint(views.bp)
