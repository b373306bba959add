"""Very small problems for Hypothesis, of one district, that can be tried out in full."""

from __future__ import annotations

from datetime import date

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

DAYS = 5
days = st.text("01", min_size=DAYS, max_size=DAYS)
most_days = st.sampled_from(["11111", "11011", "10101", "01111"])
flags = st.booleans()
booth_lists = st.lists(st.tuples(flags, flags), min_size=1, max_size=2).map(
    lambda kinds: tuple(Booth(n, 3 * n, 0, *kind) for n, kind in enumerate(kinds))
)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    venues = (
        Venue(0, 1, 0, "in", True, draw(most_days), (50, 60), covers=(0,),
              booths=draw(booth_lists)),
        Venue(1, 1, draw(st.sampled_from([0, 1])), "out", False, draw(most_days), (80, 70),
              covers=(0, 1), fallbacks=(0,), booths=draw(booth_lists)),
    )  # fmt: skip
    agencies = tuple(
        Agency(
            n, f"agency {n}", 1, (1,),
            draw(st.sampled_from([(0,), (1,), (0, 1)])),
            draw(st.integers(1, 2)),
            draw(days),
            draw(st.integers(0, 2)),
            draw(st.integers(1, 2)),
            draw(st.integers(0, 2)),
            Needs(*draw(st.tuples(flags, st.just(False)))),
            noisy=n == 0,
            quiet=n == 1,
        )
        for n in range(3)
    )  # fmt: skip
    return Problem(
        name="drawn",
        start=date(2024, 5, 3),
        days=DAYS,
        weekday0=4,
        allowed=draw(most_days),
        weekend="01100",
        rain=(40,) * DAYS,
        fields=(Field(0, "debt", draw(st.integers(1, 2))), Field(1, "jobs", 1)),
        kits=Kits(1, draw(st.integers(1, 2))),
        districts=(District(1, "one", draw(st.integers(1, 3)), draw(st.integers(0, 3)),
                            draw(st.integers(0, 2))),),
        zones=(
            Zone(0, 1, "a", draw(st.integers(0, 2)), 2, 1, draw(st.integers(0, 3)), None),
            Zone(1, 1, "b", 0, 1, draw(st.integers(0, 1)), 2, draw(st.sampled_from([None, -1]))),
        ),
        dongs=(Dong(0, 0, 5), Dong(1, 1, 9)),
        venues=venues,
        agencies=agencies,
        travel=((draw(st.integers(0, 3)),),),
        periods=draw(st.sampled_from([(), (Period(0, 3), Period(3, 5))])),
        conflicts=draw(st.sampled_from([(), ((0, 2),)])),
        not_adjacent=((1, 2),),
        adj_radius=draw(st.sampled_from([1, 3])),
        weights=draw(st.sampled_from([Weights(), Weights(1, 1, 1, 1, 1, 1, 1, 1)])),
    )  # fmt: skip
