"""Offices, people, sign-in, roles, links with a secret, the access log."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Who asks, before every request; who changed what, after it; the accounts' pages."""
    from planner.accounts import hooks, office_views, people_views, views

    hooks.register(app)
    for module in (views, people_views, office_views):
        assert module.bp is views.bp
    app.register_blueprint(views.bp)
