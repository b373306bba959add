"""The frame: the same bytes for everybody, no other host, nothing that a person typed."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.maps import frame
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
# What executes in Folium's templates, in scripts and in markup.
HOSTILE = (
    "{{7*191}}",
    "${alert(1)}",
    "`tick`",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{% for x in y %}",
)


def test_it_holds_no_address_and_makes_one_named_map() -> None:
    script = frame.frame_script()
    assert "http" not in script
    assert "//" not in script
    assert script.count("L.map(") == 1
    assert 'var map_season = L.map(\n                "map_season"' in script
    assert '"attributionControl": false' in script


def test_another_process_makes_the_same_bytes() -> None:
    code = "from planner.maps.frame import frame_script; print(frame_script(), end='')"
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert other.stdout == frame.frame_script()


@pytest.mark.parametrize("sign", ["<b>", "https://cdn.example", "`", "${x}", "{{x}}"])
def test_a_frame_with_more_in_it_is_refused(sign: str) -> None:
    with pytest.raises(RuntimeError):
        frame._ensure_harmless(f"var map_season; {sign}")


def test_it_is_served_as_a_file_that_browsers_keep(client: Any) -> None:
    first, second = client.get("/maps/frame.js"), client.get("/maps/frame.js")
    assert first.data == second.data == frame.frame_script().encode()
    assert first.mimetype == "text/javascript"
    assert "max-age=3600" in first.headers["Cache-Control"]
    assert "Set-Cookie" not in first.headers
    again = client.get("/maps/frame.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_is_data_alone(sign_in: Any, office: Any, text: str) -> None:
    zone = factories.make_zone(
        office, name=f"Z {text}", name_en=text,
        outline={"type": "Polygon", "coordinates": [
            [[127, 37], [127.1, 37], [127.1, 37.1], [127, 37]]]},
        outline_source=text,
    )  # fmt: skip
    venue = factories.make_venue(office, zone, name=f"V {text}", address=text)
    campaign = factories.make_campaign(office, zones=(zone,))
    event = factories.make_event(campaign, venue, date(2023, 5, 23), theme=text)
    factories.make_assignment(event, factories.make_agency(office, name=f"A {text}"))
    browser = sign_in()
    answer = browser.get(f"/campaigns/{campaign.id}/places.geojson")
    assert answer.mimetype == "application/geo+json"
    area, spot = answer.get_json()["features"]
    assert (area["properties"]["name"], area["properties"]["source"]) == (f"Z {text}", text)
    assert (spot["properties"]["name"], spot["properties"]["address"]) == (f"V {text}", text)
    assert text not in browser.get("/maps/frame.js").text
    page = browser.get(f"/campaigns/{campaign.id}/map").text
    assert "1337" not in page
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert "<script>" not in page
