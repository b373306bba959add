"""Why there is no plan: a minimal set of rules in conflict, and the least to give up.

Every rule of a district, a zone, a venue group or a pin is a literal of a CP-SAT model. The
literals are assumed; CP-SAT names a sufficient set of them for infeasibility, and a deletion
filter makes it minimal (an irreducible infeasible subset). Giving up as few units as possible is
the same model with the literals and the counts' slacks in the objective (elastic relaxation).
Agencies never make a season impossible unless they are pinned, so only pinned ones are stated.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from planner.core.problem import Problem
from planner.core.violation import Violation
from planner.engine.apart import explain_apart
from planner.engine.conflict_model import ConflictModel, districts_of
from planner.engine.outcome import Pins
from planner.engine.pinning import pin_faults

StopHook = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`feasible` tells whether there is a plan (None: not known in the time).

    `conflicts` cannot hold together and, where `minimal`, can as soon as any one is left out.
    `give_up` is a cheapest set of changes after which there is a plan; ``data["units"]`` says by
    how much; it is a proven least where `least`.
    """

    feasible: bool | None
    conflicts: tuple[Violation, ...] = ()
    minimal: bool = False
    give_up: tuple[Violation, ...] = ()
    least: bool = False


def explain(
    problem: Problem,
    *,
    pins: Pins | None = None,
    seconds: float = 10.0,
    seed: int = 0,
    give_up: bool = True,
) -> Explanation:
    """Explains why `problem` under `pins` has no plan, within about `seconds` of wall time.

    The search for what to give up can be left out.
    """
    pins = pins or Pins()
    faults = pin_faults(problem, pins)
    if faults:
        return Explanation(False, faults, True, faults, True)
    if "ortools" not in sys.modules:  # see `apart`: the two solvers cannot share a process
        return explain_apart(problem, pins, seconds, seed, give_up)
    deadline = time.monotonic() + seconds
    coarse = ConflictModel(problem, pins, seed, facts=False)
    answer, core = coarse.core(deadline - time.monotonic())
    if answer is not False:
        return Explanation(answer)
    core, minimal = _shrink(coarse, core, deadline)
    # What the days and venues contribute is looked at in the districts in conflict alone.
    fine = ConflictModel(problem, pins, seed, facts=True, districts=districts_of(problem, core))
    answer, fine_core = fine.core(deadline - time.monotonic())
    if answer is False:
        fine_core, minimal = _shrink(fine, fine_core, deadline)
        core = fine_core
    offers, least = fine.least(deadline - time.monotonic()) if give_up else ((), False)
    return Explanation(False, core, minimal, offers, least)


def _shrink(
    model: ConflictModel, core: tuple[Violation, ...], deadline: float
) -> tuple[tuple[Violation, ...], bool]:
    """Leaves out rule after rule while the rest still conflict; whether it came to the end."""
    kept = list(core)
    for rule in core:
        left = deadline - time.monotonic()
        if left <= 0:
            return tuple(kept), False
        fewer = tuple(other for other in kept if other is not rule)
        answer, smaller = model.core(left, fewer)
        if answer is False:
            kept = [other for other in kept if other in smaller]
        elif answer is None:
            return tuple(kept), False
    return tuple(kept), True
