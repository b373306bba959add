"""Why there is no plan: a minimal set of rules in conflict, and the least to give up.

Every rule of a district, a zone or a pin can be given up at a price in one small programme. The
dual of its linear relaxation names rules that conflict; a deletion filter makes them minimal (an
irreducible infeasible subset; J. Chinneck, 2008). The cheapest way to give rules up (elastic
relaxation) is the same programme solved in integers.
Agencies never make a season impossible unless they are pinned, so only pinned ones are stated.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from planner.core.problem import Problem
from planner.core.violation import Violation
from planner.engine.conflict_model import ConflictModel, Rules
from planner.engine.outcome import Pins
from planner.engine.pinning import pin_faults


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
    deadline = time.monotonic() + seconds
    model = ConflictModel(problem, pins, seed)
    core = model.blamed(seconds)
    if core is None:
        possible = model.can_hold(model.rules, deadline - time.monotonic())
        if possible is not False:
            return Explanation(possible)
        core = model.rules
    core, minimal = _shrink(model, core, deadline)
    offers, least = model.least(deadline - time.monotonic()) if give_up else ((), False)
    return Explanation(False, core, minimal, offers, least)


def _shrink(model: ConflictModel, core: Rules, deadline: float) -> tuple[Rules, bool]:
    """Leaves out rule after rule while the rest still conflict; whether it came to the end.

    Half of the rules are tried at once as long as that succeeds, then fewer.
    """
    kept, tried, step = list(core), 0, max(1, len(core) // 2)
    while tried < len(kept):
        left = deadline - time.monotonic()
        if left <= 0:
            return tuple(kept), False
        fewer = kept[:tried] + kept[tried + step :]
        possible = model.can_hold(fewer, left)
        if possible is False:
            kept = fewer
            step = max(1, min(step, len(kept) - tried))
        elif step > 1:
            step //= 2
        elif possible is None:
            return tuple(kept), False
        else:
            tried += 1
    return tuple(kept), True
