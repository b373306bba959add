"""Who may read: tokens in the header alone, their scopes, their end; every refusal as RFC 9457."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from planner import create_app
from planner.accounts.models import AccessRecord, SecretLink
from planner.api import token_services
from planner.api.problems import PROBLEMS
from planner.api.resources import RESOURCES
from planner.api.scopes import DIRECTORY, FIGURES, SCHEDULE
from planner.extensions import db, limiter
from planner.settings import Settings
from tests import factories as make
from tests.api.conftest import REASON

NEED = [resource for resource in RESOURCES if resource.scope]


def path_of(resource, slug: str) -> str:
    return str(resource.path.replace("<season>", slug).replace("<id:number>", "1"))


def problem(answer, code: str):
    status, title, _advice = PROBLEMS[code]
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    body = answer.get_json()
    assert (body["status"], body["title"]) == (status, str(title))
    assert body["type"].endswith(f"/api#{code}")
    assert answer.headers["Cache-Control"] == "no-store"
    return body


def slugs(answer) -> list[str]:
    return [row["slug"] for row in answer.get_json()["items"]]


def consultations(answer) -> int:
    rows = answer.get_json()["items"]
    return sum(row["value"] for row in rows if row["measure"] == "consultations")


@pytest.mark.parametrize("resource", NEED, ids=lambda row: row.name)
def test_without_a_token_or_with_another_scope_nothing_is_read(ask, token, season, resource):
    path = path_of(resource, season.campaign.slug)
    answer = ask(path, "")
    problem(answer, "no_token")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Outreach Planner"'
    other = next(code for code in (DIRECTORY, SCHEDULE, FIGURES) if code != resource.scope)
    answer = ask(path, token(other))
    assert resource.scope in problem(answer, "insufficient_scope")["detail"]
    told = f'error="insufficient_scope", scope="{resource.scope}"'
    assert answer.headers["WWW-Authenticate"].endswith(told)


def test_unknown_revoked_and_expired_tokens_are_refused(ask, token, season):
    secret = token()
    link = db.session.scalars(select(SecretLink)).one()
    assert slugs(ask("/seasons", secret)) == [season.campaign.slug]
    problem(ask("/seasons", "nothing"), "invalid_token")
    link.expires_at = datetime.now(UTC)
    db.session.commit()
    answer = ask("/seasons", secret)
    problem(answer, "invalid_token")
    assert answer.headers["WWW-Authenticate"].endswith('error="invalid_token"')
    link.expires_at = datetime.now(UTC) + timedelta(days=1)
    db.session.commit()
    assert slugs(ask("/seasons", secret)) == [season.campaign.slug]
    token_services.revoke_token(link, datetime.now(UTC))
    problem(ask("/seasons", secret), "invalid_token")


def test_a_session_gives_no_access_and_no_cookie_is_set(sign_in, season):
    browser = sign_in("administrator")
    answer = browser.get("/api/v1/seasons")
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers


def test_a_link_of_another_kind_is_no_token(ask, office, now):
    from planner.accounts.services import make_link

    _link, secret = make_link(office.id, "feed", "a calendar", now=now)
    problem(ask("/seasons", secret), "invalid_token")


def test_a_token_in_the_address_is_refused_by_name(ask, token):
    body = problem(ask(f"/seasons?access_token={token()}"), "bad_parameters")
    assert body["errors"] == [
        {"parameter": "access_token", "detail": "There is no such parameter here."}
    ]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_is_for_reading_only(client, token, method):
    answer = getattr(client, method)(
        "/api/v1/seasons", headers={"Authorization": f"Bearer {token()}", "Accept-Language": "en"}
    )
    problem(answer, "method_not_allowed")
    assert sorted(answer.headers["Allow"].split(", ")) == ["GET", "HEAD"]
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", ["/nothing", "/seasons/nothing", "/seasons/a%00b/figures"])
def test_what_is_not_there_is_a_problem_in_the_language_asked_for(ask, path):
    problem(ask(path), "not_found")
    assert ask(path, language="ko").get_json()["title"] == "해당하는 자료가 없습니다"


@pytest.mark.parametrize("resource", [row for row in NEED if "<season>" in row.path],
                         ids=lambda row: row.name)  # fmt: skip
def test_another_offices_token_sees_nothing_of_a_season(ask, token, season, resource):
    foreign = token(office=make.make_office())
    problem(ask(path_of(resource, season.campaign.slug), foreign), "not_found")
    assert db.session.scalars(select(AccessRecord)).all() == []


@pytest.mark.parametrize("name", ["seasons", "agencies", "venues", "zones", "dongs", "fields"])
def test_another_offices_token_lists_nothing(ask, token, season, name):
    body = ask(f"/{name}", token(office=make.make_office())).get_json()
    assert body == {"items": [], "next": None}


def test_a_citys_token_names_a_district_and_a_districts_none(ask, token):
    city = make.make_office(kind="city", code="city")
    below = make.make_office(code="below", parent_id=city.id)
    make.make_office(code="elsewhere")
    make.make_zone(below, name="Ours")
    secret = token(office=city)
    assert ask("/zones", secret).get_json()["items"] == []
    rows = ask("/zones?office=below", secret).get_json()["items"]
    assert [row["name"] for row in rows] == ["Ours"]
    problem(ask("/zones?office=elsewhere", secret), "not_found")
    problem(ask("/zones?office=city", token(office=below)), "not_found")


def test_each_use_of_figures_is_recorded_with_the_tokens_reason(ask, token, counted):
    secret = token()
    link = db.session.scalars(select(SecretLink)).one()
    path = f"/seasons/{counted.campaign.slug}/figures"
    assert consultations(ask(path, secret)) == 34
    assert ask(f"{path}?by=nothing", secret).status_code == 422
    assert slugs(ask("/seasons", secret)) == [counted.campaign.slug]
    rows = db.session.scalars(select(AccessRecord)).all()
    assert [(row.action, row.subject, row.reason, row.link_id, row.office_id) for row in rows] == [
        ("api figures", f"campaign {counted.campaign.id}", REASON, link.id, counted.office.id)
    ]
    db.session.refresh(link)
    assert link.uses == 3
    assert link.last_used_at is not None


def test_what_a_city_reads_of_a_district_stands_in_the_districts_log(ask, token, counted):
    city = make.make_office(kind="city", code="city")
    counted.office.parent_id = city.id
    db.session.commit()
    path = f"/seasons/{counted.campaign.slug}/entries?office={counted.office.code}"
    assert consultations(ask(path, token(office=city))) == 34
    rows = db.session.scalars(select(AccessRecord)).all()
    assert [(row.action, row.office_id) for row in rows] == [("api entries", counted.office.id)]


def test_too_many_requests_wait_and_no_log_has_the_token(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    address = f"sqlite:///{tmp_path / 'limits.db'}"
    settings = Settings(instance_path=tmp_path, database_url=address, secret_key="k", testing=True)
    try:
        limited = create_app(settings)
        with limited.app_context():
            db.create_all()
        client = limited.test_client()
        sent = {"Authorization": "Bearer zq9-unheard-of", "Accept-Language": "en"}
        answers = [client.get("/api/v1/zones", headers=sent) for _n in range(121)]
        assert [answer.status_code for answer in answers] == [401] * 120 + [429]
        problem(answers[-1], "too_many_requests")
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 61
        other = client.get("/api/v1/zones", headers={"Authorization": "Bearer another"})
        assert other.status_code == 401
        lines = [record.getMessage() for record in caplog.records]
        assert [line for line in lines if "/api/v1/zones" in line] != []
        assert [line for line in lines if "zq9" in line] == []
        with limited.app_context():
            db.engine.dispose()
    finally:
        limiter.reset()
        limiter.enabled = False


def test_what_a_token_needs_is_checked_when_it_is_made(app, office, now):
    from planner.errors import Refused

    def codes(**values):
        told = {"scopes": [FIGURES], "last_day": date(2023, 6, 1), "reason": "why", **values}
        with pytest.raises(Refused) as refused:
            token_services.make_token(office.id, "x", told.pop("scopes"), now=now, **told)
        return refused.value.code

    assert codes(scopes=[]) == "no_scope"
    assert codes(scopes=["all"]) == "no_scope"
    assert codes(reason=" ") == "no_reason"
    assert codes(last_day=date(2023, 5, 14)) == "past"
    assert codes(last_day=date(2026, 1, 1)) == "too_long"
