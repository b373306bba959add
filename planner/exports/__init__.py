"""Exports: figures, schedule and directories as files."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The pages of exports."""
    from planner.exports.views import bp

    app.register_blueprint(bp)
