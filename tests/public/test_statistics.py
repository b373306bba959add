"""Residents' figures: the published ones alone, and no hidden number under any open address."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime

import pytest

from planner.core.counting import Cell
from planner.statistics.publication_services import preview_publication, publish_statistics
from tests.statistics.conftest import counted, season
from tests.statistics.releasing import recount, release

__all__ = ["counted", "season"]

NOW = datetime(2023, 6, 5, 1, tzinfo=UTC)
HIDDEN = 76543  # what the law field of the second event holds: hidden to protect the debt's 3


@pytest.fixture
def published(counted):
    """The second event: 3 consultations on debt and, by an agency that came unasked, a number that
    can be found anywhere."""
    release(counted.office.id, counted.campaign.id)
    bank, law, debt = counted.bank.id, counted.law.id, counted.debt.id
    recount(counted, counted.second, Cell("consultations", bank, debt), 0, 3)
    recount(counted, counted.second, Cell("consultations", bank, law), None, HIDDEN)
    publish(counted)
    return counted


def publish(season) -> None:
    look = preview_publication(season.office.id, season.campaign.id)
    publish_statistics(
        season.office.id, season.campaign.id, digest=look.digest, user_id=None, now=NOW
    )


@pytest.fixture
def browser(client):
    client.set_cookie("locale", "en")
    return client


def url(season, end: str = "") -> str:
    return f"/seasons/{season.campaign.slug}/statistics{end}"


def test_the_page(browser, published) -> None:
    page = browser.get(url(published))
    assert page.status_code == 200
    assert "As of 2023-06-05 10:00 (publication 1)" in page.text
    assert ">452<" in page.text and ">402<" in page.text
    assert page.text.count("Fewer than 5") > 2 and page.text.count("Not shown") > 2
    assert "reports in 2 / 2" in page.text
    assert "Figures with * rest on parts that were made up" in page.text
    assert 'class="why"' not in page.text
    assert url(published) in browser.get(f"/seasons/{published.campaign.slug}").text


def test_only_what_was_published(browser, published) -> None:
    recount(published, published.first, Cell("attendance"), 402, 4021)
    page = browser.get(url(published))
    assert "402" in page.text and "4,021" not in page.text
    publish(published)
    again = browser.get(url(published))
    assert "4,021" in again.text and "(publication 2)" in again.text


def test_the_file(browser, published) -> None:
    answer = browser.get(url(published, ".csv"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    total = next(row for row in rows if row["Figure"] == "Attendance")
    assert list(total.values()) == [
        "Attendance", "people", "Whole season", "All fields", "452", "", "", "", "2", "2", "No",
        "1", "2023-06-05 10:00",
    ]  # fmt: skip
    marked = [row for row in rows if row["Hidden as"]]
    assert {row["Value"] for row in marked} == {""}
    assert {row["Hidden as"] for row in marked} == {"Fewer than 5", "Not shown"}


def test_after_a_small_correction_the_number_of_before_stands_there(browser, published) -> None:
    recount(published, published.first, Cell("attendance"), 402, 404)
    publish(published)
    page = browser.get(url(published)).text
    assert '<span class="mark">Not shown</span><span class="last">publication 1: 402</span>' in page
    assert '<strong class="mark">Not shown</strong><span class="last">publication 1: 452' in page
    assert ">404" not in page and ">454" not in page
    text = browser.get(url(published, ".csv")).data.decode("utf-8-sig")
    total = next(row for row in csv.DictReader(io.StringIO(text)) if row["Figure"] == "Attendance")
    assert [total[name] for name in ("Value", "Hidden as", "Last shown value")] == [
        "", "Not shown", "452"
    ]  # fmt: skip
    assert total["In publication"] == "1"


def test_before_anything_was_published(browser, counted) -> None:
    release(counted.office.id, counted.campaign.id)
    page = browser.get(url(counted))
    assert page.status_code == 200
    assert "No figures have been published yet" in page.text and ">452<" not in page.text
    assert browser.get(url(counted, ".csv")).status_code == 404
    assert url(counted) not in browser.get(f"/seasons/{counted.campaign.slug}").text


def test_a_season_that_is_not_released_has_no_page(browser, counted) -> None:
    for end in ("", ".csv"):
        assert browser.get(url(counted, end)).status_code == 404
        assert browser.get(f"/seasons/nothing/statistics{end}").status_code == 404


def test_no_open_address_tells_what_is_hidden(browser, published, app) -> None:
    """Every address without a secret, with whatever of this season it can name."""
    look = preview_publication(published.office.id, published.campaign.id)
    key = f"consultations/zone:{published.second.venue.zone_id}/field:{published.law.id}"
    assert look.tables.published.figures.values[key] == HIDDEN
    assert key in look.tables.published.marks
    values = {
        "slug": published.campaign.slug,
        "season": published.campaign.slug,
        "number": "1",
        "campaign": published.campaign.slug,
        "uid": published.first.uid,
        "zone": str(published.second.venue.zone_id),
        "zone_id": str(published.second.venue.zone_id),
        "field": published.law.code,
        "code": published.office.code,
        "office_code": published.office.code,
    }
    asked = 0
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "GET" not in rule.methods or not getattr(view, "public", False):
            continue
        if not rule.arguments <= set(values):
            continue
        address = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", lambda m: values[m.group(1)], rule.rule)
        answer = browser.get(address)
        body = answer.get_data(as_text=True)
        assert not re.search(r"\b76,?543\b", body), address
        asked += answer.status_code == 200
    assert asked >= 8


def test_few_queries(browser, published, count_queries) -> None:
    browser.get(url(published))
    with count_queries() as statements:
        browser.get(url(published))
    assert len(statements) <= 4, statements
