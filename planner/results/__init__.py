"""Results: the count ledger, reports, sign-off and corrections."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The pages of counts."""
    from planner.results import closing_views, link_views, views

    assert closing_views.bp is link_views.bp is views.bp
    app.register_blueprint(views.bp)
