"""Random problems and plans, right ones and broken ones, for the laws of rules and score."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from planner.core.problem import (
    Agency,
    Booth,
    DeltaWeights,
    District,
    Dong,
    Field,
    Forced,
    Kits,
    Needs,
    Period,
    Placement,
    Plan,
    PlanEvent,
    Problem,
    Replan,
    Venue,
    Weights,
    Zone,
)

# Ids differ from positions, and the ids of one kind from those of another.
DISTRICTS, ZONES, DONGS, VENUES = (5, 3), (11, 10, 12), (31, 30, 32), (23, 21, 22, 24)
AGENCIES, FIELDS = (43, 41, 42, 44), (8, 6, 7)
flags = st.booleans()
small = st.integers(0, 3)
lengths = st.sampled_from([0, 1, 2, 3, 4, 0.1, 0.2, 0.3, 2.5, -3])


def days(length: int) -> st.SearchStrategy[str]:
    """Mostly open days."""
    return st.lists(st.sampled_from("1110"), min_size=length, max_size=length).map("".join)


def some(items, least: int = 0) -> st.SearchStrategy[tuple]:
    """A few of the items in any order."""
    return st.lists(st.sampled_from(items), unique=True, min_size=least).map(tuple)


def pairs(items) -> st.SearchStrategy[tuple[tuple[int, int], ...]]:
    pair = st.lists(st.sampled_from(items), min_size=2, max_size=2, unique=True).map(tuple)
    return st.lists(pair, max_size=2).map(tuple)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    length = draw(st.integers(1, 12))
    districts = DISTRICTS[: draw(st.integers(1, 2))]
    zones = tuple(
        Zone(name, draw(st.sampled_from(districts)), f"zone {name}", draw(st.integers(0, 1)),
             draw(st.integers(0, 4)), draw(small), draw(small), draw(_last_visits))
        for name in ZONES[: draw(st.integers(1, 3))]
    )  # fmt: skip
    dongs = tuple(
        Dong(name, draw(st.sampled_from(zones)).id, draw(st.integers(0, 9)))
        for name in DONGS[: draw(small)]
    )
    places = VENUES[: draw(st.integers(1, 4))]
    indoor = {name: draw(flags) for name in places}
    inside = [name for name in places if indoor[name]]
    venues = tuple(
        _venue(draw, name, draw(st.sampled_from(zones)), length, indoor[name], inside, dongs)
        for name in places
    )
    fields = FIELDS[: draw(st.integers(1, 3))]
    agencies = tuple(
        Agency(name, f"agency {name}", draw(st.sampled_from(districts)), draw(some(districts)),
               draw(some(fields)), draw(small), draw(days(length)), draw(small), draw(small),
               draw(small), Needs(*draw(st.tuples(*[st.sampled_from([False, False, True])] * 4))),
               draw(flags), draw(flags))
        for name in AGENCIES[: draw(st.integers(1, 4))]
    )  # fmt: skip
    names = [agency.id for agency in agencies]
    start, weekday0 = draw(_starts)
    return Problem(
        name="drawn",
        start=start,
        days=length,
        weekday0=weekday0,
        allowed=draw(days(length)),
        weekend=draw(st.text("01", min_size=length, max_size=length)),
        rain=tuple(draw(st.lists(st.integers(0, 100), min_size=length, max_size=length))),
        fields=tuple(Field(name, f"field {name}", draw(small)) for name in fields),
        kits=Kits(draw(small), draw(small)),
        districts=tuple(
            District(name, f"district {name}", draw(small), draw(small), draw(small))
            for name in districts
        ),
        zones=zones,
        dongs=dongs,
        venues=venues,
        agencies=agencies,
        travel=tuple(tuple(draw(st.integers(0, 20)) for _ in districts) for _ in districts),
        periods=draw(st.lists(_periods, max_size=3).map(tuple)),
        conflicts=draw(pairs(names)) if len(names) > 1 else (),
        not_adjacent=draw(pairs(names)) if len(names) > 1 else (),
        adj_radius=draw(st.sampled_from([0, 1, 3, 0.3, 2.5])),
        weights=Weights(*draw(st.tuples(*[st.integers(0, 5)] * 8))),
    )


_last_visits = st.none() | st.integers(-3, -1)
_starts = st.integers(0, 6).map(lambda n: (date(2024, 1, 1) + timedelta(n), n))
_periods = st.tuples(st.integers(-1, 12), st.integers(-1, 13)).map(lambda ends: Period(*ends))


def _venue(draw, name, zone, length, indoor, inside, dongs):
    booths = tuple(
        Booth(number, draw(lengths), draw(lengths), *draw(st.tuples(flags, flags, flags, flags)))
        for number in (2, 0, 1, 4)[: draw(st.integers(0, 4))]
    )
    fallbacks = draw(some(inside)) if inside and not indoor else ()
    covers = draw(some([dong.id for dong in dongs])) if dongs else ()
    reach = draw(st.tuples(st.integers(0, 99), st.integers(0, 99)))
    return Venue(name, zone.district, zone.id, f"venue {name}", indoor, draw(days(length)), reach,
                 covers=covers, fallbacks=fallbacks, booths=booths)  # fmt: skip


def mostly(items, other) -> st.SearchStrategy:
    """One of the items, now and then something that is none."""
    if not items:
        return st.just(other)
    return st.integers(0, 19).flatmap(lambda n: st.sampled_from(items) if n else st.just(other))


@st.composite
def plans(draw: st.DrawFn, problem: Problem, wild: bool = True) -> Plan:
    """A plan that is nearly right (`wild`: with ids and days that the problem does not know)."""
    events = []
    for district in problem.districts:
        own = [venue for venue in problem.venues if venue.district == district.id]
        often = draw(st.sampled_from([district.events] * 3 + [1, 2]))
        for _ in range(often if own else 0):
            events.append(_event(draw, problem, district.id, own, len(events), wild))
    if wild and events and draw(st.integers(0, 9)) == 0:
        events.append(draw(st.sampled_from(events)))
    return Plan(draw(mostly([problem.name], "other")) if wild else problem.name, tuple(events))


def _event(draw, problem, district, venues, number, wild):
    venue = draw(st.sampled_from(venues))
    day = draw(st.integers(-1, problem.days) if wild else st.integers(0, problem.days - 1))
    fallback = draw(mostly(venue.fallbacks, None)) if venue.fallbacks else None
    place = venue.id
    if wild:
        district = draw(mostly([district], 99))
        place = draw(mostly([place], draw(st.sampled_from([*VENUES, 99]))))
        fallback = draw(mostly([fallback], draw(st.sampled_from([None, *VENUES]))))
    rows = draw(st.lists(_placements(problem, venue, wild), max_size=3))
    return PlanEvent(f"e{number}", district, day, place, fallback, tuple(rows))


def _placements(problem, venue, wild):
    names = [agency.id for agency in problem.agencies]
    booths = [booth.id for booth in venue.booths]
    fields = [item.id for item in problem.fields]
    some_fields = st.lists(st.sampled_from(fields), max_size=2, unique=not wild).map(tuple)
    return st.builds(Placement, mostly(names, 99 if wild else names[0]), mostly(booths, 9),
                     some_fields)  # fmt: skip


@st.composite
def problems_and_plans(draw: st.DrawFn) -> tuple[Problem, Plan]:
    problem = draw(problems())
    return problem, draw(plans(problem))


@st.composite
def replannings(draw: st.DrawFn) -> tuple[Replan, Plan]:
    """A re-planning and a plan that changes the published one here and there."""
    problem = draw(problems())
    published = draw(plans(problem, wild=False))
    other = draw(plans(problem, wild=False)).events
    events = tuple(
        draw(st.sampled_from([event] * 3 + [now] if now.id == event.id else [event]))
        for event, now in zip(published.events, other, strict=False)
    ) + published.events[len(other) :]  # fmt: skip
    if draw(st.integers(0, 5)) == 0:
        events = events[1:] + other[-1:]
    names = [event.id for event in published.events] or ["none"]
    wishes = st.builds(
        Forced,
        mostly(names, "other"),
        st.none() | st.integers(0, problem.days),
        st.none() | st.sampled_from([venue.id for venue in problem.venues]),
    )
    weights = DeltaWeights(*draw(st.tuples(*[small] * 6)))
    task = Replan(
        problem,
        published,
        draw(st.integers(-1, problem.days)),
        draw(flags),
        draw(some(names)),
        tuple(draw(st.lists(wishes, max_size=2, unique_by=lambda wish: wish.event))),
        weights,
    )
    return task, Plan(problem.name, events)
