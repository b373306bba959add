"""One tiny season, one case a soft finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from planner.core.advice import ADVICE, SEVERITIES, Circumstances, advise
from planner.core.plan import Placement, Plan, PlanEvent
from planner.core.problem import (
    Agency,
    Booth,
    District,
    Field,
    Kits,
    Problem,
    Venue,
    Zone,
)
from planner.core.rules import RULES
from planner.core.violation import Violation

HOURS = (time(10), time(16))


def agency(number: int, **values: object) -> Agency:
    base = Agency(number, f"기관 {number}", 1, (1,), (1, 2), 2, "1" * 7, 9, 7, 1)
    return replace(base, **values)  # type: ignore[arg-type]


PROBLEM = Problem(
    name="small",
    start=date(2023, 5, 22),
    days=7,
    weekday0=0,
    allowed="1" * 7,
    weekend="0000011",
    rain=(30,) * 7,
    fields=(Field(1, "금융", 1), Field(2, "주거", 2)),
    kits=Kits(1, 1),
    districts=(District(1, "서초구", 1, 1, 0),),
    zones=(Zone(1, 1, "반포", 0, 2, 1, 0),),
    dongs=(),
    venues=(Venue(1, 1, 1, "공원", True, "1" * 7, (10, 5), booths=(Booth(1), Booth(2, x=3))),),
    agencies=(agency(1), agency(2)),
    travel=((0,),),
    adj_radius=4,
)
FULL = PlanEvent("a", 1, 1, 1, None, (Placement(1, 1, (1, 2)), Placement(2, 2, (2,))))
SOUND = Circumstances(hours={"a": HOURS}, opens=time(10), closes=time(16))


def found(
    event: PlanEvent = FULL,
    seen: Circumstances = SOUND,
    problem: Problem = PROBLEM,
    *more: PlanEvent,
) -> list[Violation]:
    return list(advise(problem, Plan("small", (event, *more)), seen))


def test_a_good_plan_has_no_soft_finding() -> None:
    assert found() == []


def test_w01_a_holiday_is_named() -> None:
    (item,) = found(seen=replace(SOUND, holidays={1: "부처님오신날", 3: "현충일"}))
    assert (item.code, item.subjects) == ("W01", (("event", "a"),))
    assert item.data == {"day": 1, "holiday": "부처님오신날"}


def test_w02_lists_the_fields_that_are_short() -> None:
    (item,) = found(replace(FULL, assign=(Placement(1, 1, (2,)), Placement(2, 2, (2,)))))
    assert (item.code, item.data) == ("W02", {"missing": [(1, 1)]})


def test_w06_agencies_without_a_booth_count_for_the_fields() -> None:
    (item,) = found(replace(FULL, assign=(FULL.assign[0], Placement(2, -2, (2,)))))
    assert (item.code, item.subjects) == ("W06", (("event", "a"), ("agency", 2)))


def test_w03_noisy_beside_quiet() -> None:
    agencies = (agency(1, noisy=True), agency(2, quiet=True))
    (item,) = found(problem=replace(PROBLEM, agencies=agencies))
    assert (item.code, item.subjects) == ("W03", (("event", "a"), ("agency", 1), ("agency", 2)))


@pytest.mark.parametrize(("least", "codes"), [(0, ["W04"]), (2, [])])
def test_w04_only_within_the_bounds_of_the_zone(least: int, codes: list[str]) -> None:
    zone = Zone(1, 1, "반포", least, 2, 2, 0)
    assert [item.code for item in found(problem=replace(PROBLEM, zones=(zone,)))] == codes


def test_w05_a_venue_that_no_map_can_show() -> None:
    (item,) = found(seen=replace(SOUND, unplaced_venues=frozenset({1, 9})))
    assert (item.code, item.subjects) == ("W05", (("venue", 1), ("event", "a")))


def test_w07_nobody_comes_and_w02_keeps_quiet() -> None:
    assert [item.code for item in found(replace(FULL, assign=()))] == ["W07"]


@pytest.mark.parametrize("hours", [(time(9, 30), time(16)), (time(10), time(16, 1))])
def test_w08_outside_the_hours(hours: tuple[time, time]) -> None:
    (item,) = found(seen=replace(SOUND, hours={"a": hours}))
    assert item.code == "W08"
    assert (item.data["opens"], item.data["closes"]) == ("10:00", "16:00")


def test_w09_names_who_was_invited_for_nothing() -> None:
    agencies = (*PROBLEM.agencies, agency(3), agency(4, target=0))
    (item,) = found(problem=replace(PROBLEM, agencies=agencies))
    assert (item.code, item.subjects) == ("W09", (("agency", 3),))


def test_w10_names_who_should_have_been_kept_away() -> None:
    bans = frozenset({("a", 2), ("a", 9), ("b", 1)})
    (item,) = found(seen=replace(SOUND, bans=bans))
    assert (item.code, item.subjects) == ("W10", (("event", "a"), ("agency", 2)))


def test_w11_names_who_is_planned_and_does_not_come() -> None:
    seen = replace(SOUND, declined=frozenset({("a", 2), ("b", 1)}))
    (item,) = found(seen=seen)
    assert (item.code, item.subjects) == ("W11", (("event", "a"), ("agency", 2)))
    assert item.data == {"count": 1}
    banned = replace(seen, bans=seen.declined)
    assert [item.code for item in found(seen=banned)] == ["W10"]


def test_every_rule_has_a_severity() -> None:
    assert list(SEVERITIES) == sorted([*RULES, *ADVICE])
    assert set(SEVERITIES.values()) == {"blocks_release", "warns"}
