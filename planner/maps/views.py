"""The map's page, its frame, and the addresses that hold what stands on it."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import lazy_gettext as _l

from planner.core.release import ReleasedSeason
from planner.maps import loading
from planner.maps.frame import ELEMENT, frame_script
from planner.maps.spots import SORTS, STATUSES, Spot, collection, sort_spots
from planner.security import current_office, public, requires

bp = Blueprint("maps", __name__)
STATUS_LABELS = {
    "planned": _l("Planned, not released"),
    "released": _l("Released"),
    "rain": _l("Moved indoors"),
    "held": _l("Held"),
    "cancelled": _l("Cancelled"),
}
PUBLIC_LABELS = {**STATUS_LABELS, "released": _l("To be held")}
BADGES = {"planned": "neutral", "released": "info", "rain": "warn", "held": "ok",
          "cancelled": "danger"}  # fmt: skip


@bp.get("/maps/frame.js")
@public
def frame() -> Response:
    """The empty map: the same for everybody."""
    response = Response(frame_script(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return _conditional(response)


@bp.get("/campaigns/<id:campaign_id>/map")
@requires("view")
def season(campaign_id: int) -> Any:
    show = "released" if request.args.get("show") == "released" else "draft"
    campaign, release, spots = loading.office_map(current_office().id, campaign_id, show)
    sort = request.args.get("sort", "day")
    return render_template(
        "maps/season.html",
        campaign=campaign,
        nav_campaign=campaign,
        release=release,
        show=show if release else "draft",
        spots=sort_spots(spots, sort),
        sort=sort if sort in SORTS else "day",
        **shown(spots, STATUS_LABELS),
    )


@bp.get("/campaigns/<id:campaign_id>/places.geojson")
@requires("view")
def places(campaign_id: int) -> Response:
    show = request.args.get("show", "draft")
    campaign, _release, spots = loading.office_map(current_office().id, campaign_id, show)
    zones = {row.zone_id for row in campaign.zones} | {spot.zone.id for spot in spots}
    return geojson(collection(loading.areas(campaign.office_id, zones or None), spots))


@bp.get("/seasons/<slug>/places.geojson")
@public
def public_places(slug: str) -> Response:
    """What residents see on the map: the newest release alone."""
    found = loading.public_season(slug)
    if found is None:
        abort(404)
    campaign, released = found
    zones = {zone.id for zone in released.zones} | {event.zone.id for event in released.events}
    data = collection(loading.areas(campaign.office_id, zones), loading.public_spots(released))
    response = geojson(data)
    response.headers["Cache-Control"] = "public, max-age=60"
    return _conditional(response)


def public_spots(season: ReleasedSeason) -> dict[str, Any]:
    """For the residents' page: the rows of the table and the words of the legend."""
    spots = loading.public_spots(season)
    return {"spots": spots, **shown(spots, PUBLIC_LABELS)}


def shown(spots: tuple[Spot, ...], labels: dict[str, Any]) -> dict[str, Any]:
    """The statuses that occur, with their words, for the legend and the table."""
    found = {spot.status for spot in spots}
    return {
        "map_element": ELEMENT,
        "statuses": [(status, labels[status]) for status in STATUSES if status in found],
        "labels": labels,
        "badges": BADGES,
    }


def geojson(data: dict[str, Any]) -> Response:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Response(text, mimetype="application/geo+json")


def _conditional(response: Response) -> Response:
    response.add_etag()
    response.make_conditional(request)
    return response
