"""The agencies' portal by a secret link, and what the organizer sees of their answers."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The portal's pages below `/p/`, the organizer's pages, what its home and schedule tell."""
    from planner.portal import calendar_views, door, event_views, reply_views, views

    for module in (calendar_views, event_views, reply_views, views):
        assert module.bp is door.bp
    door.register(app)
