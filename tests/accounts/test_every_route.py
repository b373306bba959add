"""Every address of the application: guarded or open, never forgotten."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule

from planner.security import PERMISSIONS

ALL = frozenset({"view", "count", "plan", "export", "administer"})
NOT_VIEWS = frozenset({"static", "csp_report"})


def guarded(app: Flask) -> list[tuple[Rule, frozenset[str]]]:
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        permissions = getattr(view, "permissions", None)
        if permissions is not None:
            found.append((rule, frozenset(permissions)))
    return found


def address(app: Flask, rule: Rule) -> str:
    values = {}
    for name in rule.arguments - set(rule.defaults or {}):
        kind = type(rule._converters[name]).__name__
        if kind in ("RowId", "IntegerConverter"):
            values[name] = 999999
        elif kind == "UUIDConverter":
            values[name] = "00000000-0000-4000-8000-000000000000"
        elif kind == "AnyConverter":
            values[name] = sorted(rule._converters[name].items)[0]
        else:
            values[name] = "nothing"
    with app.test_request_context():
        built = app.url_map.bind("localhost").build(
            rule.endpoint, {**values, **(rule.defaults or {})}, method=sorted(rule.methods)[0]
        )
    return str(built)


def test_every_view_says_who_may_see_it(app):
    forgotten = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in NOT_VIEWS
        and not hasattr(app.view_functions[rule.endpoint], "permissions")
        and not getattr(app.view_functions[rule.endpoint], "public", False)
    ]
    assert forgotten == []


def test_every_guarded_page_leads_to_the_sign_in(app, client, office):
    checked = 0
    for rule, _permissions in guarded(app):
        if "GET" in rule.methods:
            response = client.get(address(app, rule))
            assert response.status_code == 302, rule.rule
            assert response.headers["Location"].startswith("/sign-in?next="), rule.rule
            checked += 1
    assert checked >= 9


def test_every_guarded_change_refuses_who_is_not_signed_in(app, client, office):
    checked = 0
    for rule, _permissions in guarded(app):
        for method in rule.methods & {"POST", "PUT", "PATCH", "DELETE"}:
            response = client.open(address(app, rule), method=method)
            assert response.status_code == 401, rule.rule
            checked += 1
    assert checked >= 10


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
def test_every_page_refuses_the_roles_that_may_not(app, sign_in, role):
    browser = sign_in(role)
    lacking = [
        (rule, permissions)
        for rule, permissions in guarded(app)
        if not permissions & PERMISSIONS[role]
    ]
    for rule, permissions in lacking:
        method = "GET" if "GET" in rule.methods else "POST"
        response = browser.open(address(app, rule), method=method)
        assert response.status_code == 403, (rule.rule, permissions)
    assert bool(lacking) == (role != "administrator")


def test_permissions_are_spelt_right(app):
    assert {name for _rule, names in guarded(app) for name in names} <= ALL
