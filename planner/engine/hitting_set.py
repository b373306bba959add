"""The cheapest choice of rules to give up that meets every conflict found so far."""

from __future__ import annotations

from collections.abc import Mapping

from planner.core.violation import Violation
from planner.engine.conflict_model import ConflictModel
from planner.engine.mip import Limits, Model

Rules = tuple[Violation, ...]
Given = Mapping[Violation, int]  # by how much rules are given up

# Points for one unit: all rules that are touched cost less together than one unit more.
_POINTS = 1000.0


class HittingSet:
    """The small programme that chooses what to give up so that every known conflict is met.

    Among equally cheap choices one that touches few rules is best, and one that asks for less
    (fewer events or visits) rather than for more than is allowed.
    """

    def __init__(self, stated: ConflictModel) -> None:
        self._model = Model()
        self._columns: dict[Violation, int] = {}
        self._upper = {rule: stated.model.upper[column] for rule, column in stated.rules.items()}
        for rule, column in stated.rules.items():
            price, most = stated.model.cost[column] * _POINTS, self._upper[rule]
            units = self._columns[rule] = self._model.column(price, upper=most, integral=True)
            touched = self._model.binary(1.0 if rule.data.get("reason") == "too_few" else 1.5)
            self._model.row([(units, 1.0), (touched, -most)], upper=0)

    def most(self, rule: Violation) -> int:
        """By how much a rule can be given up."""
        return int(self._upper[rule])

    def hit(self, core: Rules, given: Given, cut: Mapping[Violation, float] | None) -> None:
        """Something of `core` has to be given up by more than `given`, by `cut` if there is one."""
        if cut is not None:
            entries = [(self._columns[rule], part) for rule, part in cut.items()]
            self._model.row(entries, lower=1.0 - 1e-7)
        more = []
        for rule in core:
            units = given.get(rule, 0) + 1
            if units <= self._upper[rule]:
                enough = self._model.binary()
                self._model.row([(self._columns[rule], 1.0), (enough, -float(units))], lower=0)
                more.append((enough, 1.0))
        self._model.row(more, lower=1)

    def cheapest(self, limits: Limits) -> dict[Violation, int] | None:
        """Units by rule; None where nothing was found."""
        found = self._model.solve(limits)
        if found.status != "optimal":
            return None
        units = {rule: int(found.values[column] + 0.5) for rule, column in self._columns.items()}
        return {rule: count for rule, count in units.items() if count}
