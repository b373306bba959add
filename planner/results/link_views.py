"""What a booth's telephone sends: JSON in, JSON out; the secret is the whole authority."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response, g, jsonify, request
from flask_babel import refresh
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from planner.accounts import services as accounts
from planner.core import count_batch
from planner.errors import Refused
from planner.extensions import LOCALES, csrf, limiter
from planner.results import link_words as words
from planner.results import services
from planner.results.views import bp
from planner.security import public, secret_hash

LIMIT = "120 per minute"
STATUS = {"too_large": 413, "too_many": 413, "no_link": 404, "no_event": 404, "revoked": 410}


def _whose() -> str:
    """Each link has its own allowance; its hash, for the limiter writes its key to the log."""
    return secret_hash((request.view_args or {}).get("secret", ""))


def _too_often(_limit: object) -> Response:
    _speak()
    return _fault("too_often", 429)


@bp.post("/count/<secret>/entries")
@csrf.exempt
@public
@limiter.limit(LIMIT, key_func=_whose, on_breach=_too_often)
def link_entries(secret: str) -> Response:
    try:
        body = _body()  # before the database is asked: a slow sender must not hold its lock
        link = accounts.find_link(secret, "count")
        if link is None or link.revoked_at is not None:
            return _fault("no_link" if link is None else "revoked")
        g.link = link
        received = services.receive(link, count_batch.read_batch(body), now=datetime.now(UTC))
    except (count_batch.BatchFault, Refused) as fault:
        return _fault(fault.code, 503 if fault.code == "busy" else 400)
    refused = [
        {"id": id_, "reason": code, "message": words.entry_refusal(code)}
        for id_, code in received.refused
    ]
    return _answer(jsonify(accepted=received.accepted, known=received.known, refused=refused), 200)


def _speak() -> None:
    """The sender's language: asked for, or its browser's; no cookie is read."""
    g.locale = request.args.get("lang") or request.accept_languages.best_match(LOCALES) or "ko"
    refresh()


def _body() -> bytes:
    """What was sent. A body without a length is cut off at the limit: one byte more is let in."""
    _speak()
    request.max_content_length = count_batch.LARGEST + 1
    try:
        body = request.get_data(cache=False)
        if len(body) > count_batch.LARGEST:
            raise RequestEntityTooLarge
        return body
    except RequestEntityTooLarge:
        raise count_batch.BatchFault("too_large") from None
    except HTTPException:  # the connection broke, or the length was no number
        raise count_batch.BatchFault("not_json") from None


def _fault(code: str, otherwise: int = 400) -> Response:
    sentence = words.batch_refusal(code)
    return _answer(jsonify(error=sentence, code=code), STATUS.get(code, otherwise))


def _answer(response: Response, status: int) -> Response:
    """Neither kept nor found by a search engine; nobody learns the address from us."""
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
