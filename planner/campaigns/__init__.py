"""Seasons: their settings, the draft schedule, findings and releases."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The pages under /campaigns, the start page, and the season of the side navigation."""
    from planner.campaigns import (
        carry_views,
        goal_views,
        import_views,
        navigation,
        release_views,
        rule_views,
        schedule_views,
        settings_views,
        views,
    )

    for module in (
        settings_views,
        rule_views,
        goal_views,
        schedule_views,
        release_views,
        import_views,
        carry_views,
    ):
        assert module.bp is views.bp
    app.register_blueprint(views.bp)
    app.context_processor(navigation.season_in_view)
    app.extensions["agencies.periods"] = navigation.season_periods
