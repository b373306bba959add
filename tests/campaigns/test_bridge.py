"""A campaign as a problem, its draft as a plan, and a plan written into the draft."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from werkzeug.exceptions import NotFound

from planner.agencies.models import AgencyPair
from planner.campaigns.bridge import build_plan, build_problem, load_campaign, plan_to_draft
from planner.campaigns.models import ClosedDay
from planner.campaigns.snapshots import draft_season
from planner.core import formats
from planner.core.difference import plan_difference
from planner.core.metres import local_metres
from planner.core.plan import Placement, Plan, PlanEvent
from planner.core.rules import check_plan
from planner.extensions import db
from tests import factories
from tests.campaigns.seasons import absent, close, draft, make_season


@pytest.fixture
def season(office):
    return make_season(office)


def loaded(season):
    db.session.expire_all()
    return load_campaign(season.campaign.office_id, season.campaign.id)


def test_another_offices_campaign_is_not_found(season):
    with pytest.raises(NotFound):
        load_campaign(factories.make_office().id, season.campaign.id)


def test_problem_holds_the_season(season, office):
    campaign = loaded(season)
    campaign.closed_days.append(ClosedDay(day=date(2023, 5, 24)))
    problem = build_problem(campaign)
    assert (problem.name, problem.start, problem.days) == (campaign.slug, date(2023, 5, 22), 19)
    assert problem.allowed == "1101100" + "1111100" + "11111"
    assert problem.weekend == "0000011" + "0000011" + "00000"
    assert problem.rain == (30,) * 19
    assert [(d.id, d.events, d.min_gap) for d in problem.districts] == [(office.id, 3, 1)]
    assert [zone.id for zone in problem.zones] == [zone.id for zone in season.zones]
    assert [field.id for field in problem.fields] == [field.id for field in season.fields]
    park = problem.venue_by_id[season.parks[1].id]
    assert park.reach == (110, 50)
    assert park.fallbacks == (season.hall.id,)
    assert len(park.booths) == 6
    assert problem.weights.uncovered == 1000


def test_holidays_are_left_out_only_when_asked_and_not_under_a_pinned_event(season):
    holiday = (date(2023, 5, 29) - season.campaign.starts_on).days  # substitute for Buddha's day
    campaign = loaded(season)
    assert build_problem(campaign).allowed[holiday] == "1"
    assert build_problem(campaign, holidays_forbid=True).allowed[holiday] == "0"
    factories.make_event(campaign, season.parks[0], date(2023, 5, 29), pinned=True)
    assert build_problem(loaded(season), holidays_forbid=True).allowed[holiday] == "1"


def test_availability_of_venues_and_agencies(season):
    close(season.parks[0], date(2023, 5, 23))
    season.parks[0].open_weekdays = "0111111"
    absent(season.agencies[0], date(2023, 5, 20), date(2023, 5, 22))
    season.agencies[1].weekdays = "0000100"
    db.session.commit()
    problem = build_problem(loaded(season))
    assert problem.venue_by_id[season.parks[0].id].avail == "0011111" + "0111111" + "01111"
    assert problem.agency_by_id[season.agencies[0].id].avail == "0" + "1" * 18
    assert problem.agency_by_id[season.agencies[1].id].avail == "0000100" + "0000100" + "00001"


def test_a_dong_is_reached_within_700_metres_of_its_zone(season):
    covers = {venue.id: venue.covers for venue in build_problem(loaded(season)).venues}
    assert covers[season.parks[0].id] == (season.dongs[0].id,)
    assert covers[season.hall.id] == (season.dongs[0].id,)  # 445 m away
    season.hall.lat = 37.487  # 778 m
    db.session.commit()
    covers = {venue.id: venue.covers for venue in build_problem(loaded(season)).venues}
    assert covers[season.hall.id] == ()


def test_without_coordinates_a_venue_reaches_its_own_dong(season):
    season.hall.lat = season.hall.lon = None
    season.hall.dong_id = season.dongs[0].id
    db.session.commit()
    problem = build_problem(loaded(season))
    assert problem.venue_by_id[season.hall.id].covers == (season.dongs[0].id,)


def test_metres_of_a_hundredth_of_a_degree():
    assert local_metres((37.48, 127.0), (37.49, 127.01)) == (882, 1112)


def test_a_fallback_outside_the_zones_is_known_but_never_visited(season, office):
    other = factories.make_zone(office)
    far = factories.make_venue(office, other, indoor=True)
    park = factories.make_venue(office, season.zones[0], fallbacks=(far,))
    problem = build_problem(loaded(season))
    assert problem.venue_by_id[park.id].fallbacks == (far.id,)
    assert (problem.zone_by_id[other.id].max, problem.zone_by_id[other.id].target) == (0, 0)
    assert formats.problem_from(formats.problem_to(problem)) == problem


def test_inactive_rows(season):
    season.agencies[0].active = False
    season.parks[0].active = False
    db.session.commit()
    problem = build_problem(loaded(season))
    assert season.agencies[0].id not in problem.agency_by_id
    assert season.parks[0].id not in problem.venue_by_id
    factories.make_event(season.campaign, season.parks[0], date(2023, 5, 23))
    problem = build_problem(loaded(season))
    assert problem.venue_by_id[season.parks[0].id].avail == "0" * 19


def test_pairs_of_agencies(season, office):
    first, second, third = (agency.id for agency in season.agencies[:3])
    for kind, pair in (("conflict", (first, second)), ("not_adjacent", (second, third))):
        row = AgencyPair(office_id=office.id, kind=kind, first_id=pair[0], second_id=pair[1])
        db.session.add(row)
    db.session.commit()
    problem = build_problem(loaded(season))
    assert problem.conflicts == ((first, second),)
    assert problem.not_adjacent == ((second, third),)
    season.agencies[0].active = False
    db.session.commit()
    assert build_problem(loaded(season)).conflicts == ()


@pytest.mark.parametrize(
    ("day", "last"),
    [(None, None), (date(2023, 5, 21), -1), (date(2022, 11, 2), -201),
     (date(2023, 5, 22), None), (date(2023, 6, 1), None)],
)  # fmt: skip
def test_the_last_visit_lies_before_the_season(season, day, last):
    season.campaign.zones[0].last_visit = day
    db.session.commit()
    assert build_problem(loaded(season)).zones[0].last == last


def test_weights_of_the_campaign(season):
    season.campaign.weights = {"load": 3, "unknown": 9}
    db.session.commit()
    weights = build_problem(loaded(season)).weights
    assert (weights.load, weights.reach) == (3, 1)


def test_taken_booths_are_left_out_but_for_a_pinned_agency(season):
    draft(season)
    campaign = loaded(season)
    event = campaign.events[0]
    first, second = (booth.id for booth in season.parks[0].booths[:2])
    problem = build_problem(campaign, taken_booths={event.uid: {first}})
    booths = {booth.id for booth in problem.venue_by_id[event.venue_id].booths}
    assert first not in booths and second in booths and len(booths) == 5
    event.assignments[0].pinned = True
    again = build_problem(campaign, taken_booths={"another event": {first}})
    assert first in {booth.id for booth in again.venue_by_id[event.venue_id].booths}


def test_problem_survives_the_exchange_format(season):
    draft(season)
    problem = build_problem(loaded(season))
    assert formats.read_problem(formats.write_problem(problem)) == problem


def test_plan_of_the_draft_is_sound_and_written_back_changes_nothing(season, now):
    draft(season)
    campaign = loaded(season)
    plan = build_plan(campaign)
    assert check_plan(build_problem(campaign), plan) == ()
    versions = [event.version for event in campaign.events]
    written = plan_to_draft(campaign, formats.read_plan(formats.write_plan(plan)), now=now)
    assert (written.created, written.changed, written.cancelled) == ([], [], [])
    assert build_plan(loaded(season)) == plan
    assert [event.version for event in campaign.events] == versions


def test_incomplete_events_stay_visible_to_the_rules(season):
    event = factories.make_event(season.campaign, season.parks[0], date(2023, 5, 23))
    for agency in season.agencies[:2]:
        factories.make_assignment(event, agency, None, (agency.fields[0],))
    campaign = loaded(season)
    plan = build_plan(campaign)
    found = check_plan(build_problem(campaign), plan, ["H04", "H13"])
    assert [(item.code, item.data["reason"]) for item in found] == [
        ("H04", "missing"),
        ("H13", "unknown"),
        ("H13", "unknown"),
    ]
    assert formats.plan_from(formats.plan_to(plan)) == plan


def test_cancelled_events_only_when_asked(season):
    draft(season)
    campaign = loaded(season)
    campaign.events[0].status = "cancelled"
    assert len(build_plan(campaign).events) == 2
    assert len(build_plan(campaign, include_cancelled=True).events) == 3


def test_a_plan_moves_makes_and_cancels_events(season, now):
    draft(season)
    campaign = loaded(season)
    first, second, third = build_plan(campaign).events
    booths = [booth.id for booth in season.parks[0].booths]
    swapped = replace(
        first,
        day=8,
        assign=(
            replace(first.assign[0], booth=booths[1]),
            replace(first.assign[1], booth=booths[0]),
            Placement(season.agencies[4].id, booths[2], (season.agencies[4].fields[1].id,)),
        ),
    )
    fresh = PlanEvent(str(uuid.uuid4()), first.district, 4, season.hall.id)
    written = plan_to_draft(campaign, Plan(campaign.slug, (swapped, second, fresh)), now=now)
    db.session.commit()
    assert written.created == [fresh.id]
    assert written.changed == [first.id]
    assert written.cancelled == [third.id]
    plan = build_plan(loaded(season))
    by_id = plan.event_by_id()
    assert plan_difference(Plan("", (swapped, second, fresh)), Plan("", plan.events)) == ()
    assert by_id[first.id].day == 8
    row = next(event for event in loaded(season).events if event.uid == third.id)
    assert (row.status, row.version, len(row.assignments)) == ("cancelled", 2, 2)


def test_only_chosen_events_are_taken_and_left_ones_left(season, now):
    draft(season)
    campaign = loaded(season)
    first, second, third = build_plan(campaign).events
    moved = Plan(campaign.slug, (replace(first, day=9), replace(second, day=10)))
    written = plan_to_draft(campaign, moved, now=now, only={first.id, second.id}, leave={first.id})
    assert (written.changed, written.cancelled) == ([second.id], [])
    assert [event.day.isoformat() for event in campaign.events] == [
        "2023-05-23",
        "2023-06-01",
        "2023-05-25",
    ]
    assert third.id in build_plan(campaign).event_by_id()


def test_pins_stay(season, now):
    draft(season)
    campaign = loaded(season)
    campaign.events[0].pinned = True
    campaign.events[1].assignments[0].pinned = True
    db.session.commit()
    first, second, _third = build_plan(campaign).events
    plan = Plan(campaign.slug, (replace(second, day=12, assign=()),))
    written = plan_to_draft(campaign, plan, now=now)
    assert written.changed == [second.id]
    after = build_plan(loaded(season)).event_by_id()
    assert after[first.id] == first
    assert (after[second.id].day, after[second.id].assign) == (second.day, second.assign[:1])


def test_a_booth_held_by_others_is_not_given_away(season, now):
    draft(season)
    campaign = loaded(season)
    event = build_plan(campaign).events[0]
    booth = season.parks[0].booths[3].id
    plan = Plan(campaign.slug, (replace(event, assign=(replace(event.assign[0], booth=booth),)),))
    plan_to_draft(campaign, plan, now=now, only={event.id}, taken_booths={event.id: {booth}})
    assert campaign.events[0].assignments[0].booth_id is None


def test_loading_takes_as_many_queries_for_three_zones_as_for_one(office, count_queries):
    seasons = [make_season(office, zones=zones) for zones in (1, 3)]
    for season in seasons:
        draft(season)
    asked = [(season.campaign.office_id, season.campaign.id) for season in seasons]
    counts = []
    for ids in asked:
        db.session.expunge_all()
        with count_queries() as statements:
            campaign = load_campaign(*ids)
            build_problem(campaign)
            build_plan(campaign)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 30


def test_with_the_rain_plan_on_the_event_is_planned_and_released_indoors(office):
    zone = factories.make_zone(office)
    hall = factories.make_venue(office, zone, indoor=True)
    park = factories.make_venue(office, zone, fallbacks=(hall,))
    field = factories.make_field(office)
    agency = factories.make_agency(office, (field,))
    campaign = factories.make_campaign(office, zones=(zone,), fields=(field,), agencies=(agency,))
    event = factories.make_event(campaign, park, date(2023, 5, 23), fallback_id=hall.id)
    row = factories.make_assignment(event, agency, park.booths[0], (field,))
    event.use_fallback = True
    db.session.commit()
    planned = build_plan(load_campaign(office.id, campaign.id)).events[0]
    assert (planned.venue, planned.fallback) == (hall.id, None)
    released = draft_season(load_campaign(office.id, campaign.id)).events[0].placements[0]
    assert released.booth is None  # an outdoor number means nothing indoors
    row.booth_id = hall.booths[2].id
    db.session.commit()
    loaded = load_campaign(office.id, campaign.id)
    assert check_plan(build_problem(loaded), build_plan(loaded)) == ()
    assert draft_season(loaded).events[0].placements[0].booth == hall.booths[2].number
    plan_to_draft(loaded, build_plan(loaded), now=factories.CREATED)
    assert (event.venue_id, event.fallback_id, event.use_fallback) == (park.id, hall.id, True)


@pytest.mark.parametrize("day", [1, 5])
def test_a_plan_that_holds_an_event_outdoors_switches_its_rain_plan_off(season, now, day):
    draft(season)
    season.campaign.events[0].use_fallback = True
    db.session.commit()
    campaign = loaded(season)
    event = campaign.events[0]
    planned = build_plan(campaign).events[0]
    wanted = replace(planned, day=day, venue=event.venue_id, fallback=event.fallback_id, assign=())
    written = plan_to_draft(campaign, Plan(campaign.slug, (wanted,)), now=now, only={event.uid})
    assert (written.changed, event.use_fallback) == ([event.uid], False)
    assert build_plan(loaded(season)).event_by_id()[event.uid] == wanted


def test_a_cancelled_event_comes_back_where_the_rain_plan_had_put_it(season, now):
    draft(season)
    season.campaign.events[0].use_fallback = True
    db.session.commit()
    campaign = loaded(season)
    plan = build_plan(campaign)
    campaign.events[0].status = "cancelled"
    db.session.commit()
    plan_to_draft(campaign, plan, now=now)
    event = campaign.events[0]
    assert (event.status, event.use_fallback, event.venue_id) == (
        "planned",
        True,
        season.parks[0].id,
    )
    assert build_plan(loaded(season)) == plan
