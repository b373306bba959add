"""What a resident is told of a season at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core import residents
from tests.feeds.seasons import UIDS, change, draft, placement


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (datetime(2023, 5, 23, 9, 59), "coming"),
        (datetime(2023, 5, 23, 10, 0), "running"),
        (datetime(2023, 5, 23, 15, 59), "running"),
        (datetime(2023, 5, 23, 16, 0), "over"),
    ],
)
def test_the_state_of_an_event(at, state):
    event = draft().events[0]
    assert residents.state_of(event, at) == state
    assert residents.state_of(replace(event, status="cancelled"), at) == "cancelled"


@pytest.mark.parametrize(
    ("at", "uid"),
    [
        (datetime(2023, 5, 1), UIDS[0]),
        (datetime(2023, 5, 23, 12), UIDS[0]),
        (datetime(2023, 5, 23, 16), UIDS[1]),
        (datetime(2023, 5, 24, 15), None),
    ],
)
def test_the_next_event(at, uid):
    found = residents.next_event(draft(), at)
    assert (found.uid if found else None) == uid


def test_a_cancelled_event_is_never_next():
    season = change(draft(), 0, status="cancelled")
    assert residents.next_event(season, datetime(2023, 5, 1)).uid == UIDS[1]


@given(st.integers(-10_000, 10_000))
def test_states_only_go_forward(minutes):
    event = draft().events[0]
    at = datetime(2023, 5, 23, 12) + timedelta(minutes=minutes)
    order = ["coming", "running", "over"]
    later = residents.state_of(event, at + timedelta(minutes=1))
    assert order.index(residents.state_of(event, at)) <= order.index(later)


def test_the_table_of_fields():
    rows = residents.field_table(draft())
    assert [(row.field.code, row.offered) for row in rows] == [
        ("debt", (True, False)),
        ("jobs", (True, True)),
    ]
    without_first = residents.field_table(change(draft(), 0, status="cancelled"))
    assert [(row.field.code, row.offered) for row in without_first] == [("jobs", (True,))]


def test_the_offers_of_an_event():
    event = draft(1, 2).events[0]
    sponsor = placement(event.uid, 3, fields=())
    gone = placement(event.uid, 4, status="cancelled")
    event = replace(event, placements=(*event.placements, sponsor, gone))
    offers = residents.field_offers(event)
    assert [(row.field.code, [item.agency_id for item in row.agencies]) for row in offers] == [
        ("debt", [1, 2])
    ]
    assert residents.other_agencies(event) == [sponsor]
