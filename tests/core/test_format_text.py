"""Files that are no problem at all, and files made to do harm: refused, with the place."""

from __future__ import annotations

import json

import pytest

from planner.core.formats import (
    FormatError,
    plan_from,
    plan_to,
    problem_to,
    read_plan,
    read_problem,
)
from tests.core.small import small_plan, small_problem

PROBLEM, PLAN = problem_to(small_problem()), plan_to(small_plan())


def faults(read, data) -> list[tuple[str, str]]:
    with pytest.raises(FormatError) as caught:
        read(data)
    return [(fault.path, fault.reason) for fault in caught.value.faults]


def test_another_format_is_told_from_the_right_one():
    with pytest.raises(FormatError) as caught:
        read_plan(json.dumps(PROBLEM))
    first = caught.value.faults[0]
    expected = {"expected": "olp-plan-1", "found": "olp-1"}
    assert (first.path, first.reason, first.data) == ("format", "wrong_format", expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"\xff\xfe{}", ("", "not_utf8", {"byte": 0})),
        (json.dumps(PLAN).encode("utf-16"), ("", "not_utf8", {"byte": 0})),
        (b'{"name": "\xe9"}', ("", "not_utf8", {"byte": 10})),
        ("", ("", "not_json", {"line": 1, "column": 1})),
        ('{\n "a": 1,\n}', ("", "not_json", {"line": 3, "column": 1})),
        ("{} {}", ("", "not_json", {"line": 1, "column": 4})),
        ("[]", ("", "not_an_object", {})),
        ("null", ("", "not_an_object", {})),
        ('"olp-plan-1"', ("", "not_an_object", {})),
        ("[" * 100_000, ("", "too_deep", {})),
        ('{"a":' * 100_000, ("", "too_deep", {})),
    ],
)
def test_what_is_no_plan_at_all_is_refused(text, expected):
    with pytest.raises(FormatError) as caught:
        read_plan(text)
    assert [(f.path, f.reason, f.data) for f in caught.value.faults] == [expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"pool": 2', '"pool": 2, "pool": 3', [("kits.pool", "repeated_key")]),
        ('"days": 12', '"days": 12, "days": 12', [("days", "repeated_key")]),
        ('"id": 22', '"id": 22, "id": 22', [("venues[2].id", "repeated_key")]),
        ('"name"', '"a": [{"b": 1, "b": 1}], "name"', [("a[0].b", "repeated_key")]),
        ('"pool": 2', '"pool": ' + "9" * 5000, [("kits.pool", "too_large")]),
        ('"pool": 2', '"pool": -' + "9" * 5000, [("kits.pool", "too_large")]),
        ('"pool": 2', '"pool": 1e999', [("kits.pool", "not_an_integer")]),
        ('"adj_radius": 3', '"adj_radius": NaN', [("adj_radius", "not_a_number")]),
        ('"name"', '"a": -Infinity, "name"', [("a", "not_a_number")]),
        ('"name"', '"a": {"b": "\\udc00"}, "name"', [("a.b", "not_unicode")]),
        ('"name"', '"a": {"\\udc00": 1}, "name"', [("a", "not_unicode")]),
        ('"name"', '"a": ' + "9" * 5000 + ', "name"', [("a", "too_large")]),
        ('"name"', '"a": ' + "[" * 60 + "]" * 60 + ', "name"', [("a" + "[0]" * 50, "too_deep")]),
    ],
)
def test_hostile_text_is_named_by_its_place(old, new, expected):
    text = json.dumps(PROBLEM)
    assert old in text
    assert faults(read_problem, text.replace(old, new, 1)) == expected


def test_a_large_file_of_nothing_ends_soon():
    text = '{"format": "olp-plan-1", "instance": "x", "events": [' + "1," * 2_000_000 + "1]}"
    found = faults(read_plan, text)
    assert found[:2] == [("events[0]", "not_an_object"), ("events[1]", "not_an_object")]
    assert (len(found), found[-1]) == (1001, ("", "more_faults"))


def test_a_byte_order_mark_is_no_fault():
    assert read_plan(json.dumps(PLAN).encode("utf-8-sig")) == plan_from(PLAN)
