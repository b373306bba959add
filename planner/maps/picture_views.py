"""A season's map as a picture, for the office and for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, abort, request

from planner.compressing import data_answer
from planner.maps.season_picture import season_picture
from planner.maps.season_source import SeasonShown, office_season, public_season
from planner.maps.views import bp
from planner.maps.words import PUBLIC_LABELS, STATUS_LABELS
from planner.security import current_office, public, requires
from planner.templating import named


@bp.get("/campaigns/<id:campaign_id>/map.svg")
@requires("view")
def picture(campaign_id: int) -> Response:
    """The draft or the newest release, as the map's page shows it."""
    show = "released" if request.args.get("show") == "released" else "draft"
    found = office_season(current_office().id, campaign_id, show)
    return svg(_picture(found, STATUS_LABELS), found.campaign.slug)


@bp.get("/campaigns/<id:campaign_id>/events/<id:event_id>/map.svg")
@requires("view")
def event_picture(campaign_id: int, event_id: int) -> Response:
    """One event of the draft within its zone, small: for the run sheet."""
    found = office_season(current_office().id, campaign_id, "draft").only(event_id)
    if not found.spots:
        abort(404)
    return svg(_picture(found, STATUS_LABELS, (460, 210)), f"{found.campaign.slug}-{event_id}")


@bp.get("/seasons/<slug>/map.svg")
@public
def public_picture(slug: str) -> Response:
    """What residents may see: the newest release alone."""
    found = public_season(slug)
    if found is None:
        abort(404)
    return svg(_picture(found, PUBLIC_LABELS), slug)


def _picture(
    found: SeasonShown, labels: Mapping[str, Any], size: tuple[int, int] = (960, 640)
) -> str:
    return season_picture(named(found.campaign), found.areas(), found.spots, labels, size=size)


def svg(text: str, name: str) -> Response:
    """A picture as an answer with a tag; `?save=1` hands it over as a file."""
    response = data_answer(text.encode(), "image/svg+xml; charset=utf-8", "private, no-cache")
    if request.args.get("save"):
        response.headers["Content-Disposition"] = f'attachment; filename="{name}-map.svg"'
    return response
