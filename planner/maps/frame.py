"""The map's frame, made by Folium and served as a file of its own.

Folium and branca execute text: `{{…}}` on the server, `${…}` in the browser. So nothing that a
person typed is given to them: the frame is the same for every office, is rendered once, and what
stands on the map comes from a GeoJSON address and is written with `textContent`.
"""

from __future__ import annotations

from functools import cache

ELEMENT = "map_season"  # the id of the element, and the name of the map in the browser
SEOUL_CITY_HALL = (37.5665, 126.978)


@cache
def frame_script() -> str:
    """JavaScript that makes an empty Leaflet map in the element `map_season`.

    It has no tiles and no addresses; needs Leaflet's `L`. The same text in every process.
    """
    import folium

    frame = folium.Map(
        location=list(SEOUL_CITY_HALL),
        zoom_start=11,
        tiles=None,
        zoom_control=False,  # the page adds one with words in the reader's language
        attribution_control=False,  # Leaflet's own names another host
        zoom_animation=False,
        fade_animation=False,
        max_zoom=19,
        zoom_snap=0.25,
        prefer_canvas=False,
    )
    frame._id = ELEMENT.removeprefix("map_")  # ids are random otherwise, and no cache would match
    root = frame.get_root()
    root.render()
    lines = (line.rstrip() for line in root.script.render().splitlines())
    script = "\n".join(line for line in lines if line) + "\n"
    _ensure_harmless(script)
    return script


def _ensure_harmless(script: str) -> None:
    """A newer Folium that adds addresses or markup must not slip through."""
    for sign in ("//", "<", "`", "${", "{{", "import("):
        if sign in script:
            raise RuntimeError(f"the map's frame holds {sign!r}")
