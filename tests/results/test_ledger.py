"""Entries are taken exactly once; forms never overwrite what they did not show."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from planner.core.counting import Cell, Change
from planner.errors import Refused, StaleEdit
from planner.extensions import db
from planner.results import queries, services
from planner.results.models import CountEntry
from planner.results.services import CountsChanged, EntryIn
from tests import factories as make


def entry(season, now, **values) -> EntryIn:
    defaults = {
        "id": str(uuid.uuid4()),
        "measure": "consultations",
        "value": 1,
        "recorded_at": now,
        "agency": season.bank.id,
        "field": season.law.id,
    }
    return EntryIn(**{**defaults, **values})


def add(season, entries, now, **who):
    return services.add_entries(season.office.id, season.first.id, entries, now=now, **who)


def held(season, event=None):
    return queries.cell_totals(season.office.id, (event or season.first).id)


def save(season, changes, now, batch=None, reason=""):
    return services.save_counts(
        season.office.id,
        season.first.id,
        batch or str(uuid.uuid4()),
        changes,
        reason=reason,
        user_id=season.user.id,
        now=now,
    )


def close(season, now):
    return services.sign_off(
        season.office.id,
        season.first.id,
        accept_missing=True,
        version=1,
        user_id=season.user.id,
        now=now,
    )


def test_the_same_id_twice_is_known_and_with_other_content_refused(season, now) -> None:
    one = entry(season, now)
    assert add(season, [one, one], now).accepted == [one.id]
    again = add(season, [one], now + timedelta(hours=1))
    assert (again.accepted, again.known, again.refused) == ([], [one.id], [])
    other = entry(season, now, id=one.id, value=2)
    assert add(season, [other], now).refused == [(one.id, "other_content")]
    assert held(season) == {Cell("consultations", season.bank.id, season.law.id): 1}


def test_an_id_in_another_spelling_is_the_same(season, now) -> None:
    one = entry(season, now)
    add(season, [one], now)
    shouted = entry(season, now, id=one.id.upper())
    assert add(season, [shouted], now).known == [one.id.upper()]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "7"}, "bad_id"),
        ({"measure": "smiles"}, "bad_measure"),
        ({"channel": "pigeon"}, "bad_channel"),
        ({"value": 1_000_001}, "bad_value"),
        ({"value": -1}, "needs_correction"),
        ({"agency": 999_999}, "bad_agency"),
        ({"field": 999_999}, "bad_field"),
        ({"booth": 999_999}, "bad_booth"),
        ({"corrects": str(uuid.uuid4())}, "bad_correction"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(season, now, change, code) -> None:
    good, bad = entry(season, now), entry(season, now, **change)
    outcome = add(season, [bad, good], now)
    assert outcome.refused == [(bad.id, code)]
    assert outcome.accepted == [good.id]


def test_the_clock_of_a_telephone_may_not_run_far_ahead(season, now) -> None:
    late = entry(season, now, recorded_at=now + timedelta(hours=2))
    assert add(season, [late], now).refused == [(late.id, "in_the_future")]


def test_another_offices_rows_are_unknown_here(season, now) -> None:
    stranger = make.make_agency(make.make_office())
    wrong = entry(season, now, agency=stranger.id)
    assert add(season, [wrong], now).refused == [(wrong.id, "bad_agency")]
    with pytest.raises(Refused, match="no_event"):
        services.add_entries(stranger.office_id, season.first.id, [wrong], now=now)
    db.session.rollback()


def test_taking_back_names_what_it_corrects_and_never_goes_below_zero(season, now) -> None:
    one = entry(season, now, value=3)
    add(season, [one], now)
    undo = entry(season, now, value=-2, corrects=one.id, reason="counted twice")
    assert add(season, [undo], now).accepted == [undo.id]
    more = entry(season, now, value=-2, corrects=one.id, reason="counted twice")
    assert add(season, [more], now).refused == [(more.id, "below_zero")]
    assert list(held(season).values()) == [1]


def test_after_the_sign_off_only_a_correction_with_a_reason_is_taken(season, now) -> None:
    one = entry(season, now, value=3)
    add(season, [one], now)
    close(season, now)
    late = entry(season, now)
    assert add(season, [late], now).refused == [(late.id, "signed_off")]
    fix = entry(season, now, corrects=one.id, reason="late sheet")
    assert add(season, [fix], now).accepted == [fix.id]
    assert db.session.get(CountEntry, fix.id).after_sign_off is True
    assert add(season, [one], now).known == [one.id]


def test_a_form_writes_differences_and_a_second_sending_nothing(season, now) -> None:
    cell = Cell("consultations", season.bank.id, season.law.id)
    batch = str(uuid.uuid4())
    first = [Change(cell, None, 12), Change(Cell("attendance"), None, 0)]
    assert len(save(season, first, now, batch)) == 2
    assert save(season, first, now, batch) == ()
    assert held(season) == {cell: 12, Cell("attendance"): 0}
    save(season, [Change(cell, 12, 15)], now)
    assert held(season)[cell] == 15
    values = db.session.scalars(select(CountEntry.value).order_by(CountEntry.value)).all()
    assert values == [0, 3, 12]


def test_a_changed_cell_is_shown_and_not_overwritten(season, now) -> None:
    cell = Cell("consultations", season.bank.id, season.law.id)
    save(season, [Change(cell, None, 12)], now)
    with pytest.raises(CountsChanged) as caught:
        save(season, [Change(cell, None, 20), Change(Cell("attendance"), None, 5)], now)
    db.session.rollback()
    conflict = caught.value.conflicts[0]
    assert (conflict.shown, conflict.wanted, conflict.current) == (None, 20, 12)
    assert held(season) == {cell: 12}


def test_an_old_form_sent_again_after_a_correction_is_a_conflict(season, now) -> None:
    cell = Cell("attendance")
    save(season, [Change(cell, None, 5)], now)
    batch = str(uuid.uuid4())
    save(season, [Change(cell, 5, 8)], now, batch)
    save(season, [Change(cell, 8, 5)], now, reason="recount")
    with pytest.raises(CountsChanged):
        save(season, [Change(cell, 5, 8)], now, batch)
    db.session.rollback()
    assert held(season)[cell] == 5


def test_a_correction_keeps_the_chain(season, now) -> None:
    cell = Cell("attendance")
    save(season, [Change(cell, None, 50)], now)
    close(season, now)
    for reason, code in (("", "reason_needed"),):
        with pytest.raises(Refused, match=code):
            correct(season, cell, 50, 48, reason, now)
        db.session.rollback()
    correct(season, cell, 50, 48, "counted twice at the gate", now + timedelta(days=1))
    before, after = queries.history(season.office.id, season.first.id)
    assert (after.value, after.corrects_id, after.after_sign_off) == (-2, before.id, True)
    assert after.reason == "counted twice at the gate"
    assert held(season)[cell] == 48


def correct(season, cell, shown, wanted, reason, now):
    return services.correct(
        season.office.id,
        season.first.id,
        cell,
        shown=shown,
        wanted=wanted,
        reason=reason,
        batch=str(uuid.uuid4()),
        user_id=season.user.id,
        now=now,
    )


def test_sign_off_names_what_is_missing_and_is_done_once(season, now) -> None:
    def sign(accept, version):
        return services.sign_off(
            season.office.id,
            season.first.id,
            accept_missing=accept,
            version=version,
            user_id=season.user.id,
            now=now,
        )

    with pytest.raises(Refused, match="nothing"):
        sign(True, 1)
    db.session.rollback()
    save(season, [Change(Cell("attendance"), None, 50)], now)
    missing = services.missing_reports(season.office.id, season.first.id)
    assert [row.agency for row in missing] == [season.bank.id, season.clinic.id]
    with pytest.raises(Refused, match="missing"):
        sign(False, 1)
    db.session.rollback()
    with pytest.raises(StaleEdit):
        sign(True, 2)
    db.session.rollback()
    record = sign(True, 1)
    assert (record.signed_off_at, record.held) == (now, True)
    assert record.signed_off_by_id == season.user.id
    with pytest.raises(Refused, match="already"):
        sign(True, record.version)
    db.session.rollback()


def test_an_event_with_counts_was_held(season, now) -> None:
    save(season, [Change(Cell("attendance"), None, 5)], now)
    with pytest.raises(Refused, match="has_counts"):
        services.record_event(
            season.office.id, season.first.id, held=False, moved_indoors=False, note="", version=1
        )
    db.session.rollback()


def test_reports_are_marked_once(season, now) -> None:
    ids = [season.bank.id, season.bank.id]
    who = {"user_id": season.user.id, "now": now}
    assert services.report_agency(season.office.id, season.first.id, ids, **who) == 1
    assert services.report_agency(season.office.id, season.first.id, ids, **who) == 0
    row = queries.event_rows(season.office.id, season.campaign.id)[0]
    states = {report.agency: report.state for report in row.reports}
    assert states == {None: "none", season.bank.id: "in", season.clinic.id: "none"}


def in_threads(app, work, count=2) -> list[object]:
    """Run `work(i)` in threads that start together, each with a session of its own."""
    gate = threading.Barrier(count)
    found: list[object] = [None] * count

    def run(i: int) -> None:
        with app.app_context():
            gate.wait(timeout=10)
            try:
                found[i] = work(i)
            except Exception as error:
                db.session.rollback()
                found[i] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


def test_one_entry_sent_at_once_by_two_counts_once(app, season, now) -> None:
    one = entry(season, now, value=7)
    office, event = season.office.id, season.first.id
    db.session.commit()
    found = in_threads(app, lambda _i: services.add_entries(office, event, [one], now=now), count=4)
    assert sorted(len(outcome.accepted) for outcome in found) == [0, 0, 0, 1]
    assert sorted(len(outcome.known) for outcome in found) == [0, 1, 1, 1]
    assert db.session.scalar(select(func.sum(CountEntry.value))) == 7


def test_one_form_sent_at_once_by_two_counts_once(app, season, now) -> None:
    office, event, user = season.office.id, season.first.id, season.user.id
    batch = str(uuid.uuid4())
    changes = [Change(Cell("attendance"), None, 31)]
    db.session.commit()
    found = in_threads(
        app,
        lambda _i: services.save_counts(office, event, batch, changes, user_id=user, now=now),
    )
    assert sorted(len(steps) for steps in found) == [0, 1]
    assert db.session.scalar(select(func.sum(CountEntry.value))) == 31


def test_two_forms_on_one_cell_at_once_one_is_told(app, season, now) -> None:
    office, event, user = season.office.id, season.first.id, season.user.id
    db.session.commit()

    def work(i: int):
        changes = [Change(Cell("attendance"), None, 10 + i)]
        return services.save_counts(
            office, event, str(uuid.uuid4()), changes, user_id=user, now=now
        )

    found = in_threads(app, work)
    assert sorted(type(row).__name__ for row in found) == ["CountsChanged", "tuple"]
    assert db.session.scalar(select(func.count(CountEntry.id))) == 1
