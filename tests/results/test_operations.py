"""Ten thousand random use cases: the rollups and every figure stay what the entries say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from planner.extensions import db
from planner.results import rollups, services
from planner.results.cube import cube
from planner.results.models import CountRollup
from tests.results.played import OFTEN, Player
from tests.results.recount import DIMENSIONS, Ledger, Sum, moment

PARTS = 4
OPERATIONS = {"sqlite": 10_000, "postgresql": 1_000}
BETWEEN = 500  # operations from one look to the next
WAYS = [*((name, "measure") for name in DIMENSIONS if name != "measure"), DIMENSIONS]


def assert_as_the_entries_say(player: Player, ways: Sequence[Sequence[str]]) -> None:
    """The rollups are those of the ledger, and the cube by these dimensions says the same."""
    assert rollups.differences() == []
    ledger = Ledger(player.office.id)
    for campaign_id in player.slugs:
        for by in ways:
            for dropped in (False, True):
                rows = cube(player.office.id, by, campaign_id=campaign_id, all_events=dropped)
                found = {
                    row.at: Sum(row.value, row.entries, row.made_up, moment(row.newest))
                    for row in rows
                }
                assert found == ledger.cube(by, campaign_id, all_events=dropped), by


@pytest.mark.parametrize("seed", range(PARTS))
def test_figures_equal_recomputation_after_random_operations(office, request, seed) -> None:
    """All of them on SQLite, a tenth on PostgreSQL. A look takes one way of telling the figures,
    the last look every way."""
    player = Player(office, seed)
    wanted = OPERATIONS[request.config.getoption("--database")] // PARTS
    for number in range(wanted):
        player.play()
        if number % BETWEEN == 0:
            assert_as_the_entries_say(player, [player.dice.choice(WAYS)])
    assert_as_the_entries_say(player, WAYS)
    before = sorted(db.session.execute(select(CountRollup.__table__)).all())
    assert services.rebuild_rollups() == len(before)
    assert sorted(db.session.execute(select(CountRollup.__table__)).all()) == before
    assert player.done.total() + player.refused.total() == wanted
    assert player.done.total() > wanted * 3 / 4
    if wanted == 2_500:
        assert set(player.done) == set(OFTEN)  # every kind was taken, not refused each time
