"""A backup holds everything, a restore brings it back, a broken or foreign file brings nothing."""

from __future__ import annotations

import json
import uuid
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from planner.agencies.agreement_services import AgreementData, create_agreement
from planner.campaigns.models import Campaign
from planner.core.counting import Cell
from planner.extensions import db
from planner.feeds.models import FeedCopy
from planner.letters.application_services import ApplicationData, accept, take_application
from planner.letters.services import draft_letters
from planner.letters.step_services import take_step
from planner.places.models import Zone
from planner.results.ledger import EntryIn, add_entries
from planner.results.models import CountRollup
from planner.results.outside_queries import Place
from planner.results.outside_services import add_outside
from tests import factories
from tests.conftest import _empty

NOW = datetime(2023, 5, 15, tzinfo=UTC)


@pytest.fixture
def filled(app: Flask, office: Any) -> Any:
    zone = factories.make_zone(office, name="서초권역")
    inside = factories.make_venue(office, zone, indoor=True)
    venue = factories.make_venue(office, zone, fallbacks=(inside,))
    field = factories.make_field(office)
    agency = factories.make_agency(office, (field,))
    campaign = factories.make_campaign(office, zones=(zone,), fields=(field,), agencies=(agency,))
    event = factories.make_event(campaign, venue, date(2023, 5, 23), fallback_id=inside.id)
    factories.make_assignment(event, agency, venue.booths[0], (field,))
    write_to(office, campaign, agency)
    count_at(office, campaign, event)
    return office


def count_at(office: Any, campaign: Any, event: Any) -> None:
    """Counts of the event and outside it, one of them taken back: their sums are made anew."""
    first, fix = (str(uuid.UUID(int=number)) for number in (2, 1))
    entries = [
        EntryIn(first, "attendance", 30, NOW),
        EntryIn(fix, "attendance", -2, NOW, corrects=first, reason="again"),
    ]
    for entry in entries:
        add_entries(office.id, event.id, [entry], now=NOW)
    place = Place(campaign.id, date(2023, 4, 1), "month")
    add_outside(
        office.id, place, Cell("home_visits"), 7, first, today=NOW.date(), user_id=None, now=NOW
    )


def write_to(office: Any, campaign: Any, agency: Any) -> None:
    """A letter with its history, an application and an agreement, each with everything set."""
    user = factories.make_user(office)
    agency.email = "agency@example.org"
    field = agency.fields[0]
    agreement = AgreementData("law", date(2023, 1, 1), date(2023, 12, 31), date(2022, 12, 20))
    create_agreement(agency, agreement, [field])
    drafted = draft_letters(
        office, campaign, [agency], "s", "{agency} {change}", "change", user, NOW,
        deadline=date(2023, 5, 20), extra={agency.id: {"change": "부스 1 → 3"}},
    )  # fmt: skip
    letter = drafted.mailing.letters[0]
    take_step(office.id, {letter.id: 1}, "review", user, NOW)
    take_step(office.id, {letter.id: 2}, "mark_sent", user, NOW)
    data = ApplicationData(
        "새 기관", "private", 1, True, False, True, False, "1111100", "김담당", "02-1", "a@b.kr", ""
    )
    accept(take_application(office, data, [field], NOW), user, NOW, agency=agency, campaign=None)


def content() -> dict[str, list[Any]]:
    return {
        table.name: [
            tuple(row)
            for row in db.session.execute(select(table).order_by(*table.primary_key.columns))
        ]
        for table in db.metadata.sorted_tables
    }


def test_a_restore_brings_everything_back(app: Flask, filled: Any, tmp_path: Path) -> None:
    before = content()
    file = tmp_path / "all.zip"
    result = app.test_cli_runner().invoke(args=["backup", str(file)])
    assert result.exit_code == 0, result.output
    db.session.remove()
    _empty()
    result = app.test_cli_runner().invoke(args=["restore", str(file)])
    assert result.exit_code == 0, result.output
    db.session.expire_all()
    assert content() == before
    assert db.session.scalar(select(func.count()).select_from(CountRollup)) == 2
    made = factories.make_zone(db.session.merge(filled), name="another")
    assert made.id > before["zone"][-1][0]


def test_what_is_derived_stays_out(app: Flask, filled: Any, tmp_path: Path) -> None:
    campaign_id = db.session.scalars(select(Campaign.id)).one()
    db.session.add(FeedCopy(campaign_id=campaign_id, variant="ko", body=b"BEGIN:VCALENDAR"))
    db.session.commit()
    file = tmp_path / "all.zip"
    assert app.test_cli_runner().invoke(args=["backup", str(file)]).exit_code == 0
    with zipfile.ZipFile(file) as archive:
        assert "feed_copy.jsonl" not in archive.namelist()
        assert "feed_copy" not in json.loads(archive.read("manifest.json"))["rows"]
    db.session.remove()
    _empty()
    assert app.test_cli_runner().invoke(args=["restore", str(file)]).exit_code == 0


def test_an_existing_file_is_not_overwritten(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    file.write_bytes(b"kept")
    result = app.test_cli_runner().invoke(args=["backup", str(file)])
    assert result.exit_code == 2
    assert file.read_bytes() == b"kept"


def test_a_full_database_is_not_restored_over(app: Flask, filled: Any, tmp_path: Path) -> None:
    file = tmp_path / "all.zip"
    app.test_cli_runner().invoke(args=["backup", str(file)])
    result = app.test_cli_runner().invoke(args=["restore", str(file)])
    assert result.exit_code == 2
    assert "the database is not empty" in result.output


@pytest.mark.parametrize("broken", ["not a zip", "no manifest", "fewer rows"])
def test_of_a_broken_file_nothing_is_kept(
    app: Flask, filled: Any, tmp_path: Path, broken: str
) -> None:
    file, copy = tmp_path / "all.zip", tmp_path / "broken.zip"
    app.test_cli_runner().invoke(args=["backup", str(file)])
    if broken == "not a zip":
        copy.write_bytes(b"PK nothing")
    else:
        with zipfile.ZipFile(file) as source, zipfile.ZipFile(copy, "w") as target:
            for name in source.namelist():
                data = source.read(name)
                if name == "manifest.json" and broken == "no manifest":
                    continue
                if name == "manifest.json":
                    manifest = json.loads(data)
                    manifest["rows"]["zone"] += 1
                    data = json.dumps(manifest).encode()
                target.writestr(name, data)
    db.session.remove()
    _empty()
    result = app.test_cli_runner().invoke(args=["restore", str(copy)])
    assert result.exit_code == 2
    assert "cannot be read as a backup" in result.output
    assert db.session.scalar(select(func.count()).select_from(Zone)) == 0
