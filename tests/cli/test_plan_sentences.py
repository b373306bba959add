"""Every rule and every reason has its sentence, with names and dates."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import planner.engine
from planner.cli.plan_sentences import SENTENCES, fault_line, plain, sentence
from planner.core.reading import FormatFault
from planner.core.rules import REPLAN_RULES, RULES
from planner.core.violation import Violation
from tests.cli.sentences import BROKEN
from tests.core import test_placement_rules, test_replan_rules, test_schedule_rules
from tests.core.small import small_problem

PROBLEM = small_problem()
CASES = {
    **test_schedule_rules.CASES,
    **test_placement_rules.CASES,
    **test_replan_rules.CASES,
}

OAK, NORTH = (("district", 5),), (("zone", 10),)
NAMED = [
    (("H01", OAK, {"expected": 2}), "district 5 (Oak) must hold exactly 2 events"),
    (("H01", OAK, {"reason": "too_few", "expected": 2, "units": 1}),
     "district 5 (Oak) must hold at least 2 events (by 1)"),
    (("H01", OAK, {"reason": "too_many", "expected": 2}),
     "district 5 (Oak) may hold at most 2 events"),
    (("H02", OAK, {"reason": "not_allowed", "units": 2, "days": (2, 9)}),
     "district 5 (Oak): events are held on allowed days only "
     "(open day 2 (2024-02-03), day 9 (2024-02-10))"),
    (("H03", NORTH, {"reason": "not_available"}),
     "zone 10 (Oak north): venues are used on the days on which they are available"),
    (("H03", OAK, {"reason": "no_venue", "day": 2}),
     "district 5 (Oak) has no venue for day 2 (2024-02-03)"),
    (("H04", NORTH, {"reason": "not_available"}),
     "zone 10 (Oak north): outdoor venues need a fallback that is available"),
    (("H05", OAK, {"min_gap": 3}), "district 5 (Oak): events lie at least 3 days apart"),
    (("H05", OAK, {"min_gap": 3, "units": 1, "to": 2}),
     "district 5 (Oak): events lie at least 3 days apart (at most 2)"),
    (("H06", NORTH, {"reason": "last_season", "last": -3, "min_gap": 5}),
     "zone 10 (Oak north): 5 days must pass after its last visit on day -3 (2024-01-29)"),
    (("H06", NORTH, {"reason": "visits", "min_gap": 5}),
     "zone 10 (Oak north): visits lie at least 5 days apart"),
    (("H07", NORTH, {"reason": "too_few", "min": 2}),
     "zone 10 (Oak north) must be visited at least 2 times"),
    (("H07", NORTH, {"reason": "too_many", "max": 1, "units": 3}),
     "zone 10 (Oak north) may be visited at most 1 times (by 3)"),
    (("H08", OAK, {"max": 0}), "district 5 (Oak) may hold at most 0 events at weekends"),
    (("H09", (), {"pool": 1, "turnaround": 2}),
     "there are 1 equipment kits, each away for 2 days"),
    (("H11", (("agency", 30),), {"reason": "same_day", "day": 2}),
     "agency 30 (Aid) cannot be at two events on day 2 (2024-02-03)"),
    (("H12", (("agency", 30),), {"reason": "season", "max": 2}),
     "agency 30 (Aid) takes part in at most 2 events"),
    (("H12", (("agency", 30),), {"reason": "week", "max": 1, "day": 4}),
     "agency 30 (Aid) takes part in at most 1 events in the week from day 4 (2024-02-05)"),
    (("H12", (("agency", 30), ("event", "a"), ("event", "b")),
      {"reason": "season_full", "events": 2, "max": 2}),
     "agency 30 (Aid) takes part in at most 2 events and is at event a and event b"),
    (("H12", (("agency", 30), ("event", "a")), {"reason": "week_full", "events": 1, "max": 1}),
     "agency 30 (Aid) takes part in at most 1 events a week and is at event a"),
    (("H13", (("event", "a"), ("agency", 30), ("booth", 1), ("agency", 31)), {"reason": "held"}),
     "event a: booth 1 is wanted or held by agency 30 (Aid) and agency 31 (Band)"),
    (("H13", (("event", "a"), ("agency", 30), ("agency", 31)),
      {"reason": "none_free", "booths": 1}),
     "event a: the 1 booths that suit are wanted or held by agency 30 (Aid) and agency 31 (Band)"),
    (("H14", (("event", "a"), ("agency", 30)), {"reason": "none_suits", "missing": ["water"]}),
     "event a: no booth has what agency 30 (Aid) needs: water"),
    (("H15", (("event", "a"), ("agency", 30)), {"reason": "busy", "fields": [2], "staff": 1}),
     "event a: the 1 counsellors of agency 30 (Aid) are busy in field 2 (jobs)"),
    (("H13", OAK, {"reason": "shared", "day": 2}),
     "district 5 (Oak) on day 2 (2024-02-03): a booth holds one agency"),
    (("H14", (*OAK, ("venue", 20)), {"day": 2, "booths": 1}),
     "district 5 (Oak) on day 2 (2024-02-03): 1 booths of venue 20 (Hall) have what its "
     "agencies need"),
    (("H14", OAK, {"reason": "any_venue", "day": 2, "booths": 1}),
     "district 5 (Oak) on day 2 (2024-02-03): no venue has more than 1 booths with what its "
     "agencies need"),
    (("H15", (("agency", 30),), {"reason": "none"}),
     "agency 30 (Aid) has no counsellor or no field"),
    (("H16", (("agency", 31), ("agency", 33)), {"day": 2}),
     "agency 31 (Band) and agency 33 (Dot) must not share an event"),
    (("P01", (("event", "5/2"), ("agency", 30), ("booth", 1)), {"reason": "booth_without_venue"}),
     "event 5/2: booth 1 is pinned for agency 30 (Aid), but no venue"),
    (("P02", (("agency", 30), ("district", 5)), {"reason": "banned", "day": 2}),
     "agency 30 (Aid) is both pinned and kept away on day 2 (2024-02-03)"),
    (("P03", OAK, {"day": 2, "venue": None}),
     "a pin holds an event of district 5 (Oak) on day 2 (2024-02-03)"),
    (("P03", (*OAK, ("event", "a")), {"day": 2, "venue": 20}),
     "a pin holds event a of district 5 (Oak) on day 2 (2024-02-03) at venue 20 (Hall)"),
    (("P04", (("agency", 30), ("district", 5)), {"day": 2}),
     "a pin holds agency 30 (Aid) at the event of district 5 (Oak) on day 2 (2024-02-03)"),
]  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_broken_rule_is_told_with_names_and_dates(name):
    case = CASES[name]
    problem = case.task.problem if hasattr(case, "task") else case.problem
    assert sentence(problem, case.expected, case.wrong) == BROKEN[name]


@pytest.mark.parametrize(("rule", "expected"), NAMED)
def test_a_rule_in_conflict_is_told_by_itself(rule, expected):
    assert sentence(PROBLEM, Violation(*rule)) == f"{rule[0]} {expected}"


def test_every_sentence_is_told_above():
    """So each of them is right for what the rules say, and none is left over."""
    told = [case.expected for case in CASES.values()] + [Violation(*rule) for rule, _ in NAMED]
    used = set()
    for item in told:
        reason = item.data.get("reason")
        own = f"{item.code} {reason}" if reason else item.code
        used |= {key for key in (own, f"{own} rule") if key in SENTENCES}
    assert used == set(SENTENCES)


def reasons_of(function) -> set[str]:
    """Reasons that the source of a rule names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(function))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "reason":
            found |= {c.value for c in ast.walk(node.value) if isinstance(c, ast.Constant)}
        elif isinstance(node, ast.Dict):
            pairs = zip(node.keys, node.values, strict=True)
            found |= {
                value.value
                for key, value in pairs
                if ast.unparse(key) == "'reason'" and isinstance(value, ast.Constant)
            }
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "reasons.append":
            found.add(node.args[0].value)
    return {reason for reason in found if isinstance(reason, str)}


@pytest.mark.parametrize("code", [*RULES, *REPLAN_RULES])
def test_every_reason_of_a_rule_has_its_case_and_sentence(code):
    rule = (RULES | REPLAN_RULES)[code]
    named = {case.expected.data.get("reason") for case in CASES.values()
             if case.expected.code == code}  # fmt: skip
    assert named - {None} == reasons_of(rule)
    for reason in reasons_of(rule) or {""}:
        assert f"{code} {reason}".strip() in SENTENCES


def test_every_code_of_the_engine_has_a_sentence():
    folder = Path(planner.engine.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    codes = set(re.findall(r'\("([HPR]\d\d)", ', text))
    assert {"H01", "H09", "P01", "P02", "P03", "P04"} <= codes
    assert codes <= {key.split()[0] for key in SENTENCES}


def test_a_code_that_nobody_knows_is_still_a_line():
    assert sentence(PROBLEM, Violation("H99", OAK, {"reason": "odd"})) == "H99 is broken"
    lacking = Violation("H05", OAK, {"gap": 1})
    assert sentence(PROBLEM, lacking) == "H05 district 5 (Oak): … lie 1 days apart, not …"


def test_names_of_a_file_cannot_break_the_line_or_the_terminal():
    names = {"a": "\x1b[2J\r\n", "b": "x" * 200}
    assert plain(names["a"]) == "\ufffd[2J\ufffd\ufffd"
    assert plain(names["b"]) == "x" * 79 + "…"
    wild = Violation("H00", (("event", names["a"]),), {"reason": "duplicate", "times": 2})
    assert sentence(PROBLEM, wild) == "H00 event \ufffd[2J\ufffd\ufffd occurs 2 times"
    fault = FormatFault("a\nb", "wrong_format", {"found": names["b"]})
    assert fault_line("f", fault) == f"f: a\ufffdb: wrong format (found {'x' * 79}…)"
    assert fault_line("f", FormatFault("", "not_json")) == "f: (text): not json"


@pytest.mark.parametrize("day", [10**12, -(10**12), 2**63 - 1])
def test_a_day_beyond_the_calendar_has_no_date(day):
    item = Violation("H02", (("event", "a"),), {"reason": "outside_season", "day": day})
    assert sentence(PROBLEM, item) == f"H02 event a: day {day} lies outside the season"
