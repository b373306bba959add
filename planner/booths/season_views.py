"""The season's coverage of the fields, and what is still missing."""

from __future__ import annotations

from typing import Any

from flask import render_template

from planner.booths import season, words
from planner.booths.queries import get_campaign
from planner.booths.views import bp
from planner.paging import asked_page
from planner.security import current_office, requires

SEASON = "/campaigns/<id:campaign_id>"


def page(template: str, campaign: Any, **values: Any) -> str:
    return render_template(
        template, campaign=campaign, nav_campaign=campaign, words=words, **values
    )


@bp.get(SEASON + "/coverage")
@requires("view")
def coverage(campaign_id: int) -> Any:
    campaign = get_campaign(current_office().id, campaign_id)
    return page("booths/coverage.html", campaign, found=season.coverage(campaign))


@bp.get(SEASON + "/needs")
@requires("view")
def unmet(campaign_id: int) -> Any:
    campaign = get_campaign(current_office().id, campaign_id)
    return page("booths/unmet.html", campaign, found=season.unmet(campaign, asked_page()))
