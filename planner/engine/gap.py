"""Generalised assignment: every job to one agent, capacities kept, least cost.

The textbook problem behind 'which agency does what', solved by the same improvement search as a
plan; it shows on published instances how good that search is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from planner.engine.adaptive import Kind, take_turns
from planner.engine.gap_prices import Prices
from planner.engine.mip import Limits, Model

# Pairs that the priced answers hold more often than this are always tried.
_PROMISING = 0.01


@dataclass(frozen=True, slots=True)
class GapProblem:
    """`cost[agent][job]`, `use[agent][job]`, `capacity[agent]`."""

    cost: tuple[tuple[int, ...], ...]
    use: tuple[tuple[int, ...], ...]
    capacity: tuple[int, ...]

    @property
    def jobs(self) -> int:
        return len(self.cost[0])


@dataclass(slots=True)
class GapOutcome:
    """`agents` gives the agent of each job; `bound` is proven; `history` is (seconds, cost)."""

    agents: list[int]
    cost: int
    bound: float
    history: list[tuple[float, int]]


def read_gap(text: str) -> GapProblem:
    """An instance in the OR-Library's form; raises ValueError where numbers are missing."""
    numbers = [int(word) for word in text.split()]
    agents, jobs = numbers[:2]
    if len(numbers) < 2 + 2 * agents * jobs + agents:
        raise ValueError("numbers are missing")
    rows = [tuple(numbers[2 + n * jobs : 2 + (n + 1) * jobs]) for n in range(2 * agents)]
    end = 2 + 2 * agents * jobs
    return GapProblem(
        tuple(rows[:agents]), tuple(rows[agents:]), tuple(numbers[end : end + agents])
    )


def solve_gap(
    problem: GapProblem,
    *,
    seconds: float = 60.0,
    seed: int = 0,
    should_stop: Callable[[], bool] | None = None,
) -> GapOutcome | None:
    """The best assignment found in the time; None where none was."""
    return _GapSearch(problem, seconds, seed, should_stop).run()


class _GapSearch:
    def __init__(
        self,
        problem: GapProblem,
        seconds: float,
        seed: int,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self._problem, self._seconds, self._seed = problem, seconds, seed
        self._begun, self._should_stop = time.monotonic(), should_stop
        self._random = Random(seed)
        self._reduced: dict[tuple[int, int], float] = {}
        self._prices: Prices | None = None
        self._best: GapOutcome | None = None
        self._bound = 0.0

    def run(self) -> GapOutcome | None:
        self._relax()
        everything = range(len(self._problem.capacity))
        for width in (3.0, 8.0, 30.0, 1e9):
            self._solve(everything, range(self._problem.jobs), width, self._seconds / 6)
            if self._best is not None:
                break
        if self._best is not None:
            self._price(self._best.cost)
            self._solve(everything, range(self._problem.jobs), 0.0, self._seconds / 6)
            size = len(self._problem.capacity)
            kinds: list[Kind[Callable[[int], bool]]] = [
                Kind("agents", self._any_agents, 4.0, size),
                Kind("jobs", self._any_jobs, 40.0, self._problem.jobs),
                Kind("doubtful", self._doubtful_jobs, 60.0, self._problem.jobs),
            ]
            take_turns(kinds, lambda kind: kind.move(kind.amount), self._stopped)
            self._best.bound = self._bound
        return self._best

    def _stopped(self) -> bool:
        if self._best is not None and self._best.cost - self._bound < 1:
            return True
        over = time.monotonic() - self._begun >= self._seconds
        return over or (self._should_stop is not None and self._should_stop())

    def _relax(self) -> None:
        """The linear relaxation: a bound, and a reduced cost of every pair."""
        model, columns = self._model(
            range(len(self._problem.capacity)), range(self._problem.jobs), 1e9
        )
        found = model.solve(Limits(self._seconds, seed=self._seed), relaxed=True)
        if found.values:
            self._bound = -(-(found.objective - 1e-6) // 1)
            self._reduced = {pair: found.reduced[column] for pair, column in columns.items()}

    def _price(self, target: int) -> None:
        """Prices of the jobs: a far better bound, and pairs that promise well."""
        problem, share = self._problem, time.monotonic() + self._seconds / 5
        prices = Prices(problem.cost, problem.use, problem.capacity)
        prices.improve(float(target), 400, lambda: time.monotonic() > share or self._stopped())
        self._prices = prices
        self._bound = max(self._bound, -(-(prices.bound - 1e-6) // 1))

    def _promises(self, agent: int, job: int) -> float:
        """How often the priced answers hold a pair, from 0 to 1."""
        return float(self._prices.average[agent, job]) if self._prices is not None else 0.0

    def _any_agents(self, count: int) -> bool:
        """Frees all jobs of some agents among those agents."""
        assert self._best is not None
        agents = self._random.sample(
            range(len(self._problem.capacity)), min(len(self._problem.capacity), count + 1)
        )
        jobs = [job for job, agent in enumerate(self._best.agents) if agent in agents]
        return self._solve(agents, jobs, 15.0, 3.0)

    def _any_jobs(self, count: int) -> bool:
        """Frees some jobs, those that lie farthest from the relaxation more likely."""
        assert self._best is not None
        costs = [
            1.0 + max(0.0, self._reduced.get((agent, job), 0.0))  # at its upper end one is below 0
            for job, agent in enumerate(self._best.agents)
        ]
        ranked = sorted(
            range(len(costs)), key=lambda job: -(self._random.random() ** (1 / costs[job]))
        )
        return self._solve(range(len(self._problem.capacity)), ranked[:count], 15.0, 3.0)

    def _doubtful_jobs(self, count: int) -> bool:
        """Frees the jobs whose agents the priced answers hold least, with some luck."""
        assert self._best is not None
        agents = self._best.agents
        doubt = [self._promises(a, j) + 0.5 * self._random.random() for j, a in enumerate(agents)]
        ranked = sorted(range(len(doubt)), key=lambda job: doubt[job])
        return self._solve(range(len(self._problem.capacity)), ranked[:count], 5.0, 4.0)

    def _model(
        self, agents: Sequence[int], jobs: Sequence[int], width: float
    ) -> tuple[Model, dict[tuple[int, int], int]]:
        problem, model = self._problem, Model()
        now = self._best.agents if self._best else None
        columns: dict[tuple[int, int], int] = {}
        for agent in agents:
            for job in jobs:
                used = now is not None and now[job] == agent
                near = self._reduced.get((agent, job), 0.0) <= width
                if used or near or self._promises(agent, job) > _PROMISING:
                    columns[agent, job] = model.binary(float(problem.cost[agent][job]))
        by_job: dict[int, list[tuple[int, float]]] = {job: [] for job in jobs}
        by_agent: dict[int, list[tuple[int, float]]] = {agent: [] for agent in agents}
        for (agent, job), column in columns.items():
            by_job[job].append((column, 1.0))
            by_agent[agent].append((column, float(problem.use[agent][job])))
        for job in jobs:
            model.row(by_job[job], 1, 1)
        freed = set(jobs)
        for agent in agents:
            held = [j for j, a in enumerate(now or ()) if a == agent and j not in freed]
            left = problem.capacity[agent] - sum(problem.use[agent][job] for job in held)
            model.row(by_agent[agent], upper=left)
        return model, columns

    def _solve(
        self, agents: Sequence[int], jobs: Sequence[int], width: float, seconds: float
    ) -> bool:
        """Solves what is freed, keeps what is better; whether it was solved to its end."""
        left = self._seconds - (time.monotonic() - self._begun)
        model, columns = self._model(agents, jobs, width)
        now = self._best.agents if self._best else None
        start = (
            {c: float(now[job] == agent) for (agent, job), c in columns.items()} if now else None
        )
        limits = Limits(min(seconds, left), nodes=4000, abs_gap=0.999, seed=self._seed)
        found = model.solve(limits, start)
        if found.values:
            agents_of = list(now) if now else [-1] * self._problem.jobs
            for (agent, job), column in columns.items():
                if found.values[column] > 0.5:
                    agents_of[job] = agent
            self._keep(agents_of)
        return found.status == "optimal"

    def _keep(self, agents: list[int]) -> None:
        problem = self._problem
        used = [0] * len(problem.capacity)
        for job, agent in enumerate(agents):
            used[agent] += problem.use[agent][job]
        if any(use > most for use, most in zip(used, problem.capacity, strict=True)):
            return
        cost = sum(problem.cost[agent][job] for job, agent in enumerate(agents))
        if self._best is None or cost < self._best.cost:
            history = self._best.history if self._best else []
            history.append((round(time.monotonic() - self._begun, 2), cost))
            self._best = GapOutcome(agents, cost, self._bound, history)
