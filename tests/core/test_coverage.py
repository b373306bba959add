"""Coverage of fields and load of agencies."""

from __future__ import annotations

from datetime import date

import pytest

from planner.core.coverage import Cover, load, matrix, suggest_fields, weeks_of


@pytest.mark.parametrize(
    ("needed", "present", "heat", "missing"),
    [
        (1, 0, "none", 1),
        (2, 1, "short", 1),
        (2, 2, "met", 0),
        (1, 3, "over", 0),
        (0, 0, "idle", 0),
        (0, 1, "met", 0),
    ],
)
def test_a_cell_says_how_well_a_field_is_covered(needed, present, heat, missing):
    cover = Cover(1, needed, present)
    assert (cover.heat, cover.missing) == (heat, missing)


def test_the_matrix_sums_rows_columns_and_all():
    found = matrix({1: 2, 2: 1}, [10, 20], {(10, 1): 1, (20, 1): 3, (20, 2): 1})
    assert found.row(1) == (4, 1)
    assert found.row(2) == (1, 1)
    assert found.column(10) == (1, 2)
    assert found.column(20) == (4, 0)
    assert found.total() == (5, 2)
    assert [(event, cover.field, cover.missing) for event, cover in found.unmet()] == [
        (10, 1, 1),
        (10, 2, 1),
    ]


def test_suggested_fields_are_the_barest_within_the_staff():
    covers = {1: Cover(1, 1, 1), 2: Cover(2, 2, 0), 3: Cover(3, 1, 0)}
    assert suggest_fields((1, 2, 3), covers, 2) == (2, 3)
    assert suggest_fields((1, 2, 3), covers, 1) == (2,)
    assert suggest_fields((1,), covers, 2) == (1,)
    assert suggest_fields((9,), covers, 2) == ()


def test_weeks_begin_on_monday():
    assert weeks_of(date(2023, 5, 23), date(2023, 6, 2)) == (date(2023, 5, 22), date(2023, 5, 29))


def test_load_counts_weeks_and_judges_the_share():
    weeks = weeks_of(date(2023, 5, 22), date(2023, 6, 4))
    days = [date(2023, 5, 23), date(2023, 5, 24), date(2023, 5, 31)]
    found = load(4, days, weeks, target=3, most=5, most_per_week=2)
    assert (found.events, found.weeks, found.standing) == (3, (2, 1), "fair")
    assert load(4, days, weeks, target=2, most=5, most_per_week=2).standing == "over"
    assert load(4, days, weeks, target=5, most=5, most_per_week=2).standing == "under"
    assert load(4, days, weeks, target=3, most=2, most_per_week=2).standing == "beyond"
    assert load(4, days, weeks, target=3, most=5, most_per_week=1).standing == "beyond"
    assert load(4, [], weeks, target=1, most=5, most_per_week=2).standing == "none"
    assert load(4, [], weeks, target=0, most=5, most_per_week=2).standing == "idle"
