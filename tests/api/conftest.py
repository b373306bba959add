"""A counted season, tokens, and a reader that holds every answer to the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from planner.api import token_services
from planner.api.openapi import answer_schema, openapi_document
from planner.api.resources import BY_NAME
from planner.api.scopes import SCOPES
from tests.results.conftest import Season, season
from tests.statistics.conftest import counted

__all__ = ["counted", "season"]
REASON = "dashboard of the welfare bureau"


@pytest.fixture
def token(app, office) -> Callable[..., str]:
    """`token(*scopes, office=…)`: the secret of a new token, of every scope without one named."""

    def make(*scopes: str, office: Any = None, _own: Any = office) -> str:
        return token_services.make_token(
            (office or _own).id,
            "reader",
            scopes or tuple(SCOPES),
            last_day=date.today() + timedelta(days=30),
            reason=REASON,
            now=datetime.now(UTC),
        ).secret

    return make


@pytest.fixture
def ask(client, token) -> Callable[..., Any]:
    """`ask(path, secret=None, **headers)`: the answer; English, with a token of every scope."""

    def get(path: str, secret: str | None = None, language: str = "en", **headers: str) -> Any:
        secret = token() if secret is None else secret
        sent = {"Accept-Language": language, **headers}
        if secret:
            sent["Authorization"] = f"Bearer {secret}"
        return client.get(f"/api/v1{path}", headers=sent)

    return get


@pytest.fixture
def fits(app) -> Callable[[str, Any], None]:
    """`fits(resource, body)`: the body is what the OpenAPI document says of the resource."""

    def check(name: str, body: Any) -> None:
        document = openapi_document("http://localhost")
        schema = {**answer_schema(BY_NAME[name]), "components": document["components"]}
        Draft202012Validator(schema).validate(body)

    return check


def released(season: Season) -> Season:
    """The season with a release."""
    from tests.statistics.releasing import release

    release(season.office.id, season.campaign.id)
    return season
