"""Did we reach whom we meant to: an officer's Monday, in a real browser.

A view is sent to a colleague, a target gets its bar, a count outside an event moves the total by
itself alone, the wider programme is kept, figures are published with small ones hidden, and the
page is printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from planner import create_app
from planner.settings import Settings
from tests.browser.conftest import (
    PASSWORD,
    Server,
    _serve,
    overflows,
    sign_in,
    violations,
)

OpenPage = Callable[..., Page]
SEASON = "/campaigns/1"
FIGURES = f"{SEASON}/statistics"
PEOPLE = (
    *(("seocho", role) for role in ("organizer", "recorder", "viewer")),
    ("yeongdeungpo", "organizer"),
    ("seoul", "organizer"),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The seasons of Seocho, Yeongdeungpo and Seoul, with their people."""
    for made in _serve(tmp_path_factory.mktemp("statistics"), "seocho-2023"):
        run = create_app(
            Settings(
                instance_path=made.instance,
                database_url=f"sqlite:///{made.instance / 'planner.db'}",
                secret_key="unused",
                testing=True,
            )
        ).test_cli_runner()
        for scenario in ("yeongdeungpo-2024", "seoul-2011"):
            assert run.invoke(args=["seed", "load", scenario]).exit_code == 0
        for office, role in PEOPLE:
            person = [f"{role}@{office}.example", "--office", office, "--role", role]
            added = run.invoke(args=["users", "add", *person, "--password-stdin"], input=PASSWORD)
            assert added.exit_code == 0
        yield made


def seen(page: Page) -> None:
    """A page of these journeys: accessible, nothing hangs over its side, one first heading."""
    assert violations(page) == []
    assert not overflows(page)
    assert page.locator("h1").count() == 1


def tile(page: Page, name: str) -> str:
    """The text of a headline figure."""
    return page.locator(".headline .stat", has=page.locator("dt", has_text=name)).inner_text()


def number(text: str) -> int:
    found = re.search(r"[\d,]+", text.split("\n")[1])
    assert found, text
    return int(found[0].replace(",", ""))


# ---------------------------------------------------------------- figures


def test_a_view_is_sent_to_a_colleague(server: Server, open_page: OpenPage) -> None:
    mine = open_page(server, email="organizer@seocho.example")
    mine.goto(FIGURES)
    seen(mine)
    mine.get_by_label("권역", exact=True).select_option("방배권역")
    mine.get_by_label("상담 분야", exact=True).select_option("금융")
    mine.get_by_label("회차 상태").select_option("확정")
    mine.get_by_role("button", name="검색").click()
    expect(mine.locator(".notice.info").first).to_contain_text(
        "권역: 방배권역 · 상담 분야: 금융 · 회차 상태: 확정"
    )
    seen(mine)
    assert "=&" not in mine.url  # what was left open is not in the address
    assert number(tile(mine, "상담건수")) == 46

    theirs = open_page(server, email="viewer@seocho.example", width=390)
    theirs.goto(mine.url)
    assert theirs.locator(".headline").inner_text() == mine.locator(".headline").inner_text()
    assert theirs.get_by_role("link", name="통계 공표").count() == 0
    seen(theirs)
    theirs.locator(".headline .figure-link", has_text="46").click()
    expect(theirs.get_by_text("입력 합계 46")).to_be_visible()
    added = theirs.locator("table td:nth-child(6)").all_inner_texts()
    assert sum(int(text.replace("+", "")) for text in added) == 46
    seen(theirs)


def test_a_target_from_last_year_with_the_keyboard_alone(
    server: Server, open_page: OpenPage
) -> None:
    page = open_page(server, email="organizer@seocho.example")
    page.goto(FIGURES)
    page.get_by_role("link", name="목표 추가").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SEASON}/targets/new")
    seen(page)
    reach(page, "measure")
    page.keyboard.press("ArrowDown")  # 방문인원 is the first
    reach(page, "before")
    page.keyboard.type("많음")
    page.keyboard.press("Enter")
    expect(page.locator("[name=before]")).to_have_value("많음")
    expect(page.locator("#before-error")).to_be_visible()
    seen(page)
    reach(page, "before")
    page.keyboard.press("Control+A")
    page.keyboard.type("1,750")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SEASON}/targets")
    seen(page)
    row = page.locator("table", has_text="방문인원").locator("tbody tr").first
    expect(row).to_contain_text("1,925")
    expect(row).to_contain_text("103.7%")

    page.goto(FIGURES)
    assert "목표 1,925 대비 103.7%" in tile(page, "방문인원")
    bar = page.locator("#reached svg.chart").first
    expect(bar).to_contain_text("(1,996 / 1,925)")
    expect(bar.locator("rect")).to_have_count(2)  # the paint's, and the bar
    seen(page)


def reach(page: Page, name: str) -> None:
    """Press Tab until a field has the focus."""
    for _ in range(40):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {name}")


# ---------------------------------------------------------------- counting and publishing


def test_counted_and_published_without_scripts(
    server: Server, browser: Browser, open_page: OpenPage
) -> None:
    context = browser.new_context(
        base_url=server.url, java_script_enabled=False, locale="ko-KR", accept_downloads=True
    )
    page = context.new_page()
    sign_in(page, "organizer@seocho.example", PASSWORD)
    page.goto(FIGURES)
    before = number(tile(page, "상담건수"))
    count_outside(page)
    page.goto(FIGURES)
    assert number(tile(page, "상담건수")) == before + 3

    page.goto(f"{SEASON}/publish-statistics")
    expect(page.locator("main")).to_contain_text("5 미만")
    page.get_by_role("button", name="제1차로 공표").click()
    expect(page.get_by_role("status")).to_contain_text("제1차")
    context.close()

    resident = open_page(server, width=390)
    resident.goto("/seasons/seocho-2023/statistics")
    seen(resident)
    outside = resident.locator("table tr", has_text="행사 밖").first
    expect(outside.locator("td.small")).to_have_text("5 미만")
    source = resident.content()
    assert "실제 값" not in source and "exact" not in source
    with resident.expect_download() as download:
        resident.get_by_role("link", name="CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    lines = [line for line in text.splitlines() if "행사 밖" in line]
    assert any("5 미만" in line for line in lines)
    cells = [cell.strip('"') for line in lines for cell in line.split(",")]
    assert "3" not in cells
    # Nor can it be taken off a total: that of the consultations is kept back with it.
    assert f"{before + 3:,}" not in source


def count_outside(page: Page) -> None:
    """Three consultations of May 2023 outside events; first with a number that is none."""
    page.goto(f"{SEASON}/results/outside/new")
    page.get_by_label("실적 항목").select_option("consultations")
    page.locator("[name=day]").fill("2023-05-10")
    page.locator("[name=value]").fill("셋")
    page.get_by_role("button", name="실적 추가하기").click()
    expect(page.locator("[name=value]")).to_have_value("셋")
    expect(page.locator("#value-error")).to_be_visible()
    page.locator("[name=value]").fill("3")
    page.get_by_role("button", name="실적 추가하기").click()
    expect(page.get_by_role("status")).to_be_visible()


# ---------------------------------------------------------------- the wider programme


def test_no_more_is_handed_out_than_there_is(server: Server, open_page: OpenPage) -> None:
    page = open_page(server, email="organizer@yeongdeungpo.example")
    page.goto("/programme/tallies/material")
    seen(page)
    page.get_by_role("link", name="위기가구 신고 안내 책자", exact=True).click()
    seen(page)
    page.get_by_role("link", name="배부", exact=True).click()
    page.locator("[name=quantity]").fill("400")
    page.locator("[name=day]").fill("2024-12-20")
    page.locator("[name=channel]").select_option("pharmacy")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("#form-errors")).to_contain_text("80")
    expect(page.locator("[name=quantity]")).to_have_value("400")
    expect(page.locator("[name=channel]")).to_have_value("pharmacy")
    seen(page)
    page.locator("[name=quantity]").fill("20")
    page.get_by_role("button", name="저장").click()
    expect(page.locator("dl.stats")).to_contain_text("300")

    page.goto("/campaigns/2/statistics")
    seen(page)
    assert number(tile(page, "위기가구 발굴")) == 2048
    assert "18 / 18" in tile(page, "달성한 목표")
    expect(page.locator("#programme-material")).to_contain_text("300부")
    expect(page.locator("#reached tbody tr.total")).to_contain_text("104.6%")


def test_a_rotation_is_changed_with_its_preview(server: Server, open_page: OpenPage) -> None:
    page = open_page(server, email="organizer@seoul.example")
    page.goto("/programme/rotations")
    seen(page)
    page.locator("table").get_by_role("link", name="테마 순회상담소", exact=True).click()
    seen(page)
    dates = page.locator("dl.facts dd").last.inner_text()
    page.get_by_role("link", name="순회 규칙 등록").click()
    page.locator("[name=starts_on]").fill("2011-11-01")
    page.locator("[name=weeks][value='1']").uncheck()
    page.get_by_role("button", name="바뀌는 일정 보기").click()
    expect(page.locator("#preview")).to_be_visible()
    expect(page.get_by_text("아직 저장하지 않았습니다")).to_be_visible()
    expect(page.locator("main table .badge.danger")).to_have_count(2)  # November and December
    expect(page.locator("[name=starts_on]")).to_have_value("2011-11-01")
    seen(page)
    page.get_by_role("button", name="저장").click()
    expect(page.locator("table", has_text="2011-11-01").first).to_be_visible()
    assert int(page.locator("dl.facts dd").last.inner_text()) == int(dates) - 2


# ---------------------------------------------------------------- who may not


def test_who_only_reads_or_records_cannot_do_these_things(
    server: Server, open_page: OpenPage
) -> None:
    forbidden = (
        f"{SEASON}/publish-statistics",
        f"{SEASON}/targets/new",
        "/programme/books/plan_tasks/new",
    )
    for role, also in (("viewer", f"{SEASON}/results/outside/new"), ("recorder", FIGURES)):
        page = open_page(server, email=f"{role}@seocho.example")
        for address in (*forbidden, also):
            answer = page.goto(address)
            assert answer is not None and answer.status == 403, (role, address)
        seen(page)


# ---------------------------------------------------------------- on paper


def test_printed_whole(server: Server, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(server, email="organizer@seoul.example")
    page.goto("/campaigns/3/statistics")
    captions = page.locator("main table caption").all_text_contents()
    heads = page.locator("main .card-head :is(h2, h3)").all_inner_texts()
    page.emulate_media(media="print")
    expect(page.locator(".side, .masthead, .search, .contents").first).to_be_hidden()
    file = tmp_path / "page.pdf"
    page.pdf(path=file, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(file)
    pages = [sheet.get_textpage().get_text_range() for sheet in document]
    document.close()
    assert min(len(text.split()) for text in pages) >= 20
    text = "".join("".join(pages).split())
    assert len(captions) >= 10 and "서울그물망복지센터" in text
    for head in heads:
        assert "".join(head.split()) in text, head
    for row in page.locator("main tbody tr").all_inner_texts():
        for word in row.split():
            assert word in text, row
