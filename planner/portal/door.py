"""The portal's door: the secret of the address is the whole authority.

No account, no cookie: a page sends no Referer (so that the address reaches no other log), and a
form carries a token that is made from the link itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    make_response,
    render_template,
    request,
)
from flask_wtf.csrf import CSRFError
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.exceptions import Gone, NotFound

from planner.accounts import services as accounts
from planner.accounts.models import SecretLink
from planner.core.agency_part import Part
from planner.core.release import ReleasedEvent
from planner.extensions import csrf, limiter
from planner.portal import link_services, words
from planner.portal.queries import Whose, find_whose
from planner.portal.seasons import Shown, find_part, shown_to
from planner.security import secret_hash
from planner.templating import SEOUL

bp = Blueprint("portal", __name__, url_prefix="/p/<secret>")
PREFIX = "/p/"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
PER_LINK = "120 per minute"
PER_ADDRESS = "900 per minute"  # an office behind one address may hold thirty agencies
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


def register(app: Flask) -> None:
    """The pages, and the headers of every answer below `/p/`."""
    app.after_request(hide)
    app.register_blueprint(bp)


def hide(response: Response) -> Response:
    """Neither kept nor found, and nobody learns the address from us: errors too."""
    if request.path.startswith(PREFIX):
        response.headers.update(HEADERS)
    return response


def _whose_turn() -> str:
    """Each link has its own allowance; its hash, for the limiter writes its key to the log."""
    return secret_hash(g.get("secret", ""))


csrf.exempt(bp)  # its forms carry a token of their own: see `token_of`
limiter.shared_limit(PER_LINK, scope="portal", key_func=_whose_turn)(bp)
limiter.shared_limit(PER_ADDRESS, scope="portal-address")(bp)


@bp.url_value_preprocessor
def take_secret(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """The views never see the secret."""
    g.secret = (values or {}).pop("secret", "")


@bp.url_defaults
def give_secret(_endpoint: str, values: dict[str, Any]) -> None:
    """Addresses within the portal keep to the same link."""
    values.setdefault("secret", g.get("secret", ""))


@bp.before_request
def open_door() -> None:
    """Who asks; 404 for an address that never was, 410 for ever for one that was revoked."""
    link = accounts.find_link(g.secret, link_services.KIND)
    if link is None:
        raise NotFound
    if link.revoked_at is not None:
        raise Gone
    whose = find_whose(link)
    if whose is None:
        raise NotFound
    g.link, g.visit = link, Visit(whose, datetime.now(UTC))
    if request.method not in READING:
        _ensure_token(link)


# ---------------------------------------------------------------- the form's token


def token_of(link: SecretLink) -> str:
    """What a form of this link's pages carries; another link's is refused."""
    return str(_signer().dumps(link.id))


def _ensure_token(link: SecretLink) -> None:
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return
    try:
        told = _signer().loads(request.form.get("portal_token", ""))
    except BadSignature:
        told = None
    if told != link.id:
        raise CSRFError("The form is not from a page of this link.")


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="portal-form")


# ---------------------------------------------------------------- what a visit sees


@dataclass
class Visit:
    """One request of an agency; the released seasons are read at most once."""

    whose: Whose
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(SEOUL).date()

    @cached_property
    def seasons(self) -> list[Shown]:
        """Every released season of the office, with the agency's parts (often none) in it."""
        agency = self.whose.agency
        return shown_to(self.whose.office.id, agency.id, agency.name)

    @property
    def released(self) -> dict[int, ReleasedEvent]:
        """Every released event by its id, the agency's or not."""
        return {event.id: event for shown in self.seasons for event in shown.season.events}

    @property
    def numbers(self) -> dict[int, int]:
        """The newest release of each season, by campaign."""
        return {row.release.campaign_id: row.release.number for row in self.seasons}

    def part(self, event_id: int) -> tuple[Shown, Part]:
        """The agency's part of a released event and its season; 404 for anything else."""
        found = find_part(self.seasons, event_id)
        if found is None:
            raise NotFound
        return found


def visit() -> Visit:
    """The visit of this request."""
    found: Visit = g.visit
    return found


def page(template: str, status: int = 200, *, whole: bool = False, **values: Any) -> Response:
    """A page of the portal. `whole`: it shows all that the releases hold for the agency, which is
    noted with the visit."""
    here = visit()
    whose = here.whose
    body = render_template(
        template,
        agency=whose.agency,
        organizer=whose.office,
        portal_token=token_of(whose.link),
        today=here.today,
        words=words,
        **values,
    )
    if request.method == "GET" and status == 200:
        link_services.note_visit(whose.link, here.numbers if whole else {}, here.now)
    return make_response(body, status)
