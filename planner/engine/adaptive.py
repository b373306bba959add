"""The improvement search that plans and other problems share: kinds of neighbourhood take turns.

A large-neighbourhood search (P. Shaw, 1998) frees a part of a solution and solves that part by a
model. How much a kind frees follows from how hard its last sub-problem was: one that was solved to
its end may grow, one that was not must shrink.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Move = TypeVar("Move")

_GROW, _SHRINK = 1.12, 0.85


@dataclass
class Kind(Generic[Move]):
    """A kind of neighbourhood: what it does, how much it frees now, and at most."""

    name: str
    move: Move
    size: float
    most: int

    @property
    def amount(self) -> int:
        return max(1, round(self.size))

    def learn(self, finished: bool) -> None:
        """Takes in whether the last sub-problem was solved to its end."""
        self.size *= _GROW if finished else _SHRINK
        self.size = min(max(self.size, 1.0), float(self.most))


def take_turns(
    kinds: Sequence[Kind[Move]], attempt: Callable[[Kind[Move]], bool], stopped: Callable[[], bool]
) -> None:
    """Tries one kind after another until `stopped`; `attempt` tells whether it was finished."""
    while not stopped():
        for kind in kinds:
            if stopped():
                return
            kind.learn(attempt(kind))
