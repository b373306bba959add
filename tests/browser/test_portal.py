"""An agency's telephone and the organizer's desk, one after the other, on a season ahead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from planner import create_app
from planner.accounts.models import Office
from planner.agencies.models import Agency
from planner.campaigns.models import Event
from planner.extensions import db
from planner.portal.link_services import make_links
from planner.settings import Settings
from tests import factories as make
from tests.browser.conftest import Server, _serve, add_person, overflows, violations
from tests.portal.seasons import after, make_season, release_draft

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from _serve(tmp_path_factory.mktemp("portal"), "none")


@dataclass
class Ahead:
    """The season's ids; the rows are looked at in short transactions, for the server writes too."""

    app: Flask
    campaign: int
    bank: int
    clinic: int
    first: int

    def link(self, agency: int) -> str:
        """The path of a new portal link."""
        with self.app.app_context():
            found = [db.session.get_one(Agency, agency)]
            (made,) = make_links(found, created_by=None, now=datetime.now(UTC))
        return made.path

    def move_first(self, days: int) -> None:
        """The first event to another day, and a release of it."""
        with self.app.app_context():
            event = db.session.get_one(Event, self.first)
            event.day = after(days)
            release_draft(event.campaign.office_id, event.campaign_id)


@pytest.fixture(scope="module")
def season(server: Server) -> Iterator[Ahead]:
    """Today the bank counsels; in a week with the clinic; in two weeks alone. Released."""
    app = create_app(
        Settings(
            instance_path=server.instance,
            database_url=f"sqlite:///{server.instance / 'planner.db'}",
            secret_key="unused",
            testing=True,
        )
    )
    with app.app_context():
        office = db.session.scalars(select(Office)).one()
        office.phone = "02-2155-6652"
        found = make_season(office, name="내년 상담소", slug="ahead")
        found.third.day = after(0)
        make.make_assignment(found.third, found.bank, found.park.booths[0], (found.law,))
        found.release()
        code = office.code
        ids = (found.campaign.id, found.bank.id, found.clinic.id, found.first.id)
    add_person(server, "organizer@seocho.example", code, "organizer")
    yield Ahead(app, *ids)
    with app.app_context():
        db.engine.dispose()


def seen(page: Page) -> None:
    """A page of this journey: accessible, and nothing hangs over its side."""
    assert violations(page) == []
    assert not overflows(page)
    assert page.locator("h1").count() == 1


def test_an_agency_answers_and_the_organizer_sees_it(
    server: Server, season: Ahead, open_page: OpenPage
) -> None:
    organizer = open_page(server, email="organizer@seocho.example")
    secret = made_link(organizer, season)
    ask(organizer, season)

    phone = open_page(server, width=390)
    referers: list[str] = []
    phone.on("request", lambda request: referers.append(request.headers.get("referer", "")))
    phone.goto(f"/p/{secret}/")
    seen(phone)
    expect(phone.get_by_role("heading", name="답변해 주십시오 3")).to_be_visible()
    answer(phone)
    tell(phone)
    look_at_the_event(phone)

    check_the_desk(organizer, season)
    phone.goto(f"/p/{secret}/about")
    expect(phone.get_by_text("반영", exact=True)).to_be_visible()
    seen(phone)

    assert not any(secret in referer for referer in referers)
    log = (server.instance / "server.log").read_text(encoding="utf-8", errors="replace")
    assert "GET /p/<secret>/ 200" in log and secret not in log

    organizer.goto(f"/campaigns/{season.campaign}/portals/{season.bank}")
    organizer.on("dialog", lambda dialog: dialog.accept())
    organizer.get_by_role("button", name="사용 중지").click()
    expect(organizer.get_by_text("링크 사용을 중지했습니다")).to_be_visible()
    gone = phone.goto(f"/p/{secret}/")
    assert gone is not None and gone.status == 410
    expect(phone.get_by_role("heading", name="사용이 중지된 링크입니다")).to_be_visible()
    assert secret not in phone.content()


def made_link(page: Page, season: Ahead) -> str:
    page.goto(f"/campaigns/{season.campaign}/answers")
    seen(page)
    page.get_by_role("link", name="참여기관 화면").click()
    seen(page)
    page.get_by_role("link", name=re.compile("관리 ?: 은행")).click()
    seen(page)
    page.get_by_label("이름표").last.fill("상담팀")
    page.get_by_role("button", name="링크 만들기").click()
    seen(page)
    expect(page.get_by_role("img", name="QR")).to_be_visible()
    address = page.locator("code.address").inner_text()
    return address.rstrip("/").rsplit("/", 1)[1]


def ask(page: Page, season: Ahead) -> None:
    page.goto(f"/campaigns/{season.campaign}/answers")
    page.get_by_role("link", name="참여 요청 보내기").click()
    seen(page)
    for box in page.locator("[name=events]").all():
        box.check()
    page.locator("[name=deadline]").fill(after(0).isoformat())
    page.get_by_role("button", name="요청 보내기").click()
    expect(page.get_by_text("새 요청 4건")).to_be_visible()


def answer(page: Page) -> None:
    """No to the event in a week, with a reason; yes to the one in two weeks."""
    page.get_by_role("link", name="참여하기 어렵습니다").nth(1).click()
    seen(page)
    page.get_by_role("button", name="답변 보내기").click()
    expect(page.get_by_role("alert")).to_contain_text("사유를 골라 주십시오")
    page.get_by_label("참여하기 어려운 사유").select_option("staff")
    page.get_by_role("button", name="답변 보내기").click()
    expect(page.get_by_role("status")).to_contain_text("답변을 저장했습니다")
    seen(page)
    page.get_by_role("link", name="참여합니다").last.click()
    expect(page.get_by_label("참여하기 어려운 사유")).to_be_hidden()
    page.get_by_role("button", name="답변 보내기").click()
    expect(page.get_by_role("status")).to_contain_text("답변을 저장했습니다")


def tell(page: Page) -> None:
    """A day off, one more counsellor."""
    page.get_by_role("link", name="불참일").click()
    seen(page)
    page.locator(f"[name=off][value='{after(9).isoformat()}']").check()
    page.get_by_role("button", name="불참일 저장").click()
    expect(page.get_by_role("status")).to_contain_text("담당자에게 알렸습니다")
    expect(page.locator(f"[name=off][value='{after(9).isoformat()}']")).to_be_checked()
    page.get_by_role("link", name="분야·조건").click()
    page.get_by_label("하루 상담가").fill("3")
    page.get_by_role("button", name="변경 요청").click()
    expect(page.get_by_role("heading", name="담당자 확인 대기 1")).to_be_visible()
    seen(page)


def look_at_the_event(page: Page) -> None:
    """Today's event: plan, map, goods, run sheet, counts; and the calendar's file."""
    page.get_by_role("link", name="일정", exact=True).click()
    page.locator(".date").first.get_by_role("link").click()
    expect(page.locator(".mark.own")).to_have_count(1)
    expect(page.locator(".leaflet-marker-icon")).to_have_count(1)
    seen(page)
    page.get_by_role("link", name="물품 입력").click()
    page.get_by_label("품목").fill("장바구니")
    page.get_by_label("수량").fill("90")
    page.get_by_role("button", name="저장").click()
    expect(page.locator(".items")).to_contain_text("장바구니")
    seen(page)
    page.go_back()
    page.goto(re.sub(r"/goods.*", "/run-sheet", page.url))
    seen(page)
    page.goto(page.url.replace("/run-sheet", "/counts"))
    seen(page)
    page.get_by_role("button", name="+1").first.click()
    page.get_by_role("button", name="저장하고 보고 완료").click()
    expect(page.get_by_role("status")).to_contain_text("실적을 저장했습니다")
    expect(page.locator(".badge", has_text="보고 완료")).to_be_visible()
    page.get_by_role("link", name="일정 구독").click()
    seen(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="파일로 내려받기").click()
    assert Path(download.value.path()).read_bytes().count(b"BEGIN:VEVENT") == 3
    page.get_by_role("button", name="구독 주소 만들기").click()
    seen(page)
    page.get_by_role("link", name="구독 안내 열기").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("은행")


def check_the_desk(page: Page, season: Ahead) -> None:
    """The home tells; the schedule warns; the wish is confirmed and the days are noted."""
    page.goto("/home")
    seen(page)
    expect(page.get_by_role("main")).to_contain_text("배정했으나 불참을 알린 기관이 있습니다(1건).")
    page.goto(f"/campaigns/{season.campaign}/answers")
    seen(page)
    expect(page.get_by_role("region", name="배정했으나 불참을 알린 기관")).to_contain_text(
        "나갈 상담가가 없음"
    )
    page.get_by_role("link", name="기관별").click()
    seen(page)
    page.goto(f"/campaigns/{season.campaign}/schedule")
    expect(page.get_by_text("은행 불참. 다른 기관으로 다시 배정하십시오.").first).to_be_visible()
    page.goto(f"/campaigns/{season.campaign}/events/{season.first}/answers")
    seen(page)
    page.get_by_role("link", name=re.compile("답변 입력 ?: 보건소")).click()
    seen(page)
    page.goto(f"/campaigns/{season.campaign}/answers/waiting")
    seen(page)
    page.goto(f"/campaigns/{season.campaign}/answers")
    page.get_by_role("button", name="제외하고 다시 제안받기").click()
    expect(page.get_by_text("불참 기관을 해당 회차에서 제외했습니다")).to_be_visible()
    assert page.url.endswith(f"/campaigns/{season.campaign}/proposals")
    page.goto("/agency-requests")
    seen(page)
    page.get_by_role("button", name=re.compile("^반영 ?: 은행")).click()
    expect(page.get_by_text("처리했습니다")).to_be_visible()
    page.get_by_role("button", name=re.compile("확인 ?: 은행")).click()
    expect(page.get_by_text("새로 알린 불참일이 없습니다.")).to_be_visible()


def test_everything_works_without_scripts(server: Server, season: Ahead, browser: Browser) -> None:
    context = browser.new_context(
        base_url=server.url,
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
        locale="ko-KR",
    )
    page = context.new_page()
    page.goto(season.link(season.clinic))
    page.get_by_role("link", name="불참일").click()
    page.locator(f"[name=off][value='{after(3).isoformat()}']").check()
    page.get_by_role("button", name="불참일 저장").click()
    expect(page.get_by_role("status")).to_contain_text("담당자에게 알렸습니다")
    page.get_by_role("link", name="일정", exact=True).click()
    page.locator(".date").first.get_by_role("link").click()
    expect(page.locator(".booth-plan")).to_be_visible()
    expect(page.locator(".portal-map")).to_be_hidden()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith(f"/events/{season.first}")
    assert context.cookies()[0]["name"] == "locale" and len(context.cookies()) == 1
    context.close()


def test_what_changed_since_the_last_look(
    server: Server, season: Ahead, open_page: OpenPage
) -> None:
    phone = open_page(server, width=390)
    phone.goto(season.link(season.clinic))
    season.move_first(6)
    phone.reload()
    news = phone.locator(".news")
    expect(news).to_contain_text("지난번 확인 뒤 달라진 내용")
    expect(news.locator("li")).to_have_count(1)
    seen(phone)
    phone.get_by_role("button", name="확인했습니다").click()
    expect(phone.get_by_role("status")).to_contain_text("확인했습니다")
    expect(phone.locator(".news")).to_have_count(0)
