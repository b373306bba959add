"""What everybody may read of the maps: the frames, and released places."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for

from planner.compressing import data_answer
from planner.core.release import ReleasedSeason
from planner.maps import loading, words
from planner.maps.event_place import event_places
from planner.maps.frame import FRAMES, element, frame_script, frame_tag
from planner.maps.views import bp, geojson
from planner.security import public

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"


@bp.get("/maps/frames/<name>.js")
@public
def frame(name: str) -> Response:
    """An empty map: the same for everybody, kept for ever under an address with its tag."""
    if name not in FRAMES:
        abort(404)
    asked = request.args.get("v") == frame_tag(name)
    script = frame_script(name).encode()
    return data_answer(
        script, "text/javascript; charset=utf-8", FOR_EVER if asked else "public, no-cache"
    )


@bp.get("/seasons/<slug>/places.geojson")
@public
def public_places(slug: str) -> Response:
    """What residents see on the map: the newest release alone."""
    found = loading.public_season(slug)
    return geojson(loading.public_places(*found), A_MINUTE) if found else abort(404)


@bp.get("/seasons/<slug>/events/<uid>/place.geojson")
@public
def public_place(slug: str, uid: str) -> Response:
    """The places of one released event."""
    found = loading.public_season(slug)
    event = found[1].event_by_uid().get(uid) if found else None
    if found is None or event is None:
        abort(404)
    campaign, season = found
    return geojson(loading.released_event(campaign.office_id, season, event), A_MINUTE)


def template_globals() -> dict[str, Any]:
    """What pages of other areas need to hold a map."""
    return {
        "map_element": element,
        "map_frame": lambda name: url_for("maps.frame", name=name, v=frame_tag(name)),
        "map_spots": public_spots,
        "event_places": event_places,
        "map_words": words,
    }


def public_spots(season: ReleasedSeason) -> dict[str, Any]:
    """For the residents' page: whether there is a map, and the words of its legend."""
    spots = loading.public_spots(season)
    return {
        "located": any(spot.located for spot in spots),
        "statuses": words.legend({spot.status for spot in spots}, words.PUBLIC_LABELS),
    }
