"""The page that publishes figures: what it shows, whom it refuses, what it does with bad input."""

from __future__ import annotations

import html
import math
import re
import uuid
from datetime import UTC, date, datetime

import pytest

from planner.core.counting import Cell
from planner.engine.disclosure_audit import Audit, Finding
from planner.results import outside_services
from planner.results.outside_queries import Place
from planner.statistics.publication_queries import list_publications
from tests import factories as make
from tests.statistics.releasing import recount, release


@pytest.fixture
def ready(counted):
    release(counted.office.id, counted.campaign.id)
    debt = Cell("consultations", counted.bank.id, counted.debt.id)
    recount(counted, counted.second, debt, 0, 3)
    return counted


def url(season) -> str:
    return f"/campaigns/{season.campaign.id}/publish-statistics"


def digest(page) -> str:
    return re.search(r'name="digest" value="([0-9a-f]+)"', page.text).group(1)


def test_the_page_shows_what_will_be_public_and_why(sign_in, ready) -> None:
    page = sign_in("organizer").get(url(ready))
    assert page.status_code == 200
    assert "No hidden figure can be worked out." in page.text
    assert 'Fewer than 5</span><span class="why">exact 3 · 1 to 4</span>' in page.text
    assert re.search(r'Not shown</span><span class="why">exact \d+ · would give', page.text)
    assert "2 events are not signed off." in page.text
    assert "Publish as number 1" in page.text and "disabled" not in page.text


def test_totals_that_will_be_hidden_are_told_before_the_button(sign_in, counted) -> None:
    release(counted.office.id, counted.campaign.id)
    browser = sign_in("organizer")
    hidden = "The season's total will be hidden: "
    page = html.unescape(browser.get(url(counted)).text)
    assert page.count(hidden) == 1
    assert f"{hidden}Referrals to public resources. It is 1 to 4 itself." in page
    outside_services.add_outside(
        counted.office.id, Place(counted.campaign.id, date(2023, 4, 1), "month"),
        Cell("attendance"), 3, str(uuid.uuid4()), today=date(2023, 6, 1), user_id=None,
        now=datetime(2023, 6, 1, tzinfo=UTC),
    )  # fmt: skip
    page = html.unescape(browser.get(url(counted)).text)
    told = (
        f"{hidden}Attendance. Figures of 1 to 4 could be worked out from it: "
        "Attendance · Outside events."
    )
    assert page.count(hidden) == 2
    assert told in page.split("3. Publish")[1].split("Publish as number 1")[0]


def test_publishing(sign_in, ready) -> None:
    browser = sign_in("organizer")
    sent = browser.post(url(ready), data={"digest": digest(browser.get(url(ready)))})
    assert (sent.status_code, sent.headers["Location"]) == (303, url(ready))
    after = browser.get(url(ready))
    assert "Publication 1 is out: residents see these figures." in after.text
    assert "Nothing has changed since the last publication." in after.text
    assert f"/seasons/{ready.campaign.slug}/statistics" in after.text
    (row,) = list_publications(ready.campaign.id)
    assert row.published_by.role == "organizer"


def test_who_may_not(sign_in, client, ready) -> None:
    assert client.get(url(ready)).status_code == 302
    assert client.post(url(ready)).status_code == 401
    for role in ("viewer", "recorder"):
        assert sign_in(role).get(url(ready)).status_code == 403
        assert sign_in(role).post(url(ready)).status_code == 403
    other = sign_in("organizer", office=make.make_office())
    assert other.get(url(ready)).status_code == 404
    assert other.post(url(ready), data={"digest": "x"}).status_code == 404
    assert list_publications(ready.campaign.id) == []


@pytest.mark.parametrize("sent", [{}, {"digest": "nonsense"}, {"digest": "\0"}])
def test_figures_that_nobody_looked_at_are_not_published(sign_in, ready, sent) -> None:
    page = sign_in("organizer").post(url(ready), data=sent)
    assert page.status_code == 409
    assert "The figures have changed since you opened this page" in page.text
    assert list_publications(ready.campaign.id) == []


def test_what_changed_meanwhile_is_shown_first(sign_in, ready) -> None:
    browser = sign_in("organizer")
    seen = digest(browser.get(url(ready)))
    recount(ready, ready.second, Cell("attendance"), 50, 90)
    page = browser.post(url(ready), data={"digest": seen})
    assert page.status_code == 409 and "492" in page.text
    assert browser.post(url(ready), data={"digest": digest(page)}).status_code == 303


def test_a_refusal_is_a_sentence(sign_in, counted) -> None:
    browser = sign_in("organizer")
    page = browser.get(url(counted))
    assert "The season has not been released" in page.text and "disabled" in page.text
    refused = browser.post(url(counted), data={"digest": digest(page)})
    assert refused.status_code == 422
    assert "Nothing was published" in refused.text
    assert list_publications(counted.campaign.id) == []


def test_what_could_be_worked_out_is_named(sign_in, ready, monkeypatch) -> None:
    zone = f"zone:{ready.first.venue.zone_id}"
    findings = (
        Finding(0, f"consultations/{zone}/field:{ready.law.id}", "width", 3, 3),
        Finding(0, "attendance/all/all", "mark", 2, 4),
        Finding(1, f"attendance/{zone}/all", "change", 0, math.inf, since=0),
    )
    found = Audit(9, 0, findings)
    monkeypatch.setattr("planner.engine.disclosure_audit.audit", lambda publications: found)
    browser = sign_in("organizer")
    page = browser.get(url(ready))
    assert "The audit did not pass." in page.text and "disabled" in page.text
    for sentence in (
        "Consultations · 북 · 법률: it could be worked out: exactly 3.",
        "Attendance · Whole season: it could be worked out: 2 to 4.",
        "Attendance · 북: its change since publication 1 could be worked out: 0 or more.",
    ):
        assert sentence in page.text
    refused = browser.post(url(ready), data={"digest": digest(page)})
    assert refused.status_code == 422 and list_publications(ready.campaign.id) == []


def test_an_empty_season(sign_in, season) -> None:
    page = sign_in("organizer").get(url(season))
    assert page.status_code == 200
    assert "Nothing has been counted yet." in page.text and "all-good" not in page.text


def test_the_statistics_page_leads_there(sign_in, ready) -> None:
    address = f"/campaigns/{ready.campaign.id}/statistics"
    assert url(ready) in sign_in("organizer").get(address).text
    assert url(ready) not in sign_in("viewer").get(address).text


def test_as_many_queries_for_a_long_season(sign_in, ready, count_queries) -> None:
    browser = sign_in("organizer")
    browser.get(url(ready))
    numbers = []
    for day in (26, 27, 28):
        with count_queries() as statements:
            browser.get(url(ready))
        numbers.append(len(statements))
        make.make_event(ready.campaign, ready.first.venue, date(2023, 5, day))
    assert numbers[1] == numbers[2] <= 18  # the first finds rows of the fixture in its session
