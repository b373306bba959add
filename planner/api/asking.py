"""A request of the API: who asks (the token), for which office, with which parameters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, request
from werkzeug.exceptions import NotFound

from planner.accounts.models import Office, SecretLink
from planner.accounts.services import find_link, record_access
from planner.api import queries
from planner.api.pages import Asked
from planner.api.problems import Problem
from planner.api.token_services import KIND, token_state
from planner.campaigns.models import Campaign
from planner.extensions import db, snapshot

REALM = 'Bearer realm="Outreach Planner"'


@dataclass(frozen=True, slots=True)
class Call:
    """One request: the path's names, the parameters' values, and whose rows it sees."""

    name: str  # of the resource
    path: Mapping[str, Any]
    values: Mapping[str, Any]
    asked: Asked
    link: SecretLink | None = None
    found_office: Office | None = None

    @property
    def office(self) -> Office:
        """The office of the token, or the district below its city that was asked for."""
        assert self.found_office is not None, "a resource without a scope sees no office"
        return self.found_office

    def season(self) -> Campaign:
        """The season of the path, of this office; else 404."""
        return queries.get_season(self.office.id, self.path["season"])

    def record(self, campaign: Campaign) -> None:
        """An access record: figures that are not public were read, by which token and why. What is
        read afterwards is of one moment."""
        assert self.link is not None
        record_access(f"api {self.name}", f"campaign {campaign.id}", self.link.reason)
        snapshot()


def bearer() -> str:
    """The secret of the header; '' without one. Never of the address, never of a cookie."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def token_for(scopes: Sequence[str], now: datetime) -> SecretLink:
    """The token of this request, if it holds and has one of the scopes; else a `Problem`."""
    secret = bearer()
    if not secret:
        raise Problem("no_token", headers={"WWW-Authenticate": REALM})
    link = find_link(secret, KIND)
    if link is None or token_state(link, now) != "valid":
        told = f'{REALM}, error="invalid_token"'
        raise Problem("invalid_token", headers={"WWW-Authenticate": told})
    g.link = link
    if not set(scopes) & set(link.scopes.split()):
        scope = scopes[0]
        told = f'{REALM}, error="insufficient_scope", scope="{scope}"'
        raise Problem("insufficient_scope", headers={"WWW-Authenticate": told}, scope=scope)
    return link


def office_for(link: SecretLink, code: str | None) -> Office:
    """The token's office; with a code a district below it, for tokens of a city; else 404."""
    own = db.session.get(Office, link.office_id)
    assert own is not None
    if code is None or code == own.code:
        return own
    below = queries.find_office_below(own.id, code) if own.kind == "city" else None
    if below is None:
        raise NotFound
    return below
