"""The API under `/api/v1`: for reading only, by a token in the header; no cookie is looked at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Flask, Response, g, request, url_for

from planner.api.asking import Call, bearer, office_for, token_for
from planner.api.openapi import PREFIX, address, openapi_document
from planner.api.pages import Asked, Page, question, read_cursor, write_cursor
from planner.api.params import USUAL, read
from planner.api.problems import Problem, of_status, problem_answer, speak
from planner.api.resources import RESOURCES, Resource
from planner.extensions import limiter
from planner.feeds.uses import uses
from planner.feeds.views import base_url
from planner.security import public, secret_hash

bp = Blueprint("api", __name__, url_prefix=PREFIX)
PER_TOKEN = "120 per minute"
PER_ADDRESS = "600 per minute"
PAGING = frozenset({"limit", "cursor"})


def register(app: Flask) -> None:
    """The resources, and how everything below `/api/` says what went wrong."""
    app.before_request(_speak)
    app.extensions["planner.problem"] = of_status
    app.register_blueprint(bp)


def _speak() -> None:
    if request.path.startswith("/api/"):
        speak()


def _whose_turn() -> str:
    """Each token has its own allowance; its hash, for the limiter writes its key to the log."""
    secret = bearer()
    return secret_hash(secret) if secret else request.remote_addr or ""


limiter.shared_limit(PER_TOKEN, scope="api", key_func=_whose_turn)(bp)
limiter.shared_limit(PER_ADDRESS, scope="api-address")(bp)


@bp.get("/", provide_automatic_options=False)
@public
def root() -> Response:
    """Where everything is."""
    read((), request.args)
    rows = [
        {
            "name": resource.name,
            "path": f"{PREFIX}{address(resource)}",
            "scope": resource.scope or None,
            "summary": str(resource.summary),
        }
        for resource in RESOURCES
    ]
    openapi = f"{base_url()}{url_for('api.openapi')}"
    return _answer({"openapi": openapi, "page": f"{base_url()}/api", "resources": rows}, None)


@bp.get("/openapi.json", provide_automatic_options=False)
@public
def openapi() -> Response:
    """The description of the API for programs."""
    read((), request.args)
    return _answer(openapi_document(base_url()), None)


def _view(resource: Resource) -> Callable[..., Response]:
    @public  # to everybody without a cookie: `token_for` says who may
    def view(**path: Any) -> Response:
        link = token_for(resource.scopes, datetime.now(UTC)) if resource.scope else None
        values = read(resource.taken, request.args)
        office = office_for(link, values.get("office")) if link else None
        g.office = office  # whose access log is written to
        filters = {name: value for name, value in values.items() if name not in PAGING}
        asked = question(resource.name, path, filters, office.id if office else None)
        after = read_cursor(asked, values["cursor"]) if "cursor" in values else None
        page = Asked(after, values.get("limit", USUAL))
        found = resource.read(Call(resource.name, path, values, page, link, office))
        if not isinstance(found, Page):
            shape = resource.shape
            return _answer(shape.render(found) if shape else found, link)
        assert resource.shape is not None
        following = _next(write_cursor(asked, found.after)) if found.after else None
        items = [resource.shape.render(row) for row in found.rows]
        return _answer({"items": items, "next": following}, link, following)

    return view


def _next(cursor: str) -> str:
    """The address of the next page: the same question, from the cursor on."""
    named = {**(request.view_args or {}), **request.args.to_dict(), "cursor": cursor}
    return f"{base_url()}{url_for(str(request.endpoint), **named)}"


def _answer(body: Any, link: Any, following: str | None = None) -> Response:
    """JSON with a strong tag: 304 for whoever has it."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    answer = Response(text, content_type="application/json")
    answer.set_etag(hashlib.sha256(text).hexdigest()[:32])
    answer.headers["Cache-Control"] = "private, no-cache" if link else "no-cache"
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer.make_conditional(request)


@bp.errorhandler(Problem)
def _problem(problem: Problem) -> Response:
    return problem_answer(problem)


@bp.after_request
def _close(response: Response) -> Response:
    """What every answer says, and a note that the token was used."""
    response.vary.update(("Authorization", "Accept-Language"))
    response.headers["Content-Language"] = str(g.get("locale") or "ko")
    response.headers["X-Robots-Tag"] = "noindex"
    link = g.get("link")
    if link is not None:
        uses().note(link.id, datetime.now(UTC), first=link.last_used_at is None)
    return response


for _resource in RESOURCES:
    bp.add_url_rule(
        _resource.path,
        _resource.name,
        _view(_resource),
        methods=["GET"],
        provide_automatic_options=False,
    )
