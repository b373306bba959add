"""The baseline: the same places with plain Folium, as its documentation shows it."""

from __future__ import annotations

import html
from typing import Any


def folium_page(features: list[dict[str, Any]]) -> str:
    """A whole page: each place a marker with its number and status, a tooltip and a popup."""
    import folium

    shown = folium.Map(location=[37.5665, 126.978], zoom_start=11)
    for feature in features:
        if feature["properties"]["kind"] == "zone":
            folium.GeoJson(feature["geometry"]).add_to(shown)
        else:
            _marker(feature).add_to(shown)
    text: str = shown.get_root().render()
    return text


def _marker(feature: dict[str, Any]) -> Any:
    import folium

    properties = feature["properties"]
    lon, lat = feature["geometry"]["coordinates"]
    title = f"{properties['number']}. {properties['name']}"
    lines = (title, f"{properties['day']} {properties['hours']}", properties["address"],
             properties["zone"], " · ".join(properties["fields"]))  # fmt: skip
    popup = folium.Popup("<br>".join(map(html.escape, lines)), max_width=300)
    picture = f'<span class="pin {properties["status"]}">{properties["number"]}</span>'
    return folium.Marker(
        [lat, lon], popup=popup, tooltip=html.escape(title), icon=folium.DivIcon(html=picture)
    )
