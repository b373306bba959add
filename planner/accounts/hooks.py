"""Around every request: who asks, and afterwards the access log and one line on stdout."""

from __future__ import annotations

import logging
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask_babel import refresh
from werkzeug.wrappers import Response as BaseResponse

from planner.accounts import queries
from planner.accounts.models import AccessRecord
from planner.accounts.people import may_look_at
from planner.accounts.records import address
from planner.accounts.sessions import see_session
from planner.extensions import db

log = logging.getLogger("planner.access")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
# Without a session: files, and addresses that programs poll a thousand times an hour.
ANONYMOUS = frozenset({"static", "csp_report", "public.healthz", "public.robots", "maps.tile"})
ANONYMOUS_FEEDS = frozenset({"feeds.agency", "feeds.campaign", "feeds.zone", "feeds.field"})
ANONYMOUS_LINKS = frozenset({"results.link_entries"})  # the secret alone says who counts
ANONYMOUS_AREA = "portal"  # and who looks: a member of staff sees there what the agency sees
ANONYMOUS_PATH = "/api/"  # a token in the header says who asks; a cookie says nothing there
WITH_OLD_PASSWORD = frozenset(
    {"accounts.password", "accounts.change_password", "accounts.sign_out", "accounts.set_locale"}
)


def register(app: Flask) -> None:
    """Bind the hooks; the log goes to stdout unless the embedding program took it over."""
    app.extensions["planner.person"] = load_person  # for pages of errors before it
    app.before_request(load_person)
    app.before_request(lead_to_password)
    app.after_request(note_change)
    app.after_request(note_request)
    if not app.testing and not log.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(handler)
        log.setLevel(logging.INFO)


def load_person() -> None:
    """`g.user`, `g.office`, `g.locale`, `g.user_session` from the token in the signed cookie."""
    g.user = g.office = g.user_session = g.link = None
    g.locale = ""
    g.started = time.perf_counter()
    if request.endpoint in ANONYMOUS | ANONYMOUS_FEEDS | ANONYMOUS_LINKS:
        return
    if request.blueprint == ANONYMOUS_AREA or request.path.startswith(ANONYMOUS_PATH):
        return
    token = session.get("token")
    if isinstance(token, str):
        _load_session(token)
    refresh()  # the language may have been asked for before it was known who asks


def _load_session(token: str) -> None:
    now = datetime.now(UTC)
    row = queries.find_session(token, now)
    if row is None:
        session.pop("token", None)
        return
    see_session(row, now)
    user = row.user
    g.user_session, g.user, g.locale = row, user, user.locale
    g.office = row.office if may_look_at(user, row.office) else user.office


def lead_to_password() -> BaseResponse | None:
    """Whoever still has the password that somebody else chose changes it before anything else."""
    user = g.user
    if user is None or not user.must_change_password or request.endpoint in WITH_OLD_PASSWORD:
        return None
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or getattr(view, "public", False):
        return None
    if request.method in READING:
        return redirect(url_for("accounts.password"))
    abort(403)


def note_change(response: Response) -> Response:
    """An access record for each change by a signed-in person or by a link.

    A download has written its own, and what it reads may be on its way still.
    """
    if request.method in READING or not (g.get("user") or g.get("link")) or g.get("recorded"):
        return response
    db.session.rollback()  # what a failed view left behind is not ours to save
    user, office, link = g.get("user"), g.get("office"), g.get("link")
    db.session.add(
        AccessRecord(
            at=datetime.now(UTC),
            user_id=user.id if user else None,
            link_id=link.id if link else None,
            office_id=office.id if office else (link.office_id if link else None),
            ip=address(),
            action=(request.endpoint or "-")[:80],
            subject=_ids(),
            status=response.status_code,
        )
    )
    db.session.commit()
    return response


def _ids() -> str:
    """The whole-number parts of the address; a secret is text and so never among them."""
    ids = (
        f"{name}={value}"
        for name, value in sorted((request.view_args or {}).items())
        if isinstance(value, int)
    )
    return " ".join(ids)[:120]


def note_request(response: Response) -> Response:
    """One line for a request: the rule of its address, never the address (it may hold a secret)."""
    if request.endpoint != "static" and log.isEnabledFor(logging.INFO):
        user = g.get("user")
        log.info(
            "%s %s %d %.0fms user=%s",
            request.method,
            request.url_rule.rule if request.url_rule else "-",
            response.status_code,
            (time.perf_counter() - g.get("started", time.perf_counter())) * 1000,
            user.id if user else "-",
        )
    return response
