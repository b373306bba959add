"""Tables with their totals, small cells and their marks, and how a publication is stored."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.core.disclosure import (
    HIDDEN,
    SMALL,
    Dimension,
    Figures,
    Published,
    Sum,
    cross,
    from_json,
    linked,
    primary_marks,
    small,
    to_json,
)
from planner.core.disclosure_system import FIXED, OPEN, UNKNOWN, build, separate

ZONES = Dimension({"all": None, "north": "all", "south": "all"})
FIELDS = Dimension({"all": None, "law": "all", "debt": "all"})
TREE = Dimension({"all": None, "north": "all", "n1": "north", "n2": "north", "south": "all"})


def test_a_crossed_table_has_every_total() -> None:
    figures = cross("c", [ZONES, FIELDS], {("north", "law"): 3, ("south", "debt"): 20})
    assert dict(figures.values) == {
        "c/north/law": 3,
        "c/north/debt": None,
        "c/south/law": None,
        "c/south/debt": 20,
        "c/all/law": 3,
        "c/all/debt": 20,
        "c/north/all": 3,
        "c/south/all": 20,
        "c/all/all": 23,
    }
    assert set(figures.sums) == {
        Sum("c/all/law", ("c/north/law", "c/south/law")),
        Sum("c/all/debt", ("c/north/debt", "c/south/debt")),
        Sum("c/all/all", ("c/north/all", "c/south/all")),
        Sum("c/all/all", ("c/all/law", "c/all/debt")),
        Sum("c/north/all", ("c/north/law", "c/north/debt")),
        Sum("c/south/all", ("c/south/law", "c/south/debt")),
    }


def test_a_hierarchy_adds_up_from_below() -> None:
    figures = cross("c", [TREE], {("n1",): 1, ("n2",): 2, ("south",): 10})
    assert (figures.values["c/north"], figures.values["c/all"]) == (3, 13)
    assert figures.sums == (
        Sum("c/north", ("c/n1", "c/n2")),
        Sum("c/all", ("c/north", "c/south")),
    )


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["n1", "n2", "south"]), st.sampled_from(["law", "debt"])),
        st.none() | st.integers(0, 50),
    )
)
def test_each_total_is_the_sum_of_what_was_reported(leaves) -> None:
    figures = cross("c", [TREE, FIELDS], leaves)
    for row in figures.sums:
        parts = [figures.values[key] for key in figures.reported(row.parts)]
        assert figures.values[row.total] == (sum(parts) if parts else None)


def test_tables_that_share_a_cell_must_agree() -> None:
    one = cross("c", [ZONES], {("north",): 3, ("south",): 4})
    assert linked([one, one]) == one
    with pytest.raises(ValueError, match="c/south holds two values"):
        linked([one, cross("c", [ZONES], {("north",): 3})])


@pytest.mark.parametrize(
    ("value", "hidden"), [(None, False), (0, False), (1, True), (4, True), (5, False)]
)
def test_small_is_one_to_four(value, hidden) -> None:
    assert small(value) is hidden


def test_a_small_sum_of_several_says_nothing_of_them() -> None:
    """4 = 1 + 1 + 1 + 1 with 'fewer than 5' on every cell would be solved by the marks alone."""
    four = Figures({"t": 4, **dict.fromkeys("abcd", 1)}, (Sum("t", tuple("abcd")),))
    assert primary_marks(four) == {"t": HIDDEN, **dict.fromkeys("abcd", SMALL)}
    one = Figures({"t": 3, "a": 3, "b": 0}, (Sum("t", ("a", "b")),))
    assert primary_marks(one) == {"t": SMALL, "a": SMALL}
    assert primary_marks(replace(one, known=frozenset({"t"}))) == {"a": SMALL}


def test_what_is_shown_of_a_cell() -> None:
    published = Published(Figures({"a": 3, "b": 7, "c": None}), {"a": SMALL})
    assert [published.shown(key) for key in ("a", "b", "c", "d")] == [None, 7, None, None]
    assert from_json(to_json(published)) == published


def test_a_figure_that_stays_is_one_unknown_and_one_that_changes_is_two() -> None:
    before = Published(Figures({"t": 20, "a": 3, "b": 17}, (Sum("t", ("a", "b")),)), {"a": SMALL})
    after = Published(Figures({"t": 22, "a": 5, "b": 17}, (Sum("t", ("a", "b")),)))
    system = build(after, [before])
    states = [(one.key, one.value, one.state, one.sensitive) for one in system.unknowns]
    assert states == [
        ("t", 20, FIXED, False),
        ("a", 3, UNKNOWN, True),
        ("b", 17, FIXED, False),
        ("t", 22, OPEN, False),
        ("a", 5, OPEN, False),
        ("t", 2, UNKNOWN, True),  # the change of the total
        ("a", 2, UNKNOWN, True),
    ]
    assert [tuple(place for place, _factor in row) for row in system.rows] == [
        (0, 1, 2),
        (3, 4, 2),
        (3, 0, 5),
        (4, 1, 6),
    ]


def test_tables_without_a_common_sum_are_judged_apart() -> None:
    new = Figures(
        {"t": 5, "a": 2, "b": 3, "u": 9, "c": 9, "v": 1},
        (Sum("t", ("a", "b")), Sum("u", ("c",))),
        at_most=(("v", "u"),),
        known=frozenset({"t"}),
    )
    old = Published(Figures({"c": 8, "d": 1, "x": 1}, (Sum("d", ("c",)),)), {"d": SMALL})
    first, second = separate(Published(new, {"a": SMALL, "v": SMALL}), [old])
    assert first == (
        Published(Figures({})),
        Published(
            Figures({"t": 5, "a": 2, "b": 3}, (Sum("t", ("a", "b")),), known=frozenset({"t"})),
            {"a": SMALL},
        ),
    )
    assert second[0] == Published(Figures({"c": 8, "d": 1}, old.figures.sums), {"d": SMALL})
    assert dict(second[1].figures.values) == {"u": 9, "c": 9, "v": 1}
    assert (second[1].figures.at_most, second[1].marks) == ((("v", "u"),), {"v": SMALL})
