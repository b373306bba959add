"""Questions to a `ConflictModel`: which rules conflict, and what giving up is cheapest.

The cheapest way is found by hitting sets: one rule of a conflict has to give way, a small programme
chooses the cheapest that do so for all conflicts found yet, and where rules still conflict under
its choice they make the next. Where the linear relaxation proves a conflict, its dual says by how
many units as well (a Benders cut, its coefficients tightened to what one rule alone can do).
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterable
from random import Random

from planner.core.violation import Violation
from planner.engine.conflict_model import ConflictModel
from planner.engine.hitting_set import Given, HittingSet, Rules
from planner.engine.mip import INFINITY, Limits, Model, Solution

_ANYHOW = 0.3  # share of the time kept for an answer that is not proven the least
_GLANCE = 2.0  # seconds that may go into changes that are enough alone
_TRIES = 3  # units above what the relaxation wants that are tried
_FACT = 10.0  # what an event against a fact costs more, where dates are looked for


class ConflictSearch:
    """One model asked again and again, until `deadline` (of the monotonic clock).

    On `reluctant` days a rule of days gives way only where it must.
    """

    def __init__(
        self,
        stated: ConflictModel,
        deadline: float,
        seed: int = 0,
        reluctant: Collection[int] = (),
    ) -> None:
        self._stated, self._deadline, self._seed = stated, deadline, seed
        self._reluctant = frozenset(reluctant)
        self._costs = Random(seed)
        self._enough: Rules = ()  # rules that would do, all of them given up

    @property
    def rules(self) -> Rules:
        return tuple(self._stated.rules)

    @property
    def left(self) -> float:
        return self._deadline - time.monotonic()

    def _limits(self, rel_gap: float = 0.0, most: float = INFINITY) -> Limits:
        return Limits(max(0.01, min(most, self.left)), rel_gap=rel_gap, seed=self._seed)

    def _part(self, rules: Collection[Violation], given: Given) -> Model:
        """The rows of these rules alone, each given up by `given` at least; without costs.

        Leaving out the rows of other rules makes a programme much smaller.
        """
        columns = {self._stated.rules[rule] for rule in rules}
        stated = (row for row, rule in self._stated.row_rules if rule in columns)
        part = self._stated.model.part([*self._stated.always, *stated])
        for rule in rules:
            part.lower[self._stated.rules[rule]] = float(given.get(rule, 0))
        return part

    def blamed(self, given: Given | None = None) -> Rules | None:
        """Rules that the linear relaxation alone proves to conflict; None where it does not.

        All rules are given up alike, as little as can be. The dual of that is a single proof of a
        conflict; giving each up at a price would blame all conflicts of a season at once.
        """
        given = given or {}
        part = self._part(self.rules, given)
        alike = part.column(1.0, upper=INFINITY)
        rows = {}
        for rule, column in self._stated.rules.items():
            part.upper[column] = INFINITY
            rows[rule] = part.row([(column, 1.0), (alike, -1.0)], upper=part.lower[column])
        found = part.solve(self._limits(), relaxed=True)
        if not found.values or found.objective < 1e-7:
            return None
        return tuple(rule for rule, row in rows.items() if abs(found.duals[row]) > 1e-9)

    def _priced(self, rules: Collection[Violation], given: Given) -> Model:
        part = self._part(rules, given)
        for rule in rules:
            column = self._stated.rules[rule]
            part.cost[column] = self._stated.model.cost[column]
        return part

    def hold(
        self, rules: Collection[Violation], given: Given | None = None, most: float = INFINITY
    ) -> Solution:
        """Dates under which these rules hold (but for what is `given` up), all others given up.

        The search may be cut off after `most` seconds.
        Places have costs drawn at random: a programme without costs has many like corners, among
        which the solver wanders. Days on which a fact would have to give way cost more.
        """
        given = given or {}
        part = self._part(rules, given)
        for rule in rules:
            column = self._stated.rules[rule]
            part.upper[column] = part.lower[column]
        for place in self._stated.places:
            dear = _FACT * len(place.facts) * (3 if place.day in self._reluctant else 1)
            part.cost[place.column] = self._costs.random() + dear
        # The relaxation is solved in a fraction of the time and mostly answers already.
        relaxed = part.solve(self._limits(), relaxed=True)
        if relaxed.status == "infeasible" or self._is_whole(relaxed):
            return relaxed
        return part.solve(self._limits(1e9, most))

    def _is_whole(self, found: Solution) -> bool:
        """Whether a relaxation happens to hold whole events only."""
        counts = [found.values[place.column] for place in self._stated.places if found.values]
        return bool(counts) and all(abs(count - round(count)) < 1e-6 for count in counts)

    def can_hold(self, rules: Collection[Violation], given: Given | None = None) -> bool | None:
        """Whether the given rules can hold together; None: not known in the time."""
        found = self.hold(rules, given)
        if found.status == "infeasible":
            return False
        return True if found.values else None

    def shrunk(self, core: Rules, given: Given | None = None) -> tuple[Rules, bool]:
        """Leaves out rule after rule while the rest still conflict; whether it came to the end.

        Half of the rules are tried at once as long as that succeeds, then fewer.
        """
        kept, tried, step = list(core), 0, max(1, len(core) // 2)
        while tried < len(kept):
            if self.left <= 0:
                return tuple(kept), False
            fewer = kept[:tried] + kept[tried + step :]
            possible = self.can_hold(fewer, given)
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

    def least(self, core: Rules) -> tuple[dict[Violation, int], bool, Solution | None]:
        """The cheapest rules to give up, whether that is proven, and dates that are then possible.

        `core` is a set of rules in conflict that is known already.
        """
        choice, given = HittingSet(self._stated), dict[Violation, int]()
        until = self.left * _ANYHOW
        while self.left > until:
            self._learn(choice, core, given)
            chosen = choice.cheapest(self._limits())
            if chosen is None:
                break
            given = chosen
            dates = self.hold(self.rules, given)
            if dates.values:
                return given, True, dates
            if dates.status != "infeasible":
                break
            core, _ = self.shrunk(self.blamed(given) or self.rules, given)
        return self._anyhow()

    def alone(self, core: Iterable[Violation]) -> list[tuple[Violation, int, Solution]]:
        """Rules of a conflict of which giving up one is enough: by how much, and dates then.

        Only a glance: what takes long to find out is left out.
        """
        found, until = [], time.monotonic() + _GLANCE
        for rule in core:
            if not self._stated.model.upper[self._stated.rules[rule]]:
                continue  # a wish is not given up
            if time.monotonic() > until:
                break
            units = self._least_alone(rule)
            for more in range(_TRIES) if units is not None and self.left > 0 else ():
                given = {rule: (units or 0) + more}
                if given[rule] > self._stated.model.upper[self._stated.rules[rule]]:
                    break
                dates = self.hold(self.rules, given, _GLANCE / 2)
                if dates.values:
                    found.append((rule, given[rule], dates))
                if dates.status != "infeasible":
                    break  # found, or not to be known in a glance
        return found

    def _least_alone(self, rule: Violation) -> int | None:
        """By how much the relaxation wants this rule given up where it is the only one."""
        part = self._part(self.rules, {})
        own = self._stated.rules[rule]
        for other in self._stated.rules.values():
            part.upper[other] = self._stated.model.upper[own] if other == own else 0.0
        part.cost[own] = 1.0
        found = part.solve(self._limits(), relaxed=True)
        return max(1, math.ceil(found.objective - 1e-6)) if found.values else None

    def _learn(self, choice: HittingSet, core: Rules, given: Given) -> None:
        """Tells `choice` of this conflict and of others that have no rule in common with it."""
        loosened = dict(given)
        while True:
            choice.hit(core, loosened, self._cut(core, loosened))
            loosened |= {rule: choice.most(rule) for rule in core}
            possible = self.can_hold(self.rules, loosened)
            if possible:
                self._enough = tuple(loosened)
            if possible is not False or self.left <= 0:
                return
            core, _ = self.shrunk(self.blamed(loosened) or self.rules, loosened)

    def _cut(self, core: Rules, given: Given) -> dict[Violation, float] | None:
        """What the relaxation of the core says of how much has to be given up: Σ a · units ≥ 1."""
        part = self._priced(core, given)
        found = part.solve(self._limits(), relaxed=True)
        spent = sum(part.cost[self._stated.rules[rule]] * given.get(rule, 0) for rule in core)
        if not found.values or found.objective < spent + 1e-6:
            return None
        least, parts = found.objective, {}
        for rule in core:
            column = self._stated.rules[rule]
            parts[rule] = part.cost[column] - found.reduced[column]
            least -= found.reduced[column] * found.values[column]
        if least < 1e-6:
            return None
        return {rule: min(a / least, 1.0) for rule, a in parts.items() if a > 1e-9}

    def _anyhow(self) -> tuple[dict[Violation, int], bool, Solution | None]:
        """A way to give rules up, from the programme as a whole: no more than is known to do."""
        stated = self._stated
        part = stated.model.part(range(len(stated.model.row_lower)))
        part.cost = stated.model.cost[:]
        for rule, column in stated.rules.items():
            if self._enough and rule not in self._enough:
                part.upper[column] = 0.0
        limits = Limits(max(0.5, self.left), seed=self._seed, abs_gap=0.999)
        found = part.solve(limits)
        given: dict[Violation, int] = {}
        for rule, column in stated.rules.items() if found.values else ():
            if units := round(found.values[column]):
                given[rule] = units
        proven = found.status == "optimal" and not self._enough
        return given, proven, found if found.values else None
