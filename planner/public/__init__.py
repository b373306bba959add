"""The residents' pages: released seasons only, no account needed, never a count."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The residents' pages, the address for monitors, and the word for robots."""
    from planner.public import views

    app.register_blueprint(views.bp)
