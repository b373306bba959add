"""The main job in a real browser: a first season from nothing, a cancellation, counting, export."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.conftest import (
    PASSWORD,
    Server,
    add_person,
    first_account,
    overflows,
    sign_in,
    violations,
)

WORKER = 60_000  # ms a proposal may take on a busy machine


def send_file(page: Page, address: str, name: str, rows: list[str]) -> None:
    """Send a CSV through an import page, as an organizer does."""
    page.goto(address)
    data = ("\ufeff" + "\r\n".join(rows) + "\r\n").encode()
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": data})
    page.locator("main form:has(input[type=file]) button").click()
    expect(page.locator(".flashes")).to_be_visible()


def save(page: Page) -> None:
    page.locator("main form button.primary").last.click()
    expect(page.locator("#form-errors")).to_have_count(0)


def next_monday() -> date:
    today = date.today()
    return today + timedelta(days=7 - today.weekday())


def fill_records(page: Page) -> None:
    """Two zones with a park and a hall each, three fields, five agencies."""
    send_file(
        page,
        "/places/zones/import",
        "zones.csv",
        ["name,council", "동권역,동권역 협의체", "서권역,"],
    )
    send_file(
        page,
        "/places/venues/import",
        "venues.csv",
        [
            "name,zone,kind,indoor,address,lat,lon,foot_weekday,fallbacks",
            "동주민센터,동권역,community_center,Y,동로 1,37.49,127.03,50,",
            "동공원,동권역,park,N,동로 2,37.491,127.031,300,동주민센터",
            "서주민센터,서권역,community_center,Y,서로 1,37.48,127.00,60,",
            "서공원,서권역,park,N,서로 2,37.481,127.001,200,서주민센터",
        ],
    )
    booths = [
        f"{venue},{number},{4 * number},0,N,Y,N,Y"
        for venue in ("동공원", "서공원", "동주민센터", "서주민센터")
        for number in range(1, 7)
    ]
    heading = "venue,number,x,y,private,power,water,step_free"
    send_file(page, "/places/booths/import", "booths.csv", [heading, *booths])
    send_file(
        page,
        "/fields/import",
        "fields.csv",
        ["code,name", "housing,주거", "jobs,일자리", "debt,채무"],
    )
    send_file(
        page,
        "/agencies/import",
        "agencies.csv",
        [
            "name,category,fields,staff_per_day",
            "주거센터,public,housing,2",
            "일자리센터,public,jobs,1",
            "다솜복지관,private,jobs;housing,2",
            "채무상담소,private,debt,1",
            "나래상담소,private,debt;jobs,1",
        ],
    )


def make_season(page: Page, start: date) -> str:
    """A campaign of two weeks with everything invited; its address."""
    page.goto("/campaigns/new")
    page.fill("[name=name]", "첫 사업")
    page.fill("[name=slug]", "first-season")
    page.fill("[name=starts_on]", start.isoformat())
    page.fill("[name=ends_on]", (start + timedelta(days=11)).isoformat())
    page.fill("[name=events_wanted]", "2")
    save(page)
    address = re.search(r"/campaigns/\d+", page.url)
    assert address
    season = address[0]
    for part in ("fields", "zones"):
        page.goto(f"{season}/settings/{part}")
        for box in page.locator("input[type=checkbox][name^=in-]").all():
            box.check()
        save(page)
    page.goto(f"{season}/settings/agencies")
    page.locator("form[action$='/all'] button").click()
    expect(page.locator("input[name^=in-]:checked")).to_have_count(5)
    return season


def propose(page: Page, season: str) -> None:
    """Ask for a season, wait for the proof, take it whole."""
    page.goto(f"{season}/proposals")
    page.locator("form.propose-form button").click()
    expect(page.locator("#take")).to_be_visible(timeout=WORKER)
    expect(page.locator(".search-state [data-field=quality]")).to_have_text(
        "더 나은 안이 없음을 확인했습니다."
    )
    assert violations(page) == []
    page.locator("#take button[name=whole]").click()
    expect(page.locator("#take")).to_have_count(0)


def release(page: Page, season: str) -> None:
    page.goto(f"{season}/release")
    assert violations(page) == []
    page.locator("form:has([name=note]) button.primary").click()
    page.wait_for_url(re.compile(r"/releases/\d+|/release$"))


def test_a_first_season_from_nothing_and_an_agency_that_cancels(
    empty_server: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(empty_server)
    page.goto("/")
    assert violations(page) == []
    sign_in(page, *first_account(empty_server))
    expect(page).to_have_url(re.compile("/account/password"))
    page.fill("[name=current]", first_account(empty_server)[1])
    page.fill("[name=new]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.locator("main form button.primary").click()
    page.wait_for_url(lambda url: "password" not in url)
    for empty in ("/home", "/campaigns/", "/places/venues", "/agencies", "/fields"):
        page.goto(empty)
        assert violations(page) == [], empty

    fill_records(page)
    start = next_monday()
    season = make_season(page, start)
    propose(page, season)
    page.goto(f"{season}/schedule?view=list")
    expect(page.locator("main table tbody tr")).to_have_count(2)
    page.goto(f"{season}/coverage")
    assert violations(page) == []
    release(page, season)

    visitor = open_page(empty_server, width=390)
    visitor.goto("/")
    expect(visitor.locator("h1")).to_have_text("첫 사업")
    expect(visitor.get_by_text("동공원").first).to_be_visible()
    assert violations(visitor) == []
    assert not overflows(visitor)

    # The debt counsellors cannot come on any day: the plan has to be made again without them.
    page.goto("/agencies")
    page.get_by_role("link", name="채무상담소").first.click()
    agency = re.search(r"/agencies/\d+", page.url)
    assert agency
    page.goto(f"{agency[0]}/availability")
    span = page.locator("form[action$='/absences']")
    span.locator("input[type=date]").first.fill(start.isoformat())
    span.locator("input[type=date]").last.fill((start + timedelta(days=30)).isoformat())
    span.locator("button").click()
    expect(page.locator(".flashes")).to_be_visible()
    page.goto(f"{season}/release")
    expect(page.locator(".finding").first).to_contain_text("채무상담소")
    propose(page, season)
    page.goto(f"{season}/coverage")
    expect(page.locator("main table")).not_to_contain_text("0/1")
    release(page, season)
    page.goto(f"{season}/releases/2")
    expect(page.locator("main")).to_contain_text("채무상담소")
    assert violations(page) == []


def test_counting_on_a_phone_and_correcting_after_the_sign_off(
    seocho: Server, open_page: Callable[..., Page]
) -> None:
    recorder = open_page(seocho, width=390, email="recorder@seocho.example")
    recorder.goto("/campaigns/1/results")
    assert violations(recorder) == []
    assert not overflows(recorder)
    recorder.goto("/events/5/counts")
    assert not overflows(recorder)
    assert violations(recorder) == []
    waiting = recorder.locator("[data-section]:has(button[name=complete])").first
    expect(waiting).to_be_visible()
    section = recorder.locator(f"#{waiting.get_attribute('id')}")
    if section.get_attribute("open") is None:
        section.locator("summary").click()
    section.locator("input[inputmode=numeric]").first.fill("7")
    section.locator("button[name=complete]").click()
    expect(recorder.locator(".flashes")).to_be_visible()
    expect(section.locator("summary .badge")).to_have_text("보고 완료")

    recorder.goto("/campaigns/1/statistics")
    expect(recorder.locator("h1")).to_have_text("권한이 없습니다")

    page = open_page(seocho, email="organizer@seocho.example")
    page.goto("/events/5/counts/sign-off")
    assert violations(page) == []
    if page.locator("main form input[type=checkbox]").count():
        page.locator("main form input[type=checkbox]").first.check()
    page.locator("main form button.primary").click()
    page.goto("/events/5/counts")
    page.locator("a.button.small").first.click()
    assert violations(page) == []
    page.fill("[name=wanted]", "400")
    page.locator("main form button.primary").click()
    expect(page.locator("[name=reason]:invalid")).to_have_count(1)  # a reason is asked for
    page.fill("[name=reason]", "수기 집계표를 다시 확인했습니다")
    page.locator("main form button.primary").click()
    page.goto("/events/5/counts/history")
    expect(page.locator("main")).to_contain_text("수기 집계표를 다시 확인했습니다")
    assert violations(page) == []


def test_the_figures_as_csv_and_workbook(
    seocho: Server, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page(seocho, email="organizer@seocho.example")
    page.goto("/campaigns/1/export")
    page.locator("button[value='all.xlsx']").click()
    expect(page.locator("[name=reason]:invalid")).to_have_count(1)  # why is asked first
    page.fill("[name=reason]", "결과보고")
    with page.expect_download() as caught:
        page.locator("button[value='all.xlsx']").click()
    book = tmp_path / "all.xlsx"
    caught.value.save_as(book)
    with page.expect_download() as caught:
        page.locator("button[value='statistics.csv']").click()
    sheet = tmp_path / "statistics.csv"
    caught.value.save_as(sheet)
    data = sheet.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) > 100
    workbook = openpyxl.load_workbook(book, read_only=True)
    assert len(workbook.sheetnames) > 3
    workbook.close()


def test_the_released_season_for_residents_and_its_calendar(
    seocho: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(seocho, width=390)
    page.goto("/")
    for place in ("싸리재공원", "서초1동주민센터", "뒷벌공원", "양재근린공원", "섬들근린공원"):
        expect(page.get_by_text(place).first).to_be_visible()
    expect(page.locator(".leaflet-container")).to_have_count(1)
    page.goto("/subscribe/seocho-2023")
    assert violations(page) == []
    assert not overflows(page)
    answer = page.request.get("/feeds/public/seocho-2023.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.text().count("BEGIN:VEVENT") == 5
    again = page.request.get(
        "/feeds/public/seocho-2023.ics", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status == 304


def test_another_office_sees_nothing(seocho: Server, open_page: Callable[..., Page]) -> None:
    seocho.flask("office", "add", "elsewhere", "다른구", "--kind", "district")
    add_person(seocho, "organizer@elsewhere.example", "elsewhere", "organizer")
    page = open_page(seocho, email="organizer@elsewhere.example")
    for address in ("/campaigns/1/schedule", "/events/1/counts", "/agencies/1", "/places/venues/1"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404, address
