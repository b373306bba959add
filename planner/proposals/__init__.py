"""What the optimiser offers beside the draft: asked for, watched, compared, taken."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The pages of a season's proposals."""
    from planner.proposals import views

    app.register_blueprint(views.bp)
