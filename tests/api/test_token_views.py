"""The tokens' page and the page of the API; the operator's commands."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from planner.accounts.models import AccessRecord, SecretLink
from planner.api.resources import RESOURCES
from planner.extensions import db
from planner.security import secret_hash
from tests import factories as make

LAST = (date.today() + timedelta(days=10)).isoformat()
GOOD = {"label": "portal", "scopes": ["figures:read"], "last_day": LAST, "reason": "monthly"}


def test_a_token_is_made_shown_once_and_revoked_for_ever(sign_in, client):
    browser = sign_in("organizer")
    made = browser.post("/office/tokens", data=GOOD)
    assert (made.status_code, made.headers["Cache-Control"]) == (200, "no-store")
    secret = re.search(r'id="new-token"[^>]*>([\w-]{32})<', made.text).group(1)
    row = db.session.scalars(select(SecretLink)).one()
    assert row.token_hash == secret_hash(secret)
    assert (row.kind, row.label, row.scopes, row.reason) == (
        "api", "portal", "figures:read", "monthly",
    )  # fmt: skip
    page = browser.get("/office/tokens").text
    assert secret not in page
    assert [text in page for text in ("portal", "monthly", LAST, "Can be used")] == [True] * 4
    sent = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/agencies", headers=sent).status_code == 403
    assert client.get("/api/v1/seasons", headers=sent).get_json() == {"items": [], "next": None}
    assert browser.post(f"/office/tokens/{row.id}/revoke").status_code == 303
    assert client.get("/api/v1/seasons", headers=sent).status_code == 401
    assert "Use ended" in browser.get("/office/tokens").text
    actions = db.session.scalars(select(AccessRecord.action).order_by(AccessRecord.id)).all()
    assert actions[1:] == ["api_pages.make", "api_pages.revoke"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"label": ""}, "Say who or what will use it."),
        ({"scopes": []}, "Choose at least one thing that it may read."),
        ({"scopes": ["all"]}, "What it may read"),
        ({"reason": " "}, "State why these figures are read; each use is recorded."),
        ({"last_day": "2020-01-01"}, "The day has passed. Give a day from today on."),
        ({"last_day": "2999-01-01"}, "A token lasts two years at most. Give an earlier day."),
        ({"last_day": "soon"}, "Not a valid date value"),
    ],
)
def test_a_bad_form_makes_nothing_and_keeps_what_was_typed(sign_in, changed, sentence):
    answer = sign_in("organizer").post("/office/tokens", data={**GOOD, **changed})
    assert answer.status_code == 422
    assert sentence in answer.text
    if "reason" not in changed:
        assert 'value="monthly"' in answer.text
    assert db.session.scalars(select(SecretLink)).all() == []


@pytest.mark.parametrize("role", ["viewer", "recorder"])
def test_who_does_not_plan_makes_no_token(sign_in, role):
    browser = sign_in(role)
    assert browser.get("/office/tokens").status_code == 403
    assert browser.post("/office/tokens", data=GOOD).status_code == 403


def test_another_offices_token_is_not_there(sign_in, token):
    token(office=make.make_office())
    row = db.session.scalars(select(SecretLink)).one()
    browser = sign_in("administrator")
    assert "There is no token yet." in browser.get("/office/tokens").text
    assert browser.post(f"/office/tokens/{row.id}/revoke").status_code == 404
    db.session.refresh(row)
    assert row.revoked_at is None


def test_the_page_of_tokens_asks_as_often_for_three_as_for_one(sign_in, token, count_queries):
    browser = sign_in("organizer")
    counts = []
    for _n in range(3):
        token()
        with count_queries() as statements:
            browser.get("/office/tokens")
        counts.append(len(statements))
    assert counts == [counts[0]] * 3


def test_the_page_of_the_api_names_every_resource(client):
    page = client.get("/api").text.replace("<wbr>", "")
    for resource in RESOURCES:
        assert (
            resource.path.replace("<id:number>", "{number}").replace("<season>", "{season}") in page
        )


def test_the_operator_makes_lists_and_revokes(app, office, client):
    run = app.test_cli_runner().invoke
    args = ["tokens", "make", "--office", office.code, "--label", "portal", "--json"]
    refused = run(args=args)
    assert (refused.exit_code, "name at least one scope" in refused.output) == (2, True)
    made = json.loads(run(args=[*args, "--scope", "schedule:read"]).output)
    sent = {"Authorization": f"Bearer {made['token']}"}
    assert client.get("/api/v1/seasons", headers=sent).get_json() == {"items": [], "next": None}
    listed = run(args=["tokens", "list", "--office", office.code]).output.split("\t")
    assert listed[:4] == [str(made["id"]), "portal", "schedule:read", "valid"]
    assert run(args=["tokens", "revoke", str(made["id"])]).output == "revoked: portal\n"
    assert client.get("/api/v1/seasons", headers=sent).status_code == 401
    assert run(args=["tokens", "revoke", "999"]).exit_code == 2


def test_a_scope_that_there_is_not_is_refused_in_korean(sign_in):
    browser = sign_in("organizer")
    browser.set_cookie("locale", "ko")
    answer = browser.post("/office/tokens", data={**GOOD, "scopes": "bogus"})
    assert answer.status_code == 422
    assert "목록에 없는 값입니다: bogus. 목록에서 다시 골라 주십시오." in answer.text
