"""The settings of background maps, checked together."""

from __future__ import annotations

from collections.abc import Mapping

from planner.core.tiles import TemplateError, check_template

NAMES = tuple(f"PLANNER_MAP_TILE_{name}" for name in ("KEY", "CREDIT", "CACHE", "MAX_ZOOM"))


def read_provider(environ: Mapping[str, str]) -> dict[str, str]:
    """Address, key and credit of the provider; nothing where none is named.

    Raises ValueError with one clear line, which never holds the address: a key may stand in it.
    """
    url, key = environ.get("PLANNER_MAP_TILE_URL", ""), environ.get("PLANNER_MAP_TILE_KEY", "")
    credit = " ".join(environ.get("PLANNER_MAP_TILE_CREDIT", "").split())
    if not url:
        given = [name for name in NAMES if environ.get(name)]
        if given:
            raise ValueError(f"{given[0]} is set without PLANNER_MAP_TILE_URL; name the tiles")
        return {}
    try:
        check_template(url, key)
    except TemplateError as error:
        raise ValueError(f"PLANNER_MAP_TILE_URL cannot be used; {error}") from None
    if not key.isascii() or not all(sign.isalnum() or sign in "-._~" for sign in key):
        raise ValueError("PLANNER_MAP_TILE_KEY holds other signs than letters, digits and -._~")
    if not credit:
        raise ValueError("PLANNER_MAP_TILE_CREDIT is missing; name whom the map must credit")
    return {"map_tile_url": url, "map_tile_key": key, "map_tile_credit": credit}
