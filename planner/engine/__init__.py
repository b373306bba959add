"""The optimiser: a core problem in, an `Outcome` out. Solvers are imported when first used."""

from planner.engine.outcome import (
    Ban,
    EventPin,
    Goal,
    Outcome,
    Pins,
    PlacementPin,
    Progress,
)
from planner.engine.search import assign, solve

__all__ = [
    "Ban",
    "EventPin",
    "Goal",
    "Outcome",
    "Pins",
    "PlacementPin",
    "Progress",
    "assign",
    "solve",
]
