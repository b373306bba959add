"""Boxes of a booth plan never overlap, keep their arrangement, and names fit their lines."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from planner.core.layout import GAP, MARGIN, Spot, draw, fit_lines, text_width

PLACES = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=1, max_size=14).map(
    lambda places: [Spot(n, x, y) for n, (x, y) in enumerate(places)]
)


def test_a_row_of_booths_is_drawn_to_scale():
    drawing = draw([Spot(1, 0, 0), Spot(2, 4, 0), Spot(3, 8, 0)], 100, 80)
    assert [(box.id, box.left, box.top) for box in drawing.boxes] == [
        (1, MARGIN, MARGIN),
        (2, MARGIN + 110, MARGIN),
        (3, MARGIN + 220, MARGIN),
    ]
    assert (drawing.width, drawing.height) == (320 + 2 * MARGIN, 80 + 2 * MARGIN)
    assert drawing.metre == 27.5
    assert not drawing.schematic


def test_no_booths_make_an_empty_drawing():
    assert draw([]).boxes == ()


def test_one_booth_fills_the_drawing():
    drawing = draw([Spot(7, 30, 12)], 100, 80)
    assert [(box.left, box.top) for box in drawing.boxes] == [(MARGIN, MARGIN)]
    assert drawing.width == 100 + 2 * MARGIN


def test_a_long_way_is_shortened_and_said_so():
    drawing = draw([Spot(1, 0, 0), Spot(2, 4, 0), Spot(3, 104, 0)], 100, 80)
    assert drawing.schematic
    assert drawing.boxes[2].left - drawing.boxes[1].left == 100 * 0.4 + GAP + 100


def test_booths_in_one_place_are_set_apart():
    drawing = draw([Spot(1, 0, 0), Spot(2, 0, 0), Spot(3, 4, 0)], 100, 80)
    assert drawing.schematic
    assert [box.id for box in drawing.boxes] == [1, 3, 2]
    assert drawing.boxes[2].top > drawing.boxes[0].top


@given(PLACES)
def test_boxes_never_overlap_and_stay_inside(spots):
    drawing = draw(spots, 100, 80)
    assert sorted(box.id for box in drawing.boxes) == sorted(spot.id for spot in spots)
    for one, two in combinations(drawing.boxes, 2):
        across, down = abs(one.left - two.left), abs(one.top - two.top)
        assert across >= 100 + GAP - 0.5 or down >= 80 + GAP - 0.5
    for box in drawing.boxes:
        assert MARGIN <= box.left <= drawing.width - 100 - MARGIN + 0.1
        assert MARGIN <= box.top <= drawing.height - 80 - MARGIN + 0.1


@given(PLACES)
def test_what_lies_west_is_drawn_west(spots):
    places = {(spot.x, spot.y) for spot in spots}
    drawing = draw(spots, 100, 80)
    if len(places) < len(spots):
        return
    at = {box.id: box for box in drawing.boxes}
    for one, two in combinations(spots, 2):
        if one.x < two.x:
            assert at[one.id].left < at[two.id].left
        if one.y < two.y:
            assert at[one.id].top < at[two.id].top


def test_a_short_name_is_one_line():
    assert fit_lines("신용회복위원회", 14, 2) == ("신용회복위원회",)


def test_a_long_name_breaks_at_a_space():
    assert fit_lines("서초구 육아종합지원센터", 14, 2) == ("서초구 육아종", "합지원센터")
    assert fit_lines("서울서초 고용센터", 14, 2) == ("서울서초", "고용센터")
    assert fit_lines("서울특별시 서초고용복지플러스센터", 14, 2) == ("서울특별시", "서초고용복지…")


def test_a_name_without_spaces_breaks_anywhere():
    assert fit_lines("서초고용복지플러스센터", 14, 2) == ("서초고용복지플", "러스센터")


@given(st.text(max_size=60), st.integers(2, 20), st.integers(1, 3))
def test_lines_keep_to_their_columns(text, columns, lines):
    found = fit_lines(text, columns, lines)
    assert len(found) <= lines
    assert all(text_width(line) <= columns + 1 for line in found)
    if found and not found[-1].endswith("…"):
        assert "".join("".join(found).split()) == "".join(text.split())
