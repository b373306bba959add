"""The wider programme of an office: plan, materials, funds, counsellors, training, centres."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The pages, and what of the programme waits on the start page."""
    from planner.campaigns.notes import register_notes
    from planner.programme import (
        book_views,
        meeting_views,
        notes,
        rotation_views,
        tally_views,
        views,
    )

    for module in (book_views, meeting_views, rotation_views, tally_views):
        assert module.bp is views.bp
    app.register_blueprint(views.bp)
    register_notes(notes.waiting)
