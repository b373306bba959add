"""What stands in the rollups and what is joined to them; the random use cases are elsewhere."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from planner.core.counting import Cell, Change
from planner.core.rollup import first_day, period_of
from planner.extensions import db
from planner.results import outside_services, rollups, services
from planner.results.cube import NONE, cube
from planner.results.models import CountRollup
from planner.results.outside_queries import Place
from tests import factories as make

NOW = datetime(2023, 6, 30, 3, tzinfo=UTC)
TODAY = date(2023, 6, 30)


def put(season, event, values) -> None:
    changes = [Change(cell, None, value) for cell, value in values.items()]
    services.save_counts(
        season.office.id, event.id, str(uuid.uuid4()), changes, user_id=season.user.id, now=NOW
    )


def sums(season, *by, **more) -> dict:
    rows = cube(season.office.id, by, campaign_id=season.campaign.id, **more)
    return {row.at if len(by) > 1 else row.at[0]: row.value for row in rows}


def test_status_place_day_and_category_are_read_where_they_stand(season) -> None:
    bank = Cell("consultations", season.bank.id, season.law.id)
    put(season, season.first, {bank: 8, Cell("attendance"): 30})
    put(season, season.second, {Cell("attendance"): 5})
    north, south = season.first.venue.zone_id, season.second.venue.zone_id
    stored = db.session.execute(select(CountRollup.__table__)).all()
    attendance = {"measures": ["attendance"]}
    assert sums(season, "zone", **attendance) == {north: 30, south: 5}
    assert sums(season, "category", measures=["consultations"]) == {"private": 8}
    season.first.venue_id = season.second.venue_id
    season.first.day = date(2023, 6, 1)
    season.bank.category = "public"
    db.session.commit()
    assert sums(season, "zone", **attendance) == {south: 35}
    assert sums(season, "month", **attendance) == {"2023-05": 5, "2023-06": 30}
    assert sums(season, "category", measures=["consultations"]) == {"public": 8}
    dong = make.make_dong(season.office, season.first.venue.zone)
    season.first.venue.dong_id = dong.id
    db.session.commit()
    assert sums(season, "dong", **attendance) == {dong.id: 35}
    season.first.status = "cancelled"
    db.session.commit()
    assert sums(season, "measure") == {"attendance": 5}
    assert sums(season, "status", all_events=True, **attendance) == {"cancelled": 30, "open": 5}
    services.ensure_record(season.second.id).held = False
    db.session.commit()
    assert sums(season, "measure") == {}
    assert db.session.execute(select(CountRollup.__table__)).all() == stored
    assert rollups.differences() == []


def test_a_dong_outside_events_says_its_zone(season) -> None:
    zone = season.first.venue.zone
    dong = make.make_dong(season.office, zone)
    place = Place(season.campaign.id, date(2023, 5, 20), "month", None, dong.id)
    outside_services.add_outside(
        season.office.id, place, Cell("home_visits"), 12, str(uuid.uuid4()),
        today=TODAY, user_id=None, now=NOW,
    )  # fmt: skip
    assert sums(season, "zone", "dong", "month", "status") == {
        (zone.id, dong.id, "2023-05", "outside"): 12
    }
    dong.zone_id = season.second.venue.zone_id
    db.session.commit()
    assert sums(season, "zone") == {season.second.venue.zone_id: 12}
    assert sums(season, "zone", within={"dong": dong.id}) == {season.second.venue.zone_id: 12}
    assert sums(season, "measure", within={"agency": NONE, "event": NONE}) == {"home_visits": 12}


def test_check_and_rebuild_on_the_command_line(app, season) -> None:
    put(season, season.first, {Cell("attendance"): 30})
    runner = app.test_cli_runner()
    checked = runner.invoke(args=["statistics", "check-rollups"])
    assert (checked.exit_code, checked.output) == (0, "0 differences\n")
    db.session.execute(update(CountRollup).values(value=31))
    db.session.commit()
    checked = runner.invoke(args=["statistics", "check-rollups"])
    event = season.first.id
    assert checked.exit_code == 1 and checked.output == (
        f"{season.campaign.slug}: event_id={event} measure=attendance channel=form: "
        "rollup 31 of 1 entries, ledger 30 of 1 entries\n1 differences\n"
    )
    assert runner.invoke(args=["statistics", "rebuild-rollups"]).output == "1 rows\n"
    assert runner.invoke(args=["statistics", "check-rollups"]).exit_code == 0


@pytest.mark.parametrize(
    ("measure", "span", "event", "period"),
    [
        ("goods", "day", 3, ""),
        ("goods", "day", None, "2024-03"),
        ("goods", "month", None, "2024-03"),
        ("goods", "year", None, "2024"),
        ("unique_persons", "day", None, "2024-03-05"),
        ("unique_persons", "month", None, "2024-03"),
        ("unique_persons", "year", None, "2024"),
    ],
)
def test_the_period_of_an_entry(measure, span, event, period) -> None:
    assert period_of(measure, date(2024, 3, 5), span, event) == period


def test_a_span_is_kept_under_its_first_day() -> None:
    day = date(2024, 3, 5)
    assert [first_day(day, span).isoformat() for span in ("day", "month", "year")] == [
        "2024-03-05",
        "2024-03-01",
        "2024-01-01",
    ]


def test_only_the_ledgers_own_modules_make_entries() -> None:
    """Whoever adds entries goes through `rollups.post`; nobody else adds them to a session."""
    from tests.test_architecture import PACKAGE, sources

    makers = {
        str(path.relative_to(PACKAGE))
        for path in sources()
        if "CountEntry(\n" in path.read_text(encoding="utf-8")
    }
    assert makers == {
        "results/ledger.py",
        "results/count_imports.py",
        "results/outside_services.py",
    }
