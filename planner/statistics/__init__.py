"""Statistics: what a season reached, by event, zone, field and agency; and what of it is public."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The pages of figures and targets, and the page that publishes figures."""
    from planner.statistics import entry_views, publication_views, target_views, views
    from planner.statistics.further import register_figures
    from planner.statistics.programme import programme_sections

    assert entry_views.bp is target_views.bp is publication_views.bp is views.bp
    app.register_blueprint(views.bp)
    register_figures(programme_sections)
