"""Map tiles for every page with a map, the residents' too."""

from __future__ import annotations

from flask import Flask, Response, abort, current_app, url_for
from flask_babel import gettext as _

from planner.core.tiles import LOWEST, tile_wanted
from planner.extensions import limiter
from planner.maps.tile_cache import cache_for
from planner.maps.tiles import TileFailure, Tiles
from planner.maps.views import bp
from planner.security import public
from planner.settings import Settings

# A picture of one point that shows nothing, for places of which the provider has no tile.
BLANK = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b49444154789c636060000000030001b8ad3a630000000049454e44ae42"
    "6082"
)
LIMIT = "1500 per minute"


def register(app: Flask) -> None:
    """The provider of this process, where the settings name one; what a map's frame says of it."""
    settings: Settings = app.extensions["planner.settings"]
    if settings.map_tile_url:
        cache = (
            cache_for(settings.instance_path, settings.map_tile_url)
            if settings.map_tile_cache
            else None
        )
        app.extensions["planner.tiles"] = Tiles(settings.map_tile_url, settings.map_tile_key, cache)
    app.jinja_env.globals["map_tiles"] = map_tiles


def map_tiles() -> dict[str, str]:
    """The data attributes of an element that holds a map; none where no provider is set."""
    settings: Settings = current_app.extensions["planner.settings"]
    if "planner.tiles" not in current_app.extensions:
        return {}
    pattern = url_for("maps.tile", z=0, x=0, y=0).replace("0/0/0", "{z}/{x}/{y}")
    return {
        "data-tiles": pattern,
        "data-tiles-lowest": str(LOWEST),
        "data-tiles-highest": str(settings.map_tile_max_zoom),
        "data-tiles-credit": settings.map_tile_credit,
        "data-tiles-failed": _(
            "The background map could not be loaded. Areas and places are shown without it."
        ),
    }


@bp.get("/maps/tiles/<int:z>/<int:x>/<int:y>.png")
@public
@limiter.limit(LIMIT)
def tile(z: int, x: int, y: int) -> Response:
    """One tile; 204 where it cannot be had for now: the page goes on without a background."""
    settings: Settings = current_app.extensions["planner.settings"]
    tiles: Tiles | None = current_app.extensions.get("planner.tiles")
    if tiles is None or not tile_wanted(z, x, y, settings.map_tile_max_zoom):
        abort(404)
    try:
        found = tiles.tile(z, x, y)
    except TileFailure:
        answer = Response(status=204)
        answer.headers["Cache-Control"] = "no-store"
        return answer
    answer = Response(found.data or BLANK, mimetype=found.type or "image/png")
    answer.headers["Cache-Control"] = (
        f"private, max-age={found.seconds}" if found.seconds else "no-store"
    )
    return answer
