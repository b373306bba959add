"""The course of a search: what is noted, thinned, stored, and drawn."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.step_chart import Labels, step_chart
from planner.core.trace import (
    MOST_POINTS,
    Point,
    Recorder,
    Trace,
    noted,
    stage_of,
    thinned,
    trace_from,
    trace_to,
)

LABELS = Labels("Course", "Score <and> bound", "Score", "Proven", lambda at: f"{at:.0f} s")


def test_what_says_nothing_new_adds_nothing():
    trace = noted(Trace(), 0.1, "dates", None, None)
    assert (trace.points, trace.stages, trace.end) == ((), ((0.1, "dates"),), 0.1)
    trace = noted(trace, 0.5, "model", 900, None)
    trace = noted(trace, 0.7, "model", 900, None)
    trace = noted(trace, 1.2, "model", 900, 100.0)
    assert trace.points == (Point(0.5, 900, None), Point(1.2, 900, 100.0))
    assert trace.stages == ((0.1, "dates"), (0.5, "model"))
    assert (trace.stage, trace.end) == ("model", 1.2)


def test_the_clock_of_a_trace_never_goes_back():
    trace = noted(noted(Trace(), 2.0, "model", 9, None), 1.0, "model", 8, None)
    assert trace.points == (Point(2.0, 9, None), Point(2.0, 8, None))


def test_kinds_of_improvement_are_one_stage():
    stages = []
    for phase in ("dates", "agencies", "window", "agencies", "scattered", "goal 2", "level 1"):
        stages.append(stage_of(phase, stages[-1] if stages else ""))
    assert stages == ["dates", "agencies", "improve", "improve", "improve", "goal 2", "levels"]


def test_a_recorder_knows_what_is_news():
    recorder = Recorder()
    recorder.note(0.1, "model", 5, None)
    assert recorder.news is True
    recorder.news = False
    recorder.note(0.2, "model", 5, None)
    assert recorder.news is False
    recorder.note(0.3, "model", 4, None)
    assert recorder.news is True


POINTS = st.lists(
    st.builds(
        Point,
        st.floats(0, 100),
        st.none() | st.integers(0, 10**6),
        st.none() | st.floats(-5, 10**6),
    ),
    max_size=300,
)


@given(POINTS)
def test_a_long_course_keeps_its_ends(points):
    found = thinned(points)
    assert len(found) <= max(MOST_POINTS, len(points) // 2 + 1)
    assert list(found[:1]) == points[:1] and list(found[-1:]) == points[-1:]
    assert thinned(points, 300) == tuple(points)


@settings(deadline=None)  # a long course on a busy machine
@given(st.lists(st.tuples(st.floats(0, 9), st.integers(0, 99), st.none() | st.floats(0, 99))))
def test_a_trace_is_bounded_in_order_and_survives_being_stored(words):
    trace = Trace()
    for at, score, bound in words:
        trace = noted(trace, at, "model", score, bound)
    times = [point.at for point in trace.points]
    assert times == sorted(times) and len(times) <= MOST_POINTS
    assert trace_from(json.loads(json.dumps(trace_to(trace)))) == trace


def test_no_course_is_an_empty_one():
    assert trace_from(None) == trace_from({}) == Trace()


def test_the_chart_has_title_description_and_both_lines():
    points = [Point(0.5, 9000, None), Point(1, 5000, 100.0), Point(4, 4000, 3900.0)]
    root = ElementTree.fromstring(step_chart(points, 10, LABELS, "course"))
    assert [root.find("title").text, root.find("desc").text] == ["Course", "Score <and> bound"]
    assert root.get("aria-labelledby") == "course-title course-desc"
    texts = [node.text for node in root.findall("text")]
    assert texts == ["0 s", "10 s", "9,000", "4,000", "3,900", "Score", "Proven"]
    dashed = [node for node in root.findall("line") if node.get("stroke-dasharray")]
    assert len(dashed) == 3  # two levels and the step between them
    assert len(root.findall("rect")) == 2


def test_the_score_falls_and_the_bound_rises_on_the_page():
    points = [Point(0, 9000, 10.0), Point(5, 100, 90.0)]
    root = ElementTree.fromstring(step_chart(points, 10, LABELS, "course"))
    levels = [
        (node.get("stroke-dasharray") is None, float(node.get("y1")))
        for node in root.findall("line")[2:]
        if node.get("y1") == node.get("y2")
    ]
    (bound_first, bound_last), (first, last) = (
        [y for solid, y in levels if solid is kind] for kind in (False, True)
    )
    assert first < last < bound_last < bound_first


def test_without_a_plan_there_is_no_chart():
    assert step_chart([], 10, LABELS, "course") == ""
    assert step_chart([Point(1, None, 5.0)], 10, LABELS, "course") == ""


@settings(deadline=None)
@given(POINTS.map(lambda points: sorted(points, key=lambda point: point.at)), st.floats(0, 100))
def test_any_course_is_drawn_within_the_frame(points, end):
    text = step_chart(points, end, LABELS, "course")
    if not text:
        return
    for node in ElementTree.fromstring(text).iter("line"):
        for key in ("x1", "x2"):
            assert 15.9 <= float(node.get(key).rstrip("%")) <= 99.1
        for key in ("y1", "y2"):
            assert 0 <= float(node.get(key)) <= 226
