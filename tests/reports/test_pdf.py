"""The PDF: nothing typed is run, the same report is the same file, tagged and with its words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

import pypdfium2
import pytest
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.chart import Bar, bar_chart, standalone
from planner.reports import pdf
from planner.reports.columns import grid
from planner.reports.content import Grid, Heading, Item, Note, Picture, Report
from planner.reports.glyphs import displayed
from tests.reports.conftest import pdf_text

MADE = datetime(2023, 6, 30, 1, 2, 3, tzinfo=UTC)
WILD = (
    "#panic()", "$x$", "*b*", "_i_", "@ref", "\\\\", "<a>", "`code`", "// words", "[x]", "#{1+1}",
    '#read("report.typ")', '#import "@preview/x:1.0.0"', "= head", "~", "\"'",
)  # fmt: skip


def report(*blocks, lang="ko") -> Report:
    return Report(lang, "결과보고", "사업", "서초구", "복지정책과", "2023. 6. 30.(금)", (), blocks)


def picture(words="북") -> Picture:
    svg = bar_chart([Bar(words, 3)], title="t", description="d", name="n")
    alone, height = standalone(svg, 400)
    return Picture(alone, "[그림 1] 권역별", f"{words} 3건", (400, height))


def test_what_was_typed_is_set_as_it_is() -> None:
    text = pdf_text(
        pdf.pdf_bytes(
            report(
                Heading(1, "Ⅰ", WILD[0]),
                *(Item(1, words) for words in WILD),
                *(Note(words) for words in WILD),
                grid(WILD[1], [(WILD[2], False)], [[words] for words in WILD], [WILD[3]]),
            ),
            made=MADE,
        )
    )
    for words in WILD:
        assert text.count(words) >= 3, words
    assert "#panic()" in text and "Ⅰ" in text


def test_the_same_report_is_the_same_file() -> None:
    one = report(Heading(1, "Ⅰ", "개요"), Item(1, "한 줄"), picture())
    assert pdf.pdf_bytes(one, made=MADE) == pdf.pdf_bytes(one, made=MADE)


def test_it_is_tagged_and_says_what_it_is() -> None:
    rows = [[str(n), f"기관 {n}"] for n in range(90)]
    table = grid("<표 1> 기관", [("연번", True), ("이름", False)], rows, ["", "합계"], unit="(곳)")
    data = pdf.pdf_bytes(
        report(Heading(1, "Ⅰ", "개요"), Heading(2, "1.", "기관"), table, picture()), made=MADE
    )
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_value("Title") == "결과보고"
    assert document.get_metadata_value("Author") == "서초구"
    assert document.is_tagged()
    assert b"pdfuaid" in data and b"/Lang" in data
    assert [mark.get_title() for mark in document.get_toc()] == ["Ⅰ  개요", "1. 기관"]
    pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) == 3
    assert all("연번" in page for page in pages[:2]), "the header row is repeated"
    assert "- 1 -" in pages[0] and "- 3 -" in pages[2]


def test_last_rows_sum_and_note_stand_on_one_page() -> None:
    heads = [("연번", True), ("이름", False)]
    tables = [
        grid(f"<표 {size}>", heads, [[str(n), f"{size}표{n}"] for n in range(size)],
             ["", f"합계{size}"], note=f"주석{size}")
        for size in range(3, 30)
    ]  # fmt: skip
    document = pypdfium2.PdfDocument(pdf.pdf_bytes(report(*tables), made=MADE))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    for size in range(3, 30):
        ends = [f"{size}표{size - 2}", f"{size}표{size - 1}", f"합계{size}", f"주석{size}"]
        (page,) = [page.split() for page in pages if ends[-1] in page.split()]
        assert set(ends) <= set(page), size
    assert len(pages) == 13, "no page is left half empty for it"


@pytest.mark.parametrize("many", [400, 1300])
def test_rows_higher_than_a_page_are_not_cut_off(many) -> None:
    rows = [[f"r{at}", f"word{at} " * many] for at in range(3)]
    table = grid("<표 1>", [("가", False), ("나", False)], rows, ["합계", ""], note="주석")
    text = pdf_text(pdf.pdf_bytes(report(table), made=MADE))
    assert [text.count(f"word{at}") for at in range(3)] == [many] * 3
    assert text.count("주석") == 1


@pytest.mark.parametrize("words", ["웃음 \U0001f600", "龘", "\u0645", "\u25ce", "\ufffd", "\u1100"])
def test_a_letter_that_the_typeface_lacks_is_a_box_and_the_paper_says_so(app, words) -> None:
    with force_locale("en"):
        text = pdf_text(pdf.pdf_bytes(report(Heading(1, "Ⅰ", words), Item(1, words)), made=MADE))
    assert text.count("□") == 3
    assert "A letter that the typeface lacks is shown as □." in text


def test_what_is_no_letter_is_left_out() -> None:
    assert displayed("가\x00나\u2028다\u2066\ufe0f") == "가 나 다"
    assert displayed("e\u0301") == "é"


@settings(max_examples=15)
@given(st.text(max_size=30))
def test_no_text_breaks_the_paper(words) -> None:
    shown = report(Heading(1, "Ⅰ", words), Item(1, words), Note(words), picture(words))
    assert pdf.pdf_bytes(shown, made=MADE)[:5] == b"%PDF-"


def test_an_empty_table_says_so() -> None:
    empty = Grid("<표 1> 표", "", grid("", [("가", False)], []).columns, [], empty="없습니다")
    assert "없습니다" in pdf_text(pdf.pdf_bytes(report(empty), made=MADE))


class TestTheChart:
    """A chart as a picture by itself."""

    KEPT: ClassVar[tuple[str, ...]] = ("<title", "<desc", "<pattern")

    def test_it_has_a_size_and_a_typeface(self) -> None:
        svg = bar_chart([Bar("북", 3)], title="t", description="d", name="n")
        alone, height = standalone(svg, 400)
        assert height == 42
        assert 'width="400" height="42" viewBox="0 0 400 42" font-family="Pretendard GOV' in alone
        assert all(part in alone for part in self.KEPT)

    def test_another_picture_is_refused(self) -> None:
        with pytest.raises(ValueError, match="not a chart"):
            standalone("<svg></svg>", 400)
