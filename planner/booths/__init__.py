"""Booth layouts, assignments, goods and supplies, and what is printed of them."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The event's workspace, the season's coverage and fairness, the extra booths of releases."""
    from planner.booths import (
        assignment_views,
        ban_views,
        fairness_views,
        goods_views,
        paper_views,
        season_views,
        supply_views,
        views,
    )
    from planner.booths.extras import release_extras
    from planner.campaigns.snapshots import register_extras

    for module in (
        assignment_views,
        ban_views,
        fairness_views,
        goods_views,
        paper_views,
        season_views,
        supply_views,
    ):
        assert module.bp is views.bp
    app.register_blueprint(views.bp)
    register_extras(release_extras)
