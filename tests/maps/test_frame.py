"""The frames: the same bytes for everybody, no other host, nothing that a person typed."""

from __future__ import annotations

import ast
import inspect
import re
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


@pytest.mark.parametrize("name", frame.FRAMES)
def test_it_holds_no_address_and_makes_one_named_map(name: str) -> None:
    script = frame.frame_script(name)
    assert "http" not in script
    assert "//" not in script
    assert script.count("L.map(") == 1
    assert f'var map_{name} = L.map(\n                "map_{name}"' in script
    assert '"attributionControl": false' in script
    assert ('"preferCanvas": true' in script) == (name == "overview")


def test_rendered_whole_it_names_no_other_host() -> None:
    page = frame.make_frame("season").get_root().render()
    assert re.findall(r"https?://[^\s\"']+", page) == []
    assert re.findall(r'(?:src|href)="([^"]+)"', page) == [
        "/static/vendor/leaflet/leaflet.js",
        "/static/vendor/leaflet/leaflet.css",
    ]


def test_another_process_makes_the_same_bytes_and_the_same_tag() -> None:
    code = (
        "from planner.maps.frame import frame_script, frame_tag;"
        "print(frame_tag('season') + frame_script('season'), end='')"
    )
    other = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert other.stdout == frame.frame_tag("season") + frame.frame_script("season")


def test_the_tag_is_told_without_folium() -> None:
    code = (
        "import sys; from planner.maps.frame import frame_tag;"
        "frame_tag('season'); print('folium' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout == "False\n"


@pytest.mark.parametrize("sign", ["<b>", "https://cdn.example", "`", "${x}", "{{x}}"])
def test_a_frame_with_more_in_it_is_refused(sign: str) -> None:
    with pytest.raises(RuntimeError):
        frame._ensure_harmless(f"var map_season; {sign}")


def test_it_is_served_as_a_file_that_browsers_keep_for_ever(client: Any) -> None:
    address = f"/maps/frames/season.js?v={frame.frame_tag('season')}"
    first, second = client.get(address), client.get(address)
    assert first.data == second.data == frame.frame_script("season").encode()
    assert first.mimetype == "text/javascript"
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in first.headers
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_without_its_tag_it_is_asked_for_again(client: Any) -> None:
    for address in ("/maps/frames/season.js", "/maps/frames/season.js?v=old"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, no-cache")


def test_no_such_frame(client: Any) -> None:
    for name in ("other", "{{7*191}}"):
        assert client.get(f"/maps/frames/{name}.js").status_code == 404
    with pytest.raises(KeyError):
        frame.make_frame("{{7*191}}")


class TestNothingTypedReachesFolium:
    def test_one_module_alone_knows_folium_and_takes_a_name_alone(self) -> None:
        knowing = [
            path.relative_to(ROOT).as_posix()
            for path in sorted((ROOT / "planner").rglob("*.py"))
            if {"folium", "branca"} & set(_imports(path))
        ]
        assert knowing == ["planner/maps/frame.py"]
        assert [name for name in _imports(Path(frame.__file__)) if name == "planner"] == []
        public = [
            item for name, item in vars(frame).items()
            if inspect.isfunction(inspect.unwrap(item)) and not name.startswith("_")
            and item.__module__ == frame.__name__
        ]  # fmt: skip
        assert {item.__name__: list(inspect.signature(item).parameters) for item in public} == {
            "element": ["name"],
            "frame_script": ["name"],
            "frame_tag": ["name"],
            "make_frame": ["name"],
        }

    @pytest.mark.parametrize("text", HOSTILE)
    def test_typed_text_is_data_alone(
        self, sign_in: Any, office: Any, monkeypatch: pytest.MonkeyPatch, text: str
    ) -> None:
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
        for name in frame.FRAMES:
            frame.frame_script(name)  # rendered once a process; from now on no element is made
        monkeypatch.setattr("branca.element.Element.__init__", _refuse)
        browser = sign_in()
        answer = browser.get(f"/campaigns/{campaign.id}/places.geojson")
        assert answer.mimetype == "application/geo+json"
        area, spot = answer.get_json()["features"]
        assert (area["properties"]["name"], area["properties"]["source"]) == (f"Z {text}", text)
        shown = spot["properties"]
        assert (shown["name"], shown["address"], shown["theme"]) == (f"V {text}", text, text)
        names = browser.get(f"/campaigns/{campaign.id}/map/agencies.json").get_json()["names"]
        assert names == [[f"A {text}", ""]]
        for page in (f"/campaigns/{campaign.id}/map?layers=dongs",
                     f"/campaigns/{campaign.id}/events/{event.id}/map"):  # fmt: skip
            found = browser.get(page).text
            for sign in ("36481", "1337", "<img src=x", "<script>alert", "<script>"):
                assert sign not in found
        for name in frame.FRAMES:
            assert text not in browser.get(f"/maps/frames/{name}.js").text


def _refuse(*_args: Any, **_kwargs: Any) -> None:
    raise AssertionError("a page made a branca element")


def _imports(path: Path) -> list[str]:
    """The packages that a file imports, anywhere in it."""
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module.split(".")[0])
    return names
