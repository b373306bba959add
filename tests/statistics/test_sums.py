"""What the database adds up is what `core.figures.Cube` says, on random seasons and cuts."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, date, datetime

import pytest

from planner.core.counting import PROGRAMMES, TARGET_GROUPS, Cell
from planner.core.figures import DIMENSIONS, Cube, Cut
from planner.extensions import db
from planner.results import outside_services, services
from planner.results.outside_queries import Place
from planner.results.services import EntryIn
from planner.statistics.queries import load_facts
from planner.statistics.sums import SeasonSums
from tests import factories as make

NOW = datetime(2023, 6, 30, 3, tzinfo=UTC)
MEASURES = ("attendance", "unique_persons", "consultations", "goods", "home_visits")
OFFICES = ("attendance", "unique_persons")


def fill(office, seed: int):
    """A season of five events (one cancelled, one not held) with gaps, groups, outside counts."""
    dice = random.Random(seed)
    zones = [make.make_zone(office) for _ in range(2)]
    dongs = [make.make_dong(office, zone) for zone in zones]
    fields = [make.make_field(office) for _ in range(3)]
    agencies = [
        make.make_agency(office, tuple(fields), category=category)
        for category in ("public", "private", "private")
    ]
    campaign = make.make_campaign(
        office, zones=tuple(zones), fields=tuple(fields), agencies=tuple(agencies)
    )
    events = []
    for i in range(5):
        venue = make.make_venue(
            office, dice.choice(zones), dong_id=dice.choice([None, dongs[0].id])
        )
        event = make.make_event(campaign, venue, date(2023, 5 + i % 2, 20 + i))
        for agency in dice.sample(agencies, dice.randint(0, 3)):
            make.make_assignment(
                event, agency, fields=tuple(dice.sample(fields, dice.randint(0, 2)))
            )
        events.append(event.id)
    count(office, dice, events, agencies, fields)
    events_rows = {event.id: event for event in campaign.events}
    events_rows[events[3]].status = "cancelled"
    services.ensure_record(events[4]).held = False
    services.ensure_record(events[0]).signed_off_at = NOW
    db.session.commit()
    for i in range(6):
        place = Place(
            campaign.id, date(2017 + i, 1 + i % 3, 5), dice.choice(("day", "month", "year")), None,
            dice.choice([None, dongs[1].id]),
        )  # fmt: skip
        cell = Cell(dice.choice(MEASURES), None, None, dice.choice(("", "alone")))
        outside_services.add_outside(
            office.id, place, cell, dice.randint(0, 50), str(uuid.UUID(int=dice.getrandbits(128))),
            today=date(2023, 6, 30), user_id=None, now=NOW,
        )  # fmt: skip
    return campaign


def count(office, dice, events, agencies, fields) -> None:
    for event_id in events:
        entries = []
        for _ in range(dice.randint(0, 14)):
            measure = dice.choice(MEASURES[:4])
            whole = measure in OFFICES
            entries.append(
                EntryIn(
                    str(uuid.UUID(int=dice.getrandbits(128))),
                    measure,
                    dice.randint(0, 30),
                    NOW,
                    None if whole else dice.choice([None, *(row.id for row in fields)]),
                    None if whole else dice.choice([None, *(row.id for row in agencies)]),
                    synthetic=dice.random() < 0.2,
                    group=dice.choice(("", *TARGET_GROUPS[:2])),
                    programme=dice.choice(("", PROGRAMMES[0])),
                )
            )
        services.add_entries(office.id, event_id, entries, now=NOW)


@pytest.mark.parametrize("seed", range(6))
def test_the_database_says_what_the_cube_says(office, seed) -> None:
    campaign = fill(office, seed)
    facts = load_facts(office.id, campaign.id)
    dice = random.Random(seed)
    cuts = [Cut()]
    for _ in range(6):
        names = dice.sample(DIMENSIONS, dice.randint(1, 2))
        cut = {name: dice.choice(facts.keys(name) or [None]) for name in names}
        cuts.append(Cut(**cut))
    cuts += [Cut(status="open"), Cut(status="signed_off"), Cut(status="outside", group="alone")]
    for cut in cuts:
        cube = Cube(facts.counts, facts.expected, cut)
        sums = SeasonSums(office.id, campaign.id, facts.sums.due, cut)
        for measure in MEASURES:
            assert sums.figure(measure) == cube.figure(measure), (cut, measure)
            assert sums.figure(measure).entries == cube.figure(measure).entries
            for dimension in DIMENSIONS:
                if measure in OFFICES and dimension in ("agency", "category", "field"):
                    continue  # the office counts for an event as a whole: no page tells it so
                keys = facts.keys(dimension)
                found = sums.breakdown(measure, dimension, keys)
                assert found == cube.breakdown(measure, dimension, keys), (cut, dimension)


def test_the_same_few_queries_however_much_was_counted(office, count_queries) -> None:
    campaign = fill(office, 1)
    office_id, campaign_id = office.id, campaign.id
    db.session.expire_all()
    with count_queries() as few:
        load_facts(office_id, campaign_id, assignments=False)
    dice = random.Random(9)
    fields = [row.field for row in campaign.fields]
    agencies = [row.agency for row in campaign.agencies]
    count(office, dice, [event.id for event in campaign.events][:3], agencies, fields)
    db.session.expire_all()
    with count_queries() as more:
        load_facts(office_id, campaign_id, assignments=False)
    assert len(more) == len(few)
