"""The hard rules of a plan: who or what breaks which rule, without words.

A rule is a function from a problem and a plan to violations. `check_plan` runs them all; a rule
passes over what another rule already reports (an unknown venue is H03, not also H13).
"""

from __future__ import annotations

from collections.abc import Iterable

from planner.core import placement_rules, schedule_rules
from planner.core.problem import Plan, Problem
from planner.core.replan_rules import REPLAN_RULES, check_replan
from planner.core.violation import Rule, Subject, Violation

__all__ = ["REPLAN_RULES", "RULES", "Subject", "Violation", "check_plan", "check_replan"]

RULES: dict[str, Rule] = {
    "H00": schedule_rules.well_formed,
    "H01": schedule_rules.event_count,
    "H02": schedule_rules.allowed_day,
    "H03": schedule_rules.venue_open,
    "H04": schedule_rules.rain_plan,
    "H05": schedule_rules.district_gap,
    "H06": schedule_rules.zone_gap,
    "H07": schedule_rules.zone_visits,
    "H08": schedule_rules.weekend_events,
    "H09": schedule_rules.kits_in_use,
    "H10": placement_rules.agency_comes,
    "H11": placement_rules.once_a_day,
    "H12": placement_rules.agency_load,
    "H13": placement_rules.booth_taken,
    "H14": placement_rules.booth_needs,
    "H15": placement_rules.fields_served,
    "H16": placement_rules.no_conflicts,
}


def check_plan(
    problem: Problem, plan: Plan, codes: Iterable[str] | None = None
) -> tuple[Violation, ...]:
    """All violations of the hard rules (of the given `codes` only), in the order of the codes."""
    wanted = RULES if codes is None else codes
    return tuple(item for code in wanted for item in RULES[code](problem, plan))
