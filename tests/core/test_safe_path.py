"""Whatever is typed, a redirect stays with us."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.safe_path import safe_path


@given(st.text(max_size=40) | st.text(alphabet="/\\:@.\t\n ea?#", max_size=12))
def test_a_safe_path_never_leaves_the_host(text):
    path = safe_path(text)
    joined = urlsplit(urljoin("https://planner.example/sign-in", path))
    assert (joined.scheme, joined.netloc) == ("https", "planner.example")
    assert path.startswith("/") and not path.startswith(("//", "/\\"))


@pytest.mark.parametrize("path", ["/", "/users?page=2", "/seasons/서초#map"])
def test_our_own_paths_stay(path):
    assert safe_path(path) == path


def test_nothing_is_the_fallback():
    assert safe_path(None, "/x") == "/x"
    assert safe_path("", "") == ""
