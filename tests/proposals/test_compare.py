"""Plans side by side, and the list from which they are chosen."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from flask_babel import force_locale

from planner.campaigns.bridge import load_campaign
from planner.core import assumptions as core
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.proposals.models import Proposal
from planner.proposals.queries import latest_plain
from planner.proposals.services import propose
from planner.proposals.side_by_side import draft_column, proposal_column, rows_of
from planner.proposals.what_if_services import ask_what_if
from tests import factories
from tests.campaigns.seasons import draft, make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)


@pytest.fixture
def season(office):
    return make_season(office)


@pytest.fixture
def base(season):
    return f"/campaigns/{season.campaign.id}"


def done(app, row):
    proposal_id = row.id
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=0.05)
    db.session.expire_all()
    return proposal_id


def plain(app, season, **values):
    return done(app, propose(season.campaign, seconds=10, now=NOW, **values))


def what_if(app, season, *assumptions, name="Rainy"):
    row = ask_what_if(
        season.campaign, name, assumptions, as_of=None, seconds=10, user=None, now=NOW
    )
    return done(app, row)


def stored(season, state="done", kind="season", **values):
    row = Proposal(
        campaign_id=season.campaign.id, kind=kind, state=state, created_at=NOW, terms={},
        detail={"name": "x"}, **values,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def columns(season, *ids):
    campaign = load_campaign(season.campaign.office_id, season.campaign.id)
    rows = [db.session.get(Proposal, number) for number in ids]
    return campaign, [draft_column(campaign), *(proposal_column(campaign, row) for row in rows)]


def test_the_best_of_each_row_is_marked_and_equals_are_not(app, season):
    draft(season)
    one = plain(app, season)
    two = what_if(app, season, core.AgencyOut(season.agencies[0].id))
    with app.test_request_context(), force_locale("en"):
        campaign, found = columns(season, one, two)
        rows = {row.label: row for row in rows_of(campaign, found)}
    points = rows["Points (fewer is better)"].cells
    score = db.session.get(Proposal, one).score
    assert points[1].text == f"{score:,}"
    assert [cell.best for cell in points] == [False, True, False]
    short = rows["Fields short of agencies, over all events"].cells
    assert [(cell.text, cell.best) for cell in short][1:] == [("0", True), ("0", True)]
    assert [cell.text for cell in rows["Events"].cells] == ["3", "3", "3"]
    assert not any(cell.best for cell in rows["Events"].cells)
    alike = rows["Zones visited as often as aimed at, alike in all"]
    assert [cell.text for cell in alike.cells] == ["3", "3", "3"]
    assert [row.label for row in rows.values() if row.heading] == [
        "Goals", "Visits by zone", "How the agencies share the work",
    ]  # fmt: skip


def test_zones_that_differ_are_named_with_their_aims(app, season):
    draft(season)
    zone = season.zones[0]
    row = what_if(app, season, core.EventCount(4), core.ZoneVisits(zone.id, 1, 1, 2))
    with app.test_request_context(), force_locale("en"):
        campaign, found = columns(season, row)
        rows = {row.label: row for row in rows_of(campaign, found)}
    assert [cell.text for cell in rows[zone.name].cells] == ["1", "2 (aim 1)"]


def test_side_by_side_on_one_page(app, sign_in, season, base):
    draft(season)
    one, two = plain(app, season), what_if(app, season, core.RainChance(90))
    page = sign_in("viewer").get(f"{base}/proposals/compare?with={two}&with={one}").text
    heads = re.findall(r'<th scope="col" class="num">(?:<a [^>]*>)?([^<]*)', page)
    assert heads == ["Draft", "Whole season", "What if: Rainy"]
    assert "<li>The chance of rain is 90 percent.</li>" in page
    assert 'role="img" aria-label="best"' in page


def test_a_column_can_be_left_out(app, sign_in, season, base):
    draft(season)
    one, two = plain(app, season), what_if(app, season, core.RainChance(90))
    browser = sign_in()
    address = f"{base}/proposals/compare?with={one}&with={two}"
    assert f"without={two}" in browser.get(address).text
    answer = browser.get(f"{address}&without={two}")
    assert (answer.status_code, answer.location) == (302, f"{base}/proposals/compare?with={one}")


def test_nothing_chosen_says_what_to_do(sign_in, season, base):
    page = sign_in().get(f"{base}/proposals/compare").text
    assert "There is nothing to compare yet" in page


def test_what_has_no_plan_is_left_out_with_a_word(app, sign_in, season, base):
    draft(season)
    ids = [
        plain(app, season),
        stored(season, "queued").id,
        *(stored(season, score=1, finished_at=NOW).id for _ in "12"),
    ]
    query = "&".join(f"with={number}" for number in ids)
    page = sign_in().get(f"{base}/proposals/compare?{query}").text
    assert "1 of the chosen proposals are not shown" in page


def test_no_more_than_five_are_shown(sign_in, season, base):
    rows = [stored(season, score=1, finished_at=NOW).id for _ in range(7)]
    query = "&".join(f"with={number}" for number in rows)
    page = sign_in().get(f"{base}/proposals/compare?{query}").text
    assert "2 of the chosen proposals are not shown" in page
    assert "or are more than 5." in page


def test_foreign_and_unknown_proposals_are_not_found(app, sign_in, season, base, office):
    one = plain(app, season)
    other = stored(make_season(office)).id
    browser = sign_in()
    for wrong in (other, 999999):
        assert browser.get(f"{base}/proposals/compare?with={one}&with={wrong}").status_code == 404
    assert browser.get(f"{base}/proposals/compare?with=nonsense").status_code == 200
    stranger = sign_in(office=factories.make_office())
    assert stranger.get(f"{base}/proposals/compare?with={one}").status_code == 404
    assert sign_in("recorder").get(f"{base}/proposals/compare").status_code == 403


def test_four_cost_no_more_queries_than_two(app, sign_in, season, base, count_queries):
    draft(season)
    ids = [what_if(app, season, core.RainChance(n)) for n in (50, 60, 70, 80)]
    browser = sign_in()
    counts = []
    for chosen in (ids[:2], ids):
        query = "&".join(f"with={number}" for number in chosen)
        with count_queries() as statements:
            browser.get(f"{base}/proposals/compare?{query}")
        counts.append(len(statements))
    assert counts[0] == counts[1]


# --- the list -----------------------------------------------------------------------------------


def test_the_list_shows_names_gaps_and_what_can_be_compared(app, sign_in, season, base):
    draft(season)
    one = plain(app, season)
    event = season.campaign.events[0]
    booths = plain(app, season, kind="booths", event=event)
    row = db.session.get(Proposal, one)
    row.bound = row.score * 0.975
    db.session.commit()
    two = what_if(app, season, core.RainChance(90))
    waiting = stored(season, "queued", "what_if").id
    page = sign_in().get(f"{base}/proposals").text
    assert "What if: Rainy" in page and "Booths: 2023-05-23(Tue)" in page
    assert '<td class="num only-wide">3%</td>' in page
    assert '<td class="num only-wide">0%</td>' in page
    ticks = [int(found) for found in re.findall(r'name="with" value="(\d+)"', page)]
    assert ticks == [two, one]
    assert {booths, waiting}.isdisjoint(ticks)


def test_the_list_can_be_narrowed(sign_in, season, base):
    for kind, state in (("season", "done"), ("what_if", "failed"), ("season", "failed")):
        stored(season, state, kind)
    browser = sign_in()

    def total(query):
        page = browser.get(f"{base}/proposals{query}").text
        return int(re.search(r"<strong>(\d+)</strong> in all", page)[1])

    assert total("") == 3
    assert total("?kind=season") == 2
    assert total("?kind=season&state=failed") == 1
    assert total("?kind=nonsense&state=nonsense") == 3
    page = browser.get(f"{base}/proposals?kind=replan").text
    assert "No proposal is of this kind and state." in page
    assert '<option value="replan" selected>' in page


def test_a_long_list_has_pages(sign_in, season, base):
    for _ in range(23):
        stored(season)
    browser = sign_in()
    first, second = (browser.get(f"{base}/proposals?page={n}").text for n in (1, 2))
    numbers = [re.findall(r'<td class="center">(\d+)</td>', page) for page in (first, second)]
    assert (numbers[0][0], numbers[0][-1], numbers[1]) == ("23", "4", ["3", "2", "1"])


def test_the_latest_plain_proposal_has_a_plan_and_no_assumption(season):
    found = stored(season, score=5)
    stored(season, "queued")
    stored(season, "failed")
    stored(season, kind="what_if", score=1)
    stored(season, kind="booths", score=1)
    assert latest_plain(season.campaign.id).id == found.id
