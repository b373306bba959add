"""The released seasons of an office, as an agency may see them: the newest release of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.campaigns.release_queries import get_release, season_of
from planner.core.agency_part import Part, changes_for, parts_of
from planner.core.release import Change, ReleasedSeason
from planner.feeds.memory import memory
from planner.feeds.queries import Newest, newest_of_office


@dataclass(frozen=True, slots=True)
class Shown:
    """A released season and an agency's parts in it."""

    release: Newest
    season: ReleasedSeason
    parts: tuple[Part, ...]


def shown_to(office_id: int, agency_id: int, name: str) -> list[Shown]:
    """Every released season of an office with an agency's parts in it, the oldest first.

    A worker reads each release once; while none is new this is one query.
    """
    found = []
    for release in newest_of_office(office_id):
        season = memory().season(release)
        found.append(Shown(release, season, tuple(parts_of(season, agency_id, name))))
    return found


def find_part(seasons: Sequence[Shown], event_id: int) -> tuple[Shown, Part] | None:
    """The agency's part of an event by the event's id, and its season."""
    for shown in seasons:
        for part in shown.parts:
            if part.event.id == event_id:
                return shown, part
    return None


def changes_since(shown: Shown, number: int, agency_id: int, name: str) -> tuple[Change, ...]:
    """What changed for an agency since an earlier release of the season."""
    if number >= shown.release.number:
        return ()
    earlier = season_of(get_release(shown.release.campaign_id, number))
    return changes_for(earlier, shown.season, agency_id, name)
