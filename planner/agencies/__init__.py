"""Agencies and what they offer and need, when they can come, counselling fields, pairs."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The directory, the days off, the pairs, the agreements and the catalogue of fields."""
    from planner.agencies import (
        agreement_views,
        availability_views,
        field_views,
        pair_views,
        views,
    )

    for module in (agreement_views, availability_views, field_views, pair_views):
        assert module.bp is views.bp
    app.register_blueprint(views.bp)
