"""What a worker keeps in mind between requests; all of it can be read or made again."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from threading import Lock
from typing import Generic, TypeVar

from flask import current_app

from planner.core.feed_window import monday
from planner.core.release import ReleasedSeason, at_slug
from planner.feeds import queries, render
from planner.feeds.copy_queries import Sent
from planner.feeds.entries import Words
from planner.feeds.queries import Newest
from planner.feeds.words import feed_words

SEASONS = 64
SENT = 32 * 1024 * 1024
RETRY = timedelta(minutes=1)  # a feed that cannot be made is not tried at every poll
K = TypeVar("K")
V = TypeVar("V")


class Newly(Generic[K, V]):
    """The most recently used values, as many as weigh `most` together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._weight = 0
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def put(self, key: K, value: V, weight: int = 1) -> None:
        with self._lock:
            self._drop(key)
            self._kept[key] = (value, weight)
            self._weight += weight
            while self._weight > self.most and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))

    def drop(self, key: K) -> None:
        with self._lock:
            self._drop(key)

    def _drop(self, key: K) -> None:
        self._weight -= self._kept.pop(key, (None, 0))[1]


@dataclass
class KeptSeason:
    """A released season, and each agency's part in it once somebody asks."""

    season: ReleasedSeason

    @cached_property
    def parts(self) -> dict[int, list[render.Part]]:
        return render.agency_parts(self.season)


class Memory:
    """Seasons read, entries rendered, answers sent, failures seen."""

    def __init__(self) -> None:
        self.entries = render.EntryBytes()
        self.making = Lock()
        self._seasons: Newly[int, tuple[Newest, KeptSeason]] = Newly(SEASONS)  # by campaign
        self._words: dict[str, tuple[Words, str]] = {}
        self._marks: dict[tuple[str, date], str] = {}
        self._sent: Newly[tuple[str, ...], Sent] = Newly(SENT)
        self._failed: dict[tuple[object, ...], datetime] = {}

    def season(self, newest: Newest) -> ReleasedSeason:
        """The season of a release, read once."""
        return self.kept_season(newest).season

    def kept_season(self, newest: Newest) -> KeptSeason:
        """The same, with what each agency does there; read anew from what has changed only."""
        release, kept = self._seasons.get(newest.campaign_id) or (None, None)
        if kept is None or release != newest:
            season = queries.load_season(newest.id, kept.season if kept else None)
            kept = KeptSeason(at_slug(season, newest.slug))
            self._seasons.put(newest.campaign_id, (newest, kept))
        return kept

    def words(self, locale: str) -> Words:
        """The words of a language, looked up once."""
        return self._spoken(locale)[0]

    def mark(self, locale: str, today: date) -> str:
        """What all feeds of a language depend on: how and in which words they are written, when."""
        found = self._marks.get((locale, today))
        if found is None:
            found = f"{render.RENDERER}.{self._spoken(locale)[1]}.{monday(today):%y%m%d}"
            self._marks = {(locale, today): found}  # yesterday's is not asked for again
        return found

    def _spoken(self, locale: str) -> tuple[Words, str]:
        found = self._words.get(locale)
        if found is None:
            words = feed_words(locale)
            found = self._words[locale] = (words, short_hash("\n".join(astuple(words))))
        return found

    def look(self, locale: str, base_url: str, today: date) -> render.Look:
        return render.Look(today, self.words(locale), base_url, self.entries)

    def remember(self, address: tuple[str, ...], sent: Sent) -> None:
        """Keep what was sent, for a time in which the database does not answer."""
        self._sent.put(address, sent, len(sent.body))

    def forget(self, address: tuple[str, ...]) -> None:
        """A revoked address has nothing more to say."""
        self._sent.drop(address)

    def last_sent(self, address: tuple[str, ...]) -> Sent | None:
        return self._sent.get(address)

    def may_try(self, what: tuple[object, ...], now: datetime) -> bool:
        """Whether it is time to make a feed that could not be made."""
        failed = self._failed.get(what)
        return failed is None or now - failed >= RETRY

    def note_failure(self, what: tuple[object, ...], now: datetime) -> None:
        if len(self._failed) > 10_000:
            self._failed.clear()
        self._failed[what] = now


def short_hash(text: str) -> str:
    """Enough of a hash to tell states apart."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def memory() -> Memory:
    """This worker's memory (in tests, where tables are emptied under it, a new one a time)."""
    if current_app.testing and not current_app.config.get("KEEP_FEEDS"):
        return Memory()
    found: Memory = current_app.extensions.setdefault("planner.feeds", Memory())
    return found
