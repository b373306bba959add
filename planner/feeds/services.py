"""From a feed's address to its bytes: the newest releases, rendered once and kept.

A release never changes, so the ids of the releases, the window's week and the language say all
that a body depends on. Each worker keeps the bodies that it rendered.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from flask import current_app

from planner.accounts.models import SecretLink
from planner.core.release import FieldFacts, ReleasedSeason, ZoneFacts
from planner.feeds import queries, render
from planner.feeds.queries import Newest
from planner.feeds.words import agency_title, feed_words, season_title

log = logging.getLogger("planner.feeds")
KEPT = 512


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: the body, the same compressed, its weak tag and its last change."""

    body: bytes
    compressed: bytes
    etag: str
    changed: datetime


class Kept:
    """The newest answers by key; the last good one of each feed outlives a failure."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[Any, ...], Answer] = OrderedDict()
        self._seasons: OrderedDict[tuple[Any, ...], ReleasedSeason] = OrderedDict()
        self._good: OrderedDict[tuple[Any, ...], Answer] = OrderedDict()
        self._lock = Lock()

    def answer(
        self, feed: tuple[Any, ...], state: tuple[Any, ...], make: Callable[[], render.Feed]
    ) -> Answer:
        """The kept answer of this state of a feed, else a new one.

        A client that once gets an error may never ask again (Thunderbird): when rendering fails,
        the feed's last good answer is sent instead, and the failure is logged.
        """
        key = (*feed, *state)
        with self._lock:
            found = self._answers.get(key)
            if found is None:
                try:
                    found = _answer(make())
                except Exception:
                    good = self._good.get(feed)
                    if good is None:
                        raise
                    log.exception("a feed could not be rendered; its last good state is sent")
                    return good
                _keep(self._answers, key, found)
            _keep(self._good, feed, found)
        return found

    def season(self, newest: Newest) -> ReleasedSeason:
        """The season of a release, read once."""
        key = (newest.id, newest.slug, newest.created_at)
        found = self._seasons.get(key)
        if found is None:
            found = queries.load_season(newest.id)
            _keep(self._seasons, key, found)
        return found


def kept() -> Kept:
    """This worker's store (in tests, where tables are emptied under it, a new one a time)."""
    if current_app.testing and not current_app.config.get("KEEP_FEEDS"):
        return Kept()
    store: Kept = current_app.extensions.setdefault("planner.feeds", Kept())
    return store


def find_season(slug: str) -> tuple[Newest, ReleasedSeason] | None:
    """The newest released season of a public name."""
    newest = queries.newest_of_slug(slug)
    return None if newest is None else (newest, kept().season(newest))


def season_answer(
    newest: Newest,
    season: ReleasedSeason,
    *,
    zone: ZoneFacts | None = None,
    field: FieldFacts | None = None,
    locale: str,
    base_url: str,
    now: datetime,
) -> Answer:
    """A public feed: the whole season, one zone, or one field."""
    events = season.events
    if zone is not None:
        events = tuple(render.in_zone(season, zone.id))
    if field is not None:
        events = tuple(render.with_field(season, field.code))
    today = now.astimezone(render.SEOUL).date()
    name = season_title(season, locale, zone or field)
    feed = ("season", newest.slug, zone and zone.id, field and field.code, locale, base_url)
    return kept().answer(
        feed,
        (newest.id, newest.created_at, render.monday(today)),
        lambda: render.season_feed(
            name,
            season,
            events,
            feed_words(locale),
            today=today,
            base_url=base_url,
            released_at=newest.created_at,
        ),
    )


def agency_answer(link: SecretLink, *, locale: str, base_url: str, now: datetime) -> Answer:
    """An agency's feed over all released seasons of its office."""
    agency = queries.find_agency(link.agency_id or 0)
    own_name = agency.name if agency else link.label
    if agency and locale == "en" and agency.name_en:
        own_name = agency.name_en
    newest = queries.newest_of_office(link.office_id)
    today = now.astimezone(render.SEOUL).date()
    store = kept()
    return store.answer(
        ("agency", link.id, locale, base_url),
        (own_name, render.monday(today), tuple((row.id, row.created_at) for row in newest)),
        lambda: render.agency_feed(
            agency_title(own_name, locale),
            link.agency_id or 0,
            [(store.season(row), row.created_at) for row in newest],
            feed_words(locale),
            today=today,
            base_url=base_url,
            made_at=link.created_at,
        ),
    )


def _answer(feed: render.Feed) -> Answer:
    tag = hashlib.sha256(feed.body).hexdigest()[:32]
    return Answer(feed.body, gzip.compress(feed.body, 6, mtime=0), tag, feed.changed)


def _keep(store: OrderedDict[tuple[Any, ...], Any], key: tuple[Any, ...], value: Any) -> None:
    store[key] = value
    store.move_to_end(key)
    while len(store) > KEPT:
        store.popitem(last=False)
