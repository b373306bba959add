"""`links make`, `links revoke` and `links list`."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import select

from planner.accounts.models import SecretLink
from planner.booths.models import ExtraBooth
from planner.cli.links import links
from planner.extensions import db
from tests import factories as make


@pytest.fixture
def run(app):
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(links, arguments)


@pytest.fixture
def event(office):
    """An event where the bank stands at booth 2 and the office's own desk at booth 4."""
    zone = make.make_zone(office)
    bank = make.make_agency(office, name="은행")
    campaign = make.make_campaign(office, zones=(zone,), agencies=(bank,))
    venue = make.make_venue(office, zone, name="공원")
    event = make.make_event(campaign, venue, date(2023, 5, 23))
    make.make_assignment(event, bank, venue.booths[1])
    db.session.add(
        ExtraBooth(event_id=event.id, booth_id=venue.booths[3].id, kind="office", name="안내")
    )
    db.session.commit()
    return event


def post(client, path):
    return client.post(f"{path}/entries", json={"entries": []}).status_code


def test_the_path_is_shown_once_and_works(run, client, event):
    result = run("make", "--event", str(event.id), "--booth", "2")
    assert (result.exit_code, result.stderr) == (0, "")
    [path] = result.output.splitlines()
    assert path.startswith("/count/") and post(client, path) == 200
    link = db.session.scalars(select(SecretLink)).one()
    assert (link.kind, link.office_id) == ("count", event.campaign.office_id)
    assert (link.event_id, link.booth_id) == (event.id, event.venue.booths[1].id)
    assert link.agency_id == event.assignments[0].agency_id
    assert link.label == "2023-05-23 · 2 · 은행"
    for listed in (run("list").output, run("list", "--json").output):
        assert path.split("/")[2] not in listed


def test_the_event_by_uid_the_booth_by_id_and_json(run, client, event):
    booth = event.venue.booths[1]
    booth.number = "B-2"
    db.session.commit()
    made = json.loads(run("make", "--event", event.uid, "--booth", str(booth.id), "--json").output)
    assert sorted(made) == ["entries", "id", "name", "path"]
    assert made["entries"] == made["path"] + "/entries"
    assert (made["name"], post(client, made["path"])) == ("2023-05-23 · B-2 · 은행", 200)


def test_the_offices_own_booth_counts_for_no_agency(run, event):
    assert run("make", "--event", str(event.id), "--booth", "4").exit_code == 0
    link = db.session.scalars(select(SecretLink)).one()
    assert (link.agency_id, link.label) == (None, "2023-05-23 · 4 · 안내")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ((), "name the event with --event and its booth with --booth"),
        (("--event", "1"), "name the event with --event and its booth with --booth"),
        (("--event", "nothing", "--booth", "2"), "there is no event 'nothing'"),
        (("--event", "9" * 30, "--booth", "2"), f"there is no event '{'9' * 30}'"),
        (
            ("--event", "{id}", "--booth", "99"),
            "공원 has no booth '99'; its booths are: 1, 2, 3, 4, 5, 6",
        ),
        (
            ("--event", "{id}", "--booth", "5"),
            "nobody stands at booth 5 of event {id}; assign it first",
        ),
    ],
)
def test_a_fault_is_one_clear_line(run, event, arguments, line):
    told = [text.replace("{id}", str(event.id)) for text in arguments]
    result = run("make", *told)
    expected = line.replace("{id}", str(event.id))
    assert (result.exit_code, result.stderr) == (2, f"planner: {expected}\n")
    assert db.session.scalars(select(SecretLink)).all() == []


def test_a_cancelled_event_gets_no_link(run, event):
    event.status = "cancelled"
    db.session.commit()
    result = run("make", "--event", str(event.id), "--booth", "2")
    line = f"planner: event {event.id} was cancelled\n"
    assert (result.exit_code, result.stderr) == (2, line)


def test_revoking_ends_a_link_for_ever(run, client, event):
    made = json.loads(run("make", "--event", event.uid, "--booth", "2", "--json").output)
    other = run("make", "--event", event.uid, "--booth", "2").output.strip()
    result = run("revoke", str(made["id"]))
    assert (result.exit_code, result.output) == (0, "revoked: 2023-05-23 · 2 · 은행\n")
    assert (post(client, made["path"]), post(client, other)) == (410, 200)
    rows = json.loads(run("list", "--json").output)
    assert [row["id"] for row in rows] == [made["id"] + 1, made["id"]]
    assert [bool(row["revoked"]) for row in rows] == [False, True]
    assert [bool(row["last_use"]) for row in rows] == [True, False]
    assert (rows[0]["event"], rows[0]["booth"], rows[0]["agency"]) == (event.uid, "2", "은행")
    assert len(run("list").output.splitlines()) == 2


@pytest.mark.parametrize("name", ["7", "x", "9" * 30])
def test_revoking_what_is_not_there(run, event, name):
    result = run("revoke", name)
    line = f"planner: there is no such link '{name}'; `links list` names them\n"
    assert (result.exit_code, result.stderr) == (2, line)
