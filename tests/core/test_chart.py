"""Bars against an aim: one that goes far beyond it leaves the others their room."""

from __future__ import annotations

import re

from planner.core.chart import Bar, bar_chart


def widths(svg: str) -> list[float]:
    return [float(found) for found in re.findall(r'<rect x="0" y="\d+" width="([\d.]+)%"', svg)]


def drawn(*values: int, aim: int | None) -> str:
    bars = [Bar(str(value), value, number=f"{value}.0%") for value in values]
    return bar_chart(bars, title="t", description="d", name="n", aim=aim)


def test_a_bar_beyond_twice_the_aim_is_cut_off_with_a_break() -> None:
    svg = drawn(18130, 203, 150, 50, aim=100)
    longest, second, third, fourth = widths(svg)
    assert longest == second == round(third * 4 / 3, 2) == fourth * 4
    assert svg.count('stroke="#ffffff"') == 2  # a break in the two that go on
    assert ">18130.0%</text>" in svg and ">203.0%</text>" in svg


def test_within_twice_the_aim_nothing_is_cut_off() -> None:
    svg = drawn(200, 103, aim=100)
    assert (widths(svg), "#ffffff" in svg) == ([82.0, 42.23], False)
    assert drawn(18130, 203, aim=None).count("#ffffff") == 0
