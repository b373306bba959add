"""Trainings with completion, regular centres with reservations, counsellors' shifts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import select

from planner.extensions import db
from planner.programme.book_imports import BOOK_KINDS
from planner.programme.center_queries import centers, slot_rows, there_on
from planner.programme.models import CenterSlot, CounsellorShift, TrainingAttendance
from planner.programme.slot_imports import SLOTS
from planner.programme.tally_figures import programme_topics
from planner.programme.training_queries import agencies_at, course_rows
from planner.tabular import ImportResult, import_rows
from tests import factories as make
from tests.programme.conftest import TODAY, center, course, saved, session, tally

SignIn = Callable[..., Any]
WEDNESDAY = date(2024, 7, 3)


# ---------------------------------------------------------------- training


def test_attendance_is_counted_by_agency_and_completion(office: Any, sign_in: SignIn) -> None:
    first, second = make.make_agency(office), make.make_agency(office)
    day = session(course(office), date(2024, 4, 26), kind="special")
    browser = sign_in()
    address = "/programme/books/training_attendances/new"
    data = {"session": str(day.id), "attended": "3", "completed": "2", "version": "1"}
    for agency in (first.id, second.id, ""):
        answer = browser.post(address, data={**data, "agency": str(agency)})
        assert answer.headers["Location"] == f"/programme/training/{day.id}"
    page = browser.get(f"/programme/training/{day.id}").text
    assert "The office's own teams" in page
    assert "66.7%" in page
    assert "Special training" in browser.get("/programme/training").text
    assert agencies_at([day.id]) == 2
    twice = browser.post(address, data={**data, "agency": str(first.id)})
    assert (twice.status_code, "already such a row" in twice.text) == (422, True)
    more = browser.post(address, data={**data, "completed": "4"})
    assert "4 completed is more than came." in more.text
    foreign = make.make_agency(make.make_office())
    assert browser.post(address, data={**data, "agency": str(foreign.id)}).status_code == 422


def test_a_year_with_too_few_is_told(office: Any, sign_in: SignIn) -> None:
    own = course(office, least=2, since=2022)
    for day in (date(2022, 4, 1), date(2022, 9, 1), date(2023, 4, 1), date(2024, 4, 1)):
        session(own, day)
    row = course_rows(office.id, TODAY)[0]
    assert [year.year for year in row.short] == [2023]
    browser = sign_in("viewer")
    page = browser.get("/programme/training").text
    assert "at least 2 a year since 2022" in page
    assert '<a href="/programme/training?year=2023">2023</a> (1/2)' in page
    assert "1 to hold" in page
    assert "2023: 1 of 2 held" in browser.get("/programme").text
    only = browser.get("/programme/training?year=2023").text
    assert "<strong>1</strong> in all" in only


def test_a_rule_needs_its_first_year(office: Any, sign_in: SignIn) -> None:
    data = {"name": "교육", "least": "2", "since": "", "version": "1"}
    answer = sign_in().post("/programme/books/training_courses/new", data=data)
    assert (answer.status_code, "is missing" in answer.text) == (422, True)


def test_a_file_of_attendance_names_session_and_agency(office: Any, now: datetime) -> None:
    session(course(office), date(2024, 4, 26))
    make.make_agency(office, name="복지관")
    text = (
        "session,agency,attended,completed\n"
        "2024-04-26 의무교육,복지관,2,2\n"
        "2024-04-26 의무교육,,30,28\n"
    )
    kind = BOOK_KINDS["training_attendances"]
    assert import_rows(kind, office, "a.csv", text.encode(), now) == ImportResult(2, 0, 0, "utf-8")
    bad = text.replace("2024-04-26", "2024-04-27")
    faults = import_rows(kind, office, "a.csv", bad.encode(), now)
    assert isinstance(faults, tuple)
    assert [fault.code for fault in faults] == ["unknown_name", "unknown_name"]
    assert len(db.session.scalars(select(TrainingAttendance)).all()) == 2


def test_nonsense_in_the_address_is_nothing(office: Any, sign_in: SignIn) -> None:
    course(office)
    browser = sign_in("viewer")
    for address in (
        "/programme/training?year=0000",
        "/programme/training?year=9999&page=0",
        "/programme/plan?year=0000&area=99999999999",
    ):
        assert browser.get(address).status_code == 200, address


def test_another_offices_session_is_not_there(office: Any, sign_in: SignIn) -> None:
    foreign = session(course(make.make_office()), date(2024, 4, 26))
    assert sign_in().get(f"/programme/training/{foreign.id}").status_code == 404


# ---------------------------------------------------------------- centres


def figures_of(office: Any, key: str) -> dict[str, Any]:
    """A section of the year's figures by their keys."""
    topics = programme_topics(office.id, date(2024, 1, 1), date(2024, 12, 31))
    (topic,) = [topic for topic in topics if topic.key == key]
    return {number.key: number.value for number in topic.numbers}


def take(browser: Any, row: Any, slot: str, day: date = WEDNESDAY) -> Any:
    return browser.post(
        f"/programme/centers/{row.id}/reserve", data={"day": day.isoformat(), "slot": slot}
    )


def test_places_are_counted_and_never_more_than_there_are(office: Any, sign_in: SignIn) -> None:
    row = center(office, slot_places=2)
    browser = sign_in()
    for slot in ("10:00 phone +1", "10:00 visit +1", "10:00 visit +1"):
        answer = take(browser, row, slot)
        assert answer.headers["Location"] == f"/programme/centers/{row.id}?day=2024-07-03"
    assert figures_of(office, "centers")["reserved"] == 2
    slots = slot_rows(row, WEDNESDAY)
    assert [slot.starts for slot in slots] == [time(hour) for hour in range(10, 17)]
    assert (slots[0].phone, slots[0].visit, slots[0].free) == (1, 1, 0)
    page = browser.get(f"/programme/centers/{row.id}?day=2024-07-03").text
    assert "All 2 places of this slot are taken." in page
    assert "Full" in page
    take(browser, row, "10:00 phone -1")
    take(browser, row, "10:00 phone -1")
    assert (
        "No place of this slot is reserved this way."
        in browser.get(f"/programme/centers/{row.id}").text
    )
    assert slot_rows(row, WEDNESDAY)[0].phone == 0


def test_nonsense_reserves_nothing(office: Any, sign_in: SignIn) -> None:
    row, foreign = center(office, by_phone=False), center(make.make_office())
    browser = sign_in()
    for slot in (
        "10:00 visit -1",
        "10:00+09:00 visit +1",
        "09:00 visit +1",
        "10:30 visit +1",
        "10:00 fax +1",
        "10:00 visit +9",
        "x",
        "",
        "10:00 phone +1",
    ):
        assert take(browser, row, slot).status_code == 303
    assert take(browser, row, "10:00 visit +1", date(2024, 7, 6)).status_code == 303  # a Saturday
    assert db.session.scalars(select(CenterSlot)).all() == []
    assert take(browser, foreign, "10:00 visit +1").status_code == 404
    assert browser.get(f"/programme/centers/{foreign.id}").status_code == 404
    assert take(sign_in("viewer"), row, "10:00 visit +1").status_code == 403


def test_one_centre_becomes_two(office: Any, sign_in: SignIn) -> None:
    center(office, "첫째", opened_on=date(2022, 1, 1))
    center(office, "둘째", opened_on=date(2024, 7, 1))
    center(office, "옛날", opened_on=date(2020, 1, 1), closed_on=date(2023, 6, 1))
    rows = centers(office.id)
    ends = (date(2022, 12, 31), date(2023, 12, 31), date(2024, 12, 31))
    assert [len(there_on(rows, day)) for day in ends] == [2, 1, 2]
    page = sign_in().get("/programme/centers").text
    assert "<strong>3</strong> in all" in page
    assert "Closed from 2023-06-01" in page


def test_bad_centres_are_refused(office: Any, sign_in: SignIn) -> None:
    browser = sign_in()
    good = {
        "name": "상담소", "kind": "finance", "weekdays": ["0", "1"], "opens_at": "10:00",
        "closes_at": "17:00", "by_phone": "y", "slot_minutes": "60", "slot_places": "1",
        "version": "1",
    }  # fmt: skip
    address = "/programme/books/regular_centers/new"
    for values, sentence in (
        ({"closes_at": "10:00"}, "The end lies before the beginning."),
        ({"weekdays": []}, "No day of the week is chosen."),
        ({"by_phone": ""}, "Neither by telephone nor by visit."),
        ({"slot_minutes": "3"}, "Number must be between 5 and 480."),
        ({"opened_on": "2024-01-01", "closed_on": "2023-01-01"}, "The end lies before"),
    ):
        data = {key: value for key, value in {**good, **values}.items() if value != ""}
        answer = browser.post(address, data=data)
        assert (answer.status_code, sentence in answer.text) == (422, True), values
    assert browser.post(address, data=good).status_code == 303
    assert [row.weekdays for row in centers(office.id)] == ["1100000"]


def test_a_file_of_reservations_keeps_to_slots_and_places(office: Any, now: datetime) -> None:
    row = center(office)
    text = "center,day,starts_at,phone,visit\n금융복지상담소,2024-07-03,10:00,1,0\n"
    assert import_rows(SLOTS, office, "a.csv", text.encode(), now) == ImportResult(1, 0, 0, "utf-8")
    assert import_rows(SLOTS, office, "a.csv", text.encode(), now) == ImportResult(0, 0, 1, "utf-8")
    for old, new, code in (
        ("10:00,1,0", "10:00,1,1", "too_many_taken"),
        ("10:00", "18:00", "unknown_slot"),
        ("금융복지상담소", "없음", "unknown_name"),
    ):
        faults = import_rows(SLOTS, office, "a.csv", text.replace(old, new).encode(), now)
        assert isinstance(faults, tuple)
        assert [fault.code for fault in faults] == [code]
    first = slot_rows(row, WEDNESDAY)[0]
    assert (first.phone, first.visit) == (1, 0)


# ---------------------------------------------------------------- shifts


def test_shifts_say_who_is_wanted_and_how_many_came(office: Any, sign_in: SignIn) -> None:
    zone = make.make_zone(office)
    venue = make.make_venue(office, zone, name="싸리재공원")
    event = make.make_event(make.make_campaign(office, zones=(zone,)), venue, date(2024, 6, 3))
    pool = tally(office, "현장상담가", kind="counsellor", type="field_counselor", unit="명")
    other = tally(office, "책자")
    browser = sign_in()
    data = {
        "event": str(event.id), "tally": str(pool.id), "field": "", "starts_at": "10:00",
        "ends_at": "13:00", "wanted": "4", "came": "", "version": "1",
    }  # fmt: skip
    address = "/programme/books/counsellor_shifts/new"
    wrong = browser.post(address, data={**data, "tally": str(other.id)})
    assert (wrong.status_code, "Not a valid choice" in wrong.text) == (422, True)
    assert browser.post(address, data={**data, "ends_at": "10:00"}).status_code == 422
    assert browser.post(address, data=data).headers["Location"] == "/programme/shifts"
    row = db.session.scalars(select(CounsellorShift)).one()
    assert row.came is None
    page = browser.get("/programme/shifts").text
    assert "1 shifts of past events wait" in page
    data = {**data, "came": "3"}
    browser.post(f"/programme/books/counsellor_shifts/{row.id}/edit", data=data)
    page = browser.get("/programme/shifts").text
    assert (row.came, "Too few" in page, "wait for how many" in page) == (3, True, False)


def test_a_file_of_shifts_names_the_event_by_day_and_venue(office: Any, now: datetime) -> None:
    zone = make.make_zone(office)
    venue = make.make_venue(office, zone, name="싸리재공원")
    make.make_event(make.make_campaign(office, zones=(zone,)), venue, date(2024, 6, 3))
    tally(office, "현장상담가", kind="counsellor")
    kind = BOOK_KINDS["counsellor_shifts"]
    text = (
        "event,tally,starts_at,ends_at,wanted,came\n"
        "2024-06-03 싸리재공원,현장상담가,10:00,13:00,4,\n"
        "2024-06-03 싸리재공원,현장상담가,13:00,16:00,2,2\n"
    )
    assert import_rows(kind, office, "a.csv", text.encode(), now) == ImportResult(2, 0, 0, "utf-8")
    rows = db.session.scalars(select(CounsellorShift).order_by(CounsellorShift.starts_at)).all()
    assert [(row.wanted, row.came) for row in rows] == [(4, None), (2, 2)]
    told = figures_of(office, "shifts")
    assert told == {"shifts": 2, "wanted": 6, "came": 2, "unsaid": 1}
    bad = text.replace("싸리재", "없는")
    faults = import_rows(kind, office, "a.csv", bad.encode(), now)
    assert isinstance(faults, tuple)
    assert [fault.code for fault in faults] == ["unknown_name", "unknown_name"]


def test_lists_ask_a_fixed_number_of_questions(
    office: Any, sign_in: SignIn, count_queries: Any
) -> None:
    own = course(office, least=1, since=2023)
    zone = make.make_zone(office)
    campaign = make.make_campaign(office, zones=(zone,))
    pool = tally(office, "현장상담가", kind="counsellor")
    browser = sign_in("viewer")
    addresses = ("/programme/training", "/programme/centers", "/programme/shifts", "/programme")
    numbers = []
    for n in (1, 2):
        for i in range(n):
            agency = make.make_agency(office)
            day = session(own, date(2024, n, i + 1))
            saved(
                TrainingAttendance(
                    office_id=office.id, session_id=day.id, agency_id=agency.id, attended=1
                )
            )
            center(office, f"상담소 {n} {i}", dong_id=make.make_dong(office).id)
            event = make.make_event(campaign, make.make_venue(office, zone), date(2024, n, i + 1))
            saved(
                CounsellorShift(
                    office_id=office.id, event_id=event.id, tally_id=pool.id,
                    field_id=make.make_field(office).id, starts_at=time(10), ends_at=time(12),
                )
            )  # fmt: skip
        for address in addresses:
            with count_queries() as statements:
                assert browser.get(address).status_code == 200
            numbers.append(len(statements))
    assert numbers[:4] == numbers[4:]
