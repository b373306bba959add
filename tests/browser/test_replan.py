"""Somebody cancels: planned again in a real browser, read, taken, released."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import (
    PASSWORD,
    Server,
    first_account,
    overflows,
    sign_in,
    violations,
)
from tests.browser.test_journeys import (
    WORKER,
    fill_records,
    make_season,
    next_monday,
    propose,
    release,
)

FEWER = "이보다 적게 바꿀 수는 없습니다(증명됨)"


def wait_for_answer(page: Page) -> None:
    expect(page.locator(".headline-text")).to_be_visible(timeout=WORKER)
    assert violations(page) == []
    assert not overflows(page)


def test_seocho_the_day_before_an_agency_cancels(
    seocho: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(seocho, email="organizer@seocho.example")
    page.goto("/campaigns/1/schedule?view=list")
    page.locator("main tbody tr", has_text="싸리재공원").locator("a").first.click()
    page.get_by_role("link", name="변경에 맞춰 다시 계획").click()
    expect(page.locator("[name=as_of]")).to_have_value("2023-05-22")
    expect(page.locator("[name=agencies-0-when] option:checked")).to_have_text(
        "5. 23.(화) 싸리재공원"
    )
    assert violations(page) == []

    # Nothing is chosen yet: the form says what is missing and keeps what was typed.
    page.fill("[name=agencies-0-reason]", "직원 감염")
    page.locator("form.replan-form button.primary").click()
    expect(page.locator("#form-errors")).to_contain_text("기관을 고르십시오.")
    expect(page.locator("[name=agencies-0-reason]")).to_have_value("직원 감염")
    assert violations(page) == []

    page.select_option("[name=agencies-0-agency]", label="잠원동주민센터")
    page.locator("form.replan-form button.primary").click()
    wait_for_answer(page)
    expect(page.locator(".headline-text")).to_have_text(
        f"모든 상담 분야가 그대로 채워집니다 · 바뀌는 것 2건 · {FEWER}"
    )
    block = page.locator(".event-block")
    expect(block).to_have_count(1)
    expect(block.locator("h3")).to_have_text("5. 23.(화) 싸리재공원")
    expect(block.locator("li.dropped")).to_contain_text("잠원동주민센터: 빠집니다")
    expect(block.locator("li.added")).to_contain_text("분야를 이어 맡습니다(전: 잠원동주민센터)")
    expect(page.locator(".goals .badge.ok")).to_have_count(3)
    expect(page.locator(".tell-grid tbody tr")).to_have_count(2)
    page.locator(".letter summary").first.click()
    expect(page.locator(".letter textarea").first).to_contain_text("다음과 같이 바뀌어")
    # The season is over: it can be compared, not taken.
    expect(page.locator(".notice.info")).to_contain_text("비교용")
    expect(page.locator("#take")).to_have_count(0)

    phone = open_page(seocho, width=390, email="organizer@seocho.example")
    phone.goto(page.url)
    wait_for_answer(phone)
    phone.goto("/campaigns/1/proposals/replan")
    assert violations(phone) == []
    assert not overflows(phone)


def test_a_season_ahead_is_planned_again_taken_and_released(
    empty_server: Server, open_page: Callable[..., Page]
) -> None:
    page = open_page(empty_server)
    sign_in(page, *first_account(empty_server))
    page.fill("[name=current]", first_account(empty_server)[1])
    page.fill("[name=new]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.locator("main form button.primary").click()
    page.wait_for_url(lambda url: "password" not in url)
    fill_records(page)
    season = make_season(page, next_monday())
    propose(page, season)
    release(page, season)

    # The housing centre tells that it does not come to the first event.
    page.goto(f"{season}/schedule?view=list")
    page.locator("main table tbody tr a").first.click()
    page.get_by_role("link", name="부스·참여기관").click()
    page.get_by_role("link", name="주거센터").first.click()
    page.get_by_role("link", name="불참에 맞춰 다시 계획").click()
    chosen = page.locator("[name=agencies-0-agency] option:checked")
    expect(chosen).to_have_text("주거센터")
    page.locator("form.replan-form button.primary").click()
    wait_for_answer(page)
    expect(page.locator(".headline-text")).to_contain_text(FEWER)
    expect(page.locator(".event-block li.dropped")).to_contain_text("주거센터: 빠집니다")
    expect(page.locator("[name=record]")).to_be_checked()
    page.locator("#take button.primary").click()
    expect(page.locator(".flashes")).to_contain_text(
        "초안에 반영했습니다. 바뀐 회차 1, 기록한 사실 1."
    )
    assert violations(page) == []

    page.get_by_role("link", name="배포하러 가기").click()
    expect(page.locator("main")).to_contain_text("주거센터")
    release(page, season)
    page.goto(f"{season}/releases/2")
    expect(page.locator("main")).to_contain_text("주거센터")
    # What is in force now is measured: the same once more changes nothing.
    page.goto(f"{season}/proposals/replan")
    expect(page.locator("main")).to_contain_text(re.compile("2차 배포를 기준으로 합니다"))
    page.locator("form.replan-form button.primary").click()
    wait_for_answer(page)
    expect(page.locator(".headline-text")).to_contain_text("바꿀 것이 없습니다")
