"""Letters to agencies: drafted, reviewed, sent and logged; and agencies' applications to join."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The log, the letters, the applications; and what of them waits on the start page."""
    from planner.campaigns.notes import register_notes
    from planner.letters import (
        application_views,
        apply_views,
        letter_views,
        mailing_views,
        notes,
        views,
    )

    for module in (application_views, apply_views, letter_views, mailing_views):
        assert module.bp is views.bp
    app.register_blueprint(views.bp)
    register_notes(notes.waiting)
