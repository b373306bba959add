"""What was typed, as lines of an outline; numbers of headings, tables and figures; columns."""

from __future__ import annotations

import pytest
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.reports.columns import AIR, FULL, ROOM, breadth, fitted, grid, split
from planner.reports.content import Heading, Item, Note, Picture
from planner.reports.glyphs import advances
from planner.reports.hwpx_text import ems
from planner.reports.numbering import Chapter, numbered
from planner.reports.outline import listed, outline
from planner.reports.widths import Room, columns


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("□ 상담 접근성", Item(0, "상담 접근성")),
        ("○상담", Item(1, "상담")),
        ("- 위기가구 연계", Item(2, "위기가구 연계")),
        ("· 금융 상담", Item(3, "금융 상담")),
        ("  - 들여 쓴 줄", Item(2, "들여 쓴 줄")),
        ("표시 없는 줄", Item(1, "표시 없는 줄")),
        ("1. 운영 시간", Item(0, "운영 시간", "1.")),
        ("가. 저녁 운영", Item(1, "저녁 운영", "가.")),
        ("1) 시범 운영", Item(2, "시범 운영", "1)")),
        ("가) 양재", Item(3, "양재", "가)")),
        ("5. 29.(월) 대체공휴일", Item(1, "5. 29.(월) 대체공휴일")),  # a date
        ("-5% 감소", Item(1, "-5% 감소")),  # a number below zero
        ("1.5배", Item(1, "1.5배")),
        ("네. 그렇습니다", Item(1, "네. 그렇습니다")),
    ],
)
def test_a_line_keeps_the_level_of_its_mark(line, item) -> None:
    assert outline(f"○ 앞줄\n{line}")[1:] == [item]


def test_a_line_below_none_is_not_set_in() -> None:
    assert outline("- 첫째\n· 그 아래\n- 둘째\n○ 셋째\n- 넷째") == [
        Item(1, "첫째", "-"), Item(3, "그 아래"), Item(1, "둘째", "-"),
        Item(1, "셋째"), Item(2, "넷째"),
    ]  # fmt: skip


def test_empty_lines_and_bare_marks_say_nothing() -> None:
    assert outline("\n ○ \n\n-\n첫째\r\n\n") == [Item(1, "첫째")]


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_no_text_breaks_the_outline(text) -> None:
    for item in outline(text):
        assert 0 <= item.level <= 3
        assert item.text.strip() and item.shown


def test_attachments_are_numbered_once() -> None:
    assert listed("1. 사진 1부.\n\n- 명단 1부.\n") == [
        Item(0, "사진 1부.", "1."),
        Item(0, "명단 1부.", "2."),
    ]


def test_numbers_go_on_and_empty_chapters_take_none(app) -> None:
    table = grid("표", [("가", False)], [["1"]])
    picture = Picture("<svg/>", "그림", "", (1, 1))
    with force_locale("ko"):
        found = numbered(
            [
                Chapter("one", "개요", [Heading(2, "", "목적"), Heading(3, "", "하나"), table]),
                Chapter("none", "예산", [], ("내역",)),
                Chapter("two", "실적", [Heading(2, "", "총괄"), table, picture, Note("주")]),
                Chapter("end", "붙임", [Item(0, "사진", "1.")], loose=True),
            ]
        )
    assert [block.mark for block in found[0].blocks[:3]] == ["Ⅰ", "1.", "가."]
    assert found[0].blocks[3].caption == "<표 1> 표"
    assert found[1].blocks == []
    assert [block.mark for block in found[2].blocks[:2]] == ["Ⅱ", "1."]
    assert (found[2].blocks[2].caption, found[2].blocks[3].title) == ("<표 2> 표", "[그림 1] 그림")
    assert found[3].blocks[0] == Heading(1, "", "붙임")


def test_columns_fit_what_they_hold() -> None:
    assert breadth("상담 12") == 7
    found = grid("표", [("연번", True), ("이름", False)], [["1", "가" * 30]], ["", "합계"])
    assert [head.weight for head in found.columns] == [6.0, 62.0]
    assert fitted([4, 200], [True, False]) == [6.0, ROOM - 6.0]
    assert fitted([4, 4], [True, False]) == [4.0 + AIR] * 2
    wide = fitted([30, 40, 40, 20], [True, False, False, True], [30, 10, 10, 20])
    assert wide == [32.0, 33.0, 33.0, 22.0] and sum(wide) == FULL
    heads = fitted([40, 30, 30, 30], [False, True, True, True], [13, 10, 30, 10])
    assert heads == pytest.approx([36, 26, 32, 26]), "headings of numbers break before texts do"
    texts = fitted([40] * 4, [False] * 4, [34, 5, 5, 5])
    assert texts == pytest.approx([36, 28, 28, 28]), "no text is narrower than its longest word"


def test_no_word_runs_over_its_column_on_paper() -> None:
    heads = [("No.", True), ("Event", False), *[("Referrals to public resources", True)] * 8]
    table = grid("", heads, [["1", "Wed 31 May 2023 Yangjae Neighbourhood Park *", *["1,996"] * 8]])
    room = Room(48_189, 369, (900, 840, 760), advances())
    widths, at = columns(table, room)
    word = ems("Neighbourhood", advances()) * room.sizes[at] + 2 * room.margin
    assert (sum(widths), room.sizes[at]) == (48_189, 760)
    assert word <= widths[1]
    date = grid("", [("Date", False), ("Note", False)], [["Wed 31 May 2023", "word " * 60]])
    widths, at = columns(date, room)
    assert ems("Wed 31 May 2023", advances()) * 900 + 2 * 369 <= widths[0] and at == 0


@given(st.integers(1, 30), st.integers(1, 8))
def test_parts_hold_every_column_once(count, most) -> None:
    found = list(range(count))
    parts = split(found, most)
    assert [column for part in parts for column in part] == found
    assert max(map(len, parts)) <= most
