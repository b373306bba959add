"""The made-up city: an office of its own, its sums right, the same from the same seed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from planner.accounts.models import Office
from planner.campaigns.models import Campaign, Event
from planner.errors import Refused
from planner.extensions import db
from planner.results import rollups
from planner.results.city import City, generate
from planner.results.models import CountEntry
from planner.statistics.queries import load_facts

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def test_a_city_of_two_districts_and_years(app, season) -> None:
    city, other = City("made-up", 2, 2, 1500, 2015, 3), season.campaign.id
    assert list(generate(city, NOW)) == [1500] * 4
    office = db.session.scalars(select(Office).where(Office.code == "made-up")).one()
    count = select(func.count(CountEntry.id)).where(CountEntry.office_id == office.id)
    assert db.session.scalar(count) == 6000
    assert db.session.scalar(count.where(CountEntry.synthetic.is_(False))) == 0
    assert list(rollups.all_differences()) == []
    newest = db.session.scalars(select(Campaign).where(Campaign.slug == "made-up-2016")).one()
    assert newest.previous.slug == "made-up-2015"
    facts = load_facts(office.id, newest.id, assignments=False)
    assert (len(facts.events), len(facts.zones), len(facts.agencies)) == (40, 2, 80)
    figure = facts.sums.figure("consultations")
    assert figure.expected == 40 * 30 and figure.value and figure.reported <= figure.expected
    assert sum(facts.sums.figure(name).entries for name in facts.sums.used("measure")) == 3000
    assert facts.sums.figure("attendance").reported == 40
    assert (
        db.session.scalar(select(func.count(Event.id)).where(Event.campaign_id == other)) == 2
    )  # nothing of others is touched
    with pytest.raises(Refused, match="office_there"):
        list(generate(city, NOW))


def test_the_same_seed_makes_the_same_city(app) -> None:
    def told(code: str, seed: int) -> list[tuple]:
        list(generate(City(code, 1, 1, 200, 2020, seed), NOW))
        office = db.session.scalars(select(Office.id).where(Office.code == code)).one()
        entries = select(CountEntry.measure, CountEntry.value, CountEntry.day)
        return db.session.execute(
            entries.where(CountEntry.office_id == office).order_by(CountEntry.id)
        ).all()

    first = told("a", 1)
    ids = set(db.session.scalars(select(CountEntry.id)))
    assert len(first) == 200 and told("b", 1) != first
    for row in (CountEntry, rollups.CountRollup):
        db.session.execute(row.__table__.delete())
    db.session.commit()
    db.session.execute(Office.__table__.update().values(code=Office.code + "-old"))
    db.session.execute(Campaign.__table__.update().values(slug=Campaign.slug + "-old"))
    db.session.execute(Event.__table__.update().values(uid=func.substr(Event.uid, 1, 30) + "-old"))
    db.session.commit()
    assert told("a", 1) == first
    assert set(db.session.scalars(select(CountEntry.id))) == ids


def test_the_command(app) -> None:
    runner = app.test_cli_runner()
    arguments = ["generate", "city", "--districts", "1", "--years", "1", "--entries", "100"]
    made = runner.invoke(args=arguments)
    assert made.exit_code == 0 and "100 entries of 1 districts in 1 years" in made.output
    again = runner.invoke(args=arguments)
    assert again.exit_code == 1 and "choose another --code" in again.output
    assert runner.invoke(args=[*arguments, "--code", "other"]).exit_code == 0
    assert runner.invoke(args=["generate", "city", "--districts", "0"]).exit_code == 2
