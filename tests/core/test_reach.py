"""What shares of dongs add up to, and what becomes of a dong."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.core.reach import LABEL, UNKNOWN, Reached, Total, change, never_reached, total

ROWS = [
    Reached(1, 0.5),
    Reached(2, 0.0, LABEL),
    Reached(3, None, UNKNOWN),
    Reached(4, 1.0),
]


def test_a_total_names_what_it_leaves_out() -> None:
    found = total(ROWS, {1: 1000, 2: 500, 3: 250})
    assert found == Total(
        people=1500, reached=500.0, dongs=2, unplaced=250, unplaced_dongs=1, silent=1
    )
    assert found.share == 500 / 1500
    assert not found.whole


def test_nobody_to_speak_of_is_no_share() -> None:
    assert total([], {}).share is None
    assert total([Reached(1, 1.0)], {1: 0}).share is None
    assert total([Reached(1, 1.0)], {1: 3}).whole


def test_tints_end_at_quarters() -> None:
    shares = (None, 0.0, 0.01, 0.25, 0.26, 0.5, 0.75, 0.76, 1.0)
    steps = [Reached(1, share).step for share in shares]
    assert steps == ["unknown", "0", "1", "1", "2", "2", "3", "4", "4"]


def test_what_becomes_of_a_dong() -> None:
    def between(old: float | None, new: float | None) -> str:
        return change(Reached(1, old), Reached(1, new))

    assert between(0, 0.2) == "won"
    assert between(0.2, 0) == "lost"
    assert between(0.2, 0.3) == "more"
    assert between(0.3, 0.2) == "less"
    assert between(0.0, 0.0) == "same"
    assert between(None, 0.2) == ""


def test_a_dong_without_a_position_is_not_called_unreached() -> None:
    assert never_reached(ROWS) == [2]


shares = st.none() | st.floats(0, 1)
dongs = st.lists(st.tuples(shares, st.none() | st.integers(0, 90_000)), max_size=12)


@given(dongs, st.integers(0, 12))
def test_zones_add_up_to_the_whole(rows: list[tuple[float | None, int | None]], cut: int) -> None:
    reached = [Reached(i, share) for i, (share, _count) in enumerate(rows)]
    people = {i: count for i, (_share, count) in enumerate(rows) if count is not None}
    whole = total(reached, people)
    parts = [total(reached[:cut], people), total(reached[cut:], people)]
    assert sum(part.people for part in parts) == whole.people
    assert sum(part.dongs for part in parts) == whole.dongs
    assert abs(sum(part.reached for part in parts) - whole.reached) < 1e-6
    assert whole.dongs + whole.unplaced_dongs + whole.silent == len(rows)
    assert whole.share is None or 0 <= whole.share <= 1
