"""Re-planning worked on for real: what is measured, what holds, what is stored."""

from __future__ import annotations

from datetime import date

import pytest

from planner.agencies.models import AgencyAbsence
from planner.booths.models import ExtraBooth
from planner.campaigns.models import ClosedDay, PlacementBan
from planner.core.happenings import AgencyAway, AgencyNotAt, EventElsewhere, VenueClosed
from planner.core.rules import check_plan, check_replan
from planner.extensions import db
from planner.jobs import replanning, solving
from planner.proposals.replan_input import published_of, question_of
from planner.proposals.replan_services import Wish
from planner.proposals.services import plan_of
from tests import factories
from tests.proposals.replanning import EVE, NOW, covered, events, first_cancels, released, worked

MAY_29 = date(2023, 5, 29)  # a substitute holiday, a Monday


@pytest.fixture
def season(office):
    return released(office)


def goals(row):
    return [(goal["name"], goal["value"], goal["proven"]) for goal in row.detail["reached"]]


def sound(row):
    question, plan = question_of(row), plan_of(row)
    assert check_replan(question.task, plan) == ()
    assert check_plan(question.problem, plan) == ()
    return plan.event_by_id()


def who(event):
    return {item.agency: item.fields for item in event.assign}


def test_who_cancels_is_replaced_and_no_fewer_changes_will_do(app, season):
    first, second, third = (row.uid for row in events(season))
    row = worked(app, season, first_cancels(season))
    assert (row.kind, row.state, row.outcome) == ("replan", "done", "optimal")
    assert goals(row)[:2] == [("uncovered", 0, True), ("distance", 6, True)]
    assert (row.detail["distance"], row.detail["release"]) == (6, 1)
    after, before = sound(row), published_of(row).event_by_id()
    a, f = [x.id for x in season.agencies], [x.id for x in season.fields]
    assert who(after[first]) == {a[1]: (f[1],), a[2]: (f[2],), a[3]: (f[0],)}
    assert (after[second], after[third]) == (before[second], before[third])
    assert row.score == row.terms["reach"] + row.terms["vuln"] + 10 * row.terms["load"]


def test_nothing_happened(app, season):
    row = worked(app, season, Wish(EVE))
    assert goals(row)[:2] == [("uncovered", 0, True), ("distance", 0, True)]
    assert plan_of(row).event_by_id() == published_of(row).event_by_id()


def test_absences_that_are_recorded_count_without_being_typed(app, season):
    absence = AgencyAbsence(first_day=date(2023, 5, 24), last_day=date(2023, 5, 25))
    season.agencies[1].absences.append(absence)
    db.session.commit()
    row = worked(app, season, Wish(EVE))
    after = sound(row)
    gone = [season.agencies[1].id in who(after[event.uid]) for event in events(season)]
    assert gone == [True, False, False]
    assert row.detail["distance"] == 12


def test_the_rest_of_the_season(app, season):
    away = AgencyAway(season.agencies[2].id, date(2023, 5, 23), date(2023, 6, 9))
    row = worked(app, season, Wish(EVE, (away,)))
    assert all(season.agencies[2].id not in who(event) for event in sound(row).values())
    # Nobody else has a hand free for field 2 but agency 4 and 1, so each event gets another.
    assert goals(row)[:2] == [("uncovered", 0, True), ("distance", 18, True)]


def test_a_closed_venue_moves_its_event_only(app, season):
    park = season.parks[1]
    other = factories.make_venue(season.campaign.office, season.zones[1], indoor=True)
    row = worked(app, season, Wish(EVE, (VenueClosed(park.id, EVE, date(2023, 6, 9)),)))
    first, second, third = (event.uid for event in events(season))
    after, before = sound(row), published_of(row).event_by_id()
    assert (after[second].day, after[second].venue) == (2, other.id)
    assert row.detail["distance"] == 15
    assert (after[first], after[third]) == (before[first], before[third])
    assert row.detail["stuck"] == [second]


def test_a_closed_venue_without_another_in_its_zone_is_told_as_rules(app, season):
    row = worked(app, season, Wish(EVE, (VenueClosed(season.parks[1].id, EVE, date(2023, 6, 9)),)))
    assert (row.outcome, row.plan) == ("infeasible", None)
    codes = {item["code"] for item in row.detail["conflicts"]}
    assert codes == {"H03", "H07"}
    assert row.detail["give_up"]


def test_an_event_that_has_to_be_on_another_day(app, season):
    third = events(season)[2]
    wish = Wish(EVE, (EventElsewhere(third.uid, date(2023, 5, 30), None),))
    row = worked(app, season, wish)
    moved = sound(row)[third.uid]
    assert (moved.day, moved.venue) == (8, third.venue_id)
    assert row.detail["distance"] == 40


def test_a_public_holiday_may_be_wished_for(app, season):
    third = events(season)[2]
    row = worked(app, season, Wish(EVE, (EventElsewhere(third.uid, MAY_29, None),)))
    assert sound(row)[third.uid].day == 7


def test_events_in_force_on_a_holiday_stay(app, office):
    season = covered(office)
    events(season)[2].day = MAY_29
    db.session.commit()
    row = worked(app, season, first_cancels(season))
    assert row.detail["release"] is None
    assert row.detail["distance"] == 6


def test_a_closed_day_of_the_office_moves_the_event(app, season):
    season.campaign.closed_days.append(ClosedDay(day=date(2023, 5, 25), name="works"))
    db.session.commit()
    row = worked(app, season, Wish(EVE))
    third = events(season)[2]
    assert row.detail["stuck"] == [third.uid]
    assert sound(row)[third.uid].day != 3


def test_without_a_pinned_schedule_events_move_where_that_covers_more(app, season):
    """Nobody can stand in for field 0 on Tuesday, on another day agency 3 can."""
    first = events(season)[0]
    tuesday = date(2023, 5, 23)
    for agency in (season.agencies[2], season.agencies[3]):
        agency.absences.append(AgencyAbsence(first_day=tuesday, last_day=tuesday))
    db.session.commit()
    gone = (AgencyNotAt(season.agencies[0].id, first.uid),)
    stays = worked(app, season, Wish(EVE, gone))
    assert goals(stays)[0] == ("uncovered", 1, True)
    free = worked(app, season, Wish(EVE, gone, pin_schedule=False))
    assert goals(free)[0] == ("uncovered", 0, True)
    assert sound(free)[first.uid].day != 1
    listed = worked(app, season, Wish(EVE, gone, movable=(first.uid,)))
    assert goals(listed) == goals(free)


def test_goals_in_another_order(app, season):
    wish = first_cancels(season)
    wish = Wish(wish.as_of, wish.happenings, goals=("distance", "uncovered", "score"))
    row = worked(app, season, wish)
    assert goals(row)[:2] == [("distance", 3, True), ("uncovered", 1, True)]


def test_bans_and_pins_hold(app, season):
    first = events(season)[0]
    pinned = first.assignments[1]
    pinned.pinned = True
    season.campaign.bans.append(
        PlacementBan(event_id=first.id, agency_id=season.agencies[3].id, created_at=NOW)
    )
    db.session.commit()
    row = worked(app, season, first_cancels(season))
    after = sound(row)[first.uid]
    assert season.agencies[3].id not in who(after)
    stays = next(item for item in after.assign if item.agency == pinned.agency_id)
    assert stays.booth == pinned.booth_id
    assert goals(row)[0] == ("uncovered", 0, True)  # agency 2 changes its field instead


def test_a_pinned_agency_that_cancels_is_named(app, season):
    first = events(season)[0]
    first.assignments[0].pinned = True
    db.session.commit()
    row = worked(app, season, first_cancels(season))
    assert row.detail["given_up"] == [[first.uid, season.agencies[0].id]]
    assert row.detail["distance"] == 6


def test_booths_of_others_are_left_to_them(app, season):
    first = events(season)[0]
    held = {item.booth_id for item in first.assignments}
    free = [booth for booth in season.parks[0].booths if booth.id not in held]
    for booth in (*free[:-1], season.parks[0].booths[0]):
        db.session.add(ExtraBooth(event_id=first.id, booth_id=booth.id, name="Care robot"))
    db.session.commit()
    row = worked(app, season, first_cancels(season))
    booths = {item.agency: item.booth for item in sound(row)[first.uid].assign}
    assert booths[season.agencies[3].id] == free[-1].id


def test_what_is_past_stays(app, season):
    first = events(season)[0]
    wish = Wish(date(2023, 5, 23), (AgencyAway(season.agencies[0].id, EVE, date(2023, 6, 9)),))
    row = worked(app, season, wish)
    assert row.detail["past"] == [first.uid]
    after = plan_of(row).event_by_id()
    assert after[first.uid] == published_of(row).event_by_id()[first.uid]
    assert row.detail["distance"] == 12


def test_the_release_is_in_force_not_the_draft(app, season):
    first, second, third = events(season)
    first.assignments[0].booth_id = season.parks[0].booths[5].id  # drawn, not released
    second.status = "cancelled"
    db.session.commit()
    row = worked(app, season, first_cancels(season))
    published = published_of(row).event_by_id()
    assert {item.booth for item in published[first.uid].assign} == {
        booth.id for booth in season.parks[0].booths[:3]
    }
    assert set(published) == {first.uid, third.uid}
    assert row.outcome == "optimal"


def test_a_wish_that_fails_by_itself_is_told(app, season):
    third = events(season)[2]
    sunday = date(2023, 5, 28)
    row = worked(app, season, Wish(EVE, (EventElsewhere(third.uid, sunday, None),)))
    assert (row.state, row.outcome, row.plan) == ("done", "infeasible", None)
    assert [item["code"] for item in row.detail["conflicts"]] == ["H02"]


def test_wishes_that_cannot_hold_together_name_the_rules(app, season):
    """Two events on one day: the season wants them a day apart."""
    _first, second, third = events(season)
    wish = Wish(EVE, (EventElsewhere(third.uid, second.day, None),))
    row = worked(app, season, wish)
    assert row.outcome == "infeasible"
    codes = {item["code"] for item in row.detail["conflicts"]}
    assert "H05" in codes
    assert row.detail["give_up"]


def test_stopped_at_once_there_is_no_plan(app, season, monkeypatch):
    def stopped(question, goals, seconds, on_progress, should_stop):
        return replanning.replan(question.task, seconds=seconds, should_stop=lambda: True)

    monkeypatch.setattr(solving.replanning, "search", stopped)
    row = worked(app, season, first_cancels(season))
    assert (row.state, row.outcome, row.plan) == ("done", "out_of_time", None)
    assert row.detail["reached"] == []


def test_an_error_fails_the_proposal_with_a_reason(app, season, monkeypatch):
    def broken(*args, **values):
        raise RuntimeError("a solver's fault")

    monkeypatch.setattr(solving.replanning, "search", broken)
    row = worked(app, season, first_cancels(season))
    assert (row.state, row.detail["error"]) == ("failed", "crashed")
