"""Who can stand where, and the coverage of one event."""

from __future__ import annotations

from planner.agencies.models import AgencyAbsence, AgencyPair
from planner.booths import queries, words
from planner.booths.board import load_board
from planner.extensions import db
from tests import factories as make


def board_of(season):
    return load_board(queries.get_event(season.office.id, season.campaign.id, season.event.id))


def codes(board, booth):
    return {
        item.agency.name: [violation.code for violation in item.objections]
        for item in board.candidates(booth.id if booth else None)
    }


def test_candidates_come_the_most_useful_first(season):
    found = board_of(season).candidates(season.booths[0].id)
    assert [item.agency.name for item in found] == ["Lawyers", "Job centre", "Choir"]
    assert [item.fields for item in found] == [
        (season.law.id, season.jobs.id),
        (season.jobs.id,),
        (),
    ]


def test_each_reason_is_named(season):
    season.agency.absences.append(
        AgencyAbsence(first_day=season.event.day, last_day=season.event.day)
    )
    db.session.commit()
    board = board_of(season)
    assert codes(board, season.booths[5]) == {
        "Lawyers": ["H14"],
        "Job centre": ["H10"],
        "Choir": ["H15"],
    }


def test_an_agency_at_another_event_that_day_cannot_come(season):
    twin = make.make_event(season.campaign, season.venue, season.event.day)
    make.make_assignment(twin, season.agency, season.booths[0], (season.jobs,))
    assert codes(board_of(season), None)["Job centre"] == ["H11"]


def test_the_most_events_of_an_agency_count(season):
    season.agency.max_events = 1
    make.make_assignment(season.other, season.agency, None, (season.jobs,))
    assert codes(board_of(season), None)["Job centre"] == ["H12"]


def test_the_week_counts_only_where_the_event_lies(season):
    season.agency.max_per_week = 1
    make.make_assignment(season.other, season.agency, None, (season.jobs,))
    board = board_of(season)
    assert codes(board, None)["Job centre"] == ["H12"]


def test_agencies_in_conflict_do_not_meet_even_without_booths(season):
    first, second = sorted((season.agency.id, season.lawyers.id))
    db.session.add(
        AgencyPair(office_id=season.office.id, kind="conflict", first_id=first, second_id=second)
    )
    make.make_assignment(season.event, season.agency, None, (season.jobs,))
    board = board_of(season)
    assert codes(board, None)["Lawyers"] == ["H16"]
    item = next(item for item in board.candidates(None) if item.agency.name == "Lawyers")
    assert "Job centre" in words.reasons(board, item.objections, season.lawyers.id)[0]


def test_the_coverage_counts_agencies_by_field(season):
    make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    covers = board_of(season).covers
    assert [(c.field, c.needed, c.present, c.missing) for c in covers.values()] == [
        (season.law.id, 1, 0, 1),
        (season.jobs.id, 1, 1, 0),
    ]


def test_noisy_beside_quiet_is_said(season):
    season.agency.noise, season.lawyers.noise = "noisy", "quiet"
    make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    make.make_assignment(season.event, season.lawyers, season.booths[1], (season.law,))
    board = board_of(season)
    assert len(board.neighbours) == 1
    sentence = words.neighbours(board)[0]
    assert "Job centre (1)" in sentence
    assert "Lawyers (2)" in sentence
