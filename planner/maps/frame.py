"""The maps' frames, made by Folium and served as files of their own.

Folium and branca execute text: `{{…}}` on the server, `${…}` in the browser. So nothing that a
person typed is given to them: a frame is the same for every office, is rendered once, and what
stands on the map comes from a GeoJSON address and is written with `textContent`. A frame's name is
the only thing that is handed over, and it is one of `FRAMES`.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from typing import Any

SEOUL_CITY_HALL = (37.5665, 126.978)
LEAFLET = "/static/vendor/leaflet/leaflet"
RENDERER = 2  # rises with every change of what is written
COMMON: dict[str, Any] = {
    "location": list(SEOUL_CITY_HALL),
    "zoom_start": 11,
    "tiles": None,
    "zoom_control": False,  # the page adds one with words in the reader's language
    "attribution_control": False,  # Leaflet's own names another host
    "zoom_animation": False,
    "fade_animation": False,
    "marker_zoom_animation": False,
    "zoom_snap": 0.25,
}
# What a frame has of its own. Dots on a canvas are for overviews alone: nobody can reach one by
# keyboard, so that a list must stand beside it.
FRAMES: dict[str, dict[str, Any]] = {
    "season": {},
    "event": {"zoom_start": 15},
    "residents": {},
    "reach": {},
    "overview": {"prefer_canvas": True},
}


def element(name: str) -> str:
    """The id of a frame's element, and the name of its map in the browser."""
    return f"map_{name}"


@cache
def frame_script(name: str) -> str:
    """JavaScript that makes an empty Leaflet map in the frame's element; KeyError for no frame.

    It has no tiles and no addresses; needs Leaflet's `L`. The same text in every process.
    """
    root = make_frame(name).get_root()
    root.render()
    lines = (line.rstrip() for line in root.script.render().splitlines())
    script = "\n".join(line for line in lines if line) + "\n"
    _ensure_harmless(script)
    return script


@cache
def frame_tag(name: str) -> str:
    """What changes when the script may change; told without importing Folium."""
    parts = (RENDERER, version("folium"), version("branca"), COMMON, FRAMES[name])
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def make_frame(name: str) -> Any:
    """The frame as a Folium map with our own Leaflet: rendered whole it names no other host."""
    import folium

    class Frame(folium.Map):
        default_js = [("leaflet", f"{LEAFLET}.js")]
        default_css = [("leaflet_css", f"{LEAFLET}.css")]

        def get_name(self) -> str:
            return element(name)  # ids are random otherwise, and no cache would match

    return Frame(**{**COMMON, **FRAMES[name]})


def _ensure_harmless(script: str) -> None:
    """A newer Folium that adds addresses or markup must not slip through."""
    for sign in ("//", "<", "`", "${", "{{", "import("):
        if sign in script:
            raise RuntimeError(f"the map's frame holds {sign!r}")
