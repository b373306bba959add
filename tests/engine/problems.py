"""Problems so small that every plan can be tried, made by Hypothesis; pins for them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from planner.core.problem import (
    Agency,
    Booth,
    District,
    Dong,
    Field,
    Kits,
    Needs,
    Period,
    Problem,
    Venue,
    Weights,
    Zone,
)
from planner.engine import Ban, EventPin, Pins, PlacementPin

flags = st.booleans()
weekends = st.sampled_from([3, 2, 1, 0])
seldom = st.sampled_from([False, False, False, True])
weights = (
    st.just(Weights())
    | st.just(Weights(1, 1, 1, 1, 1, 1, 1, 1))
    | st.just(Weights(0, 0, 0, 0, 0, 0, 0, 0))
    | st.builds(Weights, *[st.sampled_from([0, 1, 3, 25])] * 8)
)


def days(length: int) -> st.SearchStrategy[str]:
    """Four days of five are open."""
    return st.lists(st.sampled_from("11110"), min_size=length, max_size=length).map("".join)


def pairs(names) -> st.SearchStrategy[tuple[tuple[int, int], ...]]:
    if len(names) < 2:
        return st.just(())
    pair = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True).map(tuple)
    return st.lists(pair, max_size=2).map(tuple)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """One or two districts, one to three events, up to four agencies, three to six days."""
    length = draw(st.integers(3, 6))
    numbers = draw(st.sampled_from([(1,), (2,), (3,), (1, 1), (2, 1)]))
    districts = tuple(
        District(
            5 - n,
            f"district {n}",
            events,
            draw(st.integers(0, 2)),
            draw(st.sampled_from([3, 2, 1, 0])),
        )
        for n, events in enumerate(numbers)
    )
    zones = tuple(
        Zone(10 + 2 * n + m, district.id, f"zone {n}/{m}", draw(st.sampled_from([0, 0, 1])),
             draw(st.sampled_from([3, 2, 1])), draw(st.integers(0, 2)), draw(st.integers(0, 2)),
             draw(st.sampled_from([None, None, -1])))
        for n, district in enumerate(districts)
        for m in range(draw(st.integers(1, 2)))
    )  # fmt: skip
    dongs = tuple(Dong(30 + n, zone.id, draw(st.integers(0, 9))) for n, zone in enumerate(zones))
    fields = tuple(Field(8 - n, f"field {n}", draw(st.integers(0, 2)))
                   for n in range(draw(st.integers(1, 2))))  # fmt: skip
    agencies = tuple(_agency(draw, 40 + n, districts, fields, length)
                     for n in range(draw(st.integers(0, 4))))  # fmt: skip
    names = [agency.id for agency in agencies]
    start = date(2024, 5, 3) + timedelta(draw(st.integers(0, 6)))
    size = len(districts)
    return Problem(
        name="drawn",
        start=start,
        days=length,
        weekday0=start.weekday(),
        allowed=draw(days(length)),
        weekend=draw(st.text("01", min_size=length, max_size=length)),
        rain=tuple(draw(st.lists(st.integers(0, 100), min_size=length, max_size=length))),
        fields=fields,
        kits=Kits(draw(st.sampled_from([3, 2, 1])), draw(st.integers(0, 2))),
        districts=districts,
        zones=zones,
        dongs=dongs,
        venues=_venues(draw, zones, dongs, length),
        agencies=agencies,
        travel=tuple(tuple(draw(st.integers(0, 9)) for _ in range(size)) for _ in range(size)),
        periods=draw(st.sampled_from([(), (Period(0, 2), Period(2, length))])),
        conflicts=draw(pairs(names)),
        not_adjacent=draw(pairs(names)),
        adj_radius=draw(st.sampled_from([0, 3, 6])),
        weights=draw(weights),
    )


def _agency(draw, name, districts, fields, length):
    homes = [district.id for district in districts]
    offered = st.lists(st.sampled_from([f.id for f in fields]), unique=True, min_size=1)
    noise = draw(st.sampled_from([(False, False), (True, False), (False, True)]))
    return Agency(
        name, f"agency {name}", draw(st.sampled_from(homes)),
        tuple(draw(st.lists(st.sampled_from(homes), unique=True, min_size=1))),
        tuple(draw(offered)), draw(st.sampled_from([1, 1, 2, 0])), draw(days(length)),
        draw(st.integers(0, 3)), draw(st.integers(1, 2)), draw(st.integers(0, 2)),
        Needs(draw(seldom), draw(seldom), draw(seldom), draw(seldom)), *noise,
    )  # fmt: skip


def _venues(draw, zones, dongs, length):
    """An indoor venue or an outdoor one in every zone, sometimes both."""
    kinds = [
        (zone, kind) for zone in zones for kind in draw(st.sampled_from(["i", "io", "oi", "o"]))
    ]
    inside = [20 + n for n, (_, kind) in enumerate(kinds) if kind == "i"]
    some_dongs = st.lists(st.sampled_from([dong.id for dong in dongs]), unique=True)
    halls = st.lists(st.sampled_from(inside), unique=True) if inside else st.just([])
    return tuple(
        Venue(20 + n, zone.district, zone.id, f"venue {n}", kind == "i", draw(days(length)),
              (draw(st.integers(0, 60)), draw(st.integers(0, 60))),
              covers=tuple(draw(some_dongs)),
              fallbacks=tuple(draw(halls)) if kind == "o" else (), booths=_booths(draw))
        for n, (zone, kind) in enumerate(kinds)
    )  # fmt: skip


def _booths(draw):
    return tuple(
        Booth(7 - n, 3 * n, 0, draw(flags), draw(flags), draw(flags), draw(flags))
        for n in range(draw(st.integers(0, 3)))
    )


@st.composite
def pinned_problems(draw: st.DrawFn) -> tuple[Problem, Pins]:
    """A problem with up to two pinned events, two placements and two bans."""
    problem = draw(problems())
    districts = [district.id for district in problem.districts]
    some_day = st.integers(0, problem.days - 1)
    events = []
    for n in range(draw(st.integers(0, 2))):
        home = draw(st.sampled_from(districts))
        venues = [None, *(venue.id for venue in problem.venues if venue.district == home)]
        venue = draw(st.sampled_from(venues))
        name = draw(st.sampled_from([None, f"p{n}"]))
        events.append(EventPin(home, draw(_open_days(problem)), venue, name))
    names = [agency.id for agency in problem.agencies]
    placements, bans = [], []
    for _ in range(draw(st.integers(0, 2)) if names else 0):
        place = draw(st.sampled_from(events)) if events and draw(flags) else None
        where = (place.district, place.day) if place else (
            draw(st.sampled_from(districts)), draw(_open_days(problem)))  # fmt: skip
        placements.append(PlacementPin(*where, draw(st.sampled_from(names)), _booth(draw, problem,
                          place), place.event if place else None))  # fmt: skip
    for _ in range(draw(st.integers(0, 2)) if names else 0):
        bans.append(Ban(draw(st.sampled_from(names)), draw(st.sampled_from([None, *districts])),
                        draw(st.none() | some_day)))  # fmt: skip
    return problem, Pins(tuple(events), tuple(dict.fromkeys(placements)), tuple(bans))


def _open_days(problem):
    """A day of the season, mostly an allowed one."""
    allowed = [day for day, open_ in enumerate(problem.allowed) if open_ == "1"]
    return st.sampled_from(allowed * 3 + list(range(problem.days)))


def _booth(draw, problem, place):
    """A booth of the pinned venue; only where the district holds one event a day at most."""
    if place is None or place.venue is None or not draw(flags):
        return None
    if problem.district_by_id[place.district].min_gap < 1:
        return None
    booths = [booth.id for booth in problem.venue_by_id[place.venue].booths]
    return draw(st.sampled_from([None, *booths]))
