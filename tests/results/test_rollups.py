"""The rollups equal what the ledger says, whatever was done; changes besides need no rewrite."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from planner.core.counting import CHANNELS, PROGRAMMES, TARGET_GROUPS, Cell, Change
from planner.core.rollup import first_day, period_of
from planner.errors import Refused
from planner.extensions import db
from planner.results import outside_services, queries, rollups, services
from planner.results.cube import NONE, cube
from planner.results.ledger import cell_of
from planner.results.models import CountEntry, CountRollup
from planner.results.outside_queries import Place, entries_of, outside_entry
from planner.results.services import CountsChanged, EntryIn
from tests import factories as make

NOW = datetime(2023, 6, 30, 3, tzinfo=UTC)
TODAY = date(2023, 6, 30)
MEASURES = ("attendance", "unique_persons", "consultations", "goods", "debt_discharged_krw")


class Player:
    """One random use case after the other, as forms, links, imports and corrections do them."""

    def __init__(self, season, seed: int) -> None:
        self.season, self.dice = season, random.Random(seed)
        self.events = [season.first, season.second]
        self.dong = make.make_dong(season.office, season.first.venue.zone)
        self.zone_id, self.done = season.second.venue.zone_id, 0
        self.ids = {
            "agency": [None, season.bank.id, season.clinic.id],
            "field": [None, season.law.id, season.debt.id],
        }
        self.event_ids = [event.id for event in self.events]
        self.moves = [self.link, self.link, self.link, self.form, self.outside, self.change]

    def play(self) -> None:
        try:
            self.dice.choice(self.moves)()
            self.done += 1
        except (Refused, CountsChanged):
            db.session.rollback()

    def cell(self) -> Cell:
        pick = self.dice.choice
        return Cell(
            pick(MEASURES),
            pick(self.ids["agency"]),
            pick(self.ids["field"]),
            pick(("", "", *TARGET_GROUPS[:3])),
            pick(("", "", *PROGRAMMES[:2])),
        )

    def link(self) -> None:
        event_id, entries = self.dice.choice(self.event_ids), []
        for _ in range(self.dice.randint(10, 120)):
            cell = self.cell()
            entries.append(
                EntryIn(
                    str(uuid.UUID(int=self.dice.getrandbits(128))),
                    cell.measure,
                    self.dice.randint(0, 9),
                    NOW,
                    cell.field,
                    cell.agency,
                    channel=self.dice.choice(CHANNELS),
                    synthetic=self.dice.random() < 0.2,
                    group=cell.group,
                    programme=cell.programme,
                )
            )
        entries.append(entries[0])  # sent twice
        services.add_entries(self.season.office.id, event_id, entries, now=self.later())
        if self.dice.random() < 0.3:
            self.take_back(event_id, entries[0])

    def take_back(self, event_id: int, entry: EntryIn) -> None:
        fix = EntryIn(
            str(uuid.UUID(int=self.dice.getrandbits(128))),
            entry.measure,
            -entry.value,
            NOW,
            entry.field,
            entry.agency,
            corrects=entry.id,
            reason="again",
            group=entry.group,
            programme=entry.programme,
        )
        services.add_entries(self.season.office.id, event_id, [fix], now=self.later())

    def form(self) -> None:
        event_id = self.dice.choice(self.event_ids)
        held = queries.cell_totals(self.season.office.id, event_id)
        cells = {self.cell() for _ in range(3)}
        changes = [Change(cell, held.get(cell), self.dice.randint(0, 40)) for cell in cells]
        services.save_counts(
            self.season.office.id,
            event_id,
            str(uuid.UUID(int=self.dice.getrandbits(128))),
            changes,
            reason="typing mistake",
            user_id=self.season.user.id,
            now=self.later(),
        )

    def place(self) -> Place:
        span = self.dice.choice(("day", "month", "year"))
        day = date(2023, self.dice.randint(1, 6), self.dice.randint(1, 28))
        zone, dong = self.dice.choice(((None, None), (self.zone_id, None), (None, self.dong.id)))
        return Place(self.season.campaign.id, day, span, zone, dong)

    def outside(self) -> None:
        outside_services.add_outside(
            self.season.office.id,
            self.place(),
            self.cell(),
            self.dice.randint(0, 500),
            str(uuid.UUID(int=self.dice.getrandbits(128))),
            today=TODAY,
            user_id=self.season.user.id,
            now=self.later(),
        )

    def change(self) -> None:
        ids = db.session.scalars(
            select(CountEntry.id).where(CountEntry.event_id.is_(None)).order_by(CountEntry.id)
        ).all()
        if not ids:
            return
        campaign, office = self.season.campaign, self.season.office
        entry = outside_entry(office.id, campaign.id, self.dice.choice(ids))
        rows = entries_of(outside_services.place_of(entry), cell_of(entry))
        outside_services.change_outside(
            office.id,
            entry,
            shown=sum(row.value for row in rows),
            wanted=self.dice.randint(0, 500),
            reason="counted again",
            batch=str(uuid.UUID(int=self.dice.getrandbits(128))),
            user_id=self.season.user.id,
            now=self.later(),
        )

    def later(self) -> datetime:
        return NOW + timedelta(seconds=self.dice.randint(0, 10**5))


def test_rollups_equal_the_ledger_after_random_operations(season, request) -> None:
    """Ten thousand entries on SQLite, a tenth of that on PostgreSQL."""
    wanted = 10_000 if request.config.getoption("--database") == "sqlite" else 1_000
    player = Player(season, 7)
    count = select(func.count()).select_from(CountEntry)
    while (db.session.scalar(count) or 0) < wanted:
        for _ in range(40):
            player.play()
        assert rollups.differences() == []
    assert player.done > wanted / 40
    before = db.session.execute(select(CountRollup.__table__)).all()
    assert services.rebuild_rollups() == len(before)
    assert sorted(db.session.execute(select(CountRollup.__table__)).all()) == sorted(before)


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
