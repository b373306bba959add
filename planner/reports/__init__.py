"""Result reports: a season's paper, from its figures and what the office wrote, as PDF and HWPX."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The page of a season's report and its form."""
    from planner.reports.views import bp

    app.register_blueprint(bp)
