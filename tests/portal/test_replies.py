"""What an agency answers and tells: invitations, days off, fields, counsellors and needs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from planner.agencies.models import AgencyAbsence
from planner.agencies.services import set_days_off
from planner.extensions import db
from planner.portal import invitation_services
from planner.portal.models import AgencyRequest, Invitation
from tests.portal.conftest import words_of
from tests.portal.seasons import after, today

YES = {"answer": "accepted", "version": "1"}
NO = {"answer": "declined", "reason": "staff", "note": "holiday", "version": "1"}


# ---------------------------------------------------------------- invitations


def test_an_invitation_is_answered_and_changed(released, bank, ask) -> None:
    (row,) = ask(released.first, released.bank)
    assert "Please answer 1" in words_of(bank.get())
    page = words_of(bank.get(f"invitations/{row.id}"))
    assert "Park" in page and "공원로 1" in page and "10:00–16:00" in page
    response = bank.post(f"invitations/{row.id}", **YES)
    assert response.headers["Location"] == bank.address("invitations?done=answered")
    assert (row.answer, row.reason, row.version) == ("accepted", "", 2)
    assert "Your answer has been saved" in bank.get("invitations?done=answered")
    bank.post(f"invitations/{row.id}", **{**NO, "version": "2"})
    assert (row.answer, row.reason, row.note) == ("declined", "staff", "holiday")
    assert row.link_id is not None and row.answered_by_id is None
    assert "No counsellor is free" in bank.get(f"invitations/{row.id}")


def test_the_buttons_of_the_list_choose_the_answer(released, bank, ask) -> None:
    (row,) = ask(released.first, released.bank)
    assert f'href="{bank.address(f"invitations/{row.id}")}?answer=declined"' in bank.get()
    page = bank.get(f"invitations/{row.id}?answer=declined")
    assert 'checked id="answer-1"' in page
    assert "checked" not in bank.get(f"invitations/{row.id}?answer=nonsense")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"version": "1"}, "Choose whether you come."),
        ({"answer": "perhaps", "version": "1"}, "Not a valid choice"),
        ({**NO, "reason": ""}, "Choose why you cannot come."),
        ({**NO, "reason": "lazy"}, "Not a valid choice"),
        ({**NO, "note": "x" * 101}, "Field cannot be longer than 100 characters."),
        ({**YES, "note": "010-1234-5678"}, "Write no telephone numbers"),
        ({**YES, "note": "900101-1234567"}, "Write no telephone numbers"),
    ],
)
def test_a_bad_answer_is_told_and_kept_in_the_form(released, bank, ask, form, sentence) -> None:
    (row,) = ask(released.first, released.bank)
    page = bank.post(f"invitations/{row.id}", 422, **form).text
    assert sentence in page
    if len(form.get("note", "")) < 100:
        assert f'value="{form.get("note", "")}"' in page
    assert (row.answer, row.version) == ("", 1)


@pytest.mark.parametrize("version", ["0", "7", "", "x", "9" * 40])
def test_an_answer_to_another_question_is_409(released, bank, ask, version) -> None:
    (row,) = ask(released.first, released.bank)
    response = bank.post(f"invitations/{row.id}", 409, **{**YES, "version": version})
    assert "The invitation was changed meanwhile" in response.text
    assert 'name="version" type="hidden" value="1"' in response.text
    assert row.answer == ""


def test_after_the_deadline_one_telephones(released, bank, ask) -> None:
    (row,) = ask(released.first, released.bank)
    row.deadline = after(-1)
    db.session.commit()
    assert "The deadline has passed" in bank.get(f"invitations/{row.id}")
    assert "The deadline has passed" in bank.post(f"invitations/{row.id}", 422, **YES).text
    assert row.answer == ""
    assert "1 invitations were not answered in time" in bank.get()


def test_on_the_last_day_it_can_be_answered(released, bank, ask) -> None:
    (row,) = ask(released.first, released.bank, days=0)
    bank.post(f"invitations/{row.id}", **YES)
    assert row.answer == "accepted"


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("withdrawn", "The organizer has withdrawn this invitation."),
        ("cancelled", "This event has been cancelled."),
    ],
)
def test_what_ended_is_not_answered(released, bank, ask, now, what, sentence) -> None:
    (row,) = ask(released.first, released.bank)
    if what == "withdrawn":
        invitation_services.withdraw(released.office.id, row.id, now)
    else:
        released.first.status = "cancelled"
        released.release()
    assert sentence in bank.get(f"invitations/{row.id}")
    assert sentence in bank.post(f"invitations/{row.id}", 422, **{**YES, "version": "2"}).text
    assert "Please answer" not in words_of(bank.get("invitations"))


def test_a_cancellation_in_the_draft_is_not_told_before_its_release(released, bank, ask) -> None:
    (row,) = ask(released.first, released.bank)
    released.first.status = "cancelled"
    db.session.commit()
    assert "This event has been cancelled" not in bank.get(f"invitations/{row.id}")
    bank.post(f"invitations/{row.id}", **YES)


def test_of_a_draft_event_it_learns_what_was_asked_and_no_more(season, call, ask) -> None:
    phone = call(season.bank)
    (row,) = ask(season.third, season.bank)
    season.third.theme, season.third.day = "a secret theme", after(25)
    db.session.commit()
    page = bank_page = words_of(phone.get(f"invitations/{row.id}"))
    assert "Park" in page and str(after(21).day) in page
    assert "a secret theme" not in bank_page
    phone.get(f"events/{season.third.id}", 404)
    season.third.status = "cancelled"  # nobody but the invited knew of it
    db.session.commit()
    assert "This event has been cancelled" in phone.get(f"invitations/{row.id}")


def test_without_an_invitation_the_list_says_so(bank) -> None:
    assert "No invitation at present" in bank.get("invitations")


# ---------------------------------------------------------------- days off


def days_form(released, *off, **values):
    first = today().replace(day=1)
    last = first + timedelta(days=85)
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "version": str(released.bank.version),
        "off": [item.isoformat() for item in off],
        **values,
    }


def spans(agency):
    rows = db.session.scalars(
        select(AgencyAbsence).where(AgencyAbsence.agency_id == agency.id).order_by("first_day")
    )
    return [(row.first_day, row.last_day, row.reason) for row in rows]


def test_days_off_hold_at_once_and_the_office_is_told(released, bank) -> None:
    form = days_form(released, after(2), after(3), after(9), reason="Course")
    response = bank.post("days", **form)
    assert response.headers["Location"].startswith(bank.address("days?done=days&from="))
    assert spans(released.bank) == [
        (after(2), after(3), "Course"),
        (after(9), after(9), "Course"),
    ]
    notice = db.session.scalars(select(AgencyRequest)).one()
    assert (notice.kind, notice.state, notice.before, notice.version) == (
        "absences",
        "taken",
        [],
        1,
    )
    assert notice.after == [
        [after(2).isoformat(), after(3).isoformat(), "Course"],
        [after(9).isoformat(), after(9).isoformat(), "Course"],
    ]
    assert f'value="{after(2).isoformat()}" checked' in bank.get("days")


def test_several_changes_are_one_notice_and_none_when_taken_back(released, bank) -> None:
    bank.post("days", **days_form(released, after(2)))
    bank.post("days", **days_form(released, after(2), after(4)))
    notice = db.session.scalars(select(AgencyRequest)).one()
    assert (notice.before, len(notice.after), notice.version) == ([], 2, 2)
    bank.post("days", **days_form(released))
    assert db.session.scalars(select(AgencyRequest)).all() == []
    assert spans(released.bank) == []


def test_saving_without_a_change_tells_nobody(released, bank) -> None:
    response = bank.post("days", **days_form(released))
    assert "done=same" in response.headers["Location"]
    assert db.session.scalars(select(AgencyRequest)).all() == []


def test_what_is_past_stays_as_it_was(released, bank) -> None:
    set_days_off(released.bank, after(-3), after(-3), {after(-3)}, "ill")
    bank.post("days", **days_form(released, after(-2), after(1)))
    assert spans(released.bank) == [(after(-3), after(-3), "ill"), (after(1), after(1), "")]


def test_days_outside_the_period_stay(released, bank) -> None:
    set_days_off(released.bank, after(200), after(200), {after(200)}, "far")
    bank.post("days", **days_form(released, after(1), after(300)))
    assert spans(released.bank) == [(after(1), after(1), ""), (after(200), after(200), "far")]


def test_a_stale_calendar_is_409_and_keeps_its_ticks(released, bank) -> None:
    form = days_form(released, after(2))
    released.bank.version += 1
    db.session.commit()
    response = bank.post("days", 409, **form)
    assert "The organizer changed your entry meanwhile" in response.text
    assert f'value="{after(2).isoformat()}" checked' in response.text
    assert f'value="{released.bank.version}"' in response.text
    assert spans(released.bank) == []


@pytest.mark.parametrize(
    "values",
    [
        {"first": "x"},
        {"first": "", "last": ""},
        {"first": "2026-05-02", "last": "2026-05-01"},
        {"first": "0001-01-01", "last": "9999-12-31"},
        {"reason": "call 010-1234-5678"},
        {"reason": "x" * 200},
    ],
)
def test_a_broken_calendar_is_422(released, bank, values) -> None:
    page = bank.post("days", 422, **days_form(released, after(2), **values)).text
    assert page.count('<table class="month">') == 3
    assert spans(released.bank) == []


def test_a_wrong_reason_loses_neither_the_ticks_nor_the_months(released, bank) -> None:
    begin = after(150).replace(day=1)
    form = {
        **days_form(released, after(152), reason="call 010-1234-5678"),
        "first": begin.isoformat(),
        "last": after(160).isoformat(),
    }
    page = bank.post("days", 422, **form).text
    assert f"<caption>{begin:%B %Y}</caption>" in page
    assert f'value="{after(152).isoformat()}" checked' in page
    assert 'value="call 010-1234-5678"' in page
    assert "Write no telephone numbers" in page


def test_days_that_are_none_are_passed_over(released, bank) -> None:
    form = days_form(released, after(2))
    bank.post("days", **{**form, "off": [*form["off"], "nonsense", "2026-02-31"]})
    assert spans(released.bank) == [(after(2), after(2), "")]


def test_ones_own_events_are_marked_and_a_clash_is_told(released, bank) -> None:
    assert "You are expected on days that are ticked" not in bank.get("days")
    bank.post("days", **days_form(released, after(7)))
    page = words_of(bank.get(f"days?from={after(7).isoformat()}"))
    assert "You are expected on days that are ticked" in page
    assert "telephone the organizer as well" in page


@pytest.mark.parametrize("begin", ["", "x", "0001-01-01", "9999-12-31", "2031-02-30"])
def test_the_asked_months_are_kept_sound(bank, begin) -> None:
    assert bank.get(f"days?from={begin}").count('<table class="month">') == 3


def test_a_season_to_come_opens_the_calendar_there(released, bank) -> None:
    released.campaign.starts_on, released.campaign.ends_on = after(100), after(160)
    db.session.commit()
    page = bank.get("days")
    assert f"<caption>{after(100):%B %Y}</caption>" in page
    assert "This year" not in page  # the name of a draft season


# ---------------------------------------------------------------- fields, counsellors, needs


def terms(released, **values):
    return {
        "field_ids": [str(released.law.id), str(released.debt.id)],
        "staff_per_day": "2",
        "noise": "",
        **values,
    }


def wishes():
    rows = db.session.scalars(select(AgencyRequest).order_by(AgencyRequest.id))
    return [(row.kind, row.state, row.before, row.after) for row in rows]


def test_a_wish_is_kept_and_nothing_changes_yet(released, bank) -> None:
    response = bank.post("about", **terms(released, staff_per_day="3", needs_power="y"))
    assert response.headers["Location"] == bank.address("about?done=wished")
    power = {"needs_water": False, "needs_private": False, "needs_step_free": False, "noise": ""}
    assert wishes() == [
        ("staff", "open", {"staff_per_day": 2}, {"staff_per_day": 3}),
        ("needs", "open", {"needs_power": False, **power}, {"needs_power": True, **power}),
    ]
    assert (released.bank.staff_per_day, released.bank.needs_power) == (2, False)
    page = words_of(bank.get("about"))
    assert "Waiting for the organizer 2" in page and "Before: 2 → After: 3" in page
    assert "2 changes that you asked for wait" in bank.get()


def test_a_later_wish_takes_the_place_and_the_old_state_takes_it_back(released, bank) -> None:
    bank.post("about", **terms(released, staff_per_day="3"))
    bank.post("about", **terms(released, staff_per_day="4"))
    assert [row[:2] for row in wishes()] == [("staff", "replaced"), ("staff", "open")]
    assert 'value="4"' in bank.get("about")
    bank.post("about", **terms(released, staff_per_day="2"))
    assert [row[1] for row in wishes()] == ["replaced", "replaced"]
    assert "Waiting for the organizer" not in bank.get("about")


def test_the_same_again_changes_nothing(released, bank) -> None:
    bank.post("about", **terms(released, staff_per_day="3"))
    response = bank.post("about", **terms(released, staff_per_day="3"))
    assert response.headers["Location"].endswith("done=same")
    assert len(wishes()) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"staff_per_day": "0"},
        {"staff_per_day": "x"},
        {"staff_per_day": ""},
        {"staff_per_day": "9" * 30},
        {"noise": "loud"},
        {"field_ids": ["999999"]},
        {"field_ids": ["x"]},
    ],
)
def test_bad_terms_are_422(released, bank, values) -> None:
    page = bank.post("about", 422, **terms(released, **values)).text
    assert "Nothing has been saved yet" in page
    assert wishes() == []


def test_another_offices_field_cannot_be_wished_for(released, bank) -> None:
    from tests import factories as make

    foreign = make.make_field(make.make_office())
    bank.post("about", 422, **terms(released, field_ids=[str(foreign.id)]))
    assert wishes() == []


def test_answers_of_many_events_cost_no_more_queries(released, bank, ask, count_queries) -> None:
    bank.get("invitations")
    numbers = []
    for events in ([released.first], [released.first, released.second, released.third]):
        for event in events:
            ask(event, released.bank)
        with count_queries() as statements:
            bank.get("invitations")
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] == 7
    assert db.session.query(Invitation).count() == 3
