"""What is hidden stands up to the audit; without the further cells it does not."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.core.disclosure import (
    HIDDEN,
    SMALL,
    WIDTH,
    Dimension,
    Figures,
    Published,
    Sum,
    cross,
    primary_marks,
    small,
)
from planner.engine.disclosure import suppress
from planner.engine.disclosure_audit import Finding, audit
from tests.engine.hiding_tables import flat, table

SEOCHO = Path(__file__).resolve().parents[2] / "seeds" / "seocho-2023"
LINE = Figures({"t": 60, "a": 3, "b": 20, "c": 37, "d": 0}, (Sum("t", ("a", "b", "c", "d")),))


def lines(names: Iterable[str]) -> Dimension:
    return Dimension({"all": None, **dict.fromkeys(names, "all")})


def protected(figures: Figures) -> Published:
    """The publication of these figures, after every law of it has been looked at."""
    found = suppress(figures)
    published = found.published
    assert found.unprotected == ()
    for key, value in figures.values.items():
        if small(value):
            assert key in published.marks, key
            assert published.shown(key) is None
        if not value:
            assert key not in published.marks, key
    assert audit([published]).passed, audit([published])
    return published


# ---------------------------------------------------------------- pinned


def test_one_further_cell_of_a_line_is_hidden() -> None:
    assert protected(LINE).marks == {"a": SMALL, "b": HIDDEN}


def test_without_the_further_cells_the_audit_names_the_cell() -> None:
    found = audit([Published(LINE, primary_marks(LINE))])
    assert not found.passed
    assert found.findings == (Finding(0, "a", "width", 3, 3), Finding(0, "a", "mark", 3, 3))
    assert (found.tried, found.narrowest) == (1, 0)


def test_the_audit_reads_the_marks_too() -> None:
    """6 = 'fewer than 5' + 'not shown': 0 to 6 for whoever cannot read, else 1 and 5."""
    figures = Figures({"t": 6, "a": 1, "b": 5}, (Sum("t", ("a", "b")),))
    found = audit([Published(figures, {"a": SMALL, "b": HIDDEN})])
    assert found.findings == (Finding(0, "a", "mark", 1, 1),)
    assert protected(figures).marks == {"a": SMALL, "t": HIDDEN}


def test_two_small_cells_that_add_up_to_eight_are_not_left_alone() -> None:
    figures = Figures({"t": 8, "a": 4, "b": 4, "c": 0}, (Sum("t", ("a", "b", "c")),))
    assert not audit([Published(figures, {"a": SMALL, "b": SMALL})]).passed
    assert set(protected(figures).marks) == {"t", "a", "b"}


def test_a_crossed_table_hides_the_corners_of_a_rectangle() -> None:
    dimensions = [
        Dimension({"all": None, **dict.fromkeys(names, "all")}) for names in ("xyz", "uvw")
    ]
    leaves = dict(zip(product("xyz", "uvw"), (2, 30, 40, 50, 60, 70, 80, 90, 95), strict=True))
    marks = protected(cross("c", dimensions, leaves)).marks
    assert marks == {"c/x/u": SMALL, "c/x/v": HIDDEN, "c/y/u": HIDDEN, "c/y/v": HIDDEN}


def test_what_never_exceeds_something_bounds_it() -> None:
    """3 completed of 3 received: the 3 received says that no more than 3 were completed."""
    figures = Figures(
        {"completed": 2, "received": 6, "other": 50}, at_most=(("completed", "received"),)
    )
    assert protected(figures).marks == {"completed": SMALL}
    tight = Figures({"completed": 2, "received": 3}, at_most=(("completed", "received"),))
    assert protected(tight).marks == {"completed": SMALL, "received": SMALL}


def test_what_is_known_elsewhere_is_not_hidden_and_may_make_it_impossible() -> None:
    figures = Figures({"t": 6, "a": 3, "b": 3}, (Sum("t", ("a", "b")),), known=frozenset({"t"}))
    found = suppress(figures)
    assert found.published.shown("t") == 6
    assert set(found.unprotected) == {"a", "b"} or not audit([found.published]).passed


def test_three_dimensions_are_judged_in_whole_numbers() -> None:
    values = (1, 7, 2, 9, 3, 30, 4, 6, 5, 1, 40, 2)
    leaves = dict(zip(product("01", "01", "012"), values, strict=True))
    protected(cross("c", [flat(2), flat(2), flat(3)], leaves))


@pytest.mark.parametrize("seed", range(8))
def test_the_audit_finds_what_trying_everything_finds(seed) -> None:
    """A table of 2 × 2 with its totals and some cells hidden: every table of numbers up to 9."""
    random = Random(seed)
    dimensions = [flat(2), flat(2)]
    figures = cross("c", dimensions, {at: random.randint(1, 4) for at in product("01", "01")})
    hidden = random.sample(sorted(figures.values), 5)
    published = Published(figures, dict.fromkeys(hidden, HIDDEN))
    alike = []
    for numbers in product(range(10), repeat=4):
        leaves = dict(zip(product("01", "01"), numbers, strict=True))
        found = cross("c", dimensions, leaves).values
        if all(found[key] == published.shown(key) for key in figures.values if key not in hidden):
            alike.append(found)
    widths = {key: {found[key] for found in alike} for key in hidden}
    told = {row.key: (row.lower, row.upper) for row in audit([published]).findings}
    assert told == {
        key: (min(seen), max(seen)) for key, seen in widths.items() if max(seen) - min(seen) < WIDTH
    }


# ---------------------------------------------------------------- by chance


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_two_hundred_tables(start) -> None:
    for seed in range(start, start + 20):
        protected(table(seed))


def test_without_the_further_cells_most_of_them_fail() -> None:
    bare = [
        Published(figures, primary_marks(figures))
        for figures in map(table, range(60))
        if primary_marks(figures)
    ]
    failed = sum(not audit([published]).passed for published in bare)
    assert failed >= 0.9 * len(bare), f"{failed} of {len(bare)}"


@settings(max_examples=15)
@given(st.lists(st.none() | st.integers(0, 12), min_size=6, max_size=6))
def test_small_tables_of_small_numbers(values) -> None:
    protected(cross("c", [flat(2), flat(3)], dict(zip(product("01", "012"), values, strict=True))))


def test_the_same_table_is_hidden_the_same_way() -> None:
    assert suppress(table(1)).published.marks == suppress(table(1)).published.marks


# ---------------------------------------------------------------- the scenarios


def scenario(name: str) -> Figures:
    """Published totals; where the source gives no parts, parts by a seed that add up to them."""
    made = {
        "yeongdeungpo-2024": (18, 4, 2200),
        "yongsan-2018": (16, 4, 510),
        "seongbuk-2025": (11, 5, 1512),
    }
    if name == "seocho-2023":
        return seocho()
    if name == "seoul-2011":
        fields = {
            "income": 1568,
            "employment": 1037,
            "daily life": 738,
            "health": 611,
            "rest": 1019,
        }
        return by_lot(name, [f"district {i}" for i in range(25)], fields)
    rows, columns, total = made[name]
    parts = {"242": 242, "25": 25, "92": 92, "151": 151} if total == 510 else None
    names = [str(i) for i in range(rows)]
    return by_lot(name, names, parts or {str(i): total // columns for i in range(columns)})


def by_lot(name: str, rows: list[str], columns: dict[str, int]) -> Figures:
    random = Random(name)
    leaves: dict[tuple[str, ...], int | None] = defaultdict(int)
    weights = [random.expovariate(1.0) ** 2 for _row in rows]
    for column, total in columns.items():
        for row in random.choices(rows, weights, k=total):
            leaves[row, column] = (leaves[row, column] or 0) + 1
    dimensions = [
        Dimension({"all": None, **dict.fromkeys(names, "all")}) for names in (rows, columns)
    ]
    return cross(name, dimensions, {at: leaves[at] for at in product(rows, columns)})


def seocho() -> Figures:
    leaves: dict[tuple[str, ...], int | None] = {}
    with (SEOCHO / "counts.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["measure"] == "consultations":
                at = (row["day"], row["field"] or "rest")
                leaves[at] = (leaves.get(at) or 0) + int(row["value"])
    dimensions = [lines(sorted({at[axis] for at in leaves})) for axis in (0, 1)]
    return cross("seocho-2023", dimensions, leaves)


@pytest.mark.parametrize(
    "name",
    ["seocho-2023", "yeongdeungpo-2024", "seoul-2011", "yongsan-2018", "seongbuk-2025"],
)
def test_the_five_scenarios(name) -> None:
    figures = scenario(name)
    published = protected(figures)
    found = audit([published])
    assert found.narrowest is None or found.narrowest >= WIDTH
    if primary_marks(figures):
        assert not audit([Published(figures, primary_marks(figures))]).passed
