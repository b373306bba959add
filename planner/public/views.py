"""The residents' pages: a season, one of its events; and two addresses for machines."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, g, jsonify, make_response, render_template, request
from werkzeug.exceptions import NotFound

from planner.core import residents
from planner.core.release import ReleasedSeason
from planner.feeds.queries import Newest
from planner.feeds.services import find_season
from planner.public import queries
from planner.public.queries import Listed
from planner.public.words import state_badges
from planner.security import public
from planner.statistics.publication_queries import has_publication
from planner.templating import SEOUL

bp = Blueprint("public", __name__)


def local_now() -> datetime:
    """The time of day in Seoul, as the seasons' days and hours are meant (naive)."""
    return datetime.now(UTC).astimezone(SEOUL).replace(tzinfo=None)


@bp.get("/")
@public
def home() -> Any:
    """The newest released season; a choice of districts where several have one."""
    listed = queries.list_released()
    newest = {row.office_id: row for row in reversed(listed)}
    if not newest:
        return page("public/nothing.html")
    if len(newest) == 1:
        row = next(iter(newest.values()))
        return _season_page(row.slug, listed)
    seasons = queries.load_seasons(row.release_id for row in newest.values())
    at = local_now()
    choices = [(row, seasons[row.release_id]) for row in newest.values()]
    choices.sort(key=lambda pair: (pair[1].campaign.office, pair[0].slug))
    nearest = {row.slug: residents.next_event(season, at) for row, season in choices}
    return page("public/districts.html", choices=choices, nearest=nearest)


@bp.get("/seasons/<slug>")
@public
def season(slug: str) -> Any:
    return _season_page(slug, queries.list_released())


@bp.get("/seasons/<slug>/events/<uid>")
@public
def event(slug: str, uid: str) -> Any:
    release, found = released(slug)
    row = found.event_by_uid().get(uid)
    if row is None:
        raise NotFound
    at = local_now()
    return page(
        "public/event.html",
        season=found,
        release=release,
        event=row,
        state=residents.state_of(row, at),
        states=state_badges(),
        offers=residents.field_offers(row),
        others=residents.other_agencies(row),
    )


def released(slug: str) -> tuple[Newest, ReleasedSeason]:
    """The newest release of a public name and its season (read once a worker), else 404."""
    found = find_season(slug)
    if found is None:
        raise NotFound
    return found


def _season_page(slug: str, listed: list[Listed]) -> Any:
    release, found = released(slug)
    at = local_now()
    held = residents.held_events(found)
    return page(
        "public/season.html",
        season=found,
        release=release,
        next_event=residents.next_event(found, at),
        states={row.uid: residents.state_of(row, at) for row in found.events},
        badges=state_badges(),
        held=held,
        table=residents.field_table(found),
        extras=[(row, _experiences(row)) for row in held if _experiences(row)],
        others=_other_seasons(release, listed),
        figures=has_publication(slug),
        apply_code=next((row.apply_code for row in listed if row.slug == slug), ""),
        today=at.date(),
    )


def _experiences(row: Any) -> list[Any]:
    return [extra for extra in row.extras if extra.kind == "experience"]


def _other_seasons(release: Newest, listed: list[Listed]) -> list[ReleasedSeason]:
    """The other released seasons of the same office, the latest first; at most ten."""
    own = next((row.office_id for row in listed if row.release_id == release.id), 0)
    ids = [
        row.release_id for row in listed if row.office_id == own and row.release_id != release.id
    ]
    seasons = queries.load_seasons(ids[:10]) if ids else {}
    return [seasons[number] for number in ids[:10]]


def page(template: str, **values: Any) -> Response:
    """A page that a browser asks for again with its tag; a signed-in person's is not kept."""
    response = make_response(render_template(template, **values))
    if g.user is None:
        tag = hashlib.sha256(response.get_data()).hexdigest()[:32]
        response.set_etag(tag, weak=True)
        response.headers["Cache-Control"] = "no-cache"
        response.make_conditional(request.environ)
    return response


@bp.get("/healthz")
@public
def healthz() -> Any:
    """200 when the database answers, else 503; for monitors and load balancers."""
    answers = queries.database_answers()
    response = jsonify(status="ok" if answers else "database")
    response.status_code = 200 if answers else 503
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """Search engines may list the residents' pages; nothing else is for them."""
    closed = ("/feeds/", "/count/", "/p/", "/agency-requests", "/sign-in", "/campaigns/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    response = Response("\n".join(lines) + "\n", mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
