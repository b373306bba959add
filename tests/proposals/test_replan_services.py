"""Asking for a re-planning, taking it into the draft, recording what happened."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from planner.agencies.models import Agency
from planner.campaigns.models import CampaignAgency, PlacementBan
from planner.core.availability import DaysOff
from planner.core.happenings import AgencyAway, AgencyNotAt, EventElsewhere, VenueClosed
from planner.errors import Refused
from planner.extensions import db
from planner.places.models import Venue
from planner.proposals import services
from planner.proposals.models import Proposal
from planner.proposals.replan_services import Wish, ask_replan, facts_of, take_replan
from tests import factories
from tests.proposals.replanning import (
    EVE,
    NOW,
    at,
    covered,
    events,
    first_cancels,
    loaded,
    released,
    worked,
)

LAST = date(2023, 6, 9)


@pytest.fixture
def season(office):
    return released(office)


def names(season):
    return [agency.name for agency in season.agencies]


def test_it_waits_with_what_was_asked(season):
    user = factories.make_user(season.campaign.office)
    wish = first_cancels(season)
    row = ask_replan(loaded(season), wish, seconds=30, user=user, now=NOW)
    assert (row.kind, row.state, row.seconds, row.created_by_id) == (
        "replan",
        "queued",
        30,
        user.id,
    )
    assert row.detail == {
        "as_of": "2023-05-22",
        "changes": [
            {
                "kind": "agency_not_at",
                "agency": season.agencies[0].id,
                "event": wish.happenings[0].event,
                "reason": "ill",
            }
        ],
        "pin_schedule": True,
        "movable": [],
        "aims": ["uncovered", "distance", "score"],
    }


def test_asked_twice_it_is_the_same_and_no_season_is_in_the_way(season):
    wish = first_cancels(season)
    other = services.propose(season.campaign, as_of=EVE, now=NOW).id
    first = ask_replan(loaded(season), wish, now=NOW).id
    assert ask_replan(loaded(season), wish, now=NOW).id == first
    assert ask_replan(loaded(season), Wish(EVE), now=NOW).id != first
    assert services.propose(season.campaign, as_of=EVE, now=NOW).id == other
    assert first != other


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        (date(2023, 5, 20), "as_of_outside"),
        (date(2023, 6, 10), "as_of_outside"),
        (date(2023, 5, 25), "no_events_ahead"),
    ],
)
def test_days_that_leave_nothing_to_plan_are_refused(season, as_of, code):
    with pytest.raises(Refused) as refused:
        ask_replan(loaded(season), Wish(as_of), now=NOW)
    assert refused.value.code == code
    assert db.session.query(Proposal).count() == 0


def test_taken_it_is_in_the_draft_and_the_fact_is_recorded(app, season):
    user = factories.make_user(season.campaign.office)
    row = worked(app, season, first_cancels(season))
    taken = take_replan(row, record=True, user=user, now=NOW)
    first, second, _third = events(season)
    n = names(season)
    assert (taken.written.changed, taken.recorded) == ([first.uid], 1)
    assert set(at(first)) == {n[1], n[2], n[3]}
    assert set(at(second)) == {n[0], n[1], n[2]}
    assert at(first)[n[3]][1] == [season.fields[0].name]
    ban = db.session.query(PlacementBan).one()
    assert (ban.event_id, ban.agency_id, ban.reason) == (first.id, season.agencies[0].id, "ill")
    assert (ban.created_by_id, ban.created_at) == (user.id, NOW)
    row = db.session.get(Proposal, row.id)
    assert (row.state, row.detail["taken_events"]) == ("taken", [first.uid])


def test_without_the_tick_nothing_is_recorded(app, season):
    row = worked(app, season, first_cancels(season))
    assert take_replan(row, record=False, now=NOW).recorded == 0
    assert db.session.query(PlacementBan).count() == 0


def test_taken_it_is_taken_once(app, season):
    row = worked(app, season, first_cancels(season))
    take_replan(row, record=True, now=NOW)
    with pytest.raises(Refused) as refused:
        take_replan(row, record=True, now=NOW)
    assert refused.value.code == "nothing_to_take"


def test_absences_and_closures_join_those_that_were_known(app, season):
    agency, venue = (
        season.agencies[0],
        factories.make_venue(season.campaign.office, season.zones[0], indoor=True),
    )
    agency_id, venue_id = agency.id, venue.id
    happened = (
        AgencyAway(agency_id, date(2023, 5, 23), LAST, "staff"),
        VenueClosed(venue_id, date(2023, 5, 23), date(2023, 5, 24), "works"),
    )
    row = worked(app, season, Wish(EVE, happened))
    agency = db.session.get(Agency, agency_id)
    before = agency.version
    from planner.agencies.services import add_absence

    add_absence(agency, DaysOff(date(2023, 6, 1), date(2023, 6, 2), "holidays"))
    assert take_replan(row, record=True, now=NOW).recorded == 2
    agency, venue = db.session.get(Agency, agency_id), db.session.get(Venue, venue_id)
    assert [(r.first_day.day, r.last_day.day, r.reason) for r in agency.absences] == [
        (23, 31, "staff"),
        (1, 2, "holidays"),
        (3, 9, "staff"),
    ]
    assert agency.version == before + 2
    assert [(r.first_day, r.last_day, r.reason) for r in venue.closures] == [
        (date(2023, 5, 23), date(2023, 5, 24), "works")
    ]


def test_what_is_recorded_already_is_not_recorded_twice(app, season):
    wish = first_cancels(season)
    take_replan(worked(app, season, wish), record=True, now=NOW)
    again = worked(app, season, Wish(EVE, wish.happenings))
    # The release is still in force, so the change is measured anew: the draft has it already.
    assert take_replan(again, record=True, now=NOW).recorded == 0
    assert db.session.query(PlacementBan).count() == 1


def test_a_fact_that_changes_nothing_can_be_recorded_alone(app, season):
    idle = season.agencies[4]
    away = (AgencyAway(idle.id, date(2023, 5, 23), LAST),)
    row = worked(app, season, Wish(EVE, away))
    with pytest.raises(Refused) as refused:
        take_replan(row, record=False, now=NOW)
    assert refused.value.code == "nothing_to_take"
    taken = take_replan(row, record=True, now=NOW)
    assert (taken.written.changed, taken.recorded) == ([], 1)
    assert db.session.get(Proposal, row.id).state == "taken"


def test_a_wish_for_an_event_is_no_fact():
    from planner.core.happenings import to_json

    wish = EventElsewhere("x", date(2023, 5, 30))
    assert facts_of({"changes": [to_json(wish), to_json(AgencyNotAt(1, "x"))]}) == (
        AgencyNotAt(1, "x"),
    )


def test_an_agency_of_another_office_is_not_touched(app, season):
    stranger = factories.make_agency(factories.make_office())
    away = (AgencyAway(stranger.id, date(2023, 5, 23), LAST),)
    row = worked(app, season, Wish(EVE, away))
    assert take_replan(row, record=True, now=NOW).recorded == 0
    assert db.session.get(Agency, stranger.id).absences == []


def test_only_changed_events_are_written_and_the_rest_of_the_draft_stays(app, season):
    first, _second, third = events(season)
    first.theme = "kept"
    third.assignments[0].booth_id = season.parks[2].booths[5].id  # drawn after the release
    db.session.commit()
    row = worked(app, season, first_cancels(season))
    taken = take_replan(row, record=True, now=NOW)
    assert taken.written.changed == [first.uid]
    first, _second, third = events(season)
    assert first.theme == "kept"
    assert at(third)[names(season)[0]][0] == "6"


def test_the_draft_of_a_changed_event_is_written_over(app, season):
    first = events(season)[0]
    first.assignments[1].booth_id = season.parks[0].booths[5].id
    db.session.commit()
    row = worked(app, season, first_cancels(season))
    take_replan(row, record=True, now=NOW)
    assert at(events(season)[0])[names(season)[1]][0] == "2"  # as released


def test_what_was_drawn_during_the_search_is_not_written_over(app, season):
    row = worked(app, season, first_cancels(season))
    first = events(season)[0]
    first.assignments[1].booth_id = season.parks[0].booths[5].id
    db.session.commit()
    with pytest.raises(Refused) as refused:
        take_replan(row, record=True, now=NOW)
    assert refused.value.code == "stale"
    assert [item.event for item in refused.value.data["changes"]] == [first.uid]
    assert db.session.query(PlacementBan).count() == 0
    assert at(events(season)[0])[names(season)[1]][0] == "6"


def test_a_change_of_another_event_is_no_hindrance(app, season):
    row = worked(app, season, first_cancels(season))
    events(season)[2].theme = "drawn meanwhile"
    third = events(season)[2]
    third.assignments[1].booth_id = season.parks[2].booths[5].id
    db.session.commit()
    assert take_replan(row, record=True, now=NOW).written.changed == [events(season)[0].uid]


@pytest.mark.parametrize(("day", "taken"), [(22, True), (23, True), (24, False)])
def test_todays_event_may_still_change_yesterdays_not(app, season, day, taken):
    row = worked(app, season, first_cancels(season))
    now = datetime(2023, 5, day, 3, tzinfo=UTC)
    if taken:
        assert take_replan(row, record=True, now=now).recorded == 1
        return
    with pytest.raises(Refused) as refused:
        take_replan(row, record=True, now=now)
    assert refused.value.code == "days_behind"
    assert db.session.query(PlacementBan).count() == 0


def test_pins_that_cannot_hold_are_given_up_the_others_stay(app, season):
    first = events(season)[0]
    first.pinned = True
    for item in first.assignments[:2]:
        item.pinned = True
    db.session.commit()
    row = worked(app, season, first_cancels(season))
    take_replan(row, record=True, now=NOW)
    first = events(season)[0]
    n = names(season)
    assert first.pinned is True
    assert {item.agency.name: item.pinned for item in first.assignments} == {
        n[1]: True,
        n[2]: False,
        n[3]: False,
    }


def test_a_pinned_event_at_a_closed_venue_moves_and_loses_its_pin(app, season):
    second = events(season)[1]
    second.pinned = True
    second.assignments[0].pinned = True
    other = factories.make_venue(season.campaign.office, season.zones[1], indoor=True)
    closed = (VenueClosed(season.parks[1].id, EVE, LAST),)
    row = worked(app, season, Wish(EVE, closed))
    assert row.detail["given_up"] == [[second.uid, None]]
    take_replan(row, record=True, now=NOW)
    second = events(season)[1]
    assert (second.venue_id, second.fallback_id, second.pinned) == (other.id, None, False)
    assert [item.pinned for item in sorted(second.assignments, key=lambda i: i.agency_id)] == [
        True,
        False,
        False,
    ]
    assert {item.booth.venue_id for item in second.assignments} == {other.id}


def test_a_draft_that_was_never_released_is_what_counts(app, office):
    season = covered(office)
    row = worked(app, season, first_cancels(season))
    assert row.detail["release"] is None
    assert take_replan(row, record=True, now=NOW).written.changed == [events(season)[0].uid]


def test_it_is_not_taken_as_other_proposals_are(app, season):
    row = worked(app, season, first_cancels(season))
    with pytest.raises(Refused) as refused:
        services.take(row, None, now=NOW)
    assert refused.value.code == "nothing_to_take"


def test_a_season_cannot_be_taken_as_a_replanning(season):
    row = services.propose(season.campaign, now=NOW)
    with pytest.raises(Refused) as refused:
        take_replan(row, record=True, now=NOW)
    assert refused.value.code == "nothing_to_take"


def test_what_an_earlier_replanning_drew_stays_where_it_is_as_good(app, season):
    """Agency 3 or a twin of it could stand in for agency 0: the draft's choice is kept."""
    office = season.campaign.office
    twin = factories.make_agency(office, tuple(season.agencies[3].fields), staff_per_day=1)
    season.campaign.agencies.append(CampaignAgency(agency=twin))
    db.session.commit()
    wish = first_cancels(season)
    row = worked(app, season, wish)
    chosen = {item.agency for item in services.plan_of(row).events[0].assign}
    other = twin if twin.id not in chosen else season.agencies[3]
    first = events(season)[0]
    db.session.delete(first.assignments[0])
    db.session.commit()
    factories.make_assignment(
        events(season)[0], other, season.parks[0].booths[0], (season.fields[0],)
    )
    again = worked(app, season, wish)
    assert other.id in {item.agency for item in services.plan_of(again).events[0].assign}
    assert again.detail["distance"] == row.detail["distance"]
