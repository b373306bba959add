"""Years with fewer trainings than the rule asks for."""

from __future__ import annotations

from datetime import date

from planner.core.training_quota import Year, years

TODAY = date(2014, 6, 1)


def test_a_finished_year_falls_short_and_this_one_has_time() -> None:
    days = [date(2012, 4, 1), date(2012, 9, 1), date(2013, 5, 1), date(2014, 3, 1)]
    told = years(days, 2012, 2, TODAY)
    assert told == [
        Year(2012, 2, 2, open=False),
        Year(2013, 1, 2, open=False),
        Year(2014, 1, 2, open=True),
    ]
    assert [(row.year, row.missing, row.short) for row in told] == [
        (2012, 0, False),
        (2013, 1, True),
        (2014, 1, False),
    ]


def test_what_is_planned_is_not_held_and_years_before_the_rule_are_nothing() -> None:
    told = years([date(2011, 1, 1), date(2014, 6, 1), date(2014, 6, 2)], 2014, 2, TODAY)
    assert told == [Year(2014, 1, 2, open=True)]
    assert years([], 2015, 2, TODAY) == []
