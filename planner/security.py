"""Who may do what, the headers of every answer, and secrets that are stored as hashes only."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import Flask, Response, abort, g, redirect, request, url_for
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as BaseResponse

if TYPE_CHECKING:
    from planner.accounts.models import Office, User

P = ParamSpec("P")
R = TypeVar("R")

# What each role may do. `view` reads the office's rows, `count` adds counts, `plan` changes
# everything of a season, `administer` manages people and the access log.
PERMISSIONS: dict[str, frozenset[str]] = {
    "administrator": frozenset({"view", "count", "plan", "export", "administer"}),
    "organizer": frozenset({"view", "count", "plan", "export"}),
    "recorder": frozenset({"count"}),
    "viewer": frozenset({"view", "export"}),
}

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "report-uri /csp-report",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
csp_log = logging.getLogger("planner.csp")


class RowId(IntegerConverter):
    """`<id:…>` in an address: what no table can hold is 404, not an error of the database."""

    def __init__(self, url_map: Any) -> None:
        super().__init__(url_map, min=1, max=2**31 - 1)


def row_id(text: str) -> int:
    """An id of a query or a form, for `type=` of `args.get`; what no table can hold is refused."""
    number = int(text)
    if not 0 < number < 2**31:
        raise ValueError(text)
    return number


def register(app: Flask) -> None:
    """Headers, the id converter, the proxy's word on addresses, and the CSP report's address."""
    app.url_map.converters["id"] = RowId
    settings = app.extensions["planner.settings"]
    if settings.proxy_count:
        count = settings.proxy_count
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
    app.after_request(_headers)
    app.add_url_rule("/csp-report", "csp_report", _csp_report, methods=["POST"])
    from planner.extensions import csrf, limiter

    csrf.exempt("planner.security._csp_report")
    limiter.limit("20 per minute")(_csp_report)


def _headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static" and "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store" if g.get("user") else "no-cache"
    return response


def _csp_report() -> BaseResponse:
    csp_log.warning("policy report of %d bytes", min(request.content_length or 0, 65536))
    return Response(status=204)


def new_secret() -> str:
    """A secret of 192 bits, safe in an address."""
    return secrets.token_urlsafe(24)


def secret_hash(secret: str) -> str:
    """What is stored of a secret: SHA-256 in hex (the secret itself has full entropy)."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def current_user() -> User:
    """The signed-in person; only inside views that `requires` guards."""
    user: User | None = g.get("user")
    if user is None:
        abort(401)
    return user


def current_office() -> Office:
    """The office whose rows this request sees."""
    office: Office | None = g.get("office")
    if office is None:
        abort(401)
    return office


def may(permission: str) -> bool:
    """Whether the signed-in person has a permission (false for nobody)."""
    user: User | None = g.get("user")
    return user is not None and permission in PERMISSIONS.get(user.role, frozenset())


def requires(*permissions: str) -> Callable[[Callable[P, R]], Callable[P, R | BaseResponse]]:
    """Refuse whoever has none of the permissions: to the sign-in (GET), 401 or 403."""

    def decorate(view: Callable[P, R]) -> Callable[P, R | BaseResponse]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | BaseResponse:
            if g.get("user") is None:
                if request.method in ("GET", "HEAD"):
                    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
                abort(401)
            if not any(may(permission) for permission in permissions):
                abort(403)
            return view(*args, **kwargs)

        guarded.permissions = permissions  # type: ignore[attr-defined]
        return guarded

    return decorate


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view as open to everybody; a test holds that every view is one or the other."""
    view.public = True  # type: ignore[attr-defined]
    return view
