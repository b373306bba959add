"""Results: the count ledger, reports, sign-off and corrections."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The pages of counts, and what is known here of events that were not held or are to
    be counted."""
    from planner.campaigns.visit_queries import register_not_held
    from planner.results import closing_views, link_views, outside_views, views
    from planner.results.queries import not_held
    from planner.results.words import STATES

    assert closing_views.bp is link_views.bp is outside_views.bp is views.bp
    app.register_blueprint(views.bp)
    app.jinja_env.globals["counts_waiting"] = views.counts_waiting
    app.jinja_env.globals["result_states"] = STATES
    register_not_held(not_held)
