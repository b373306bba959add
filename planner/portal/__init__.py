"""The agencies' portal by a secret link, and what the organizer sees of their answers."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The portal's pages below `/p/`, the organizer's, and what its home and schedule tell."""
    from planner.campaigns.findings import register_declined
    from planner.campaigns.notes import register_notes
    from planner.portal import (
        answer_views,
        calendar_views,
        door,
        event_views,
        link_views,
        news_queries,
        notes,
        reply_views,
        request_views,
        views,
    )

    for module in (calendar_views, event_views, reply_views, views):
        assert module.bp is door.bp
    for module in (link_views, request_views):
        assert module.bp is answer_views.bp
    door.register(app)
    app.register_blueprint(answer_views.bp)
    app.jinja_env.globals["agency_news"] = answer_views.agency_news
    register_declined(news_queries.declined)
    register_notes(notes.waiting)
