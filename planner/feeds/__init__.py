"""Calendars of released seasons: for agencies by a secret link, for residents openly."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The calendars' addresses, the pages that explain them, and the organizer's list."""
    from planner.feeds import (
        agency_views,
        counsellor_views,
        manage_views,
        subscribe_views,
        views,
    )

    for module in (views, subscribe_views, manage_views, agency_views, counsellor_views):
        assert module.bp is views.bp
    app.register_blueprint(views.bp)
