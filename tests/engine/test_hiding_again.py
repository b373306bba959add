"""A second publication: what changed by 1–4, what stayed, and what was hidden before."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from planner.core.disclosure import HIDDEN, SMALL, Figures, Published, Sum, cross, small
from planner.engine.disclosure import suppress
from planner.engine.disclosure_audit import Finding, audit
from tests.engine.hiding_tables import count, flat


def line(**values: int) -> Figures:
    return Figures({"t": sum(values.values()), **values}, (Sum("t", tuple(values)),))


BEFORE = Published(line(a=700, b=500))


def test_one_more_event_of_three_is_not_told_by_the_difference() -> None:
    """1,200 and then 1,203: the third event's 3 is the difference, whatever else is hidden."""
    now = line(a=700, b=500, c=3)
    naive = Published(now, {"c": SMALL, "a": HIDDEN})
    assert audit([naive]).passed  # alone it stands
    assert audit([BEFORE, naive]).findings == (
        Finding(1, "c", "width", 3, 3),
        Finding(1, "a", "width", 700, 700),
        Finding(1, "t", "change", 3, 3, since=0),
        Finding(1, "c", "mark", 3, 3),
    )
    found = suppress(now, [BEFORE])
    assert found.published.marks == {"c": SMALL, "t": HIDDEN}
    assert audit([BEFORE, found.published]).passed


def test_a_correction_by_two_hides_what_it_changed() -> None:
    now = line(a=702, b=500)
    assert audit([BEFORE, Published(now)]).findings == (
        Finding(1, "t", "change", 2, 2, since=0),
        Finding(1, "a", "change", 2, 2, since=0),
    )
    found = suppress(now, [BEFORE])
    assert found.published.marks == {"a": HIDDEN, "t": HIDDEN}
    assert audit([BEFORE, found.published]).passed


def test_a_correction_by_twenty_is_shown() -> None:
    assert suppress(line(a=720, b=500), [BEFORE]).published.marks == {}
    assert audit([BEFORE, Published(line(a=720, b=500))]).passed


def test_what_is_taken_back_counts_like_what_is_added() -> None:
    found = suppress(line(a=697, b=500), [BEFORE])
    assert found.published.marks == {"a": HIDDEN, "t": HIDDEN}


def test_another_pattern_for_the_same_figures_gives_them_away() -> None:
    figures = line(a=3, b=20, c=37)
    first = Published(figures, {"a": SMALL, "b": HIDDEN})
    second = Published(figures, {"a": SMALL, "c": HIDDEN})
    assert audit([first]).passed and audit([second]).passed
    assert {row.key for row in audit([first, second]).findings} == {"a", "c"}
    again = suppress(figures, [first])
    assert again.published.marks == first.marks
    assert again.unprotected == ()


def test_the_small_cell_of_a_publication_before_stays_hidden() -> None:
    """Shown now, 23 without the event would tell its 3 of then."""
    first = Published(line(a=3, b=20), {"a": SMALL, "b": HIDDEN})
    first = Published(first.figures, {**first.marks, "t": HIDDEN})
    second = Figures({"b": 20}, ())
    assert audit([first, Published(second)]).passed
    third = Figures({"b": 20, "t": 23}, (Sum("t", ("b",)),))
    assert third.values["t"] != 20  # nonsense on purpose: a total that still holds the 3
    assert audit([first, Published(Figures({"b": 20, "t": 23}))]).findings[0].key == "a"


def test_what_cannot_be_protected_any_more_is_said() -> None:
    known = Published(line(a=3, b=20), {"a": SMALL})  # published by mistake without a further cell
    found = suppress(line(a=3, b=20), [known])
    assert found.unprotected == ("a",)
    assert not audit([known, found.published]).passed


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_forty_tables_published_three_times(start) -> None:
    for seed in range(start, start + 10):
        random = Random(seed)
        dimensions = [flat(random.randint(2, 4)), flat(random.randint(2, 4))]
        leaves = {at: count(random) for at in product(*(one.leaves for one in dimensions))}
        earlier: list[Published] = []
        for _time in range(3):
            figures = cross("t", dimensions, leaves)
            found = suppress(figures, earlier)
            assert found.unprotected == (), seed
            earlier.append(found.published)
            assert audit(earlier).passed, (seed, audit(earlier))
            assert all(
                key in found.published.marks for key, v in figures.values.items() if small(v)
            )
            for at in random.sample(list(leaves), 2):
                leaves[at] = max(0, (leaves[at] or 0) + random.choice([-2, 1, 3, 8, 40]))
