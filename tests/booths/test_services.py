"""Assigning, moving, swapping, pinning and removing by hand."""

from __future__ import annotations

import pytest

from planner.booths import queries, services
from planner.booths.board import load_board
from planner.booths.models import ExtraBooth
from planner.campaigns.models import Assignment, RuleSetting
from planner.errors import Refused, StaleEdit
from planner.extensions import db
from tests import factories as make


def opened(season):
    return services.open_event(season.office.id, season.campaign.id, season.event.id)


def test_an_agency_takes_a_booth_and_the_fields_that_are_missing(season):
    row = services.assign(opened(season), season.lawyers.id, season.booths[0].id, None)
    assert row.booth_id == season.booths[0].id
    assert [field.name for field in row.fields] == ["Law", "Jobs"]
    assert row.version == 1


def test_an_agency_comes_without_a_booth_yet(season):
    row = services.assign(opened(season), season.agency.id, None, [season.jobs.id])
    assert row.booth_id is None
    assert [item.id for item in load_board(opened(season)).waiting] == [row.id]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda s: (s.agency.id, 999999, [s.jobs.id]), "no_such_booth"),
        (lambda s: (s.agency.id, None, [s.law.id]), "fields"),
        (lambda s: (s.agency.id, None, []), "no_fields"),
        (lambda s: (s.idle.id, None, None), "nothing_to_offer"),
        (lambda s: (999999, None, None), "not_invited"),
    ],
)
def test_what_cannot_be_is_refused(season, change, code):
    with pytest.raises(Refused) as error:
        services.assign(opened(season), *change(season))
    assert error.value.code == code
    assert db.session.query(Assignment).count() == 0


def test_more_fields_than_counsellors_are_refused(season):
    season.lawyers.staff_per_day = 1
    db.session.commit()
    with pytest.raises(Refused) as error:
        services.assign(opened(season), season.lawyers.id, None, [season.law.id, season.jobs.id])
    assert (error.value.code, error.value.data["staff"]) == ("too_many_fields", 1)


def test_an_agency_is_at_an_event_once(season):
    make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    with pytest.raises(Refused) as error:
        services.assign(opened(season), season.agency.id, season.booths[1].id, None)
    assert error.value.code == "already_here"


def test_a_booth_holds_one(season):
    make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    with pytest.raises(Refused) as error:
        services.assign(opened(season), season.lawyers.id, season.booths[0].id, None)
    assert (error.value.code, error.value.data["booth"]) == ("booth_taken", "1")


def test_an_extra_booth_holds_its_booth_too(season):
    db.session.add(ExtraBooth(event=season.event, booth=season.booths[2], name="Robot"))
    db.session.commit()
    with pytest.raises(Refused) as error:
        services.assign(opened(season), season.agency.id, season.booths[2].id, None)
    assert error.value.code == "booth_taken"


def test_a_booth_without_power_is_refused_unless_settled(season):
    with pytest.raises(Refused) as error:
        services.assign(opened(season), season.lawyers.id, season.booths[5].id, None)
    assert [item.code for item in error.value.data["violations"]] == ["H14"]
    row = services.assign(opened(season), season.lawyers.id, season.booths[5].id, None, anyway=True)
    assert [item.code for item in load_board(opened(season)).violations] == ["H14"]
    assert row.booth.number == "6"


def test_a_rule_that_blocks_is_never_overridden(season):
    season.campaign.rules.append(RuleSetting(code="H14", severity="blocks"))
    db.session.commit()
    with pytest.raises(Refused):
        services.assign(opened(season), season.lawyers.id, season.booths[5].id, None, anyway=True)


def test_a_rule_that_is_off_is_not_asked(season):
    season.campaign.rules.append(RuleSetting(code="H14", severity="off"))
    db.session.commit()
    services.assign(opened(season), season.lawyers.id, season.booths[5].id, None)
    assert load_board(opened(season)).violations == ()


def test_moving_to_a_free_booth(season):
    row = make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    moved = services.move(opened(season), row, 1, season.booths[3].id)
    assert (moved.other, moved.objections) == (None, ())
    assert (row.booth_id, row.version) == (season.booths[3].id, 2)


def test_moving_to_a_taken_booth_swaps(season):
    one = make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    two = make.make_assignment(season.event, season.lawyers, season.booths[1], (season.law,))
    moved = services.move(opened(season), one, 1, season.booths[1].id)
    assert moved.other is two
    assert (one.booth.number, two.booth.number) == ("2", "1")
    assert (one.version, two.version) == (2, 2)


def test_swapping_says_whose_needs_are_not_met(season):
    one = make.make_assignment(season.event, season.agency, season.booths[5], (season.jobs,))
    make.make_assignment(season.event, season.lawyers, season.booths[1], (season.law,))
    moved = services.move(opened(season), one, 1, season.booths[1].id)
    assert [(item.code, item.data["missing"]) for item in moved.objections] == [("H14", ["power"])]


def test_an_agency_swaps_with_an_extra_booth(season):
    one = make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    extra = ExtraBooth(event=season.event, booth=season.booths[2], name="Robot")
    db.session.add(extra)
    db.session.commit()
    services.move(opened(season), one, 1, season.booths[2].id)
    assert (one.booth.number, extra.booth.number) == ("3", "1")


def test_one_without_a_booth_sends_the_other_off(season):
    one = make.make_assignment(season.event, season.agency, None, (season.jobs,))
    two = make.make_assignment(season.event, season.lawyers, season.booths[1], (season.law,))
    services.move(opened(season), one, 1, season.booths[1].id)
    assert (one.booth.number, two.booth_id) == ("2", None)


def test_moving_onto_its_own_booth_changes_nothing(season):
    one = make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    assert services.move(opened(season), one, 1, season.booths[0].id) == services.Moved()
    assert one.version == 1


def test_a_stale_move_changes_nothing(season):
    one = make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    with pytest.raises(StaleEdit):
        services.move(opened(season), one, 7, season.booths[1].id)
    assert one.booth_id == season.booths[0].id


def test_pinning_and_removing(season):
    one = make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    event = opened(season)
    services.pin(queries.get_assignment(event, one.id), 1, True)
    assert (one.pinned, one.version) == (True, 2)
    services.remove(opened(season), one, 2)
    assert db.session.query(Assignment).count() == 0


def test_a_cancelled_event_is_not_changed(season):
    season.event.status = "cancelled"
    db.session.commit()
    with pytest.raises(Refused) as error:
        opened(season)
    assert error.value.code == "cancelled"


def test_the_rain_plan_brings_the_fallbacks_booths(season):
    indoor = make.make_venue(season.office, season.venue.zone, booths=2, indoor=True)
    row = make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    season.event.fallback, season.event.use_fallback = indoor, True
    db.session.commit()
    board = load_board(opened(season))
    assert [seat.booth.id for seat in board.seats] == [booth.id for booth in indoor.booths]
    assert [item.id for item in board.waiting] == [row.id]
    assert board.violations == ()
    services.move(opened(season), row, 1, indoor.booths[1].id)
    assert row.booth_id == indoor.booths[1].id
