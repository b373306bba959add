"""What went wrong, as RFC 9457 has it: `application/problem+json` in the language asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, g, request
from flask_babel import lazy_gettext as _l
from flask_babel import refresh

from planner.feeds.views import base_url

# By code: the status, the title, and what to do about it.
PROBLEMS: dict[str, tuple[int, Any, Any]] = {
    "no_token": (
        401,
        _l("A token is missing"),
        _l("Send it in the header Authorization: Bearer …; an organizer of the office makes it."),
    ),
    "invalid_token": (
        401,
        _l("The token does not hold"),
        _l("It is unknown, revoked or has expired. Ask the office for a new one."),
    ),
    "insufficient_scope": (
        403,
        _l("The token may not read this"),
        _l("Ask the office for a token with the scope %(scope)s."),
    ),
    "not_found": (
        404,
        _l("There is no such resource"),
        _l("Check the address; the office of the token has nothing under this name."),
    ),
    "method_not_allowed": (
        405,
        _l("This interface is for reading only"),
        _l("Ask by GET or HEAD."),
    ),
    "bad_parameters": (
        422,
        _l("Some parameters cannot be understood"),
        _l("Each is named below with what is wrong; nothing was read."),
    ),
    "too_many_requests": (
        429,
        _l("Too many requests"),
        _l("Wait as many seconds as the header Retry-After says, then try again."),
    ),
    "bad_request": (400, _l("The request could not be read"), _l("Check it and try again.")),
    "fault": (
        500,
        _l("Something went wrong on our side"),
        _l("Try again later; if it stays, tell the office."),
    ),
}
BY_STATUS = {status: code for code, (status, _title, _detail) in reversed(PROBLEMS.items())}


class Problem(Exception):
    """An answer that is none: `code` of `PROBLEMS`, and for parameters each with its sentence."""

    def __init__(
        self,
        code: str,
        errors: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        **data: Any,
    ) -> None:
        super().__init__(code)
        self.code, self.errors, self.headers, self.data = code, tuple(errors), headers or {}, data


def problem_answer(problem: Problem) -> Response:
    """The problem as an answer; its type is an address of the page that explains it."""
    status, title, detail = PROBLEMS[problem.code]
    body: dict[str, Any] = {
        "type": f"{base_url()}/api#{problem.code}",
        "title": str(title),
        "status": status,
        "detail": str(detail) % problem.data if problem.data else str(detail),
    }
    if problem.errors:
        body["errors"] = [{"parameter": name, "detail": text} for name, text in problem.errors]
    text = json.dumps(body, ensure_ascii=False) + "\n"
    answer = Response(text, status, content_type="application/problem+json")
    answer.headers.update(problem.headers)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def of_status(status: int) -> Response:
    """What the application answers below `/api/` where no resource was reached or one failed."""
    speak()  # who is refused for asking too often is refused before anything else is done
    code = BY_STATUS.get(status, "fault" if status >= 500 else "bad_request")
    answer = problem_answer(Problem(code))
    answer.status_code = status
    return answer


def speak() -> None:
    """The language is the one that the request asks for, Korean where it asks for none of ours."""
    g.locale = request.accept_languages.best_match(["ko", "en"], "ko")
    refresh()
