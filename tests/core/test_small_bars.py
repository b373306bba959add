"""The small bars: their parts, their words, nothing that a strict policy forbids."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.small_bars import PATTERNS, WIDTH, against_bar

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def bar(value: int, target: int, before: int | None = None, top: int = 4, **words: str):
    words = {"name": "n", "title": "t", "text": "d", **words}
    return ElementTree.fromstring(against_bar(value, target, before, top, **words))


def kinds(found) -> list[str]:
    return [part.get("class") for part in found if part.tag == "rect"]


def test_each_case_has_its_parts():
    assert kinds(bar(2, 2)) == ["is", "aim"]
    assert kinds(bar(1, 2)) == ["is", "missing", "aim"]
    assert kinds(bar(0, 2)) == ["missing", "aim"]
    assert kinds(bar(3, 2)) == ["is", "over", "aim"]
    assert kinds(bar(3, 0)) == ["over", "aim"]
    assert kinds(bar(2, 2, 1)) == ["is", "aim", "before"]
    assert kinds(bar(2, 2, 0)) == ["is", "aim"]


def test_it_is_named_and_escaped():
    found = bar(1, 1, title="<A & B>", text="1 < 2")
    assert found.get("aria-labelledby") == "n-title n-text"
    assert [part.text for part in found[:2]] == ["<A & B>", "1 < 2"]
    assert "style" not in against_bar(1, 2, 3, 4, name="n", title="t", text="d") + PATTERNS


@CALM
@given(st.integers(0, 40), st.integers(0, 40), st.none() | st.integers(0, 40))
def test_nothing_leaves_the_picture(value, target, before):
    found = bar(value, target, before, top=max(value, target, before or 0))
    for part in (item for item in found if item.tag == "rect"):
        x, width = float(part.get("x")), float(part.get("width"))
        assert x >= -0.05 and width >= 0 and x + width <= WIDTH
