"""A feed's bytes from released seasons: what has not changed since it was last rendered is joined.

`today` (in Seoul), the outside address and the words are arguments; nothing here asks for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter
from typing import TypeVar
from zoneinfo import ZoneInfo

from planner.core.calendar import render_calendar, render_entry
from planner.core.feed_window import at_most, feed_window, inside
from planner.core.release import CANCELLED, ReleasedEvent, ReleasedPlacement, ReleasedSeason
from planner.feeds.entries import Words, event_entry, placement_entry

SEOUL = ZoneInfo("Asia/Seoul")
RENDERER = 2  # rises with every change of what is written
# What says that a rendered entry still holds: its id, and when and how often it changed.
Revision = tuple[str, datetime, int]
_REVISION = attrgetter("uid", "changed_at", "sequence")
T = TypeVar("T")


class EntryBytes:
    """Rendered entries by revision, apart for each language, outside address and season."""

    MOST = 50_000  # of about 700 bytes

    def __init__(self) -> None:
        self._known: dict[tuple[int, str, str, str], dict[Revision, bytes]] = {}

    def of(self, season: ReleasedSeason, words: Words, base_url: str) -> dict[Revision, bytes]:
        """The rendered entries of a season."""
        if sum(map(len, self._known.values())) > self.MOST:
            self._known.clear()
        key = (RENDERER, words.locale, base_url, season.campaign.slug)
        return self._known.setdefault(key, {})


@dataclass(frozen=True, slots=True)
class Part:
    """An agency's part in an event, as the window sees it."""

    event: ReleasedEvent
    item: ReleasedPlacement
    season: ReleasedSeason

    @property
    def day(self) -> date:
        return self.event.day

    @property
    def cancelled(self) -> bool:
        return self.item.status == CANCELLED


@dataclass(frozen=True, slots=True)
class Look:
    """How a feed is looked at: when, in which words, from where, and what is known already."""

    today: date
    words: Words
    base_url: str
    known: EntryBytes

    def page(self, season: ReleasedSeason) -> str:
        """Under which address the pages of a season's events stand, if it can be told."""
        return f"{self.base_url}/seasons/{season.campaign.slug}/events/" if self.base_url else ""


def season_body(
    name: str,
    season: ReleasedSeason,
    events: Sequence[ReleasedEvent],
    look: Look,
    kept_until: date | None = None,
) -> bytes:
    """A public feed: a season's events, or those of one zone or field."""
    shown = at_most(inside(feed_window(look.today, kept_until), events), look.today)
    page = look.page(season)
    parts = _joined(
        look.known.of(season, look.words, look.base_url),
        list(map(_REVISION, shown)),
        lambda number: render_entry(event_entry(shown[number], look.words, page)),
    )
    return render_calendar(name, parts)


def agency_body(name: str, parts: Sequence[Part], look: Look) -> bytes:
    """An agency's feed, or a counsellor's: `parts` as `shown_parts` gives them."""
    found: list[bytes] = []
    for season, own in _by_season(at_most(parts, look.today)):
        page = look.page(season)
        found += _joined(
            look.known.of(season, look.words, look.base_url),
            [_REVISION(part.item) for part in own],
            lambda number, own=own, page=page: render_entry(  # type: ignore[misc]
                placement_entry(own[number].event, own[number].item, look.words, page)
            ),
        )
    return render_calendar(name, found)


def _by_season(parts: Sequence[Part]) -> list[tuple[ReleasedSeason, list[Part]]]:
    """Runs of parts of the same season, in their order."""
    runs: list[tuple[ReleasedSeason, list[Part]]] = []
    for part in parts:
        if not runs or runs[-1][0] is not part.season:
            runs.append((part.season, []))
        runs[-1][1].append(part)
    return runs


def _joined(
    known: dict[Revision, bytes], keys: list[Revision], make: Callable[[int], bytes]
) -> list[bytes]:
    """The known bytes of each key; what is missing is made, and known from now on."""
    found = list(map(known.get, keys))
    number = _missing(found, 0)
    while number is not None:
        found[number] = known[keys[number]] = make(number)
        number = _missing(found, number)
    return found  # type: ignore[return-value]


def _missing(found: list[bytes | None], start: int) -> int | None:
    try:
        return found.index(None, start)
    except ValueError:
        return None


def shown_parts(
    parts: Iterable[Part], today: date, kept: dict[int, date] | None = None
) -> list[Part]:
    """An agency's parts that its feed shows, by day. `kept`: seasons' last days, by campaign."""
    windows = {None: feed_window(today)}
    found = []
    for part in parts:
        until = (kept or {}).get(part.season.campaign.id)
        window = windows.setdefault(until, feed_window(today, until))
        if window.shows(part.day, part.cancelled):
            found.append(part)
    return sorted(found, key=lambda part: (part.day, part.event.starts_at, part.item.uid))


def agency_parts(season: ReleasedSeason) -> dict[int, list[Part]]:
    """Every agency's parts in a season, cancelled ones among them, in one pass."""
    found: dict[int, list[Part]] = {}
    for event in season.events:
        for item in event.placements:
            found.setdefault(item.agency_id, []).append(Part(event, item, season))
    return found


def in_zone(season: ReleasedSeason, zone_id: int) -> list[ReleasedEvent]:
    return [event for event in season.events if event.zone.id == zone_id]


def with_field(season: ReleasedSeason, code: str) -> list[ReleasedEvent]:
    return [event for event in season.events if any(field.code == code for field in event.fields)]
