"""Prices for generalised assignment: the jobs' constraints priced, a knapsack left for each agent.

The Lagrangian dual of the assignment rows is as tight as Dantzig and Wolfe's master programme. Its
averaged answers (volume algorithm; F. Barahona, R. Anbil, 2000) say which pairs of an agent and a
job a good assignment is likely to hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

Rows = Sequence[Sequence[int]]


class Knapsacks:
    """The best set of jobs of every agent for given profits, all agents at once."""

    def __init__(self, use: Rows, capacity: Sequence[int]) -> None:
        import numpy as np

        self._np: Any = np
        self._use = np.array(use)
        agents, self._jobs = self._use.shape
        self._agents = np.arange(agents)
        self._capacity = np.array(capacity)
        self._width = int(max(capacity)) + 1
        rooms, rows = np.arange(self._width), self._agents[:, None] * self._width
        # Where an agent with a room left came from if it takes a job, by place in the flat table;
        # the last place of that table is one that nobody comes from.
        nowhere = agents * self._width
        self._before = []
        for job in range(self._jobs):
            before = rooms[None, :] - self._use[:, [job]]
            self._before.append(np.where(before >= 0, rows + before, nowhere))

    def best(self, profits: Any) -> tuple[Any, Any]:
        """(profit of each agent, 1 for each taken pair) for `profits` by agent and job."""
        np, size = self._np, len(self._agents) * self._width
        flat = np.zeros(size + 1)
        flat[size] = -np.inf
        value = flat[:size].reshape(len(self._agents), self._width)
        taken = np.zeros((self._jobs, len(self._agents), self._width), dtype=bool)
        for job in np.flatnonzero((profits > 0).any(axis=0)):
            other = flat.take(self._before[job])
            other += profits[:, job, None]
            np.greater(other, value, out=taken[job])
            np.maximum(value, other, out=value)
        return self._read(value, taken)

    def _read(self, value: Any, taken: Any) -> tuple[Any, Any]:
        np, room = self._np, self._capacity.copy()
        chosen = np.zeros((len(self._agents), self._jobs))
        for job in range(self._jobs - 1, -1, -1):
            took = taken[job, self._agents, room]
            chosen[:, job] = took
            room = room - np.where(took, self._use[:, job], 0)
        return value[self._agents, self._capacity], chosen


class Prices:
    """The dual of the assignment rows: `bound`, prices by job, and averaged answers by pair."""

    def __init__(self, cost: Rows, use: Rows, capacity: Sequence[int]) -> None:
        import numpy as np

        self._np: Any = np
        self._cost = np.array(cost, dtype=float)
        self._knapsacks = Knapsacks(use, capacity)
        self.prices = np.sort(self._cost, axis=0)[min(1, len(cost) - 1)].astype(float)
        self.bound = -math.inf
        self.average = np.zeros_like(self._cost)

    def improve(self, target: float, rounds: int, stopped: Callable[[], bool]) -> None:
        """Raises the bound by so many steps, toward `target` (the cost of an assignment)."""
        np = self._np
        prices, best, pace, idle = self.prices.copy(), self.prices.copy(), 1.0, 0
        for _ in range(rounds):
            if stopped() or target - self.bound < 1:
                break
            profit, chosen = self._knapsacks.best(prices[None, :] - self._cost)
            bound = float(prices.sum() - profit.sum())
            self.average += 0.05 * (chosen - self.average)
            if bound > self.bound + 1e-6:
                self.bound, best, idle = bound, prices, 0
            else:
                idle += 1
            if idle >= 15:
                pace, idle, prices = pace * 0.7, 0, best
            # The averaged answer steadies the direction; the fresh one keeps it honest.
            slope = 1 - (0.6 * chosen + 0.4 * self.average).sum(axis=0)
            length = float((slope * slope).sum())
            if length < 1e-9 or pace < 1e-3:
                break
            prices = prices + pace * max(1.0, target - bound) / length * slope
        self.prices = np.array(best)
