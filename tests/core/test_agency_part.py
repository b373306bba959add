"""A season through one agency's eyes, and what changed in it for that agency alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

from planner.core.agency_part import Part, changes_for, parts_of
from planner.core.release import (
    CampaignFacts,
    Extra,
    FieldFacts,
    ReleasedEvent,
    ReleasedPlacement,
    ReleasedSeason,
    VenueFacts,
    ZoneFacts,
    placement_uid,
    stamp,
)

NOW = datetime(2026, 5, 1, tzinfo=UTC)
LATER = datetime(2026, 5, 2, tzinfo=UTC)
LAW = FieldFacts(1, "law", "법률")
PARK, HALL = VenueFacts(1, "공원"), VenueFacts(2, "회관", indoor=True)
BANK, CLINIC = 7, 8


def placement(event: str, agency: int, booth: str | None = "1") -> ReleasedPlacement:
    name = {BANK: "은행", CLINIC: "보건소"}[agency]
    return ReleasedPlacement(placement_uid(event, agency), agency, name, booth=booth, fields=(LAW,))


def event(uid: str, *agencies: int, **values: object) -> ReleasedEvent:
    base = ReleasedEvent(
        uid, 1, date(2026, 6, 1), time(10), time(16), "planned", ZoneFacts(1, "북"), PARK,
        placements=tuple(placement(uid, agency) for agency in agencies),
    )  # fmt: skip
    return replace(base, **values)  # type: ignore[arg-type]


def season(*events: ReleasedEvent, **values: object) -> ReleasedSeason:
    facts = CampaignFacts(1, "s", "사업")
    return replace(ReleasedSeason(facts, (), (LAW,), events), **values)  # type: ignore[arg-type]


def kinds(
    before: ReleasedSeason, after: ReleasedSeason, agency: int = BANK, name: str = "은행"
) -> list[str]:
    first = stamp(None, before, NOW)
    return [item.kind for item in changes_for(first, stamp(first, after, LATER), agency, name)]


BOTH = season(event("a", BANK, CLINIC), event("b", CLINIC))


def test_only_its_own_parts() -> None:
    assert [part.event.uid for part in parts_of(BOTH, BANK, "은행")] == ["a"]
    assert [part.event.uid for part in parts_of(BOTH, CLINIC, "보건소")] == ["a", "b"]
    assert parts_of(BOTH, 9, "다른 곳") == []


def test_booths_and_whether_it_comes() -> None:
    extra = Extra("experience", "체험", booth="5", agency="은행")
    (part,) = parts_of(season(event("a", BANK, extras=(extra,))), BANK, "은행")
    assert (part.booths, part.counsels, part.cancelled) == (("1", "5"), True, False)
    gone = replace(part, placement=replace(placement("a", BANK), status="cancelled"))
    assert (gone.booths, gone.counsels, gone.cancelled) == (("5",), False, False)
    assert replace(gone, extras=()).cancelled
    assert Part(replace(part.event, status="cancelled"), part.placement).cancelled


def test_nothing_changed() -> None:
    assert kinds(BOTH, BOTH) == []


def test_what_concerns_others_alone_is_left_out() -> None:
    after = season(
        event("a", BANK, CLINIC, placements=(placement("a", BANK), placement("a", CLINIC, "9"))),
        event("b", CLINIC, starts_at=time(9)),
        event("c", CLINIC),
        fields=(),
        campaign=CampaignFacts(1, "s", "다른 이름"),
    )
    assert kinds(BOTH, after) == []
    assert kinds(BOTH, after, CLINIC, "보건소") == ["hours", "booth", "event_added"]


def test_its_events_move_and_are_cancelled() -> None:
    moved = season(event("a", BANK, CLINIC, day=date(2026, 6, 2), venue=HALL), event("b", CLINIC))
    assert kinds(BOTH, moved) == ["day", "venue"]
    off = season(event("a", BANK, CLINIC, status="cancelled"), event("b", CLINIC))
    assert kinds(BOTH, off) == ["event_cancelled"]


def test_joining_is_new_and_leaving_is_told_once() -> None:
    joined = season(event("a", BANK, CLINIC), event("b", CLINIC, BANK))
    assert kinds(BOTH, joined) == ["event_added"]
    left = season(event("a", CLINIC), event("b", CLINIC))
    assert kinds(BOTH, left) == ["agency_cancelled"]
    first = stamp(None, BOTH, NOW)
    second = stamp(first, left, LATER)
    third = stamp(second, season(event("a", CLINIC, starts_at=time(9)), event("b", CLINIC)), LATER)
    assert changes_for(second, third, BANK, "은행") == ()
    back = stamp(third, BOTH, LATER)
    assert [item.kind for item in changes_for(third, back, BANK, "은행")] == ["event_added"]


def test_another_booth_that_is_gone_is_no_cancelled_event() -> None:
    extra = Extra("experience", "체험", booth="5", agency="은행")
    assert kinds(season(event("a", extras=(extra,))), season(event("a"))) == ["extras"]
