"""Tables by a seed: flat, crossed, cubes, hierarchies and linked ones, with many small counts."""

from __future__ import annotations

from itertools import product
from random import Random

from planner.core.disclosure import Dimension, Figures, cross, linked

KINDS = ("line", "crossed", "cube", "tree", "tree and fields", "linked")
ALL = "all"


def flat(number: int, name: str = "") -> Dimension:
    return Dimension({ALL: None, **{f"{name}{i}": ALL for i in range(number)}})


def tree(random: Random, zones: int, most: int) -> Dimension:
    """Dongs below zones below all; a zone has one to `most`."""
    above: dict[str, str | None] = {ALL: None}
    for zone in range(zones):
        above[f"z{zone}"] = ALL
        for dong in range(random.randint(1, most)):
            above[f"z{zone}d{dong}"] = f"z{zone}"
    return Dimension(above)


def count(random: Random) -> int | None:
    chance = random.random()
    if chance < 0.1:
        return None
    if chance < 0.25:
        return 0
    if chance < 0.5:
        return random.randint(1, 4)
    return random.randint(5, 30) if chance < 0.8 else random.randint(30, 2000)


def filled(random: Random, name: str, dimensions: list[Dimension]) -> Figures:
    leaves = {at: count(random) for at in product(*(one.leaves for one in dimensions))}
    return cross(name, dimensions, leaves)


def table(seed: int) -> Figures:
    """The kinds in turn."""
    random = Random(seed)
    kind = KINDS[seed % len(KINDS)]
    if kind == "line":
        return filled(random, "t", [flat(random.randint(2, 8))])
    if kind == "crossed":
        return filled(random, "t", [flat(random.randint(2, 6)), flat(random.randint(2, 7))])
    if kind == "cube":
        sizes = (random.randint(2, 3), random.randint(2, 3), random.randint(2, 3))
        return filled(random, "t", [flat(size) for size in sizes])
    if kind == "tree":
        return filled(random, "t", [tree(random, 3, 4)])
    if kind == "tree and fields":
        return filled(random, "t", [tree(random, 3, 3), flat(random.randint(2, 4))])
    return two_tables(random)


def two_tables(random: Random) -> Figures:
    """Zones by fields, and zones by ages: the totals of the zones stand in both."""
    zones, fields, ages = flat(4, "z"), flat(4, "f"), flat(3, "a")
    by_both = {at: count(random) or 0 for at in product(zones.leaves, fields.leaves, ages.leaves)}
    by_field: dict[tuple[str, ...], int | None] = {}
    by_age: dict[tuple[str, ...], int | None] = {}
    for (zone, one, age), value in by_both.items():
        thinned = value if random.random() < 0.3 else 0
        by_field[zone, one] = (by_field.get((zone, one)) or 0) + thinned
        by_age[zone, age] = (by_age.get((zone, age)) or 0) + thinned
    return linked([cross("t", [zones, fields], by_field), cross("t", [zones, ages], by_age)])
