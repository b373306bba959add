"""From a feed's address to what it says: one row where nothing changed, else made anew.

A client that once gets an error may never ask again (Thunderbird): when a feed cannot be made, or
the database does not answer, the last good bytes are sent and the failure is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy.exc import SQLAlchemyError

from planner.core.calendar import render_calendar
from planner.core.release import FieldFacts, ReleasedEvent, ReleasedSeason, ZoneFacts
from planner.extensions import db
from planner.feeds import copy_queries, copy_services, queries, render
from planner.feeds.asked import Asked, Feed, NoFeed, Unreachable
from planner.feeds.copy_queries import LinkRow, SeasonRow, Sent, Stored, Where
from planner.feeds.copy_services import state_of
from planner.feeds.counsellors import own_parts
from planner.feeds.memory import memory, short_hash
from planner.feeds.queries import Newest
from planner.feeds.words import agency_title, season_title
from planner.security import secret_hash

log = logging.getLogger("planner.feeds")


def link_feed(secret: str, asked: Asked) -> Feed:
    """The feed of a secret, an agency's or a counsellor's.

    Raises `NoFeed`, and `Unreachable` when nothing can be said of the secret.
    """
    address = ("link", secret_hash(secret), asked.variant)
    try:
        row = copy_queries.find_link_row(secret, asked.variant)
    except SQLAlchemyError as error:
        return _unread(address, error)
    if row is None:
        raise NoFeed(404)
    if row.revoked_at is not None:
        for compressed in ("", "gzip"):
            memory().forget((*address, compressed))
        raise NoFeed(410)
    name = _link_name(row, asked.locale)
    digest = short_hash(f"{name}\n{row.counsellor_version}")
    state = _state(asked, digest, row.newest)
    where = Where(row.id, None, "", asked.variant)
    stored = _current(row, state, where, lambda: _link_maker(row, name, asked), asked.now)
    return Feed(address, stored, row.id, row.last_used_at)


def season_feed(slug: str, part: str, asked: Asked) -> Feed:
    """A public feed: of a season (`part` is empty), of `zone:ID` or of `field:CODE`.

    Raises `NoFeed` and `Unreachable`.
    """
    address = ("season", slug, part, asked.variant)
    if "\0" in slug + part:  # no text of a database holds one
        raise NoFeed(404)
    try:
        row = copy_queries.find_season_row(slug, part, asked.variant)
    except SQLAlchemyError as error:
        return _unread(address, error)
    if row is None or row.released is None:
        raise NoFeed(404)
    state = _state(asked, short_hash(slug), row.newest)  # its events' pages stand below it
    where = Where(None, row.id, part, asked.variant)
    stored = _current(row, state, where, lambda: _season_maker(row, part, asked), asked.now)
    return Feed(address, stored)


def load(feed: Feed, *, compressed: bool) -> Sent | None:
    """The bytes of a feed: its copy's, else those that this worker sent last; None for neither."""
    address = (*feed.address, "gzip" if compressed else "")
    sent = None
    if feed.stored is not None and feed.stored.id:
        try:
            sent = copy_queries.load_sent(feed.stored.id, compressed)
        except SQLAlchemyError:
            db.session.rollback()
            log.exception("a feed's copy could not be read")
    if sent is None:
        return memory().last_sent(address)
    memory().remember(address, sent)
    return sent


def empty_body(locale: str) -> bytes:
    """A calendar without entries, for a feed that could never be made yet."""
    return render_calendar(agency_title("", locale), ())


def _state(asked: Asked, digest: str, newest: int | None) -> str:
    return state_of(memory().mark(asked.locale, asked.today), digest, newest or 0)


def _current(
    row: LinkRow | SeasonRow,
    state: str,
    where: Where,
    prepare: Callable[[], Callable[[], bytes]],
    now: datetime,
) -> Stored | None:
    """The copy, made anew unless it is in this state; the last good one when that fails."""
    good = None
    if row.copy_id and row.etag and row.changed_at:
        good = Stored(row.copy_id, row.etag, row.changed_at)
        if row.state == state:
            return good
    if not memory().may_try((where, state), now):
        return good
    try:
        # One thread of a worker at a time: those that waited find the copy made.
        with memory().making:
            db.session.rollback()
            made = copy_queries.find_stored(where, state)
            return made or copy_services.rebuild(where, state, prepare(), now)
    except NoFeed:
        raise
    except Exception:
        db.session.rollback()
        memory().note_failure((where, state), now)
        log.exception("a feed could not be made; its last good state is sent")
        return good


def _unread(address: tuple[str, ...], error: SQLAlchemyError) -> Feed:
    """What this worker sent last, while the database does not answer."""
    db.session.rollback()
    log.error("the database does not answer a feed: %s", type(error).__name__)
    for compressed in ("gzip", ""):
        sent = memory().last_sent((*address, compressed))
        if sent is not None:
            return Feed(address, Stored(0, sent.etag, sent.changed_at))
    raise Unreachable from error


def _link_name(row: LinkRow, locale: str) -> str:
    agency = row.agency_en if locale == "en" and row.agency_en else row.agency
    return " · ".join(part for part in (agency or row.label, row.counsellor) if part)


def _link_maker(row: LinkRow, name: str, asked: Asked) -> Callable[[], bytes]:
    """What makes an agency's or a counsellor's feed; all that it needs is read before the lock."""
    shown = coming(row.office_id, row.agency_id, row.counsellor_id, asked.today)
    return lambda: agency_body(name, shown, asked)


def agency_body(name: str, shown: Sequence[render.Part], asked: Asked) -> bytes:
    """The calendar of an agency or a counsellor of this name."""
    look = memory().look(asked.locale, asked.page_base, asked.today)
    return render.agency_body(agency_title(name, asked.locale), shown, look)


def coming(
    office_id: int, agency_id: int | None, counsellor_id: int | None, today: date
) -> list[render.Part]:
    """What the feed of an agency, or of one of its counsellors, shows."""
    newest = queries.newest_of_office(office_id)
    kept = [memory().kept_season(one) for one in newest]
    parts = [part for one in kept for part in one.parts.get(agency_id or 0, ())]
    if counsellor_id is not None:
        parts = own_parts(queries.get_counsellor(office_id, counsellor_id), parts)
    return render.shown_parts(parts, today, kept_days(newest))


def kept_days(newest: Sequence[Newest]) -> dict[int, date]:
    """The last day of the season that ends last, by its campaign: nothing has followed it yet."""
    last = max(newest, key=lambda one: (one.ends_on, one.id), default=None)
    return {last.campaign_id: last.ends_on} if last else {}


def _season_maker(row: SeasonRow, part: str, asked: Asked) -> Callable[[], bytes]:
    """What makes a public feed; raises `NoFeed` for a part that the season does not have."""
    newest = queries.newest_of_office(row.office_id)
    own = next(one for one in newest if one.campaign_id == row.id)
    season = memory().season(own)
    chosen = find_part(season, part)
    if part and chosen is None:
        raise NoFeed(404)
    return lambda: _season_body(season, chosen, kept_days(newest).get(row.id), asked)


def _season_body(
    season: ReleasedSeason, part: ZoneFacts | FieldFacts | None, until: date | None, asked: Asked
) -> bytes:
    events: Sequence[ReleasedEvent] = season.events
    if isinstance(part, ZoneFacts):
        events = render.in_zone(season, part.id)
    elif isinstance(part, FieldFacts):
        events = render.with_field(season, part.code)
    look = memory().look(asked.locale, asked.page_base, asked.today)
    return render.season_body(season_title(season, asked.locale, part), season, events, look, until)


def find_part(season: ReleasedSeason, part: str) -> ZoneFacts | FieldFacts | None:
    """The zone of `zone:ID` or the field of `field:CODE`, if the season has it."""
    kind, _colon, name = part.partition(":")
    if kind == "zone":
        return next((zone for zone in season.zones if str(zone.id) == name), None)
    return next((field for field in season.fields if kind == "field" and field.code == name), None)


def find_season(slug: str) -> tuple[Newest, ReleasedSeason] | None:
    """The newest released season of a public name."""
    newest = queries.newest_of_slug(slug)
    return None if newest is None else (newest, memory().season(newest))
