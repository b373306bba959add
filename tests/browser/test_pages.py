"""Every page of the application, by its route: axe clean, no sideways scroll, no fault.

The addresses are made from the routes, so that a page added later is looked at without being
listed here; a route whose parameter has no example value fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import create_engine, select, text
from werkzeug.routing import Rule

from planner import create_app
from planner.accounts.models import User
from planner.agencies.agreement_services import AgreementData, create_agreement
from planner.agencies.queries import agencies as agencies_of
from planner.campaigns.models import Campaign
from planner.extensions import db
from planner.letters.application_services import ApplicationData, take_application
from planner.letters.services import draft_letters
from planner.settings import Settings
from tests.browser.conftest import Server, overflows, violations
from tests.programme import conftest as programme

# Answers that are no pages; their own tests read them.
NO_PAGE = (".ics", ".zip", ".csv", ".xlsx", ".json", ".geojson", ".js", "robots.txt", "healthz")
EXAMPLES = {
    "campaign_id": "SELECT id FROM campaign ORDER BY id",
    "event_id": "SELECT id FROM event ORDER BY day",
    "zone_id": "SELECT id FROM zone ORDER BY id",
    "zone": "SELECT id FROM zone ORDER BY id",
    "dong_id": "SELECT id FROM admin_dong ORDER BY id",
    "venue_id": "SELECT id FROM venue WHERE NOT indoor ORDER BY id",
    "agency_id": "SELECT id FROM agency ORDER BY id",
    "field_id": "SELECT id FROM counseling_field ORDER BY id",
    "user_id": "SELECT id FROM user_account WHERE role = 'viewer'",
    "office_id": "SELECT id FROM office ORDER BY id",
    "release_id": "SELECT id FROM release ORDER BY id",
    "number": "SELECT number FROM release ORDER BY id",
    "assignment_id": "SELECT id FROM assignment ORDER BY id",
    "extra_id": "SELECT id FROM extra_booth ORDER BY id",
    "item_id": "SELECT id FROM goods_item ORDER BY id",
    "supply_id": "SELECT id FROM supply_item ORDER BY id",
    "booth_id": "SELECT booth_id FROM assignment ORDER BY id",
    "uid": "SELECT uid FROM event ORDER BY day",
    "slug": "SELECT slug FROM campaign ORDER BY id",
    "campaign": "SELECT slug FROM campaign ORDER BY id",
    "season": "SELECT slug FROM campaign ORDER BY id",
    "field": "SELECT code FROM counseling_field ORDER BY id",
    "code": "SELECT code FROM counseling_field ORDER BY id",
    "office_code": "SELECT code FROM office ORDER BY id",
    "agreement_id": "SELECT id FROM agreement ORDER BY id",
    "application_id": "SELECT id FROM application ORDER BY id",
    "mailing_id": "SELECT id FROM mailing ORDER BY id",
    "letter_id": "SELECT id FROM letter ORDER BY id",
    "tally_kind": "SELECT kind FROM tally ORDER BY id",
    "tally_id": "SELECT id FROM tally ORDER BY id",
    "direction": "SELECT 'out'",
    "center_id": "SELECT id FROM regular_center ORDER BY id",
    "rotation_id": "SELECT id FROM rotation ORDER BY id",
    "part_id": "SELECT id FROM rotation_part ORDER BY id",
    "book": "SELECT 'plan_tasks'",
    "row_id": "SELECT id FROM plan_task ORDER BY id",
}
# Parameters of downloads and of pages that a journey makes first; both have tests of their own.
ELSEWHERE = {
    "proposal_id",
    "counsellor_id",
    "secret",
    "session_id",
    "entry_id",
    "x",  # of a tile: without a provider there are none
    "link_id",
    "target_id",
    "absence_id",
    "invitation_id",
    "pair_id",
    "kind",
    "kind_of_file",
    "name",
    "format",
}


@pytest.fixture(scope="module")
def described(seocho: Server) -> Flask:
    """The application, to read its routes; it shares the server's instance."""
    return create_app(
        Settings(
            instance_path=seocho.instance,
            database_url=f"sqlite:///{seocho.instance / 'planner.db'}",
            secret_key="unused",
            testing=True,
        )
    )


@pytest.fixture(scope="module", autouse=True)
def correspondence(described: Flask) -> None:
    """Letters, an application and an agreement, of which the scenario has none."""
    now = datetime.now(UTC)
    with described.app_context():
        campaign = db.session.scalars(select(Campaign)).one()
        office, user = campaign.office, db.session.scalars(select(User)).first()
        agencies = agencies_of(office.id)
        draft_letters(
            office, campaign, agencies, "{season}", "{agency}\n{events}", "schedule", user, now
        )
        agreement = AgreementData("law", date(2023, 1, 1), scope="상담")
        create_agreement(agencies[0], agreement, agencies[0].fields)
        application = ApplicationData(
            agencies[0].name, "public", 1, True, True, True, True, "1111100",
            "김담당", "02-3707-9167", "desk@example.org", "화요일이 좋습니다.",
        )  # fmt: skip
        take_application(office, application, agencies[0].fields, now)


@pytest.fixture(scope="module", autouse=True)
def wider_programme(described: Flask) -> None:
    """A row of every part of the programme, of which the scenario has none."""
    with described.app_context():
        office = db.session.scalars(select(Campaign)).one().office
        programme.task(programme.area(office), "발굴", due=date(2024, 6, 30))
        programme.tally(office)
        programme.center(office)
        programme.part(programme.rotation(office), date(2024, 7, 1))


def values(seocho: Server) -> dict[str, Any]:
    engine = create_engine(f"sqlite:///{seocho.instance / 'planner.db'}")
    with engine.connect() as connection:
        found = {name: connection.scalar(text(query)) for name, query in EXAMPLES.items()}
    engine.dispose()
    return found


def addresses(app: Flask, known: dict[str, Any]) -> Iterator[str]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not wanted(rule):
            continue
        unknown = [name for name in rule.arguments if known.get(name) is None]
        if set(unknown) & ELSEWHERE:
            continue
        assert not unknown, f"{rule.rule}: no example for {unknown}"
        with app.test_request_context():
            yield app.url_map.bind("127.0.0.1").build(
                rule.endpoint, {name: known[name] for name in rule.arguments}
            )


def wanted(rule: Rule) -> bool:
    return (
        "GET" in (rule.methods or ())
        and rule.endpoint != "static"
        and not rule.rule.endswith(NO_PAGE)
        and not rule.rule.startswith("/api/v1")
        and rule.endpoint != "accounts.offices"  # for the city's administrators only
    )


@pytest.mark.parametrize(("width", "language"), [(1440, "ko"), (390, "ko"), (1440, "en")])
def test_every_page_is_accessible_and_fits(
    seocho: Server,
    described: Flask,
    open_page: Callable[..., Page],
    width: int,
    language: str,
) -> None:
    page = open_page(seocho, width=width, email="administrator@seocho.example", language=language)
    visited, faults = 0, []
    for address in addresses(described, values(seocho)):
        answer = page.goto(address)
        assert answer is not None, address
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        visited += 1
        if answer.status >= 400:
            faults.append(f"{address}: {answer.status}")
            continue
        faults += violations(page)
        if overflows(page):
            faults.append(f"{address} scrolls sideways at {width}")
        if page.locator("h1").count() != 1:
            faults.append(f"{address} has {page.locator('h1').count()} first headings")
    assert faults == []
    assert visited > 25
