"""What the optimiser offers beside the draft: asked for, watched, compared, taken."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """The pages of a season's proposals; templates may ask who gains and who loses by one."""
    from planner.proposals import (
        compare_views,
        fairness,
        give_up_views,
        replan_views,
        views,
        what_if_views,
        why_not_views,
    )

    for module in (compare_views, give_up_views, replan_views, what_if_views, why_not_views):
        assert module.bp is views.bp
    app.register_blueprint(views.bp)
    app.jinja_env.globals["fairness_change"] = fairness.fairness_change
