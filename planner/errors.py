"""Errors that people see: in their words, with what to do next."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from planner.core.safe_path import safe_path
from planner.extensions import db


class StaleEdit(Exception):
    """A form was sent for a version that is no longer the newest; nothing was saved."""

    def __init__(self, current: Any) -> None:
        super().__init__("stale edit")
        self.current = current


class Refused(Exception):
    """A use case that cannot be done; `code` names the reason, `data` fills the sentence.

    The sentence stands in the template layer (`planner.templating.refusal_sentence`).
    """

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def register(app: Flask) -> None:
    """One page for every error, and JSON where JSON was asked for."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)
    app.teardown_request(_roll_back)


def _roll_back(error: BaseException | None) -> None:
    if error is not None:
        db.session.rollback()


def _texts(code: int) -> tuple[str, str]:
    texts = {
        400: (_("The request could not be read"), _("Go back and try again.")),
        401: (_("You are not signed in"), _("Sign in and try again.")),
        403: (
            _("You may not do this"),
            _("Ask an administrator of your office if you need this page."),
        ),
        404: (_("There is no such page"), _("Check the address, or start from the first page.")),
        405: (_("This address does not work that way"), _("Use the buttons on the page.")),
        409: (_("Somebody else was faster"), _("Load the page again and repeat your change.")),
        410: (_("This link has been revoked"), _("Ask the organizer for a new link.")),
        413: (_("The file is too large"), _too_large()),
        429: (_("Too many requests"), _("Wait a minute, then try again.")),
    }
    return texts.get(
        code, (_("Something went wrong on our side"), _("Nothing was saved. Try again."))
    )


def _too_large() -> str:
    limit = current_app.config["MAX_CONTENT_LENGTH"]
    if (request.content_length or 0) <= limit:  # too many fields, or too much text in them
        return str(_("Split it, or send a smaller one."))
    return str(_("At most %(n)s MB can be sent at once. Split it, or send a smaller one.",
                 n=limit // 2**20))  # fmt: skip


def _back() -> str:
    """The page from which a change was sent, where the browser names it and it is ours."""
    own, sent = request.host_url, request.referrer or ""
    changing = request.method not in ("GET", "HEAD")
    return safe_path(sent[len(own) - 1 :], "") if changing and sent.startswith(own) else ""


def _see_person() -> None:
    """A body that is too large, or a form that had expired, is refused before it was looked who
    asks; the page of it is for that person all the same."""
    look = current_app.extensions.get("planner.person")
    if look is not None and "user" not in g:
        look()


def _answer(code: int, title: str, advice: str) -> Response:
    problem = current_app.extensions.get("planner.problem")  # how the API says it
    if problem is not None and request.path.startswith("/api/"):
        return problem(code)  # type: ignore[no-any-return]
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        response = jsonify(error=title, advice=advice)
    else:
        _see_person()
        page = render_template(
            "shell/error.html", code=code, title=title, advice=advice, back=_back(), here="/"
        )
        response = make_response(page)
    response.status_code = code
    response.headers["Cache-Control"] = "no-store"
    return response


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if error.response is not None or code < 400:
        return error.get_response()  # type: ignore[return-value]
    answer = _answer(code, *_texts(code))
    for name, value in error.get_headers():
        if name in ("Retry-After", "Allow"):
            answer.headers[name] = value
    return answer


def _csrf(_error: CSRFError) -> Response:
    return _answer(
        400,
        _("The form had expired"),
        _("Go back, load the page again and send the form once more; nothing was saved."),
    )


def _unexpected(error: Exception) -> Response:
    db.session.rollback()
    if current_app.testing and not isinstance(error, HTTPException):
        raise error
    current_app.logger.exception("unexpected error at %s", request.endpoint)
    return _answer(500, *_texts(500))
