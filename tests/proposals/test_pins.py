"""What a person has decided: honoured by every proposal, or refused with the reason in words."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import PlacementBan
from planner.core.problem import is_on
from planner.engine import Ban
from planner.extensions import db
from planner.jobs.worker import work_once
from planner.proposals.input import booths_ask, season_ask
from planner.proposals.models import Proposal
from planner.proposals.services import plan_of, propose
from tests.campaigns.seasons import absent, draft, make_season

NOW = datetime(2023, 5, 15, tzinfo=UTC)
BEFORE_ALL = date(2023, 5, 21)


@pytest.fixture
def season(office):
    found = make_season(office)
    draft(found)
    return found


def keep_away(season, event, agency):
    row = PlacementBan(
        campaign_id=season.campaign.id, event_id=event.id, agency_id=agency.id, created_at=NOW
    )
    db.session.add(row)
    db.session.commit()


def loaded(season):
    db.session.expire_all()
    return load_campaign(season.campaign.office_id, season.campaign.id)


def worked(app, season, **values):
    proposal_id = propose(season.campaign, seconds=120, now=NOW, **values).id
    db.session.rollback()
    work_once(app, clock=lambda: NOW, every=0.05)
    db.session.expire_all()
    return db.session.get(Proposal, proposal_id)


def words_of(sign_in, row):
    return sign_in().get(f"/campaigns/{row.campaign_id}/proposals/{row.id}").text


def test_a_banned_agency_is_at_no_proposed_event_of_that_name(app, season):
    first, second = season.campaign.events[:2]
    for agency in season.agencies[:4]:
        keep_away(season, first, agency)
    row = worked(app, season)
    assert row.outcome == "optimal"
    after = plan_of(row).event_by_id()
    here = {item.agency for item in after[first.uid].assign}
    assert here == {season.agencies[4].id}
    assert (after[first.uid].day, after[first.uid].venue) == (1, first.venue_id)
    assert {item.agency for item in after[second.uid].assign} & {
        agency.id for agency in season.agencies[:4]
    }
    assert row.detail["held"] == [first.uid]


def test_the_question_names_the_ban_by_its_day(season):
    event = season.campaign.events[1]
    keep_away(season, event, season.agencies[0])
    office = season.campaign.office_id
    ban = Ban(season.agencies[0].id, office, 2)
    assert season_ask(loaded(season), BEFORE_ALL).pins.forbidden == (ban,)
    assert booths_ask(loaded(season), event.uid).pins.forbidden == (ban,)
    other = season.campaign.events[0].uid
    assert booths_ask(loaded(season), other).pins.forbidden == ()


def test_a_ban_of_somebody_no_longer_invited_asks_nothing(season):
    event = season.campaign.events[1]
    keep_away(season, event, season.agencies[4])
    season.campaign.agencies.pop()
    db.session.commit()
    assert season_ask(loaded(season), BEFORE_ALL).pins.forbidden == ()


def test_booths_of_an_event_leave_a_banned_agency_out(app, season):
    event = season.campaign.events[0]
    keep_away(season, event, event.assignments[0].agency)
    row = worked(app, season, kind="booths", event=event)
    banned = event.assignments[0].agency_id
    assert row.outcome == "optimal"
    assert banned not in {item.agency for item in plan_of(row).event_by_id()[event.uid].assign}


def test_an_event_with_a_ban_may_stay_on_a_public_holiday(season):
    event = season.campaign.events[2]
    event.day = date(2023, 5, 29)
    db.session.commit()
    assert not is_on(season_ask(loaded(season), BEFORE_ALL).problem.allowed, 7)
    keep_away(season, event, season.agencies[0])
    assert is_on(season_ask(loaded(season), BEFORE_ALL).problem.allowed, 7)


def test_pinned_and_banned_is_refused_with_the_reason(app, season, sign_in):
    event = season.campaign.events[0]
    event.assignments[0].pinned = True
    agency = event.assignments[0].agency
    keep_away(season, event, agency)
    for values in ({}, {"kind": "booths", "event": event}):
        row = worked(app, season, **values)
        assert row.outcome == "infeasible"
        assert [item["code"] for item in row.detail["conflicts"]] == ["P02"]
        page = words_of(sign_in, row)
        day = "Tue 23 May"
        assert f"{agency.name} is pinned on {day} and is to be kept away from that event." in page
    page = words_of(sign_in, db.session.query(Proposal).filter_by(kind="season").one())
    assert f"Unpin {agency.name} on Tue 23 May, or let it come." in page


def test_a_pinned_agency_that_cannot_come_is_refused_with_the_reason(app, season, sign_in):
    event = season.campaign.events[0]
    event.assignments[0].pinned = True
    agency = event.assignments[0].agency
    absent(agency, event.day, event.day)
    row = worked(app, season)
    assert [item["code"] for item in row.detail["conflicts"]] == ["H10"]
    assert f"{agency.name} cannot come to Tue 23 May" in words_of(sign_in, row)


def test_more_pins_than_an_agency_takes_on_are_refused_with_the_reason(app, season, sign_in):
    agency = season.agencies[1]
    for event in season.campaign.events[:2]:
        next(row for row in event.assignments if row.agency_id == agency.id).pinned = True
    agency.max_events = 1
    db.session.commit()
    row = worked(app, season)
    codes = sorted(item["code"] for item in row.detail["conflicts"])
    assert codes == ["H12", "P04", "P04"]
    page = words_of(sign_in, row)
    assert f"{agency.name} takes on at most 1 events." in page
    assert f"{agency.name} is pinned on Tue 23 May." in page


def test_pinned_events_too_close_are_refused_with_the_reason(app, season, sign_in):
    for event in season.campaign.events[:2]:
        event.pinned = True
    season.campaign.min_gap = 3
    db.session.commit()
    row = worked(app, season)
    codes = sorted(item["code"] for item in row.detail["conflicts"])
    assert codes == ["H05", "P03", "P03"]
    page = words_of(sign_in, row)
    assert "Two events lie at least 3 days apart." in page
    assert "is pinned." in page
