"""The parts of an event day."""

from __future__ import annotations

from datetime import time

from planner.core.hours import day_spans


def test_a_day_has_four_parts():
    assert [(s.kind, s.starts_at, s.ends_at) for s in day_spans(time(10), time(16))] == [
        ("set_up", time(9), time(9, 45)),
        ("briefing", time(9, 45), time(10)),
        ("open", time(10), time(16)),
        ("pack_up", time(16), time(17)),
    ]


def test_midnight_cuts_the_day():
    spans = day_spans(time(0), time(23, 59))
    assert [(s.kind, s.starts_at, s.ends_at) for s in spans] == [("open", time(0), time(23, 59))]
