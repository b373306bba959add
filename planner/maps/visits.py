"""How often each dong is visited in a season: held already, and still to be held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from planner.maps.spots import Spot


@dataclass(frozen=True, slots=True)
class DongVisits:
    """The visits of a dong; `last` is the latest day of either kind, None for no visit."""

    held: int = 0
    planned: int = 0
    last: date | None = None

    @property
    def code(self) -> str:
        """none, held, planned or both: what the words and the pattern say."""
        if self.held and self.planned:
            return "both"
        return "held" if self.held else "planned" if self.planned else "none"


def dong_visits(spots: Iterable[Spot], dongs: Mapping[int, int | None]) -> dict[int, DongVisits]:
    """Visits by dong; `dongs` gives the dong of each venue. A cancelled event is no visit."""
    found: dict[int, DongVisits] = {}
    for spot in spots:
        dong = dongs.get(spot.place.id)
        if dong is None or spot.status == "cancelled":
            continue
        before = found.get(dong, DongVisits())
        held = spot.status == "held"
        last = max(spot.day, before.last) if before.last else spot.day
        found[dong] = DongVisits(before.held + held, before.planned + (not held), last)
    return found
