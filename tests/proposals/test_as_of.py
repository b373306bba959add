"""The day a proposal plans from: what is usual, what stays, and what is only for comparison."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from planner.campaigns.bridge import build_plan, load_campaign
from planner.cli.plans import propose_command
from planner.core.proposal_changes import changed_events
from planner.errors import Refused
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.proposals import views as proposal_views
from planner.proposals.comparison import compare
from planner.proposals.days import season_stage, usual_as_of
from planner.proposals.models import Proposal
from planner.proposals.services import plan_of, propose, take
from tests.campaigns.seasons import draft, make_season

AHEAD = datetime(2023, 5, 15, tzinfo=UTC)
RUNNING = datetime(2023, 5, 24, 3, tzinfo=UTC)  # Wednesday of the first week
OVER = datetime(2026, 11, 22, tzinfo=UTC)
BEFORE_ALL = date(2023, 5, 21)


@pytest.fixture
def season(office):
    return make_season(office)


@pytest.fixture
def base(season):
    return f"/campaigns/{season.campaign.id}"


@pytest.fixture
def pages_at(monkeypatch):
    return lambda now: monkeypatch.setattr(proposal_views, "now", lambda: now)


def loaded(season):
    db.session.expire_all()
    return load_campaign(season.campaign.office_id, season.campaign.id)


def worked(app, season, now, **values):
    """A proposal asked for and worked on at `now`."""
    proposal_id = propose(season.campaign, seconds=10, now=now, **values).id
    db.session.rollback()
    work_once(app, clock=lambda: now, every=0.05)
    db.session.expire_all()
    return db.session.get(Proposal, proposal_id)


@pytest.mark.parametrize(
    ("today", "stage", "as_of"),
    [
        (date(2023, 5, 1), "ahead", BEFORE_ALL),
        (BEFORE_ALL, "ahead", BEFORE_ALL),
        (date(2023, 5, 22), "running", date(2023, 5, 22)),
        (date(2023, 6, 9), "running", date(2023, 6, 9)),
        (date(2023, 6, 10), "over", BEFORE_ALL),
        (date(2026, 11, 22), "over", BEFORE_ALL),
    ],
)
def test_the_usual_day(season, today, stage, as_of):
    assert season_stage(season.campaign, today) == stage
    assert usual_as_of(season.campaign, today) == as_of


@pytest.mark.parametrize("day", [date(2023, 5, 20), date(2023, 6, 10)])
def test_a_day_outside_the_season_is_refused(season, day):
    with pytest.raises(Refused) as refused:
        propose(season.campaign, as_of=day, now=AHEAD)
    assert refused.value.code == "as_of_outside"
    assert refused.value.data == {"first": BEFORE_ALL, "last": date(2023, 6, 9)}
    assert db.session.query(Proposal).count() == 0


@pytest.mark.parametrize("day", [BEFORE_ALL, date(2023, 6, 9)])
def test_the_ends_of_the_season_are_fine(season, day):
    assert propose(season.campaign, as_of=day, now=AHEAD).detail == {"as_of": day.isoformat()}


def test_asked_for_another_day_it_is_another(season):
    first = propose(season.campaign, as_of=BEFORE_ALL, now=AHEAD).id
    assert propose(season.campaign, as_of=date(2023, 5, 24), now=AHEAD).id != first
    assert propose(season.campaign, as_of=BEFORE_ALL, now=AHEAD).id == first


def test_events_up_to_the_day_stay_and_later_ones_lie_after_it(app, season):
    draft(season)
    before = build_plan(loaded(season)).event_by_id()
    row = worked(app, season, AHEAD, as_of=date(2023, 5, 24))
    assert row.outcome == "optimal"
    stay = {event.uid for event in loaded(season).events if event.day <= date(2023, 5, 24)}
    after = plan_of(row).event_by_id()
    assert len(stay) == 2 and set(row.detail["past"]) == stay
    assert all(after[uid] == before[uid] for uid in stay)
    assert all(event.day > 2 for uid, event in after.items() if uid not in stay)


def test_a_season_that_is_over_is_planned_anew_with_its_pins(app, season):
    draft(season)
    pinned = season.campaign.events[1]
    pinned.pinned = True
    db.session.commit()
    uid, venue = pinned.uid, pinned.venue_id
    row = worked(app, season, OVER)
    assert (row.detail["as_of"], row.detail["past"]) == ("2023-05-21", [])
    assert row.outcome == "optimal"
    kept = plan_of(row).event_by_id()[uid]
    assert (kept.day, kept.venue) == (2, venue)


def test_an_event_before_the_season_is_brought_into_it(app, season):
    draft(season)
    stray = season.campaign.events[0]
    stray.day = date(2023, 5, 17)
    db.session.commit()
    row = worked(app, season, AHEAD)
    assert row.outcome == "optimal"
    assert plan_of(row).event_by_id()[stray.uid].day >= 0


def test_nothing_of_a_season_that_is_over_can_be_taken(app, season):
    draft(season)
    row = worked(app, season, OVER)
    before = build_plan(loaded(season))
    for chosen in (None, list(changed_events(before, plan_of(row)))):
        with pytest.raises(Refused) as refused:
            take(row, chosen, now=OVER)
        assert refused.value.code == "days_behind"
    assert build_plan(loaded(season)) == before
    with app.test_request_context():
        found = compare(row, loaded(season), OVER.date())
    assert found.score_before is not None and found.score_before > row.score
    assert (found.selectable, found.behind) == (0, found.changed)
    assert found.behind > 0


def test_of_a_running_season_only_the_days_ahead_can_be_taken(app, season):
    row = worked(app, season, AHEAD)  # three new events, the draft is empty
    days = sorted(event.day for event in plan_of(row).events)
    today = datetime(2023, 5, 22 + days[0], 3, tzinfo=UTC)
    events = {event.day: event.id for event in plan_of(row).events}
    for chosen in (None, [events[days[0]], events[days[1]]]):
        with pytest.raises(Refused) as refused:
            take(row, chosen, now=today)
        assert refused.value.code == "days_behind"
    with app.test_request_context():
        found = compare(row, loaded(season), today.date())
    assert (found.selectable, found.behind) == (2, 1)
    assert take(row, [events[days[1]]], now=today).created == [events[days[1]]]


def test_an_event_that_lay_on_a_past_day_is_not_moved_ahead(app, season):
    draft(season)
    row = worked(app, season, AHEAD)
    first = season.campaign.events[0]
    changed = changed_events(build_plan(loaded(season)), plan_of(row))
    assert first.uid in changed
    with pytest.raises(Refused) as refused:
        take(row, [first.uid], now=datetime(2023, 5, 23, 3, tzinfo=UTC))
    assert refused.value.code == "days_behind"


@pytest.mark.parametrize(("day", "taken"), [(22, True), (23, True), (24, False)])
def test_booths_can_be_taken_until_the_day_of_the_event(app, season, day, taken):
    draft(season)
    row = worked(app, season, AHEAD, kind="booths", event=season.campaign.events[0])
    assert "as_of" not in row.detail
    now = datetime(2023, 5, day, 3, tzinfo=UTC)
    if taken:
        assert take(row, None, now=now).changed == [row.event.uid]
        return
    with pytest.raises(Refused) as refused:
        take(row, None, now=now)
    assert refused.value.code == "days_behind"


# --- the pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "value", "words"),
    [
        (AHEAD, "2023-05-21", "The season begins on 2023-05-22(Mon): all 3 events are still ahead"),
        (
            RUNNING,
            "2023-05-24",
            "2 events up to today stay as they are, 1 are planned from tomorrow on",
        ),
        (OVER, "2023-05-21", "The season ended on 2023-06-09(Fri)"),
    ],
)
def test_the_form_offers_the_usual_day_and_says_what_is_true(
    sign_in, base, season, pages_at, now, value, words
):
    draft(season)
    pages_at(now)
    page = sign_in().get(f"{base}/proposals").text
    assert words in page
    assert f'value="{value}"' in page
    assert 'min="2023-05-21"' in page and 'max="2023-06-09"' in page
    assert ("until you take a proposal" in page) is (now != OVER)
    assert "none is pinned" in page


def test_the_day_is_kept_and_shown(sign_in, base, season, pages_at):
    pages_at(RUNNING)
    browser = sign_in()
    browser.post(f"{base}/proposals", data={"seconds": "10", "as_of": "2023-05-30"})
    row = db.session.query(Proposal).one()
    assert row.detail == {"as_of": "2023-05-30"}
    page = browser.get(f"{base}/proposals/{row.id}").text
    assert "As of 2023-05-30(Tue): later events are planned anew" in page
    listed = browser.get(f"{base}/proposals").text
    assert '<td class="nowrap only-wide">2023-05-30(Tue)</td>' in listed


@pytest.mark.parametrize("typed", ["2023-05-20", "2023-06-10", "2023-13-40", "tomorrow"])
def test_another_day_is_refused_with_what_was_typed(sign_in, base, season, pages_at, typed):
    pages_at(RUNNING)
    answer = sign_in().post(f"{base}/proposals", data={"seconds": "120", "as_of": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert '<option selected value="120">' in answer.text
    expected = (
        "Choose a day from 2023-05-21(Sun), the day before the season, to its last day"
        if typed[:6] in ("2023-0",)
        else "Not a valid date value."
    )
    assert expected in answer.text
    assert db.session.query(Proposal).count() == 0


def test_the_page_of_an_over_season_compares_and_takes_nothing(
    app, sign_in, base, season, pages_at
):
    draft(season)
    row_id = worked(app, season, OVER).id
    db.session.rollback()
    pages_at(OVER)
    browser = sign_in()
    page = browser.get(f"{base}/proposals/{row_id}").text
    assert "This proposal contains events already past and is for comparison." in page
    assert "Proven: no better plan exists." in page and "draft: " in page
    assert 'id="take"' not in page and 'name="events"' not in page
    assert "changes nothing" not in page
    answer = browser.post(f"{base}/proposals/{row_id}/take", data={"whole": "1"})
    assert answer.status_code == 422
    assert "Days already past stay as they were" in answer.text


def test_an_over_season_as_good_as_can_be_is_for_comparison_too(
    app, sign_in, base, season, pages_at
):
    take(worked(app, season, AHEAD), None, now=AHEAD)
    row = worked(app, season, OVER)
    row_id, score = row.id, row.score
    with app.test_request_context():
        found = compare(row, loaded(season), OVER.date())
    assert (found.score_before, found.changed) == (score, 0)
    db.session.rollback()
    pages_at(OVER)
    page = sign_in().get(f"{base}/proposals/{row_id}").text
    assert "This proposal contains events already past and is for comparison." in page
    assert "The draft is already as good: the proposal changes nothing." in page


def test_the_page_of_a_running_season_offers_the_days_ahead(app, sign_in, base, season, pages_at):
    row = worked(app, season, AHEAD)
    first = min(event.day for event in plan_of(row).events)
    row_id = row.id
    db.session.rollback()
    pages_at(datetime(2023, 5, 22 + first, 3, tzinfo=UTC))
    page = sign_in().get(f"{base}/proposals/{row_id}").text
    assert page.count('name="events"') == 2 and page.count("comparison only</span>") == 1
    assert "Take the ticked events only" in page and "Take the whole proposal" not in page
    assert "The others can be taken." in page


def test_the_page_of_a_past_events_booths_says_so(app, sign_in, base, season, pages_at):
    draft(season)
    row_id = worked(app, season, AHEAD, kind="booths", event=season.campaign.events[0]).id
    db.session.rollback()
    browser = sign_in()
    pages_at(OVER)
    page = browser.get(f"{base}/proposals/{row_id}").text
    assert "This event is already past, so the proposal of its booths is for comparison." in page
    assert 'id="take"' not in page
    pages_at(AHEAD)
    page = browser.get(f"{base}/proposals/{row_id}").text
    assert "is for comparison" not in page and "Take the whole proposal" in page


# --- the command line ---------------------------------------------------------------------------


def test_the_command_plans_from_a_day_and_takes_nothing_past(app, season):
    draft(season)
    slug = season.campaign.slug
    db.session.rollback()
    run = app.test_cli_runner().invoke
    answer = run(propose_command, [slug, "--seconds", "10", "--as-of", "2023-05-24"])
    assert answer.exit_code == 0, answer.output
    assert "planned from the day after 2023-05-24" in answer.output
    answer = run(propose_command, [slug, "--seconds", "10", "--take"])
    assert answer.exit_code == 1
    assert "planned from the day after 2023-05-21" in answer.output
    assert "the proposal is for comparison" in answer.output


def test_the_command_names_the_days_that_it_takes(app, season):
    slug = season.campaign.slug
    db.session.rollback()
    answer = app.test_cli_runner().invoke(propose_command, [slug, "--as-of", "2023-07-01"])
    assert (answer.exit_code, answer.output) == (
        1,
        "--as-of must lie between 2023-05-21 and 2023-06-09\n",
    )
