"""The picture of a map: sound XML, nothing executed, labels and pins that keep apart."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from planner.maps.picture import Shape, Texts, frame_of, picture
from planner.maps.picture_labels import Label, place, spread, text_width
from planner.maps.picture_parts import SHAPES, scale_bar
from planner.maps.picture_pins import Pin

SQUARE = ((((127.0, 37.5), (127.02, 37.5), (127.02, 37.51), (127.0, 37.51), (127.0, 37.5)),),)
NASTY = "{{7*191}} ${alert(1)} ` </script><img src=x onerror=alert(1)> \x00\x0b & ' \""
SVG = "{http://www.w3.org/2000/svg}"


def read(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def texts_of(root: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in root.iter(f"{SVG}text")]


def test_everything_typed_stands_there_literally() -> None:
    pin = Pin(1, "held", (127.01, 37.505), NASTY)
    words = Texts(NASTY, NASTY, [("held", NASTY)], NASTY)
    root = read(picture([Shape(SQUARE, label=NASTY)], [pin], words, size=(2400, 900)))
    clean = NASTY.replace("\x00", "").replace("\x0b", "")
    assert texts_of(root).count(clean) == 4  # area, pin, legend, credit
    assert root.find(f"{SVG}title").text == clean  # type: ignore[union-attr]
    assert root.find(f"{SVG}desc").text == clean  # type: ignore[union-attr]
    assert {node.tag.removeprefix(SVG) for node in root.iter()} == {
        "svg", "title", "desc", "defs", "pattern", "path", "rect", "text", "g",
    }  # fmt: skip


def test_no_attribute_needs_a_style_sheet() -> None:
    text = picture([Shape(SQUARE)], [Pin(1, "planned", (127.01, 37.505))], Texts("t"))
    for forbidden in ("style", "<script", "href", "class="):
        assert forbidden not in text


def test_each_status_has_a_shape_of_its_own() -> None:
    assert len({shape.split()[0] + shape for shape in SHAPES.values()}) == 5
    pins = [Pin(i, status, (127 + i / 100, 37.5)) for i, status in enumerate(SHAPES, 1)]
    text = picture([], pins, Texts("t", legend=[(status, status) for status in SHAPES]))
    for shape in SHAPES.values():
        assert text.count(shape) == 2  # on the map and in the legend


def test_events_at_one_place_share_a_pin() -> None:
    pins = [Pin(3, "held", (127.0, 37.5)), Pin(1, "held", (127.0, 37.5))]
    assert "1+" in texts_of(read(picture([], pins, Texts("t"))))


def test_a_name_keeps_clear_of_the_ring_of_a_rough_position() -> None:
    near = [Pin(1, "held", (127.0, 37.5), "Park", rough) for rough in (False, True)]
    exact, rough = (read(picture([], [pin], Texts("t"))) for pin in near)
    places = [
        next(float(node.get("x", "")) for node in root.iter(f"{SVG}text") if node.text == "Park")
        for root in (exact, rough)
    ]
    assert places == [480 + 15 + 5, 480 + 25 + 5]


def test_an_empty_map_says_so() -> None:
    assert texts_of(read(picture([], [], Texts("t", empty="Nothing yet")))) == ["Nothing yet"]


def test_one_scale_both_ways() -> None:
    frame = frame_of([Shape(SQUARE)], [], 960, 640)
    assert frame is not None
    (left, top), (right, bottom) = frame.xy((127.0, 37.51)), frame.xy((127.02, 37.5))
    assert (round(left), round(right)) == (28, 932)
    assert round((right - left) / (bottom - top), 3) == 1.587  # 2 × cos 37.5°
    assert round(top + bottom) == 640


def test_a_scale_bar_is_round_and_short() -> None:
    assert ">500 m<" in scale_bar(0.3, (960, 640))
    assert ">2 km<" in scale_bar(0.05, (960, 640))


def test_a_pin_label_gives_way_and_an_area_label_does_not() -> None:
    size = (300, 100)
    wall = [(0.0, 0.0, 300.0, 100.0)]
    assert place([Label("pin", 150, 50, 13, beside=10)], wall, size) == []
    assert [found.label.text for found in place([Label("area", 150, 50, 13)], wall, size)] == [
        "area"
    ]


def test_labels_keep_apart_while_there_is_room() -> None:
    labels = [Label("one", 150, 100, 14), Label("two", 150, 100, 14)]
    one, two = place(labels, [], (400, 300))
    assert (one.x, one.y) != (two.x, two.y)


def test_korean_letters_are_as_wide_as_high() -> None:
    assert text_width("\uac00\ub098", 10) == 20
    assert round(text_width("ab", 10), 1) == 11.2


@given(st.lists(st.tuples(st.floats(100, 500), st.floats(100, 500)), max_size=12))
def test_pins_are_pushed_apart_and_stay_inside(points: list[tuple[float, float]]) -> None:
    found = spread(points, 10, (600, 600))
    assert len(found) == len(points)
    assert all(10 <= x <= 590 and 10 <= y <= 590 for x, y in found)
    assert spread(points, 10, (600, 600)) == found


def test_two_pins_at_a_place_stand_side_by_side() -> None:
    (a, b), (c, d) = spread([(50, 50), (50, 50)], 10, (100, 100))
    assert b == d == 50
    assert c - a >= 20
