"""Releasing a draft: what is frozen, what is refused, what a second release says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask_babel import force_locale

from planner.campaigns.queries import latest_release, latest_releases, list_releases, season_of
from planner.campaigns.releases import (
    check_release,
    preview_release,
    register_extras,
    release,
)
from planner.campaigns.snapshots import _providers
from planner.core.release import Extra
from planner.errors import Refused
from planner.extensions import db
from tests import factories as make
from tests.campaigns.season import Season, make_season


@pytest.fixture
def season(office: Any) -> Iterator[Season]:
    with force_locale("en"):
        yield make_season(office)


def test_the_first_release_freezes_the_draft(season: Season, now: datetime) -> None:
    user = make.make_user(season.office)
    row = release(season.loaded(), user, now, "First")
    assert (row.number, row.note, row.created_by_id, row.created_at) == (1, "First", user.id, now)
    assert row.findings == []
    assert [change["kind"] for change in row.difference] == ["event_added", "event_added"]
    db.session.expire_all()
    frozen = season_of(latest_release(season.campaign.id))
    assert (frozen.campaign.slug, frozen.campaign.office) == ("seocho-2023", season.office.name)
    assert [zone.name for zone in frozen.zones] == ["반포권역", "서초권역"]
    first, second = frozen.events
    assert (first.day, first.venue.name, first.zone.name) == (
        date(2023, 5, 23), "싸리재공원", "반포권역",
    )  # fmt: skip
    assert first.fallback is not None and first.fallback.name == "서초1동주민센터"
    assert [(p.name, p.booth, p.fields[0].code) for p in first.placements] == [
        ("신용회복위원회", "1", "finance"),
        ("주거복지센터", "2", "housing"),
    ]
    assert [field.code for field in second.fields] == ["finance", "housing"]
    assert first.created_at == first.changed_at == now


def test_a_release_never_follows_the_draft(season: Season, now: datetime) -> None:
    release(season.loaded(), None, now)
    season.events[0].day = date(2023, 5, 26)
    db.session.commit()
    frozen = season_of(latest_release(season.campaign.id))
    assert frozen.events[0].day == date(2023, 5, 23)


def test_a_second_release_says_what_changed(season: Season, now: datetime) -> None:
    release(season.loaded(), None, now)
    season.events[0].day = date(2023, 5, 25)
    db.session.delete(season.events[1])
    season.campaign.events_wanted = 1
    db.session.commit()
    db.session.expire_all()
    preview = preview_release(season.loaded(), now + timedelta(days=1))
    assert (preview.number, [c.kind for c in preview.changes]) == (2, ["event_cancelled", "day"])
    row = release(season.loaded(), None, now + timedelta(days=1))
    assert row.number == 2
    assert [item["code"] for item in row.findings] == ["H07"]
    assert [(e.status, e.sequence) for e in season_of(row).events] == [
        ("cancelled", 1),
        ("planned", 1),
    ]
    assert [r.number for r in list_releases(season.campaign.id)] == [2, 1]
    assert [r.number for r in latest_releases(season.office.id)] == [2]
    assert latest_releases(make.make_office().id) == []


def test_nothing_new_is_not_released_again(season: Season, now: datetime) -> None:
    release(season.loaded(), None, now)
    with pytest.raises(Refused) as refused:
        release(season.loaded(), None, now + timedelta(days=1))
    assert refused.value.code == "nothing_new"


def test_an_empty_season_is_not_released(office: Any, now: datetime) -> None:
    campaign = make.make_campaign(office)
    from planner.campaigns.bridge import load_campaign

    with pytest.raises(Refused) as refused:
        release(load_campaign(office.id, campaign.id), None, now)
    assert refused.value.code == "no_events"


def test_rules_forbid_a_release(season: Season, now: datetime) -> None:
    season.events[0].fallback_id = None
    db.session.commit()
    db.session.expire_all()
    assert [finding.code for finding in check_release(season.loaded())] == ["H04"]
    with pytest.raises(Refused) as refused:
        release(season.loaded(), None, now)
    assert (refused.value.code, refused.value.data["count"]) == ("blocked", 1)
    assert latest_release(season.campaign.id) is None


def test_other_areas_add_their_booths(season: Season, now: datetime) -> None:
    robot = Extra("experience", "AI 돌봄로봇", "AI care robot", "5")

    def provider(campaign_id: int) -> dict[int, tuple[Extra, ...]]:
        return {season.events[0].id: (robot,)} if campaign_id == season.campaign.id else {}

    register_extras(provider)
    register_extras(provider)
    try:
        frozen = season_of(release(season.loaded(), None, now))
    finally:
        _providers.remove(provider)
    assert [event.extras for event in frozen.events] == [(robot,), ()]


def test_releasing_costs_the_same_for_any_number_of_events(
    season: Season, now: datetime, count_queries: Any
) -> None:
    def cost() -> int:
        db.session.expire_all()
        with count_queries() as statements:
            campaign = season.loaded()
            check_release(campaign)
            preview_release(campaign, now)
        return len(statements)

    before = cost()
    for n in range(3):
        event = make.make_event(season.campaign, season.hall, date(2023, 5, 30 - n))
        make.make_assignment(event, season.agencies[0], season.hall.booths[3], (season.fields[0],))
    assert cost() == before
