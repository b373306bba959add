"""Stamps and differences of releases: laws by Hypothesis, and the cases worth naming."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.release import (
    CampaignFacts,
    Change,
    Extra,
    FieldFacts,
    ReleasedEvent,
    ReleasedPlacement,
    ReleasedSeason,
    VenueFacts,
    ZoneFacts,
    difference,
    from_json,
    placement_uid,
    stamp,
    stamps,
    to_json,
)

T0 = datetime(2023, 5, 1, 9, 0, tzinfo=UTC)
LATER = T0 + timedelta(days=1)
FIELDS = [FieldFacts(i, f"f{i}", f"분야 {i}") for i in range(3)]
VENUES = [VenueFacts(i, f"장소 {i}", lat=37.5, lon=127.0 + i) for i in range(3)]


def placements(uid: str) -> st.SearchStrategy[tuple[ReleasedPlacement, ...]]:
    one = st.builds(
        lambda agency, booth, fields, name: ReleasedPlacement(
            placement_uid(uid, agency), agency, name, booth=booth, fields=tuple(fields)
        ),
        st.integers(1, 4),
        st.sampled_from([None, "1", "2"]),
        st.lists(st.sampled_from(FIELDS), max_size=2, unique=True),
        st.sampled_from(["기관", "새 이름"]),
    )
    return st.lists(one, max_size=3, unique_by=lambda item: item.uid).map(tuple)


def events(number: int) -> st.SearchStrategy[ReleasedEvent]:
    uid = f"uid-{number}"
    return st.builds(
        ReleasedEvent,
        uid=st.just(uid),
        id=st.just(number),
        day=st.dates(date(2023, 5, 22), date(2023, 5, 24)),
        starts_at=st.sampled_from([time(10), time(11, 30)]),
        ends_at=st.just(time(16)),
        status=st.sampled_from(["planned", "planned", "cancelled"]),
        zone=st.sampled_from([ZoneFacts(1, "서초권역"), ZoneFacts(2, "반포권역", "Banpo")]),
        venue=st.sampled_from([*VENUES, replace(VENUES[0], name="고친 이름")]),
        theme=st.sampled_from(["", "어르신"]),
        fallback=st.sampled_from([None, VENUES[2]]),
        use_fallback=st.booleans(),
        fields=st.lists(st.sampled_from(FIELDS), max_size=2, unique=True).map(tuple),
        placements=placements(uid),
        extras=st.sampled_from([(), (Extra("experience", "AI 돌봄로봇"),)]),
    )


@st.composite
def seasons(draw: st.DrawFn) -> ReleasedSeason:
    numbers = draw(st.lists(st.integers(1, 3), unique=True, max_size=3))
    name = draw(st.sampled_from(["서초 2023", "서초 2023 봄"]))
    return ReleasedSeason(
        CampaignFacts(1, "seocho-2023", name),
        fields=tuple(FIELDS),
        events=tuple(draw(events(number)) for number in numbers),
    )


@given(st.lists(seasons(), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_the_laws_of_stamping(drafts: list[ReleasedSeason]) -> None:
    previous: ReleasedSeason | None = None
    for number, draft in enumerate(drafts):
        now = T0 + timedelta(hours=number)
        current = stamp(previous, draft, now)
        assert stamp(current, draft, now + timedelta(days=9)) == current
        assert stamp(current, current, now + timedelta(days=9)) == current
        assert from_json(json.loads(json.dumps(to_json(current)))) == current
        assert difference(current, current) == ()
        if previous is not None:
            check_step(previous, current, now)
        previous = current


def check_step(previous: ReleasedSeason, current: ReleasedSeason, now: datetime) -> None:
    after = current.event_by_uid()
    for old in previous.events:
        new = after[old.uid]  # never lost
        assert new.created_at == old.created_at
        assert old.sequence <= new.sequence <= old.sequence + 1
        assert new.changed_at in (old.changed_at, now)
        if new.sequence > old.sequence:
            assert new.changed_at == now
        parts = {item.uid: item for item in new.placements}
        for was in old.placements:
            part = parts[was.uid]
            assert part.created_at == was.created_at
            assert was.sequence <= part.sequence <= was.sequence + 1
            assert part.changed_at in (was.changed_at, now)
            if new.cancelled:
                assert part.status == "cancelled"
    seen = difference(previous, current)
    assert (not seen) == (previous == current)
    assert tuple(Change.from_json(json.loads(json.dumps(c.to_json()))) for c in seen) == seen


def season(**changes: object) -> ReleasedSeason:
    agency = ReleasedPlacement(placement_uid("a", 7), 7, "금융복지상담센터", booth="1")
    event = ReleasedEvent(
        "a", 1, date(2023, 5, 23), time(10), time(16), "planned", ZoneFacts(1, "반포권역"),
        VENUES[0], fallback=VENUES[1], placements=(agency,),
    )  # fmt: skip
    return ReleasedSeason(CampaignFacts(1, "s", "S"), events=(replace(event, **changes),))  # type: ignore[arg-type]


def step(**changes: object) -> tuple[ReleasedEvent, ReleasedPlacement, list[str]]:
    first = stamp(None, season(), T0)
    second = stamp(first, season(**changes), LATER)
    event = second.events[0]
    return event, event.placements[0], [change.kind for change in difference(first, second)]


def test_a_moved_event_raises_its_own_and_its_agencies_sequence() -> None:
    event, part, kinds = step(day=date(2023, 5, 24))
    assert (event.sequence, part.sequence) == (1, 1)
    assert (event.created_at, event.changed_at) == (T0, LATER)
    assert part.changed_at == LATER
    assert kinds == ["day"]


def test_a_renamed_venue_is_seen_but_raises_no_sequence() -> None:
    event, part, kinds = step(venue=replace(VENUES[0], name="새 이름"))
    assert (event.sequence, part.sequence) == (0, 0)
    assert (event.changed_at, part.changed_at) == (LATER, LATER)
    assert kinds == ["venue_facts"]


def test_a_venue_that_moves_is_another_place() -> None:
    for moved in (replace(VENUES[0], address="서초로 1"), replace(VENUES[0], lon=127.5)):
        event, part, kinds = step(venue=moved)
        assert (event.sequence, part.sequence) == (1, 1)
        assert (event.changed_at, kinds) == (LATER, ["venue_facts"])


def test_switching_the_rain_plan_on_is_a_change_of_place() -> None:
    event, part, kinds = step(use_fallback=True)
    assert (event.place.id, event.sequence, part.sequence) == (1, 1, 1)
    assert kinds == ["rain_plan"]


def test_another_booth_raises_the_placements_sequence_only() -> None:
    old = season().events[0].placements[0]
    event, part, kinds = step(placements=(replace(old, booth="4"),))
    assert (event.sequence, part.sequence) == (0, 1)
    assert (event.changed_at, part.changed_at) == (LATER, LATER)
    assert kinds == ["booth"]


def test_other_fields_leave_every_sequence() -> None:
    old = season().events[0].placements[0]
    event, part, kinds = step(placements=(replace(old, fields=(FIELDS[0],)),))
    assert (event.sequence, part.sequence, part.changed_at) == (0, 0, LATER)
    assert kinds == ["agency_fields"]


def test_a_cancelled_event_takes_its_agencies_with_it() -> None:
    event, part, kinds = step(status="cancelled")
    assert (event.status, event.sequence) == ("cancelled", 1)
    assert (part.status, part.sequence) == ("cancelled", 1)
    assert kinds == ["event_cancelled"]


def test_what_the_draft_no_longer_holds_is_kept_as_cancelled() -> None:
    first = stamp(None, season(), T0)
    empty = replace(season(), events=())
    second = stamp(first, empty, LATER)
    assert [(e.uid, e.status, e.sequence) for e in second.events] == [("a", "cancelled", 1)]
    assert stamp(second, empty, LATER + timedelta(days=1)) == second
    event, part, kinds = step(placements=())
    assert (part.status, part.sequence, event.sequence) == ("cancelled", 1, 0)
    assert kinds == ["agency_cancelled"]


def test_an_event_cancelled_before_its_first_release_is_left_out() -> None:
    assert stamp(None, season(status="cancelled"), T0).events == ()


def test_the_first_release_says_what_it_adds() -> None:
    first = stamp(None, season(), T0)
    (change,) = difference(None, first)
    assert change.kind == "event_added"
    assert change.subjects == {
        "event": "a", "id": 1, "day": "2023-05-23", "venue": "장소 0", "venue_en": "",
    }  # fmt: skip
    assert change.after == {
        "day": "2023-05-23",
        "starts_at": "10:00",
        "ends_at": "16:00",
        "venue": {"name": "장소 0", "name_en": ""},
    }


def test_what_has_not_changed_is_taken_over_from_the_release_before() -> None:
    first = stamp(None, season(), T0)
    other = replace(first.events[0], uid="b", venue=VENUES[2])
    both = stamp(first, replace(first, events=(first.events[0], other)), T0)
    edited = stamp(both, replace(both, events=(replace(both.events[0], theme="x"), other)), LATER)
    read = from_json(json.loads(json.dumps(to_json(edited))), stamps(both))
    assert read == edited
    after = read.event_by_uid()
    assert after["b"] is both.event_by_uid()["b"]
    assert after["a"] is not both.event_by_uid()["a"]
