"""What is counted in and out: entries, corrections, shortages, breakdowns, targets, files."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from planner.errors import Refused
from planner.extensions import db
from planner.programme import tally_services as services
from planner.programme.book_imports import BOOK_KINDS
from planner.programme.models import Tally, TallyEntry, TallyTarget
from planner.programme.share_queries import breakdown
from planner.programme.tally_items import ENTRIES
from planner.programme.tally_queries import sums
from planner.programme.tally_services import EntryData
from planner.programme.target_queries import target_rows, target_sums
from planner.tabular import ImportResult, import_rows
from tests import factories as make
from tests.programme.conftest import NOW, TODAY, saved, tally

SignIn = Callable[..., Any]
MARCH = date(2024, 3, 4)


def put(row: Tally, direction: str, quantity: int, day: date = MARCH, **values: Any) -> TallyEntry:
    data = EntryData(services.new_id(), day, direction, quantity, **values)
    return services.add_entry(row.office_id, row.id, data, user_id=None, now=NOW)


def held(row: Tally) -> tuple[int, int, int]:
    found = sums([row.id])[row.id]
    return found.into, found.out, found.left


def test_printed_distributed_and_what_is_left(office: Any, sign_in: SignIn) -> None:
    row, dong = tally(office), make.make_dong(office, name="당산1동")
    browser = sign_in()
    opened = browser.get(f"/programme/tally/{row.id}/in").text
    key = re.findall(r'name="entry_id" type="hidden" value="([^"]+)"', opened)[0]
    data = {"entry_id": key, "day": "2024-03-04", "quantity": "3500"}
    for _twice in range(2):  # sent twice, it counts once
        answer = browser.post(f"/programme/tally/{row.id}/in", data=data)
        assert answer.headers["Location"] == f"/programme/tally/{row.id}"
    out = {
        "entry_id": str(uuid.uuid4()),
        "day": "2024-03-05",
        "quantity": "1200",
        "channel": "pharmacy",
        "dong": str(dong.id),
    }
    assert browser.post(f"/programme/tally/{row.id}/out", data=out).status_code == 303
    assert held(row) == (3500, 1200, 2300)
    page = browser.get(f"/programme/tally/{row.id}").text
    assert "Pharmacy · 당산1동" in page
    assert "2,300" in page
    listed = browser.get("/programme/tallies/material").text
    assert "2,300" in listed


def test_stock_is_never_negative(office: Any, sign_in: SignIn) -> None:
    row = tally(office)
    put(row, "in", 10, date(2024, 3, 10))
    browser = sign_in()
    for day, missing in (("2024-03-09", "3"), ("2024-03-10", "1")):
        quantity = "3" if missing == "3" else "11"
        data = {"entry_id": str(uuid.uuid4()), "day": day, "quantity": quantity}
        answer = browser.post(f"/programme/tally/{row.id}/out", data=data)
        assert answer.status_code == 422
        assert f"On {day} {missing} more would have gone out" in answer.text
        assert f'value="{quantity}"' in answer.text
    assert held(row) == (10, 0, 10)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"quantity": "0"}, "Enter a number from 1 on"),
        ({"quantity": "-5"}, "Enter a number from 1 on"),
        ({"quantity": "100000000000000"}, "with at most 14 digits"),
        ({"quantity": ""}, "This field is required."),
        ({"day": "2024-07-03"}, "The day has not come yet."),
        ({"day": "yesterday"}, "Not a valid date value."),
        ({"channel": "moon"}, "Not a valid choice."),
        ({"dong": "999"}, "Not a valid choice."),
        ({"entry_id": "1"}, "Open the form anew."),
    ],
)
def test_bad_entries_are_refused(
    office: Any, sign_in: SignIn, values: dict[str, str], sentence: str
) -> None:
    row = tally(office)
    put(row, "in", 10)
    data = {"entry_id": str(uuid.uuid4()), "day": "2024-03-05", "quantity": "5", **values}
    answer = sign_in().post(f"/programme/tally/{row.id}/out", data=data)
    assert answer.status_code == 422
    if "entry_id" not in values:
        assert sentence in answer.text
    assert held(row) == (10, 0, 10)


def test_a_correction_adds_the_difference_and_says_why(office: Any, sign_in: SignIn) -> None:
    row = tally(office)
    put(row, "in", 100)
    entry = put(row, "out", 40, channel="pharmacy")
    browser = sign_in()
    address = f"/programme/entries/{entry.id}/correct"
    assert 'value="40"' in browser.get(address).text
    good = {"wanted": "30", "reason": "다시 세었음", "shown": "40"}
    for values, status, sentence in (
        ({"reason": ""}, 422, "This field is required."),
        ({"reason": "010-1234-5678"}, 422, "looks like a person&#39;s number"),
        ({"wanted": "40"}, 422, "recorded already"),
        ({"wanted": "101"}, 422, "1 more would have gone out"),
        ({"wanted": "-1"}, 422, "Enter a number from 0 on"),
        ({"shown": "39"}, 409, "It was 39 when you opened the form and is 40 now."),
        ({"shown": "x"}, 422, ""),
    ):
        answer = browser.post(address, data={**good, **values})
        assert (answer.status_code, sentence in answer.text) == (status, True), values
    assert browser.post(address, data=good).status_code == 303
    assert held(row) == (100, 30, 70)
    assert [share.value for share in breakdown(row, "channel", "out")] == [30]
    assert db.session.get(TallyEntry, entry.id).value == -40  # the entry itself stays
    page = browser.get(f"/programme/tally/{row.id}").text
    assert "다시 세었음" in page
    fix = db.session.scalars(select(TallyEntry).where(TallyEntry.corrects_id.is_not(None))).one()
    assert browser.get(f"/programme/entries/{fix.id}/correct").status_code == 404
    again = {"wanted": "0", "reason": "잘못 입력", "shown": "30"}
    assert browser.post(address, data=again).status_code == 303
    assert held(row) == (100, 0, 100)


def test_what_came_in_cannot_be_corrected_below_what_went_out(office: Any) -> None:
    row = tally(office)
    entry = put(row, "in", 100)
    put(row, "out", 40)
    with pytest.raises(Refused) as refused:
        services.correct_entry(
            office.id, entry.id, shown=100, wanted=39, reason="x", user_id=None, now=NOW
        )
    assert (refused.value.code, refused.value.data["missing"]) == ("shortage", 1)


def test_a_fund_says_what_it_paid_for(office: Any, sign_in: SignIn) -> None:
    sponsor = make.make_agency(office, name="후원회", category="sponsor")
    fund = tally(office, "성금", kind="fund", type="donation", unit="원")
    put(fund, "in", 33_600_000_000, agency_id=sponsor.id)
    put(fund, "out", 9_600_000, purpose="중장년 치과 치료비")
    put(fund, "out", 6_300_000, purpose="이사비")
    shares = {share.key: share.value for share in breakdown(fund, "purpose", "out")}
    assert shares == {"중장년 치과 치료비": 9_600_000, "이사비": 6_300_000}
    assert held(fund)[2] == 33_584_100_000
    browser = sign_in()
    assert '<option value="이사비">' in browser.get(f"/programme/tally/{fund.id}/out").text
    data = {
        "entry_id": str(uuid.uuid4()), "day": "2024-05-01", "quantity": "1",
        "purpose": "김철수 010-1234-5678",
    }  # fmt: skip
    assert browser.post(f"/programme/tally/{fund.id}/out", data=data).status_code == 422


def test_goods_of_a_sponsor_are_given_out(office: Any, sign_in: SignIn) -> None:
    sponsor = make.make_agency(office, name="사조대림", category="sponsor")
    goods = tally(office, "참치 선물세트", kind="goods", type="food", unit="상자")
    browser = sign_in()
    data = {"day": "2024-05-01", "quantity": "80", "agency": str(sponsor.id)}
    for direction, values in (
        ("in", data),
        ("out", {"day": "2024-05-02", "quantity": "50", "purpose": "어버이날 나눔"}),
    ):
        answer = browser.post(
            f"/programme/tally/{goods.id}/{direction}",
            data={"entry_id": str(uuid.uuid4()), **values},
        )
        assert answer.status_code == 303
    assert held(goods) == (80, 50, 30)
    page = browser.get(f"/programme/tally/{goods.id}").text
    assert "사조대림" in page
    assert "어버이날 나눔" in page


def test_counsellors_of_one_field_do_not_leave_for_another(office: Any) -> None:
    housing, health = make.make_field(office), make.make_field(office)
    pool = tally(office, "현장상담가", kind="counsellor", type="field_counselor", unit="명")
    put(pool, "in", 25, field_id=housing.id)
    with pytest.raises(Refused):
        put(pool, "out", 1, field_id=health.id)
    put(pool, "out", 1, field_id=housing.id)
    assert held(pool) == (25, 1, 24)


def target(row: Tally, wanted: int, **values: Any) -> TallyTarget:
    defaults = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
    return saved(
        TallyTarget(
            office_id=row.office_id, tally_id=row.id, wanted=wanted, **{**defaults, **values}
        )
    )


def test_targets_are_held_against_what_was_recorded(office: Any, sign_in: SignIn) -> None:
    first, second = make.make_dong(office), make.make_dong(office)
    row = tally(office, "발굴", kind="quota", type="discovery", unit="가구")
    target(row, 110, dong_id=first.id, last_year=100)
    target(row, 22, dong_id=second.id, last_year=20)
    target(row, 10, starts_on=date(2023, 1, 1), ends_on=date(2023, 12, 31))
    put(row, "in", 60, dong_id=first.id)
    put(row, "in", 30, date(2023, 5, 1), dong_id=second.id)
    found = [
        (item.target.wanted, item.actual, item.state) for item in target_rows(office.id, TODAY)
    ]
    assert found == [(110, 60, "on"), (22, None, "unreported"), (10, 30, "met")]
    whole = target_sums(target_rows(office.id, TODAY))[row.id]
    assert (whole.wanted, whole.actual, whole.late) == (132, 60, 1)
    page = sign_in().get(f"/programme/tally/{row.id}").text
    assert "Nothing recorded" in page
    assert "54.5%" in page
    assert "Nothing recorded" not in sign_in().get("/programme/tallies/quota").text


def test_a_target_is_at_least_a_tenth_above_last_year(office: Any, sign_in: SignIn) -> None:
    row = tally(office, "발굴", kind="quota", type="discovery")
    browser = sign_in()
    data = {
        "tally": str(row.id), "starts_on": "2024-01-01", "ends_on": "2024-12-31",
        "wanted": "112", "last_year": "102", "qualifier": "", "version": "1",
    }  # fmt: skip
    address = "/programme/books/tally_targets/new"
    refused = browser.post(address, data=data)
    assert refused.status_code == 422
    assert "Aim at 113 at least" in refused.text
    bad_month = {**data, "wanted": "120", "a_month": "11"}
    assert "do not come to 120" in browser.post(address, data=bad_month).text
    backward = {**data, "wanted": "120", "ends_on": "2023-12-31"}
    assert browser.post(address, data=backward).status_code == 422
    saved_one = browser.post(address, data={**data, "wanted": "113"})
    assert saved_one.headers["Location"] == f"/programme/tally/{row.id}"
    assert browser.post(address, data={**data, "wanted": "115"}).status_code == 422  # the same one


def test_the_type_belongs_to_the_kind(office: Any, sign_in: SignIn) -> None:
    browser = sign_in()
    opened = browser.get("/programme/books/tallies/new?kind=material").text
    assert "Memo pad" in opened
    assert "Voucher" not in opened
    data = {"kind": "material", "type": "voucher", "name": "x", "position": "0", "version": "1"}
    answer = browser.post("/programme/books/tallies/new", data=data)
    assert (answer.status_code, "does not belong to this kind" in answer.text) == (422, True)
    assert (
        browser.post("/programme/books/tallies/new", data={**data, "type": ""}).status_code == 303
    )


def test_other_offices_and_roles(office: Any, sign_in: SignIn) -> None:
    foreign = tally(make.make_office())
    entry = put(foreign, "in", 5)
    organizer, viewer = sign_in(), sign_in("viewer")
    for address in (
        f"/programme/tally/{foreign.id}",
        f"/programme/tally/{foreign.id}/in",
        f"/programme/entries/{entry.id}/correct",
    ):
        assert organizer.get(address).status_code == 404
    assert organizer.post(f"/programme/tally/{foreign.id}/in", data={}).status_code == 404
    assert organizer.post(f"/programme/entries/{entry.id}/correct", data={}).status_code == 404
    own = tally(office, "책자")
    assert viewer.get(f"/programme/tally/{own.id}").status_code == 200
    assert viewer.get(f"/programme/tally/{own.id}/in").status_code == 403
    assert viewer.post(f"/programme/tally/{own.id}/in").status_code == 403
    stolen = EntryData(entry.id, MARCH, "in", 5)
    with pytest.raises(Refused):
        services.add_entry(office.id, own.id, stolen, user_id=None, now=NOW)


def test_a_file_of_entries_is_taken_once(office: Any, now: datetime) -> None:
    row = tally(office)
    make.make_dong(office, name="당산1동")
    text = (
        "tally,day,direction,quantity,channel,dong\n"
        "메모패드,2024-03-20,out,60,estate_agent,당산1동\n"
        "메모패드,2024-03-04,in,100,,\n"
        "메모패드,2024-03-20,out,20,약국,\n"
        "메모패드,2024-03-20,out,20,약국,\n"
    )
    assert import_rows(ENTRIES, office, "a.csv", text.encode(), now) == ImportResult(
        4, 0, 0, "utf-8"
    )
    assert import_rows(ENTRIES, office, "a.csv", text.encode(), now) == ImportResult(
        0, 0, 4, "utf-8"
    )
    assert held(row) == (100, 100, 0)
    more = "tally,day,direction,quantity\n메모패드,2024-03-21,out,1\n"
    faults = import_rows(ENTRIES, office, "a.csv", more.encode(), now)
    assert isinstance(faults, tuple)
    assert [(fault.row, fault.code) for fault in faults] == [(2, "shortage")]
    bad = "tally,day,direction,quantity\n없음,2024-03-21,out,1\n메모패드,2024-03-21,up,1\n"
    faults = import_rows(ENTRIES, office, "a.csv", bad.encode(), now)
    assert isinstance(faults, tuple)
    assert {fault.code for fault in faults} == {"unknown_name", "not_a_choice"}
    assert held(row) == (100, 100, 0)


def test_a_file_of_targets_keeps_the_rule(office: Any, now: datetime) -> None:
    tally(office, "발굴", kind="quota", type="discovery")
    make.make_dong(office, name="당산1동")
    head = "tally,starts_on,ends_on,dong,wanted,last_year\n"
    good = head + "발굴,2024-01-01,2024-12-31,당산1동,110,100\n"
    kind = BOOK_KINDS["tally_targets"]
    assert import_rows(kind, office, "a.csv", good.encode(), now) == ImportResult(1, 0, 0, "utf-8")
    bad = good.replace("110", "109")
    faults = import_rows(kind, office, "a.csv", bad.encode(), now)
    assert isinstance(faults, tuple)
    assert [fault.code for fault in faults] == ["below_last_year"]


def test_lists_ask_a_fixed_number_of_questions(
    office: Any, sign_in: SignIn, count_queries: Any
) -> None:
    rows = [tally(office, f"책자 {n}") for n in range(3)]
    dongs = [make.make_dong(office) for _n in range(3)]
    browser = sign_in("viewer")
    put(rows[0], "in", 100)
    put(rows[0], "out", 1, channel="pharmacy", dong_id=dongs[0].id)
    numbers = []
    for n in range(2):
        for address in ("/programme/tallies/material", f"/programme/tally/{rows[0].id}"):
            with count_queries() as statements:
                assert browser.get(address).status_code == 200
            numbers.append(len(statements))
        if not n:
            for row in rows[1:]:
                put(row, "in", 10)
                target(row, 5)
            target(rows[0], 5)
            for dong in dongs:
                put(rows[0], "out", 2, channel="estate_agent", dong_id=dong.id)
    assert numbers[:2] == numbers[2:]
