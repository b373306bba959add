"""The plan in force: a release as a plan, and rules as wide as it needs them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from planner.core.in_force import STRANGE, as_in_force, in_force, plan_of_season
from planner.core.plan import Placement, Plan, PlanEvent
from planner.core.problem import Kits
from planner.core.release import (
    CampaignFacts,
    FieldFacts,
    ReleasedEvent,
    ReleasedPlacement,
    ReleasedSeason,
    VenueFacts,
    ZoneFacts,
)
from planner.core.rules import check_plan
from tests.core.small import change_event, codes, small_plan, small_problem

PROBLEM, PLAN = small_problem(), small_plan()


def released(uid="a", **values) -> ReleasedEvent:
    return ReleasedEvent(
        **{
            "uid": uid,
            "id": 1,
            "day": date(2024, 2, 2),
            "starts_at": time(10),
            "ends_at": time(16),
            "status": "planned",
            "zone": ZoneFacts(11, "Oak south"),
            "venue": VenueFacts(21, "Park"),
            "fallback": VenueFacts(20, "Hall", indoor=True),
            "placements": (
                ReleasedPlacement(
                    "a-31", 31, "Band", booth="B2", fields=(FieldFacts(1, "d", "D"),)
                ),
                ReleasedPlacement("a-32", 32, "Calm"),
                ReleasedPlacement("a-30", 30, "Aid", status="cancelled"),
            ),
            **values,
        }
    )


def plan_from(*events) -> Plan:
    season = ReleasedSeason(CampaignFacts(1, "small", "Small"), events=events)
    return plan_of_season(PROBLEM, season, {(21, "B2"): 1, (20, "B2"): 2})


def test_a_release_becomes_a_plan():
    assert plan_from(released(), released("b", status="cancelled")) == Plan(
        "small",
        (PlanEvent("a", 5, 1, 21, 20, (Placement(31, 1, (1,)), Placement(32, -32, ()))),),
    )


def test_under_the_rain_plan_the_event_stands_indoors():
    event = plan_from(released(use_fallback=True)).events[0]
    assert (event.venue, event.fallback, event.assign[0].booth) == (20, None, 2)


def test_a_booth_that_is_no_longer_known_is_none():
    event = plan_from(released(venue=VenueFacts(99, "Gone"))).events[0]
    assert (event.venue, event.assign[0].booth) == (99, -31)


def test_the_draft_cancels_adds_and_puts_off():
    draft = Plan("small", (
        replace(PLAN.events[0], day=6),  # was on day 1, put off
        replace(PLAN.events[1], venue=21),  # changed, not released
        PlanEvent("new", 5, 9, 20),
    ))  # fmt: skip
    found = in_force(PLAN, draft, {"c"}, now=2)
    assert found.events == (draft.events[0], PLAN.events[1], draft.events[2])
    assert in_force(PLAN, draft, {"c"}, now=0).event_by_id()["a"] == PLAN.events[0]


def test_an_event_that_the_draft_has_lost_stays_in_force():
    assert in_force(PLAN, Plan("small"), (), 0).event_by_id() == PLAN.event_by_id()


def test_a_sound_plan_leaves_the_rules_but_the_number_of_events():
    assert as_in_force(PROBLEM, PLAN) == PROBLEM


def test_what_was_released_with_warnings_breaks_nothing():
    crowded = Plan("small", (
        replace(PLAN.events[0], day=3),
        replace(PLAN.events[1], day=3, venue=21, fallback=20, assign=()),
    ))  # fmt: skip
    strict = replace(PROBLEM, kits=Kits(1, 2), allowed="0" * 12)
    assert {"H01", "H02", "H05", "H06", "H07", "H09"} <= set(codes(check_plan(strict, crowded)))
    wide = as_in_force(strict, crowded, open_days=[3])
    broken = set(codes(check_plan(wide, crowded)))
    assert not broken & {"H01", "H02", "H05", "H06", "H07", "H08", "H09"}
    district = wide.district_by_id[5]
    assert (district.events, district.min_gap, wide.kits.pool) == (2, 0, 2)
    assert [(z.id, z.min, z.max) for z in wide.zones] == [(10, 0, 2), (11, 0, 2), (12, 0, 1)]


def test_a_lost_venue_is_known_by_name_and_never_open():
    lost = change_event(PLAN, "b", venue=77)
    wide = as_in_force(PROBLEM, lost, names={77: "Old hall"})
    venue = wide.venue_by_id[77]
    assert (venue.name, venue.zone, venue.avail) == ("Old hall", STRANGE, "0" * 12)
    assert wide.zone_by_id[STRANGE].max == 1
    assert "H03" in codes(check_plan(wide, lost))
