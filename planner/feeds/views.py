"""The calendars themselves: bytes for programs, never a page, a cookie or a redirect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, g, request

from planner.accounts import services as accounts
from planner.core.release import FieldFacts, ReleasedSeason, ZoneFacts
from planner.extensions import LOCALES
from planner.feeds import links, services
from planner.feeds.services import Answer
from planner.security import public

bp = Blueprint("feeds", __name__)
OPEN = "public, max-age=900"
SECRET = "private, max-age=900"
Part = ZoneFacts | FieldFacts


def now() -> datetime:
    """The clock of these views."""
    return datetime.now(UTC)


def base_url() -> str:
    """Where we are reached from outside: the setting, else what this request asked for."""
    set_url: str = current_app.extensions["planner.settings"].base_url
    return set_url or request.url_root.rstrip("/")


@bp.get("/feeds/<secret>.ics")
@public
def agency(secret: str) -> Response:
    link = accounts.find_link(secret, "feed")
    if link is None:
        return gone(404)
    if link.revoked_at is not None:
        return gone(410)
    g.link = link
    answer = services.agency_answer(link, locale=_locale(), base_url=base_url(), now=now())
    links.note_use(link, now())
    response = _calendar(answer, SECRET)
    return hide(response)


@bp.get("/feeds/public/<campaign>.ics")
@public
def campaign(campaign: str) -> Response:
    return _season(campaign, lambda season: None)


@bp.get("/feeds/public/<campaign>/zones/<id:zone>.ics")
@public
def zone(campaign: str, zone: int) -> Response:
    return _season(campaign, lambda season: [row for row in season.zones if row.id == zone])


@bp.get("/feeds/public/<campaign>/fields/<field>.ics")
@public
def field(campaign: str, field: str) -> Response:
    return _season(campaign, lambda season: [row for row in season.fields if row.code == field])


def _season(slug: str, choose: Callable[[ReleasedSeason], Sequence[Part] | None]) -> Response:
    """The feed of a season or of one part of it; a part that it does not have is 404."""
    found = services.find_season(slug)
    if found is None:
        return gone(404)
    newest, season = found
    parts = choose(season)
    if parts is not None and not parts:
        return gone(404)
    part = parts[0] if parts else None
    answer = services.season_answer(
        newest,
        season,
        zone=part if isinstance(part, ZoneFacts) else None,
        field=part if isinstance(part, FieldFacts) else None,
        locale=_locale(),
        base_url=base_url(),
        now=now(),
    )
    return _calendar(answer, OPEN)


def _locale() -> str:
    asked = request.args.get("lang", "")
    return asked if asked in LOCALES else "ko"


def _calendar(answer: Answer, cache: str) -> Response:
    """200, or 304 for a client that has it; compressed only for who asks for it."""
    squeezed = _wants_gzip()
    response = Response(
        answer.compressed if squeezed else answer.body, content_type="text/calendar; charset=utf-8"
    )
    if squeezed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = cache
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.set_etag(answer.etag, weak=True)
    response.last_modified = answer.changed
    response.make_conditional(request.environ)
    return response


def _wants_gzip() -> bool:
    return any(
        name.lower() in ("gzip", "x-gzip") and quality > 0
        for name, quality in request.accept_encodings
    )


def hide(response: Response) -> Response:
    """A secret address stays out of search engines and of other hosts' logs."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def gone(status: int) -> Response:
    """404 for an address that never was, 410 for one that was revoked; neither is kept."""
    text = {404: "There is no such calendar.\n", 410: "This calendar link has been revoked.\n"}
    response = Response(text[status], status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return hide(response)
