"""Why there is no plan: a minimal set of rules in conflict, and the least to give up.

Every rule of a district, a zone or a pin can be given up in one small programme. The dual of its
linear relaxation names rules that conflict; a deletion filter makes them minimal (an irreducible
infeasible subset; J. Chinneck, 2008). The cheapest way to give rules up meets every such set
(implicit hitting sets; E. Moreno-Centeno and R. Karp, 2013).
Agencies never make a season impossible unless they are pinned, so only pinned ones are stated.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from planner.core.problem import Problem
from planner.core.violation import Violation
from planner.engine.conflict_model import ConflictModel
from planner.engine.conflict_search import ConflictSearch
from planner.engine.giving_up import offers
from planner.engine.outcome import Pins
from planner.engine.pinning import pin_faults


@dataclass(frozen=True, slots=True)
class Explanation:
    """`feasible` tells whether there is a plan (None: not known in the time).

    `conflicts` cannot hold together and, where `minimal`, can as soon as any one is left out.
    `give_up` is a cheapest set of changes after which there is a plan; ``data["units"]`` says by
    how much; it is a proven least where `least`. `alone` are those of the conflicts of which giving
    up a single one, so far, is enough.
    """

    feasible: bool | None
    conflicts: tuple[Violation, ...] = ()
    minimal: bool = False
    give_up: tuple[Violation, ...] = ()
    least: bool = False
    alone: tuple[Violation, ...] = ()


def explain(
    problem: Problem,
    *,
    pins: Pins | None = None,
    seconds: float = 10.0,
    seed: int = 0,
    give_up: bool = True,
    dates: bool = True,
    firm: Pins | None = None,
    reluctant: Collection[int] = (),
    on_conflict: Callable[[tuple[Violation, ...], bool], None] | None = None,
) -> Explanation:
    """Explains why `problem` under `pins` has no plan, within about `seconds` of wall time.

    The search for what to give up can be left out; without `dates` only the rules of pinned
    agencies are looked at, as for booths of an event whose day and venue stand. `firm` are those
    of the pins that may be to blame, but are not to be given up; on `reluctant` days (public
    holidays, say) no event is offered where another day would do. `on_conflict` is called with the
    conflict and whether it is minimal as soon as it is known.
    """
    pins = pins or Pins()
    faults = pin_faults(problem, pins, dates=dates)
    if faults:
        if on_conflict is not None:
            on_conflict(faults, True)
        return Explanation(False, faults, True, faults, True)
    deadline = time.monotonic() + seconds
    stated = ConflictModel(problem, pins, dates=dates)
    if not stated.rules:
        return Explanation(True)
    stated.hold_firm(firm or Pins())
    search = ConflictSearch(stated, deadline, seed, reluctant)
    core = search.blamed()
    if core is None:
        possible = search.can_hold(search.rules)
        if possible is not False:
            return Explanation(possible)
        core = search.rules
    core, minimal = search.shrunk(core)
    if on_conflict is not None:
        on_conflict(core, minimal)
    if not give_up:
        return Explanation(False, core, minimal)
    given, least, found = search.least(core)
    least_offers = offers(problem, pins, stated, given, found, deadline)
    single = least_offers if len(given) == 1 else ()
    others = (rule for rule in core if not (single and rule in given))
    alone = [
        item
        for rule, units, dates_then in search.alone(others)
        for item in offers(problem, pins, stated, {rule: units}, dates_then, deadline)
    ]
    return Explanation(False, core, minimal, least_offers, least, (*single, *alone))
