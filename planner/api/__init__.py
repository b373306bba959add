"""The API for other programs, for reading only; its tokens and its page."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The resources below `/api/v1`, the page `/api`, the tokens' pages."""
    from planner.api import token_views, views

    views.register(app)
    app.register_blueprint(token_views.bp)
