"""The counting rules as laws."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.core import counting
from planner.core.counting import (
    Cell,
    Change,
    Decision,
    decide,
    difference,
    most,
    rounded,
    totals,
)

# Machines under load are slow; that is no fault of the rules.
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

CELLS = st.builds(
    Cell,
    st.sampled_from(counting.MEASURES),
    st.none() | st.integers(1, 3),
    st.none() | st.integers(1, 3),
)
VALUES = st.integers(0, counting.MOST)
A = Cell("consultations", 1, 2)
B = Cell("attendance")


@CALM
@given(st.lists(st.tuples(CELLS, st.integers(-50, 50))), st.randoms())
def test_totals_do_not_depend_on_the_order(entries, random) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert totals(shuffled) == totals(entries)


@CALM
@given(st.lists(st.tuples(CELLS, VALUES), max_size=20))
def test_a_cell_without_an_entry_is_not_reported_and_one_of_zero_is(entries) -> None:
    found = totals(entries)
    assert set(found) == {cell for cell, _value in entries}
    assert totals([(A, 0)]) == {A: 0}
    assert totals([]) == {}


@CALM
@given(st.none() | VALUES, VALUES)
def test_adding_the_difference_reaches_what_is_wanted(current, wanted) -> None:
    step = difference(current, wanted)
    assert (current or 0) + (step or 0) == wanted
    assert (step is None) == (current == wanted)


@CALM
@given(CELLS)
def test_a_cell_survives_its_key(cell) -> None:
    assert Cell.from_key(cell.key) == cell


NONSENSE = ("", "1", "1-2", "1-2-", "x-2-goods", "1-2-nothing", "-1-2-goods", "1-２-goods")


@pytest.mark.parametrize("key", NONSENSE)
def test_nonsense_names_no_cell(key) -> None:
    assert Cell.from_key(key) is None


def forms(cells=("attendance", "goods", "consultations")):
    return st.lists(
        st.builds(Change, st.builds(Cell, st.sampled_from(cells)), st.none() | VALUES, VALUES),
        unique_by=lambda change: change.cell,
    )


@CALM
@given(forms())
def test_a_form_sent_twice_adds_once(changes) -> None:
    held = {change.cell: change.shown for change in changes if change.shown is not None}
    first = decide(changes, held, signed_off=False, reason="recount")
    assert first.sound
    for step in first.additions:
        held[step.cell] = held.get(step.cell, 0) + step.value
    assert all(held.get(change.cell) == change.wanted for change in changes)
    assert decide(changes, held, signed_off=False, reason="recount") == Decision()


@CALM
@given(forms(), st.dictionaries(st.builds(Cell, st.sampled_from(["attendance", "goods"])), VALUES))
def test_what_somebody_else_changed_is_never_overwritten(changes, held) -> None:
    decision = decide(changes, held, signed_off=False, reason="recount")
    for step in decision.additions:
        shown = next(change.shown for change in changes if change.cell == step.cell)
        assert held.get(step.cell) == shown
    for conflict in decision.conflicts:
        assert conflict.current == held.get(conflict.cell)
        assert conflict.current not in (conflict.shown, conflict.wanted)


def test_untouched_fields_say_nothing() -> None:
    assert decide([Change(A, 5, 5)], {A: 9}, signed_off=True, reason="") == Decision()
    assert decide([Change(A, None, None)], {A: 9}, signed_off=False, reason="") == Decision()


def test_counting_on_needs_no_reason_taking_back_does() -> None:
    assert decide([Change(A, 5, 8)], {A: 5}, signed_off=False, reason="").sound
    assert decide([Change(A, 8, 5)], {A: 8}, signed_off=False, reason="").unexplained == (A,)
    assert decide([Change(A, 8, 5)], {A: 8}, signed_off=False, reason="typing mistake").sound


def test_after_the_sign_off_every_change_needs_a_reason() -> None:
    for change, held in ((Change(A, 5, 8), {A: 5}), (Change(A, None, 0), {})):
        assert decide([change], held, signed_off=True, reason="").unexplained == (A,)
        assert decide([change], held, signed_off=True, reason="late report").sound


def test_a_reported_field_may_not_be_emptied() -> None:
    assert decide([Change(A, 5, None)], {A: 5}, signed_off=False, reason="x").emptied == (A,)


def test_reports() -> None:
    two = [Cell("consultations", 1, 1), Cell("consultations", 1, 2)]
    report = counting.report_of
    assert report(1, two, set(), marked=False).state == "none"
    assert report(1, two, {two[0]}, marked=False) == counting.Report(1, "part", 2, 1)
    assert report(1, two, {Cell("goods", 1)}, marked=False).state == "part"
    assert report(1, two, set(two), marked=False).state == "in"
    assert report(1, two, set(), marked=True) == counting.Report(1, "in", 2, 0)
    assert report(None, [B], {B}, marked=False).state == "in"
    rows = [report(None, [B], {B}, marked=False), report(1, two, set(), marked=False)]
    assert counting.reports_in(rows) == (1, 2)


@pytest.mark.parametrize(
    ("value", "qualifier", "printed"),
    [
        (1512, "over", 1500),
        (1750, "over", 1750),
        (2987, "about", 3000),
        (510, "", 510),
        (510, "min", 510),
        (7, "over", 7),
        (33_612_345_678, "over", 33_500_000_000),
    ],
)
def test_published_figures_are_rounded_as_their_qualifier_says(value, qualifier, printed) -> None:
    assert rounded(value, qualifier) == printed


def test_a_step_of_ones_own() -> None:
    assert rounded(1512, "over", 10) == 1510
    assert rounded(6225, "about", 1000) == 6000


@CALM
@given(VALUES)
def test_over_never_claims_more_and_about_is_within_half_a_step(value) -> None:
    step = counting.usual_step(value)
    assert value - step < rounded(value, "over") <= value
    assert abs(rounded(value, "about") - value) * 2 <= step


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        (Cell("goods"), "0-0-goods"),
        (Cell("consultations", 12, 3), "12-3-consultations"),
        (Cell("consultations", 12, None, "alone"), "12-0-consultations-alone-"),
        (Cell("goods", None, 3, "", "seoul_basic"), "0-3-goods--seoul_basic"),
    ],
)
def test_a_cells_key_is_read_back(cell, key) -> None:
    assert cell.key == key and Cell.from_key(key) == cell
    assert cell.whole == Cell(cell.measure, cell.agency, cell.field)


@pytest.mark.parametrize(
    "key", ["", "1-2", "1-2-dragons", "x-2-goods", "1-2-goods-wizards-", "1-2-goods-alone--x",
            "1-2-goods-alone-magic", "-1-2-goods"],
)  # fmt: skip
def test_no_cell_has_this_key(key) -> None:
    assert Cell.from_key(key) is None


def test_the_most_that_a_cell_holds() -> None:
    assert [most(name) for name in ("goods", "debt_discharged_krw")] == [10**6, 10**12]
