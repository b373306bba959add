"""`feeds list` and `feeds make`."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from planner.accounts.models import SecretLink
from planner.cli.feeds import feeds
from planner.extensions import db
from tests.factories import make_agency, make_campaign, make_office
from tests.feeds.seasons import publish, released


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(feeds, arguments)


@pytest.fixture
def agencies(office):
    rows = tuple(make_agency(office, name=name) for name in ("기관 B", "기관 A"))
    make_campaign(office, agencies=rows)
    make_agency(office, name="not invited")
    return rows


def test_links_for_all_are_shown_this_once(run, client, agencies):
    made = json.loads(run("make", "--all", "--json").output)
    assert [row["name"] for row in made] == ["기관 A", "기관 B"]
    assert sorted(made[0]) == ["name", "path"]
    for row in made:
        assert client.get(row["path"]).status_code == 200
    listed = run("list", "--json").output
    assert not any(row["path"] in listed for row in made)


def test_one_agency_and_renewing(run, client, agencies):
    first = run("make", "--agency", "기관 A").output.strip().split("\t")
    assert first[0] == "기관 A"
    second = json.loads(run("make", "--agency", "기관 A", "--json").output)[0]["path"]
    assert client.get(first[1]).status_code == client.get(second).status_code == 200
    run("make", "--agency", "기관 A", "--renew")
    assert client.get(first[1]).status_code == client.get(second).status_code == 410


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((), "name one agency with --agency, or take --all"),
        (("--agency", "기관 A", "--all"), "name one agency with --agency, or take --all"),
        (("--agency", "nobody"), "there is no agency 'nobody'"),
        (("--all", "--office", "nowhere"), "there is no office 'nowhere'"),
    ],
)
def test_a_fault_is_one_clear_line(run, agencies, arguments, line):
    result = run("make", *arguments)
    assert (result.exit_code, result.stderr) == (2, f"planner: {line}\n")
    assert db.session.scalars(select(SecretLink)).all() == []


def test_agencies_of_one_name_need_their_office(run, agencies):
    other = make_office(code="elsewhere")
    make_agency(other, name="기관 A")
    result = run("make", "--agency", "기관 A")
    assert result.exit_code == 2 and "2 offices have an agency" in result.stderr
    assert run("make", "--agency", "기관 A", "--office", "elsewhere").exit_code == 0


def test_the_list_names_public_paths_and_the_last_use(run, client, office, agencies):
    publish(office, released())
    [made] = json.loads(run("make", "--agency", "기관 A", "--json").output)
    client.get(made["path"])
    rows = json.loads(run("list", "--json").output)
    paths = [row["path"] for row in rows if row["path"]]
    assert paths == [
        "/feeds/public/seocho-2023.ics",
        "/feeds/public/seocho-2023/zones/1.ics",
        "/feeds/public/seocho-2023/zones/2.ics",
        "/feeds/public/seocho-2023/fields/debt.ics",
        "/feeds/public/seocho-2023/fields/jobs.ics",
    ]
    for path in paths:
        assert client.get(path).status_code == 200
    secret = rows[-1]
    assert (secret["kind"], secret["label"], secret["path"]) == ("agency", "기관 A", None)
    assert secret["last_fetch"]
    assert len(run("list").output.splitlines()) == len(rows)
