"""Files and data in gzip for those who ask; pages never."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from planner import ROOT

CSS = "/static/css/base.css"
GZIP = {"Accept-Encoding": "gzip"}


def test_a_file_is_compressed_when_asked_for(client: Any) -> None:
    plain, packed = client.get(CSS), client.get(CSS, headers=GZIP)
    whole = (ROOT / "static/css/base.css").read_bytes()
    assert plain.data == whole
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == whole
    assert len(packed.data) < len(whole) / 2
    assert packed.mimetype == plain.mimetype == "text/css"
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["Cache-Control"] == packed.headers["Cache-Control"] == "no-cache"
    assert plain.headers["ETag"] != packed.headers["ETag"]


def test_each_form_has_a_tag_of_its_own(client: Any) -> None:
    for headers in ({}, GZIP):
        tag = client.get(CSS, headers=headers).headers["ETag"]
        again = client.get(CSS, headers={**headers, "If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/static/css/nothing.css", 404),
        ("/static/../wsgi.py", 404),
        ("/static/%2e%2e/planner/__init__.js", 404),
        ("/static/vendor/leaflet/images/layers.png", 200),
    ],
)
def test_what_is_no_text_file_is_left_to_flask(client: Any, path: str, status: int) -> None:
    answer = client.get(path, headers=GZIP)
    assert answer.status_code == status
    assert "Content-Encoding" not in answer.headers


def test_pages_are_not_compressed(client: Any) -> None:
    answer = client.get("/sign-in", headers=GZIP)
    assert (answer.status_code, "Content-Encoding" in answer.headers) == (200, False)
