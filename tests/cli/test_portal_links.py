"""`links make --portal`, `links list --portal` and revoking a portal's link."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from planner.accounts.models import SecretLink
from planner.cli.links import links
from planner.extensions import db
from tests import factories as make


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(links, arguments)


@pytest.fixture
def agencies(office):
    found = [make.make_agency(office, name=name) for name in ("은행", "보건소")]
    make.make_campaign(office, agencies=tuple(found))
    return found


def test_one_agency_and_its_path(run, client, agencies):
    result = run("make", "--portal", "--agency", "은행")
    assert (result.exit_code, result.stderr) == (0, "")
    name, path = result.output.strip().split("\t")
    assert name == "은행" and path.startswith("/p/")
    assert "은행" in client.get(path).text
    link = db.session.scalars(select(SecretLink)).one()
    assert (link.kind, link.agency_id, link.created_by_id) == ("portal", agencies[0].id, None)
    for listed in (run("list", "--portal").output, run("list", "--portal", "--json").output):
        assert path.split("/")[2] not in listed


def test_all_agencies_as_json_and_again_with_an_end_to_the_old(run, client, agencies):
    first = json.loads(run("make", "--portal", "--all", "--json").output)
    assert [sorted(row) for row in first] == [["name", "path"]] * 2
    assert {row["name"] for row in first} == {"은행", "보건소"}
    second = json.loads(run("make", "--portal", "--all", "--renew", "--json").output)
    for row in first:
        assert client.get(row["path"]).status_code == 410
    for row in second:
        page = client.get(row["path"]).text
        assert row["name"] in page and f"{row['path']}invitations" in page
    rows = json.loads(run("list", "--portal", "--json").output)
    assert [bool(row["revoked"]) for row in rows] == [False, False, True, True]
    assert json.loads(run("list", "--json").output) == []


def test_revoking(run, client, agencies):
    path = run("make", "--portal", "--agency", "은행").output.strip().split("\t")[1]
    number = db.session.scalars(select(SecretLink.id)).one()
    assert run("revoke", str(number)).output == "revoked: 은행\n"
    assert client.get(path).status_code == 410


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--portal",), "name one agency with --agency, or take --all"),
        (("--portal", "--agency", "은행", "--all"), "name one agency with --agency, or take --all"),
        (("--portal", "--agency", "없음"), "there is no agency '없음'"),
        (("--portal", "--all", "--office", "x"), "there is no office 'x'"),
        (
            ("--portal", "--all", "--event", "1"),
            "a portal link is an agency's: leave out --event and --booth",
        ),
        (("--all",), "--agency, --all, --office and --renew go with --portal"),
    ],
)
def test_a_fault_is_one_clear_line(run, agencies, arguments, line):
    result = run("make", *arguments)
    assert (result.exit_code, result.stderr) == (2, f"planner: {line}\n")
    assert db.session.scalars(select(SecretLink)).all() == []
