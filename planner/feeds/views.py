"""The calendars themselves: bytes for programs, never a page, a cookie or a redirect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Blueprint, Response, current_app, request
from werkzeug.http import http_date, is_resource_modified

from planner.compressing import wants_gzip
from planner.extensions import LOCALES
from planner.feeds import services
from planner.feeds.asked import Asked, Feed, NoFeed, Unreachable
from planner.feeds.uses import uses
from planner.security import public

bp = Blueprint("feeds", __name__)
OPEN = "public, max-age=900"
SECRET = "private, max-age=900"


def now() -> datetime:
    """The clock of these views."""
    return datetime.now(UTC)


def base_url() -> str:
    """Where we are reached from outside: the setting, else what this request asked for."""
    set_url: str = current_app.extensions["planner.settings"].base_url
    return set_url or request.url_root.rstrip("/")


def asked() -> Asked:
    """What this request asks a feed for."""
    wanted = request.args.get("lang", "")
    return Asked(wanted if wanted in LOCALES else "ko", base_url(), now())


@bp.get("/feeds/<secret>.ics")
@public
def agency(secret: str) -> Response:
    return _answer(lambda: services.link_feed(secret, asked()), SECRET)


@bp.get("/feeds/public/<campaign>.ics")
@public
def campaign(campaign: str) -> Response:
    return _answer(lambda: services.season_feed(campaign, "", asked()), OPEN)


@bp.get("/feeds/public/<campaign>/zones/<id:zone>.ics")
@public
def zone(campaign: str, zone: int) -> Response:
    return _answer(lambda: services.season_feed(campaign, f"zone:{zone}", asked()), OPEN)


@bp.get("/feeds/public/<campaign>/fields/<field>.ics")
@public
def field(campaign: str, field: str) -> Response:
    return _answer(lambda: services.season_feed(campaign, f"field:{field}", asked()), OPEN)


def _answer(find: Callable[[], Feed], cache: str) -> Response:
    """200 or 304; 404, 410; 503 only where nothing at all is known."""
    try:
        feed = find()
    except NoFeed as missing:
        return gone(missing.status)
    except Unreachable:
        return _later()
    response = _calendar(feed)
    response.headers["Cache-Control"] = cache if feed.stored else "no-store"
    if feed.link_id is not None:
        uses().note(feed.link_id, now(), first=feed.fetched_at is None)
    return response


def _calendar(feed: Feed) -> Response:
    """304 for a client that has it, without a look at the bytes; else these, compressed if asked.

    What could never be made leaves a client what it has, or gives it a calendar without entries.
    """
    if feed.stored is None:
        return _nothing_new() if _has_something() else _bytes(services.empty_body("ko"))
    etag = f'W/"{feed.stored.etag}"'
    if not is_resource_modified(request.environ, etag, last_modified=feed.stored.changed_at):
        return _stamped(_nothing_new(), feed.stored.etag, feed.stored.changed_at)
    squeezed = wants_gzip()
    sent = services.load(feed, compressed=squeezed)
    if sent is None:
        return _nothing_new() if _has_something() else _later()
    response = _bytes(sent.body)
    if squeezed:
        response.headers["Content-Encoding"] = "gzip"
    return _stamped(response, sent.etag, sent.changed_at)


def _bytes(body: bytes) -> Response:
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _nothing_new() -> Response:
    response = Response(status=304)
    response.headers.remove("Content-Type")
    return response


def _stamped(response: Response, etag: str, changed: datetime) -> Response:
    response.headers["ETag"] = f'W/"{etag}"'
    response.headers["Last-Modified"] = http_date(changed)
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _has_something() -> bool:
    return "If-None-Match" in request.headers or "If-Modified-Since" in request.headers


def _later() -> Response:
    """The one failure that is told, and not to those who have a copy already."""
    if _has_something():
        response = _nothing_new()
    else:
        response = Response("Please come back later.\n", 503, content_type="text/plain")
        response.headers["Retry-After"] = "300"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.after_request
def _keep_secrets(response: Response) -> Response:
    """Also of what an error answered: the page's own files are asked for without its address."""
    return hide(response) if "secret" in (request.view_args or {}) else response


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
