"""Zones suggested from dongs: contiguous, balanced by a measure, compact.

A local search from many starts, the same answer each time: zones grow from seeds that lie far from
each other, then dongs on a border move to the zone next to theirs, or two change places, while that
makes the zones better and leaves each in one piece. The best starts go on over worse zones for a
while (tabu search), and the best of all is kept. It is not proven to be the best there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import hypot, inf

from planner.core.zoning import Neighbours, Plot, in_one_piece

# What a compact shape is worth against an even share: how spread out the zones are (0 to 1, of the
# spread of all dongs as one zone) weighs this much against the mean square of the deviations.
COMPACT = 0.05
STARTS = 24
SWAPS_UP_TO = 30  # dongs: exchanges of two are tried in a district, not in a whole city
WORK = 900  # dongs in all starts together: a whole city gets fewer of them
FURTHER = 4  # of the best starts go on where no single step leads on
STEPS_MOST, PATIENCE, TENURE = 400, 80, 7

Sums = tuple[int, int, float, float, float]  # dongs, value, x, y, x² + y²
Step = tuple[tuple[int, int], ...]  # which dong goes to which zone


def suggest(plots: Sequence[Plot], near: Neighbours, count: int) -> list[tuple[int, ...]]:
    """`count` zones of ids in the order of `plots`; fewer where there are fewer dongs.

    `near` joins all dongs (see `bridged`), so that zones in one piece exist.
    """
    count = min(count, len(plots))
    if count < 1:
        return []
    wanted = min(STARTS, max(2, WORK // len(plots)))
    starts = range(0, len(plots), -(-len(plots) // wanted))
    found = [_Zoning(plots, near, _seeds(plots, start, count)) for start in starts]
    for zoning in found:
        zoning.improve(0)
    found.sort(key=lambda zoning: (round(zoning.cost(), 9), zoning.zones()))
    for zoning in found[: min(FURTHER, max(1, WORK // len(plots)))]:
        zoning.improve(min(PATIENCE, 10 * WORK // len(plots)))
    best = min(found, key=lambda zoning: (round(zoning.cost(), 9), zoning.zones()))
    return best.zones()


def cost_of(plots: Sequence[Plot], zones: Sequence[Sequence[int]]) -> float:
    """What the search makes small: unevenness, and a little of the spread."""
    by_id = {plot.id: plot for plot in plots}
    mean = sum(plot.value for plot in plots) / len(zones)
    whole = _inertia(_sums(plots)) or 1.0
    parts = (_sums(by_id[key] for key in zone) for zone in zones)
    return sum(_part(sums, mean, len(zones), whole) for sums in parts)


def _part(sums: Sums, mean: float, zones: int, whole: float) -> float:
    """What one zone adds to the cost."""
    uneven = (sums[1] / mean - 1) ** 2 / zones if mean else 0.0
    return uneven + COMPACT * _inertia(sums) / whole


def _seeds(plots: Sequence[Plot], start: int, count: int) -> list[int]:
    """`count` dongs far from each other, the first of them given."""
    chosen = [start]
    while len(chosen) < count:
        chosen.append(
            max(
                (i for i in range(len(plots)) if i not in chosen),
                key=lambda i: (
                    min(hypot(plots[i].x - plots[j].x, plots[i].y - plots[j].y) for j in chosen),
                    -i,
                ),
            )
        )
    return [plots[i].id for i in chosen]


class _Zoning:
    """A set of zones on the way: who is where, and the sums from which the cost follows."""

    def __init__(self, plots: Sequence[Plot], near: Neighbours, seeds: Sequence[int]) -> None:
        self.plots = {plot.id: plot for plot in plots}
        self.alone = {plot.id: _sums((plot,)) for plot in plots}
        self.order = [plot.id for plot in plots]
        self.near = near
        self.members: list[set[int]] = [set() for _ in seeds]
        self.zone: dict[int, int] = {}
        self.sums = [(0, 0, 0.0, 0.0, 0.0) for _ in seeds]  # dongs, value, x, y, x² + y²
        self.mean = sum(plot.value for plot in plots) / len(seeds)
        self.whole = _inertia(_sums(plots)) or 1.0
        for i, key in enumerate(seeds):
            self.put(key, i)
        self.grow()

    def zones(self) -> list[tuple[int, ...]]:
        """The zones in the order of their first dongs."""
        found = [tuple(key for key in self.order if key in zone) for zone in self.members]
        return sorted(found, key=lambda zone: self.order.index(zone[0]))

    def put(self, key: int, zone: int) -> None:
        old = self.zone.get(key)
        if old is not None:
            self.members[old].discard(key)
            self.sums[old] = self.with_plot(self.sums[old], key, -1)
        self.zone[key] = zone
        self.members[zone].add(key)
        self.sums[zone] = self.with_plot(self.sums[zone], key, 1)

    def with_plot(self, sums: Sums, key: int, sign: int) -> Sums:
        more = self.alone[key]
        return (
            sums[0] + sign * more[0],
            sums[1] + sign * more[1],
            sums[2] + sign * more[2],
            sums[3] + sign * more[3],
            sums[4] + sign * more[4],
        )

    def grow(self) -> None:
        """The lightest zone that can takes its nearest free neighbour, until none is free."""
        while len(self.zone) < len(self.order):
            for i in sorted(range(len(self.members)), key=lambda i: (self.sums[i][1], i)):
                free = {
                    key for own in self.members[i] for key in self.near[own] if key not in self.zone
                }
                if free:
                    count, _value, x, y, _squares = self.sums[i]
                    centre = (x / count, y / count)
                    self.put(min(free, key=lambda key: (self.away(key, centre), key)), i)
                    break
            else:
                raise ValueError("the dongs are not joined")

    def away(self, key: int, centre: tuple[float, float]) -> float:
        plot = self.plots[key]
        return hypot(plot.x - centre[0], plot.y - centre[1])

    def part(self, sums: Sums) -> float:
        return _part(sums, self.mean, len(self.members), self.whole)

    def cost(self) -> float:
        return sum(self.part(sums) for sums in self.sums)

    def improve(self, patience: int) -> None:
        """Steps to the best neighbour, even a worse one, for a while; then back to the best seen.

        A dong that has moved stays where it is for some steps, so that the search leaves a place
        from which no single step leads on.
        """
        best, least = dict(self.zone), self.cost()
        free_from: dict[int, int] = {}
        since = 0
        for number in range(STEPS_MOST):
            step = self.best_step(number, free_from, least - self.cost())
            if step is None or since > patience:
                break
            for key, zone in step:
                self.put(key, zone)
                free_from[key] = number + TENURE
            since += 1
            if self.cost() < least - 1e-9:
                best, least, since = dict(self.zone), self.cost(), 0
        for key, zone in best.items():
            if self.zone[key] != zone:
                self.put(key, zone)

    def best_step(self, number: int, free_from: dict[int, int], record: float) -> Step | None:
        """The step that costs least; a dong that must stay moves only for a new record."""
        gains = sorted((self.gain(step), step) for step in self.steps())
        for gain, step in gains:
            free = all(free_from.get(key, 0) <= number for key, _zone in step)
            if gain < inf and (free or gain < record - 1e-9) and self.keeps_whole(step):
                return step
        return None

    def steps(self) -> Iterator[Step]:
        """Moves of a dong into a zone next to it, and exchanges of two."""
        reachable = [
            (key, zone)
            for key in self.order
            for zone in sorted({self.zone[other] for other in self.near[key]} - {self.zone[key]})
        ]
        for move in reachable:
            yield (move,)
        if len(self.order) > SWAPS_UP_TO:
            return
        for i, (one, to) in enumerate(reachable):
            for two, back in reachable[i + 1 :]:
                if self.zone[two] == to and self.zone[one] == back:
                    yield ((one, to), (two, back))

    def gain(self, step: Step) -> float:
        """How much the cost changes; below zero is better."""
        sums: dict[int, Sums] = {}
        for key, zone in step:
            old = self.zone[key]
            sums[old] = self.with_plot(sums.get(old, self.sums[old]), key, -1)
            sums[zone] = self.with_plot(sums.get(zone, self.sums[zone]), key, 1)
        if any(changed[0] == 0 for changed in sums.values()):
            return inf  # a zone without a dong is none
        return sum(self.part(changed) - self.part(self.sums[i]) for i, changed in sums.items())

    def keeps_whole(self, step: Step) -> bool:
        touched: dict[int, set[int]] = {}
        for key, zone in step:
            old = self.zone[key]
            touched.setdefault(old, set(self.members[old])).discard(key)
            touched.setdefault(zone, set(self.members[zone])).add(key)
        return all(in_one_piece(sorted(zone), self.near) for zone in touched.values())


def _sums(plots: Iterable[Plot]) -> Sums:
    rows = list(plots)
    return (
        len(rows),
        sum(row.value for row in rows),
        sum(row.x for row in rows),
        sum(row.y for row in rows),
        sum(row.x**2 + row.y**2 for row in rows),
    )


def _inertia(sums: Sums) -> float:
    """The sum of squared distances from the middle, from sums alone."""
    count, _value, x, y, squares = sums
    return max(0.0, squares - (x * x + y * y) / count) if count else 0.0
