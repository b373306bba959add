"""Steps, shaded areas, a course, bars with an aim: pinned, escaped, sound with much or nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.captions import Caption, overlap
from planner.core.chart import Bar, bar_chart
from planner.core.choropleth import HEIGHTS, WIDTH, Area, choropleth, without_room
from planner.core.steps import step_of, step_ranges
from planner.core.trend import Time, trend_chart

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
HOSTILE = '<script>alert("1")</script>&\x00'
NUMBERS = st.none() | st.integers(0, 10**6)


def square(x: float, y: float, side: float = 0.01):
    ring = ((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))
    return ((ring,),)


def drawn(areas):
    return choropleth(areas, title="t<", description="d&", name="m")


def texts(root) -> list[str]:
    return [node.text for node in root.findall("text")]


# ---------------------------------------------------------------- steps


def test_steps_are_equal_and_whole() -> None:
    assert step_ranges([110, 0, None]) == [(1, 22), (23, 44), (45, 66), (67, 88), (89, 110)]
    assert step_ranges([3]) == [(1, 1), (2, 2), (3, 3)]
    assert step_ranges([369, 455, 540], from_least=True) == [
        (369, 403),
        (404, 437),
        (438, 472),
        (473, 506),
        (507, 540),
    ]
    assert step_ranges([7, 7], from_least=True) == [(7, 7)]
    assert step_ranges([]) == step_ranges([None, 0]) == []
    ranges = step_ranges([110])
    assert [step_of(n, ranges) for n in (None, 0, 1, 22, 23, 110, 999)] == [0, 0, 1, 1, 2, 5, 5]


@CALM
@given(st.lists(NUMBERS, max_size=20), st.booleans())
def test_every_number_is_in_the_range_of_its_step(values, from_least) -> None:
    ranges = step_ranges(values, from_least=from_least)
    assert len(ranges) <= 5
    assert all(one[1] + 1 == two[0] for one, two in pairwise(ranges))
    for value in values:
        step = step_of(value, ranges)
        assert (step == 0) == (not value)
        if step:
            assert ranges[step - 1][0] <= value <= ranges[step - 1][1]


# ---------------------------------------------------------------- areas


def test_areas_have_their_names_and_numbers_and_a_legend() -> None:
    areas = [
        Area("북", 10, square(127.0, 37.5)),
        Area("남", 1234, square(127.02, 37.5)),
        Area("동", None, square(127.04, 37.5)),
        Area("서", 0, square(127.06, 37.5)),
        Area("밖", 99999, ()),
    ]
    root = ElementTree.fromstring(drawn(areas))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "m-title m-desc")
    assert (root.find("title").text, root.find("desc").text) == ("t<", "d&")
    assert texts(root) == [
        *("북", "10", "남", "1,234", "동", "-", "서", "0"),
        *("-", "0", "10–254", "255–499", "500–744", "745–989", "990–1,234"),
    ]
    paints = [node.get("fill") for node in root.findall("path")]
    assert paints == [f"url(#m-{name})" for name in ("step1", "step5", "unknown", "step0")]
    patterns = {node.get("id") for node in root.iter("pattern")}
    assert {paint[5:-1] for paint in paints} <= patterns
    lines = [node.find("path") is not None for node in root.iter("pattern")]
    assert lines == [True, False, False, True, True, True, True]


def test_no_outline_is_no_map() -> None:
    assert drawn([]) == drawn([Area("a", 3, ())]) == ""


def test_a_hostile_name_is_only_text() -> None:
    text = drawn([Area(HOSTILE, 3, square(127.0, 37.5))])
    assert texts(ElementTree.fromstring(text))[0] == '<script>alert("1")</script>&'
    assert "<script" not in text and "style=" not in text


@CALM
@given(
    st.lists(
        st.tuples(NUMBERS, st.floats(126, 128), st.floats(37, 38), st.floats(0.00001, 0.5)),
        min_size=1,
        max_size=6,
    )
)
def test_no_corner_leaves_the_picture(rows) -> None:
    areas = [Area("a", value, square(x, y, side)) for value, x, y, side in rows]
    root = ElementTree.fromstring(drawn(areas))
    for node in root.findall("path"):
        for corner in node.get("d").strip("MZ").split("L"):
            x, y = map(float, corner.split())
            assert -0.1 <= x <= WIDTH + 0.1 and -0.1 <= y <= HEIGHTS[1] + 0.1


def captions(root) -> list[Caption]:
    """The captions of a picture, read back from its texts: a number below its name or alone."""
    nodes = [node for node in root.findall("text") if node.get("text-anchor") == "middle"]
    found: list[Caption] = []
    lines: list[tuple[str, float]] = []
    for node in nodes:
        if not lines:
            top = float(node.get("y")) - 1.05 * float(node.get("font-size"))
        lines.append((node.text or "", float(node.get("font-size"))))
        if node.get("font-weight") == "700":
            at_zero = Caption(float(node.get("x")), 0, tuple(lines))
            found.append(replace(at_zero, y=top - at_zero.box[1]))
            lines = []
    return found


@CALM
@given(
    st.lists(
        st.tuples(NUMBERS, st.floats(127, 127.1), st.floats(37, 37.1), st.floats(0.001, 0.05)),
        min_size=1,
        max_size=40,
    ),
    st.text("가나a1", max_size=12),
)
def test_no_two_captions_overlap(rows, name) -> None:
    areas = [Area(name, value, square(x, y, side)) for value, x, y, side in rows]
    root = ElementTree.fromstring(drawn(areas))
    found = captions(root)
    assert sum(len(row.lines) == 2 for row in found) + without_room(areas) == len(areas)
    for i, one in enumerate(found):
        left, top, right, bottom = one.box
        assert left > -0.1 and top > -0.1 and right < WIDTH + 0.1 and bottom < HEIGHTS[1] + 0.1
        for other in found[:i]:
            a, b, c, d = other.box
            assert not overlap(one.box, (a + 0.2, b + 0.2, c - 0.2, d - 0.2))


def test_the_largest_area_has_its_caption_first() -> None:
    small, large = square(127.0, 37.5, 0.001), square(126.99, 37.49, 0.02)
    areas = [Area("작은 곳", 5, small), Area("큰 곳", 7, large)]
    assert texts(ElementTree.fromstring(drawn(areas))) == ["큰 곳", "7", "5", "6", "7"]
    assert without_room(areas) == 1


def test_corners_that_cannot_be_seen_are_left_out() -> None:
    ring = [(127.0 + i * 1e-6, 37.5) for i in range(5000)]
    ring += [(127.01, 37.5), (127.01, 37.51), (127.0, 37.51), (127.0, 37.5)]
    text = drawn([Area("a", 1, ((tuple(ring),),))])
    assert len(text) < 12_000


# ---------------------------------------------------------------- a course


def course(times):
    return trend_chart(times, title="t<", description="d&", name="c")


def test_a_course_breaks_where_nothing_was_reported() -> None:
    times = [Time("05-23", 100), Time("05-24", 50, whole=False), Time("05-25", None)]
    times += [Time("05-26", 0), Time("05-27", 25)]
    root = ElementTree.fromstring(course(times))
    assert (root.find("title").text, root.find("desc").text) == ("t<", "d&")
    marks = [(n.get("cx"), n.get("cy"), n.get("fill")) for n in root.findall("circle")]
    assert marks == [
        ("5.00%", "30.0", "#0b50d0"),
        ("27.50%", "101.0", "#ffffff"),
        ("72.50%", "172.0", "#0b50d0"),
        ("95.00%", "136.5", "#0b50d0"),
    ]
    assert len(root.findall("line")) == 3  # the axis, and two of four stretches
    assert texts(root) == [
        *("-", "100", "50", "0", "25"),
        *("05-23", "05-24", "05-25", "05-26", "05-27"),
    ]


def test_a_number_stands_below_where_the_line_only_rises() -> None:
    root = ElementTree.fromstring(course([Time("a", 100), Time("b", 50), Time("c", 75)]))
    numbers = [n.get("y") for n in root.findall("text") if n.get("font-weight")]
    assert numbers == ["20.0", "121.0", "55.5"]
    low = ElementTree.fromstring(course([Time("a", 100), Time("b", 1), Time("c", 75)]))
    numbers = [n.get("y") for n in low.findall("text") if n.get("font-weight")]
    assert numbers == ["20.0", "160.6", "55.5"]


def test_two_hundred_times_keep_their_numbers_apart() -> None:
    root = ElementTree.fromstring(course([Time(f"t{i}", i * i % 977) for i in range(200)]))
    assert len(root.findall("circle")) == 200
    numbers = [node.text for node in root.findall("text") if node.get("font-weight")]
    assert numbers == ["970", "0", "521"]
    assert [text for text in texts(root) if text.startswith("t")] == [
        *("t0", "t34", "t68", "t102", "t136", "t170"),
    ]


def test_nothing_reported_is_no_course_and_one_time_stands_in_the_middle() -> None:
    assert course([]) == course([Time("a", None)]) == ""
    root = ElementTree.fromstring(course([Time(HOSTILE.strip("\x00"), 0)]))
    assert root.find("circle").get("cx") == "50.00%"
    assert texts(root)[1] == '<script>alert("1")</script>&'


# ---------------------------------------------------------------- an aim


def test_bars_are_drawn_against_their_aim() -> None:
    bars = [Bar("a", 200), Bar("b", 90, number="90.0%"), Bar("c", None)]
    root = ElementTree.fromstring(bar_chart(bars, title="t", description="d", name="x", aim=100))
    assert [node.get("x1") for node in root.findall("line")] == ["41.00%"] * 3
    numbers = [
        (node.text, node.get("x")) for node in root.findall("text") if node.get("font-weight")
    ]
    # What ends just before the aim is written beyond it.
    assert numbers == [("200", "82.00%"), ("90.0%", "41.00%"), ("-", "0.00%")]
    low = ElementTree.fromstring(
        bar_chart([Bar("a", 10)], title="t", description="d", name="x", aim=100)
    )
    assert (low.find("line").get("x1"), low.find("rect").get("width")) == ("82.00%", "8.20%")
