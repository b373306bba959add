"""What an agency enters for an event: goods to give away, and its counts, once each."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from planner.booths.models import GoodsItem
from planner.core.counting import Cell
from planner.extensions import db
from planner.results import queries as results
from planner.results import services
from planner.results.models import AgencyReport, CountEntry
from tests.portal.conftest import words_of
from tests.portal.seasons import after

BAGS = {"kind": "promo", "name": "Bags", "quantity": "90", "unit": "ea", "version": "0"}


@pytest.fixture
def goods(released) -> str:
    return f"events/{released.first.id}/goods"


def rows() -> list[tuple[str, int, int | None]]:
    found = db.session.scalars(select(GoodsItem).order_by(GoodsItem.id))
    return [(row.name, row.quantity, row.agency_id) for row in found]


def test_goods_are_added_changed_and_deleted(released, bank, goods) -> None:
    assert bank.post(goods, **BAGS).headers["Location"].endswith("goods?done=goods")
    assert rows() == [("Bags", 90, released.bank.id)]
    page = bank.get(f"{goods}/1")
    assert 'value="Bags"' in page and 'value="90"' in page
    bank.post(f"{goods}/1", **{**BAGS, "quantity": "120", "version": "1"})
    assert rows() == [("Bags", 120, released.bank.id)]
    assert "Bags 120ea" in words_of(bank.get(f"events/{released.first.id}"))
    bank.post(f"{goods}/1/delete", version="2")
    assert rows() == []


@pytest.mark.parametrize(
    "values",
    [{"name": ""}, {"quantity": ""}, {"quantity": "-1"}, {"quantity": "x"}, {"kind": "gold"},
     {"name": "x" * 121}, {"quantity": "9" * 40}, {"name": "call 010-1234-5678"}],
)  # fmt: skip
def test_bad_goods_are_422(bank, goods, values) -> None:
    page = bank.post(goods, 422, **{**BAGS, **values}).text
    assert "Nothing has been saved yet" in page
    assert rows() == []


def test_stale_goods_are_409(bank, goods) -> None:
    bank.post(goods, **BAGS)
    for path, form in ((f"{goods}/1", BAGS), (f"{goods}/1/delete", {"version": "0"})):
        response = bank.post(path, 409, **{**form, "version": "0"})
        assert "Somebody changed this meanwhile" in response.text
    assert len(rows()) == 1


def test_goods_of_a_past_or_cancelled_event_stay(released, bank, goods) -> None:
    bank.post(goods, **BAGS)
    released.first.day = after(-1)
    released.release()
    for path in (goods, f"{goods}/1", f"{goods}/1/delete"):
        assert "This date lies in the past." in bank.post(path, 422, **BAGS).text
    released.first.status = "cancelled"
    released.release()
    assert "This event has been cancelled." in bank.post(goods, 422, **BAGS).text
    assert "can no longer be changed" in bank.get(goods)
    assert len(rows()) == 1


def test_kinds_of_goods_are_bounded(released, bank, goods) -> None:
    for n in range(30):
        db.session.add(
            GoodsItem(event_id=released.first.id, agency_id=released.bank.id, name=f"Item {n}")
        )
    db.session.commit()
    assert "at most 30 kinds" in bank.post(goods, 422, **BAGS).text


# ---------------------------------------------------------------- counts


@pytest.fixture
def held(released) -> Any:
    """The first event took place today."""
    released.first.day = after(0)
    released.release()
    return released


def form(season: Any, law: str = "", debt: str = "", **more: str) -> dict[str, str]:
    """The sheet as a browser sends it, with nothing recorded before."""
    bank = season.bank.id
    cells = {f"{bank}-{season.law.id}-consultations": law,
             f"{bank}-{season.debt.id}-consultations": debt}  # fmt: skip
    return {
        "batch": str(uuid.uuid4()),
        **{f"value-{key}": value for key, value in cells.items()},
        **{f"shown-{key}": "" for key in cells},
        **more,
    }


def totals(season: Any) -> dict[Cell, int]:
    return results.cell_totals(season.office.id, season.first.id)


def law(season: Any) -> Cell:
    return Cell("consultations", season.bank.id, season.law.id)


@pytest.fixture
def counts(released) -> str:
    return f"events/{released.first.id}/counts"


def test_counts_are_taken_for_the_agencys_booth(held, bank, counts) -> None:
    page = words_of(bank.get(counts))
    assert "Law" in page and "Debt" in page and "Booth 1" in page
    assert "Attendance" not in page and "Unique persons" not in page
    assert bank.post(counts, **form(held, "12", "3")).headers["Location"].endswith("done=counts")
    row = db.session.scalars(select(CountEntry).where(CountEntry.value == 12)).one()
    assert (row.agency_id, row.booth_id) == (held.bank.id, held.park.booths[0].id)
    assert row.link_id is not None and row.user_id is None and row.channel == "form"
    assert 'value="12"' in bank.get(counts)


def test_the_same_form_twice_counts_once(held, bank, counts) -> None:
    sent = form(held, "12")
    for _n in range(2):
        bank.post(counts, **sent)
    assert totals(held) == {law(held): 12}


def test_it_says_that_its_counts_are_all_in(held, bank, counts) -> None:
    bank.post(counts, **form(held, "12", "0", complete="1"))
    report = db.session.scalars(select(AgencyReport)).one()
    assert (report.agency_id, report.user_id) == (held.bank.id, None)
    assert "Report in" in words_of(bank.get(counts))


@pytest.mark.parametrize(
    ("law", "debt", "more", "state"),
    [
        (None, None, {}, "Not reported"),
        ("12", "", {}, "Part of it in"),
        ("12", "0", {}, "Report in"),
        ("12", "", {"complete": "1"}, "Report in"),
    ],
)
def test_every_page_says_the_same_of_a_report(held, bank, counts, law, debt, more, state) -> None:
    held.first.day = after(-1)
    held.release()
    if law is not None:
        bank.post(counts, **form(held, law, debt, **more))
    pages = [bank.get(), bank.get(f"events/{held.first.id}"), bank.get(counts)]
    assert [re.findall(r">(Not reported|Part of it in|Report in)<", page) for page in pages] == [
        [state]
    ] * 3


def test_lowering_a_number_needs_a_reason_of_the_list(held, bank, counts) -> None:
    bank.post(counts, **form(held, "12"))
    key = f"{held.bank.id}-{held.law.id}-consultations"
    lower = {**form(held, "10"), f"shown-{key}": "12"}
    page = bank.post(counts, 422, **lower).text
    assert "A reason is needed" in page and 'value="10"' in page
    assert bank.post(counts, 422, **{**lower, "reason": "99"}).status_code == 422
    bank.post(counts, **{**lower, "reason": "1"})
    assert totals(held) == {law(held): 10}
    entry = db.session.scalars(select(CountEntry).where(CountEntry.value == -2)).one()
    assert entry.reason == "Typing mistake"


def test_somebody_elses_change_is_409(held, bank, counts) -> None:
    bank.post(counts, **form(held, "12"))
    response = bank.post(counts, 409, **form(held, "15"))
    assert "Somebody else changed these counts meanwhile" in response.text
    assert 'value="15"' in response.text and "Saved meanwhile: 12" in response.text
    assert totals(held) == {law(held): 12}


@pytest.mark.parametrize("value", ["-1", "x", "1.5", "1" * 12])
def test_what_is_no_count_is_422(held, bank, counts, value) -> None:
    page = bank.post(counts, 422, **form(held, value)).text
    assert "Type a whole number" in page
    assert totals(held) == {}


@pytest.mark.parametrize("batch", ["", "x"])
def test_a_form_without_its_uuid_is_422(held, bank, counts, batch) -> None:
    bank.post(counts, 422, **{**form(held, "12"), "batch": batch})
    assert totals(held) == {}


def test_only_its_own_numbers_are_read(held, bank, counts) -> None:
    clinic = f"{held.clinic.id}-{held.law.id}-consultations"
    whole = "0-0-attendance"
    sent = {**form(held, "1"), f"value-{clinic}": "99", f"value-{whole}": "99"}
    bank.post(counts, **{**sent, f"shown-{clinic}": "", f"shown-{whole}": ""})
    assert totals(held) == {law(held): 1}


def test_before_the_day_nothing_is_counted(released, bank, counts) -> None:
    assert "from the day of the event on" in bank.get(counts)
    assert "from the day of the event on" in bank.post(counts, 422, **form(released, "1")).text
    assert totals(released) == {}


def test_after_the_sign_off_a_link_adds_nothing(held, bank, counts) -> None:
    bank.post(counts, **form(held, "12"))
    services.sign_off(
        held.office.id, held.first.id, accept_missing=True, version=1, user_id=None,
        now=datetime.now(UTC),
    )  # fmt: skip
    assert "have been signed off" in bank.get(counts)
    page = bank.post(counts, 422, **form(held, "", "5")).text
    assert "only corrections are possible" in page
    assert totals(held) == {law(held): 12}


def test_a_cancelled_event_and_one_it_left_take_nothing(held, bank, counts) -> None:
    for row in list(held.first.assignments):
        if row.agency_id == held.bank.id:
            db.session.delete(row)
    db.session.commit()
    assert "You no longer take part" in bank.post(counts, 422, **form(held, "1")).text
    held.release()
    assert "This event has been cancelled" in bank.post(counts, 422, **form(held, "1")).text
    assert totals(held) == {}
