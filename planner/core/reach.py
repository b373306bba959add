"""How many people live within a distance of a stop: shares of dongs, and what they add up to.

A share is of a dong's area, its people being taken as spread evenly over it. 'Not known' is never
zero: a dong without a position or without a figure is left out of a total and named beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# How a share was found: by the area of the outline, by the label's position alone, not at all.
AREA, LABEL, UNKNOWN = "area", "label", "unknown"
STEPS = (0.25, 0.5, 0.75)  # where one tint of the map ends and the next begins
DECIMALS = 4  # of a share: a hundredth of a per cent
CHANGES = ("won", "more", "same", "less", "lost")


@dataclass(frozen=True, slots=True)
class Reached:
    """A dong: the part of it within the distance (None: not known), and its nearest stop.

    `nearest` is that stop's key, `metres` the straight line from the dong's middle to it.
    """

    dong: int
    share: float | None
    how: str = AREA
    nearest: str | None = None
    metres: int | None = None

    @property
    def never(self) -> bool:
        """Whether no part of the dong lies within the distance."""
        return self.share == 0

    @property
    def step(self) -> str:
        """Its tint: 'unknown', '0' for none of it, '1' to '4' for quarters."""
        if self.share is None:
            return "unknown"
        if self.share == 0:
            return "0"
        return str(1 + sum(self.share > limit for limit in STEPS))


@dataclass(frozen=True, slots=True)
class Total:
    """People of a kind within reach, and of how many dongs and people that speaks.

    `unplaced` are people of dongs without a position, `silent` counts dongs without a figure:
    neither is in `people`.
    """

    people: int = 0
    reached: float = 0.0
    dongs: int = 0
    unplaced: int = 0
    unplaced_dongs: int = 0
    silent: int = 0

    @property
    def share(self) -> float | None:
        """Reached of people; None where there are none to speak of."""
        return self.reached / self.people if self.people else None

    @property
    def whole(self) -> bool:
        """Whether no dong was left out."""
        return not (self.unplaced_dongs or self.silent)


def total(reached: Iterable[Reached], people: Mapping[int, int]) -> Total:
    """What the dongs add up to; `people` holds the figure of each dong that has one."""
    found = list(reached)
    known = [row for row in found if row.dong in people]
    placed = [(row.share, people[row.dong]) for row in known if row.share is not None]
    lost = [people[row.dong] for row in known if row.share is None]
    return Total(
        people=sum(count for _share, count in placed),
        reached=sum(share * count for share, count in placed),
        dongs=len(placed),
        unplaced=sum(lost),
        unplaced_dongs=len(lost),
        silent=len(found) - len(known),
    )


def change(before: Reached, after: Reached) -> str:
    """What becomes of a dong: one of `CHANGES`; '' where either share is not known.

    'won' is a dong that no stop reached before and one does after, 'lost' the other way.
    """
    old, new = before.share, after.share
    if old is None or new is None:
        return ""
    if old == new:
        return "same"
    if old == 0 or new == 0:
        return "won" if old == 0 else "lost"
    return "more" if new > old else "less"


def never_reached(rows: Sequence[Reached]) -> list[int]:
    """The dongs of which no part lies within the distance, in their order."""
    return [row.dong for row in rows if row.never]
