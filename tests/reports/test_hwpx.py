"""The file itself: its parts, its references, its tables, and what python-hwpx's checks say."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from xml.etree import ElementTree

import pytest
from hwpx import HwpxDocument
from hwpx.tools.id_integrity import check_id_integrity
from hwpx.tools.package_validator import validate_editor_open_safety
from hypothesis import given
from hypothesis import strategies as st

from planner.reports.content import Heading, Report
from planner.reports.hwpx import hwpx_bytes
from planner.reports.hwpx_shell import shell
from planner.reports.hwpx_text import lines, plain, words
from planner.reports.widths import fitted
from tests.reports.sample import MADE, sample_report

HP = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
HH = "{http://www.hancom.co.kr/hwpml/2011/head}"
OPF = "{http://www.idpf.org/2007/opf/}"
REFERENCES = {  # attribute of the text: the header's element that it names
    "charPrIDRef": "charPr",
    "paraPrIDRef": "paraPr",
    "styleIDRef": "style",
    "borderFillIDRef": "borderFill",
    "outlineShapeIDRef": "numbering",
}
Parts = dict[str, bytes]


@pytest.fixture(scope="module", params=["ko", "en"])
def made(request: pytest.FixtureRequest) -> bytes:
    return hwpx_bytes(sample_report(request.param), made=MADE)


@pytest.fixture(scope="module")
def parts(made: bytes) -> Parts:
    return unzipped(made)


def unzipped(body: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(body)) as file:
        return {name: file.read(name) for name in file.namelist()}


def section(parts: Parts) -> ElementTree.Element:
    return ElementTree.fromstring(parts["Contents/section0.xml"])


def test_the_checks_of_python_hwpx_find_nothing(made: bytes) -> None:
    assert validate_editor_open_safety(made).ok
    document = HwpxDocument.open(made)
    assert list(document.validate().issues) == []
    assert list(check_id_integrity(document).dangling) == []


def test_the_first_part_says_bare_what_the_file_is_and_all_are_as_old_as_the_report(
    made: bytes,
) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        entries = file.infolist()
        assert file.read("mimetype") == b"application/hwp+zip"
    assert (entries[0].filename, entries[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert {entry.date_time for entry in entries} == {(2023, 6, 30, 9, 30, 0)}
    assert max(Counter(entry.filename for entry in entries).values()) == 1


def test_every_part_that_is_named_exists_and_is_sound(parts: Parts) -> None:
    package = ElementTree.fromstring(parts["Contents/content.hpf"])
    named = {item.get("href"): item.get("id") for item in package.iter(f"{OPF}item")}
    assert [name for name in named if name not in parts] == []
    assert [name for name in parts if name.startswith("BinData/")] == ["BinData/image1.png"]
    shown = [node.get("binaryItemIDRef") for node in section(parts).iter() if "img" in node.tag]
    assert [name for name in shown if name] == [named["BinData/image1.png"]] == ["image1"]
    for name, body in parts.items():
        if name.endswith((".xml", ".hpf", ".rdf")):
            ElementTree.fromstring(body)


def test_the_file_says_what_it_is_and_whose() -> None:
    parts = unzipped(hwpx_bytes(sample_report(), made=MADE))
    package = ElementTree.fromstring(parts["Contents/content.hpf"])
    preview = parts["Preview/PrvText.txt"].decode()
    facts = {meta.get("name"): meta.text for meta in package.iter(f"{OPF}meta")}
    assert package.findtext(f".//{OPF}title") == "찾아가는 복지상담소 운영 결과보고"
    assert package.findtext(f".//{OPF}language") == "ko"
    assert facts["creator"] == facts["lastsaveby"] == "서초구"
    assert facts["CreatedDate"] == facts["ModifiedDate"] == "2023-06-30T00:30:00Z"
    assert preview.split("\r\n")[:2] == [
        "찾아가는 복지상담소 운영 결과보고",
        "2023년 찾아가는 복지상담소",
    ]


def test_what_the_text_names_stands_in_the_header(parts: Parts) -> None:
    header = ElementTree.fromstring(parts["Contents/header.xml"])
    root = section(parts)
    for attribute, tag in REFERENCES.items():
        known = {node.get("id") for node in header.iter(f"{HH}{tag}")}
        named = {node.get(attribute) for node in root.iter() if node.get(attribute)}
        assert named - known == set(), attribute
    numbers = Counter(node.get("id") for node in root.iter(f"{HP}p"))
    assert max(numbers.values()) == 1


def test_tables_fill_their_grid_and_the_width_of_the_text(parts: Parts) -> None:
    for table in section(parts).iter(f"{HP}tbl"):
        taken: list[tuple[int, int]] = []
        rows = table.findall(f"{HP}tr")
        heights = 0
        for row in rows:
            widths, high = 0, {0}
            for cell in row.findall(f"{HP}tc"):
                address, span = cell.find(f"{HP}cellAddr"), cell.find(f"{HP}cellSpan")
                size = cell.find(f"{HP}cellSz")
                assert address is not None and span is not None and size is not None
                column, line = int(address.attrib["colAddr"]), int(address.attrib["rowAddr"])
                taken += [(line, column + at) for at in range(int(span.attrib["colSpan"]))]
                widths += int(size.attrib["width"])
                high.add(int(size.attrib["height"]))
                assert cell.get("header") == str(int(line == 0))
            assert widths == shell().width == 48190
            heights += max(high)
        size = table.find(f"{HP}sz")
        assert size is not None
        assert (size.get("width"), size.get("height")) == ("48190", str(heights))
        assert (table.get("pageBreak"), table.get("repeatHeader")) == ("TABLE", "1")
        assert table.get("rowCnt") == str(len(rows))
        columns = int(table.attrib["colCnt"])
        assert sorted(taken) == [(line, at) for line in range(len(rows)) for at in range(columns)]


def test_headings_stand_in_the_outline_and_carry_no_second_number() -> None:
    header = ElementTree.fromstring(shell().parts["Contents/header.xml"])
    shapes = {node.get("id"): node for node in header.iter(f"{HH}paraPr")}
    for level in (1, 2, 3):
        heading = shapes[shell().looks[f"heading{level}"].paragraph].find(f"{HH}heading")
        assert heading is not None
        assert (heading.get("type"), heading.get("level")) == ("OUTLINE", str(level - 1))
    assert {node.text for node in header.iter(f"{HH}paraHead")} == {None}


def test_the_same_report_and_moment_are_the_same_bytes() -> None:
    made = hwpx_bytes(sample_report(), made=MADE)
    shell.cache_clear()
    assert hwpx_bytes(sample_report(), made=MADE) == made
    assert hwpx_bytes(sample_report(), made=MADE.replace(minute=31)) != made


def test_a_heading_may_begin_a_page() -> None:
    blocks = (Heading(1, "Ⅰ", "A"), Heading(1, "Ⅱ", "B", new_page=True))
    report = Report("en", "T", "", "O", "", "", (), blocks)
    root = section(unzipped(hwpx_bytes(report, made=MADE)))
    breaks = [node.get("pageBreak") for node in root.findall(f"{HP}p")]
    assert breaks == ["0", "0", "0", "1"]  # title, sender, headings


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", "<hp:t/>"),
        ('a <b> & "c"', '<hp:t>a &lt;b&gt; &amp; "c"</hp:t>'),
        ("one\r\ntwo", "<hp:t>one<hp:lineBreak/>two</hp:t>"),
        ("a\tb\x00\x0b\ufffe\ud800", "<hp:t>a b</hp:t>"),
        ("‧․・▴", "<hp:t>····</hp:t>"),
        ("ᄒᆞᆫ글 🎈", "<hp:t>ᄒᆞᆫ글 🎈</hp:t>"),
    ],
)
def test_words_are_escaped_and_cleaned(text: str, written: str) -> None:
    assert words(text) == written


@given(st.text(st.characters()))
def test_whatever_is_typed_is_read_back(text: str) -> None:
    node = ElementTree.fromstring(f'<a xmlns:hp="x">{words(text)}</a>')[0]
    read = (node.text or "") + "".join("\n" + (line.tail or "") for line in node)
    assert read == plain(text)


@given(
    st.lists(st.tuples(st.floats(0.1, 99), st.floats(600, 20000)), min_size=1, max_size=20),
)
def test_columns_share_the_width_exactly_and_none_is_below_its_need(
    wanted: list[tuple[float, float]],
) -> None:
    weights, needs = zip(*wanted, strict=True)
    widths = fitted(weights, needs, 48190)
    assert sum(widths) == 48190
    if sum(needs) <= 48190:
        assert all(width >= need - 1 for width, need in zip(widths, needs, strict=True))
    assert min(widths) > 0


def test_columns_with_room_are_as_wide_as_their_weights() -> None:
    assert fitted([1, 2, 1], [600, 600, 600], 4000) == [1000, 2000, 1000]
    assert fitted([1, 2, 1], [1600, 600, 600], 4000) == [1600, 1600, 800]
    assert fitted([1, 1], [3000, 5000], 4000) == [1500, 2500]


def test_lines_are_broken_between_words_and_long_words_inside() -> None:
    narrow = {" ": 0.5, "a": 0.5}
    assert lines("", 10, narrow) == 1
    assert lines("가" * 10, 10, narrow) == 1
    assert lines("가" * 21, 10, narrow) == 3
    assert lines("a\nb", 10, narrow) == 2
    assert lines("aaaaaaaa aaaaaaaa aaaaaaaa", 10, narrow) == 2
    assert lines("aaaaaaaaaa aaaaaaaaaa aaaaaaaaaa", 10, narrow) == 3
    assert shell().advances["1"] == 0.55
