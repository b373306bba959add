"""A linear programme that is asked many questions: the ends of sums of its columns."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from planner.engine.silent import silent

ROUGH = 1e-4  # HiGHS meets rows to 1e-7 each; the ends of these systems are whole or far from it
Terms = dict[int, float]


@dataclass(slots=True)
class Programme:
    """Columns and rows, and one HiGHS that keeps its basis from one question to the next."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rows: list[tuple[float, float, Terms]] = field(default_factory=list)

    def column(self, lower: float, upper: float) -> int:
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def start(self) -> Any:
        """The solver with everything but a question."""
        import numpy as np

        highs = silent()()
        for name, value in (("output_flag", False), ("threads", 1)):
            highs.setOptionValue(name, value)
        size = len(self.lower)
        highs.addVars(size, np.array(self.lower), np.array(self.upper))
        for low, high, terms in self.rows:
            index = np.array(list(terms), dtype=np.int32)
            highs.addRow(low, high, len(terms), index, np.array(list(terms.values())))
        return highs


class Asker:
    """Smallest and largest values of sums of columns."""

    def __init__(self, programme: Programme, *, whole: bool) -> None:
        self.highs = programme.start()
        self.size = len(programme.lower)
        self.whole = whole
        self.integral = False
        self.asked: Terms = {}

    def interval(self, terms: Terms) -> tuple[float, float]:
        """(smallest, largest), infinite where nothing bounds it; NaN when there is no solution."""
        return self._end(terms, 1.0), self._end(terms, -1.0)

    def _end(self, terms: Terms, sign: float) -> float:
        for column in self.asked:
            self.highs.changeColCost(column, 0.0)
        self.asked = {column: sign * factor for column, factor in terms.items()}
        for column, factor in self.asked.items():
            self.highs.changeColCost(column, factor)
        answer = self._run()
        if self.whole and answer is not None and math.isfinite(answer) and not self._is_whole():
            self._set_integral(True)
            answer = self._run()
            self._set_integral(False)
        if answer is None:
            return math.nan
        return sign * answer

    def _run(self) -> float | None:
        import highspy

        self.highs.run()
        status, states = self.highs.getModelStatus(), highspy.HighsModelStatus
        if status == states.kUnboundedOrInfeasible:
            self.highs.setOptionValue("presolve", "off")
            self.highs.run()
            self.highs.setOptionValue("presolve", "choose")
            status = self.highs.getModelStatus()
        if status == states.kUnbounded:
            return -math.inf
        if status != states.kOptimal:
            return None
        return float(self.highs.getInfo().objective_function_value)

    def _is_whole(self) -> bool:
        values = self.highs.getSolution().col_value
        return all(abs(value - round(value)) < ROUGH for value in values)

    def _set_integral(self, on: bool) -> None:
        import highspy

        kinds = highspy.HighsVarType
        for column in range(self.size):
            self.highs.changeColIntegrality(column, kinds.kInteger if on else kinds.kContinuous)
