"""What every model of one problem looks up again and again, worked out once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cached_property

from planner.core.problem import Agency, Problem, Venue, is_on
from planner.core.score import best_reach, venue_reach
from planner.engine.booth_types import kind_of
from planner.engine.serving import share_fields


class Facts:
    """Lookups over a problem: lost reach, agencies and venues by place, cover of a day alone."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._lost: dict[tuple[int, int], int] = {}
        self._bare: dict[tuple[int, int], int] = {}
        self._hands: dict[tuple[int, int], list[int]] = {}
        # By venue: sets of needs for which an answer once lacked booths; later models state them.
        self.crowded: dict[int, set[frozenset[int]]] = defaultdict(set)

    @cached_property
    def best(self) -> Mapping[int, int]:
        return best_reach(self.problem)

    def lost_reach(self, venue: int, day: int) -> int:
        """Contacts that the venue on that day falls short of its district's best; never negative.

        A settled event may do better than that: on a day that is not allowed any more.
        """
        place = self.problem.venue_by_id.get(venue)
        if place is None:
            return 0
        if (venue, day) not in self._lost:
            reach = venue_reach(self.problem, place, day)
            self._lost[venue, day] = max(0, self.best[place.district] - reach)
        return self._lost[venue, day]

    @cached_property
    def serving(self) -> dict[int, list[Agency]]:
        """By district: agencies that can come at all."""
        found: dict[int, list[Agency]] = defaultdict(list)
        for agency in self.problem.agencies:
            if agency.staff >= 1 and agency.fields and agency.max >= 1 and agency.max_week >= 1:
                for district in set(agency.serves):
                    found[district].append(agency)
        return found

    @cached_property
    def kinds(self) -> frozenset[int]:
        """All kinds of needs of the agencies."""
        return frozenset(kind_of(agency.needs) for agency in self.problem.agencies)

    @cached_property
    def zone_venues(self) -> dict[int, list[Venue]]:
        found: dict[int, list[Venue]] = defaultdict(list)
        for venue in self.problem.venues:
            found[venue.zone].append(venue)
        return found

    @cached_property
    def conflicts_of(self) -> dict[int, list[int]]:
        """By agency: the agencies of higher id that it must not meet."""
        found: dict[int, list[int]] = defaultdict(list)
        for pair in self.problem.conflict_pairs:
            if len(pair) == 2:
                found[min(pair)].append(max(pair))
        return found

    def agencies_on(self, district: int, day: int) -> int:
        """How many agencies could come to an event of the district on that day."""
        self.uncovered_alone(district, day, 0)
        return len(self._hands[district, day])

    def uncovered_alone(self, district: int, day: int, booths: int) -> int:
        """Needs that stay uncovered at an event even if every free agency came, at least.

        `booths` bounds how many come. A bound from below: other events do not compete.
        """
        if (district, day) not in self._bare:
            here = [a for a in self.serving[district] if is_on(a.avail, day)]
            served = Counter(
                name
                for fields in share_fields(self.problem.fields, here).values()
                for name in fields
            )
            self._bare[district, day] = sum(
                max(0, item.need - served[item.id]) for item in self.problem.fields
            )
            hands = (min(a.staff, len(a.fields)) for a in here)
            self._hands[district, day] = sorted(hands, reverse=True)
        wanted = sum(item.need for item in self.problem.fields)
        return max(self._bare[district, day], wanted - sum(self._hands[district, day][:booths]))
