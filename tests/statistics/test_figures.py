"""The cube as laws: parts and remainder make the total, cuts add up, None is not 0."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core.chart import Bar, bar_chart
from planner.core.comparison import achievement, growth, ratio_to_before, share
from planner.core.counting import MEASURES
from planner.core.figures import (
    DIMENSIONS,
    Count,
    Cube,
    Cut,
    Expected,
    Figure,
)

# Machines under load are slow; that is no fault of the rules.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

CATEGORY = {1: "public", 2: "private", 3: "private"}


@st.composite
def cubes(draw):
    cells = st.tuples(
        st.integers(1, 4),
        st.none() | st.integers(1, 3),
        st.none() | st.integers(1, 3),
        st.sampled_from(["attendance", "consultations", "goods", "unique_persons"]),
    )
    counts = [
        Count(
            event,
            10 + event % 2,
            agency,
            CATEGORY.get(agency),
            field,
            measure,
            draw(st.integers(0, 500)),
        )
        for event, agency, field, measure in draw(st.sets(cells, max_size=30))
    ]
    expected = [
        Expected(event, 10 + event % 2, agency, CATEGORY.get(agency), field)
        for event, agency, field, _measure in draw(st.sets(cells, max_size=20))
    ]
    return counts, expected


@CALM
@given(cubes(), st.sampled_from(DIMENSIONS), st.sampled_from(["attendance", "consultations"]))
def test_parts_and_remainder_make_the_total(cube, dimension, measure) -> None:
    breakdown = Cube(*cube).breakdown(measure, dimension, [])
    values = [part.figure.value for part in breakdown.parts]
    assert sum(value or 0 for value in values) == (breakdown.total.value or 0)
    assert [part.remainder for part in breakdown.parts].count(True) <= 1
    shares = [part.share for part in breakdown.parts if part.share is not None]
    if breakdown.total.value:
        assert sum(shares) == pytest.approx(1)
    else:
        assert shares == []


@CALM
@given(cubes(), st.sampled_from(["zone", "event"]), st.sampled_from(MEASURES[:3]))
def test_a_line_of_a_table_is_the_figure_of_its_cut(cube, dimension, measure) -> None:
    whole = Cube(*cube)
    for part in whole.breakdown(measure, dimension, []).parts:
        if not part.remainder:
            cut = Cube(*cube, Cut(**{dimension: part.key})).figure(measure)
            assert cut == part.figure


@CALM
@given(cubes())
def test_never_more_reports_than_were_expected(cube) -> None:
    for measure in ("attendance", "consultations", "goods"):
        figure = Cube(*cube).figure(measure)
        assert 0 <= figure.reported <= figure.expected


def test_not_reported_is_none_and_zero_is_zero() -> None:
    due = [Expected(1, 10, 1, "public", 1), Expected(1, 10, 2, "private", 1)]
    cube = Cube([Count(1, 10, 1, "public", 1, "consultations", 0)], due)
    breakdown = cube.breakdown("consultations", "agency", [1, 2])
    assert [part.figure for part in breakdown.parts] == [Figure(0, 1, 1), Figure(None, 0, 1)]
    assert breakdown.total == Figure(0, 1, 2)
    assert Cube([], due).figure("consultations") == Figure(None, 0, 2)


def test_unique_persons_are_never_added_up_over_events() -> None:
    counts = [Count(e, 10, None, None, None, "unique_persons", 40) for e in (1, 2)]
    assert Cube(counts, []).figure("unique_persons").value is None
    assert Cube(counts, [], Cut(event=1)).figure("unique_persons").value == 40


def test_a_report_is_in_when_all_its_fields_are() -> None:
    due = [Expected(1, 10, 1, "public", 1), Expected(1, 10, 1, "public", 2)]
    one = [Count(1, 10, 1, "public", 1, "consultations", 3)]
    assert Cube(one, due).figure("consultations") == Figure(3, 0, 1)
    both = [*one, Count(1, 10, 1, "public", 2, "consultations", 0)]
    assert Cube(both, due).figure("consultations") == Figure(3, 1, 1)
    assert Cube(both, due, Cut(field=1)).figure("consultations") == Figure(3, 1, 1)


def test_comparisons_of_the_published_programmes() -> None:
    assert round(achievement(6361, 789) * 100, 1) == 806.2
    assert [ratio_to_before(a, b) for a, b in ((25, 5), (6361, 795))] == [5.0, 6361 / 795]
    assert round(growth(110, 100), 3) == 0.1
    assert share(4973, 6225) == pytest.approx(0.799, abs=0.0005)
    assert (growth(5, 0), growth(None, 5), share(1, 0), share(None, 3)) == (None,) * 4


NAME = st.text(max_size=20)


@CALM
@given(st.lists(st.builds(Bar, NAME, st.none() | st.integers(0, 10**6)), min_size=1, max_size=8))
def test_a_chart_is_sound_xml_within_its_breadth(bars) -> None:
    clean = [Bar("".join(c for c in bar.label if c.isprintable()), bar.value) for bar in bars]
    text = bar_chart(clean, title="<t>", description='"d" & more', name="x")
    root = ElementTree.fromstring(text)
    assert root.find("title").text == "<t>" and root.find("desc").text == '"d" & more'
    rects = root.findall("rect")
    assert all(0 < float(rect.get("width").rstrip("%")) <= 82.0 for rect in rects)
    assert len(rects) == sum(bool(bar.value) for bar in bars)
    assert "style" not in text and "<script" not in text


def test_an_unreported_bar_is_a_dash_and_a_remainder_has_its_pattern() -> None:
    bars = [Bar("a", None), Bar("b", 1200), Bar("rest", 3, "remainder")]
    text = bar_chart(bars, title="t", description="d", name="x")
    root = ElementTree.fromstring(text)
    numbers = [node.text for node in root.findall("text") if node.get("font-weight")]
    assert numbers == ["-", "1,200", "3"]
    assert 'fill="url(#x-remainder)"' in text and 'id="x-remainder"' in text
    assert bar_chart([], title="t", description="d", name="x") == ""
