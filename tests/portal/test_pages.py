"""What an agency sees: its released dates, booth, plan, map, run sheet, calendar, and changes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

import pytest
from sqlalchemy import select

from planner.accounts import services as accounts
from planner.accounts.models import SecretLink
from planner.agencies.models import Agency
from planner.booths.models import ExtraBooth, GoodsItem, SupplyItem
from planner.extensions import db
from planner.feeds import links as feed_links
from planner.portal import link_services
from planner.portal.models import PortalLook
from planner.results.models import EventRecord
from planner.templating import day
from tests import factories as make
from tests.portal.conftest import words_of
from tests.portal.seasons import after


def english(app: Any, value: Any) -> str:
    with app.test_request_context(headers={"Cookie": "locale=en"}):
        return day(value)


def test_before_any_release_there_is_nothing(season, call) -> None:
    page = words_of(call(season.bank).get())
    assert "Bank" in page and "No dates at present" in page
    assert "Park" not in page


def test_the_dates_of_the_newest_release(app, released, bank, call) -> None:
    page = words_of(bank.get())
    assert "Your dates to come 2" in page
    assert page.count("Park") == 2 and "Law, Debt" in page and "Booth 1" in page
    assert "If it rains: Hall" in page
    assert "02-100-2000" in page
    assert "Your dates to come 1" in words_of(call(released.clinic).get())


def test_a_draft_is_never_shown(released, bank) -> None:
    released.first.theme = "a secret theme"
    released.first.starts_at = time(9)
    released.first.assignments[0].booth = released.park.booths[5]
    db.session.commit()
    pages = bank.get() + bank.get(f"events/{released.first.id}")
    pages += bank.get(f"events/{released.first.id}/run-sheet")
    assert "a secret theme" not in pages and "09:00–16:00" not in pages
    assert "office only" not in pages


def test_a_cancelled_event_and_a_part_that_was_taken_away(released, bank) -> None:
    released.first.status = "cancelled"
    for row in list(released.second.assignments):
        db.session.delete(row)
    released.release()
    page = words_of(bank.get())
    assert page.count("Cancelled") >= 2
    assert "This date has been cancelled" in bank.get(f"events/{released.first.id}")
    gone = bank.get(f"events/{released.second.id}")
    assert "You no longer take part in this date" in gone
    assert "Booth plan" not in gone


def test_the_rain_plan(released, bank) -> None:
    released.first.use_fallback = True
    released.release()
    page = words_of(bank.get(f"events/{released.first.id}"))
    assert "Moved indoors because of the rain. It was planned at Park." in page
    assert "Your booth to be announced" in page


# ---------------------------------------------------------------- one event


def test_an_events_page(released, bank) -> None:
    db.session.add_all(
        [
            GoodsItem(event_id=released.first.id, agency_id=released.bank.id, name="Bags",
                      quantity=90, unit="ea"),
            GoodsItem(event_id=released.first.id, agency_id=released.clinic.id, name="Masks"),
            SupplyItem(event_id=released.first.id, name="Tents", quantity=6, unit="ea",
                       responsible="Kim"),
        ]
    )  # fmt: skip
    db.session.commit()
    page = bank.get(f"events/{released.first.id}")
    text = words_of(page)
    assert "Your booth 1" in text and "Counselling fields Law, Debt" in text
    assert "09:00–09:45 Setting up" in text and "10:00–16:00 Counselling" in text
    assert "Bags 90ea" in text and "The organizer brings Tents 6ea" in text
    assert "Masks" not in text and "Kim" not in text
    assert "As of release 1" in text
    assert f'data-places="/p/{bank.secret}/events/{released.first.id}/place.geojson"' in page


def test_the_plan_marks_ones_own_booth(released, bank) -> None:
    page = bank.get(f"events/{released.first.id}")
    assert page.count('class="mark assignment private own"') == 1
    assert "1 Bank · our booth · has: power, water, private space, step-free" in page
    assert 'class="mark assignment public"' in page and "2 Clinic" in page
    assert '<a class="mark' not in page


def test_the_run_sheet_names_nobody_but_the_organizer(released, bank) -> None:
    released.clinic.phone = "02-999-9999"
    released.park.contact_name, released.park.contact_phone = "Park keeper", "02-888-8888"
    db.session.commit()
    page = words_of(bank.get(f"events/{released.first.id}/run-sheet"))
    assert "Release 1 of" in page and "Booth 1" in page and "복지정책과 02-100-2000" in page
    for hidden in ("02-999-9999", "Park keeper", "02-888-8888", "office only"):
        assert hidden not in page


def test_the_map_holds_this_place_alone(released, bank) -> None:
    response = bank.client.get(bank.address(f"events/{released.first.id}/place.geojson"))
    assert response.mimetype == "application/geo+json"
    spots = [item["id"] for item in response.get_json(force=True)["features"]]
    assert spots == [released.first.uid, "spare"]


def test_an_agency_with_another_booth_only(released, call) -> None:
    robot = make.make_agency(released.office, name="로봇", name_en="Robot")
    booth = released.park.booths[4]
    db.session.add(
        ExtraBooth(event_id=released.first.id, booth_id=booth.id, agency_id=robot.id,
                   name="체험", name_en="Try it")
    )  # fmt: skip
    released.release()
    phone = call(robot)
    assert "Booth 5 Try it" in words_of(phone.get())
    assert "Your booth 5 Other booth Try it (5)" in words_of(
        phone.get(f"events/{released.first.id}")
    )


# ---------------------------------------------------------------- what changed


def test_the_first_look_tells_of_no_change(released, bank) -> None:
    assert "What changed" not in bank.get()
    look = db.session.scalars(select(PortalLook)).one()
    assert (look.shown, look.confirmed, look.campaign_id) == (1, 1, released.campaign.id)


def test_changes_are_told_until_they_are_noted(app, released, bank) -> None:
    bank.get()
    released.first.day = after(8)
    released.first.assignments[0].booth = released.park.booths[3]
    released.first.assignments[1].booth = released.park.booths[5]  # the clinic's: not the bank's
    released.second.starts_at = time(11)
    released.release()
    for _look in range(2):
        page = words_of(bank.get())
        news = page[page.index("What changed") : page.index("I have taken note")]
        assert f"moved from {short(app, after(7))} to {short(app, after(8))}" in news
        assert "Bank at booth 4 instead of 1" in news
        assert "11:00–16:00 instead of 10:00–16:00" in news
        assert "Clinic" not in news
    bank.post("seen", **{f"release-{released.campaign.id}": "2"})
    assert "What changed" not in bank.get()
    look = db.session.scalars(select(PortalLook)).one()
    assert (look.shown, look.confirmed) == (2, 2)


def short(app: Any, value: Any) -> str:
    from planner.campaigns.names import short_day

    with app.test_request_context(headers={"Cookie": "locale=en"}):
        return short_day(value)


def test_a_release_that_came_meanwhile_is_not_noted_unseen(released, bank) -> None:
    bank.get()
    released.first.starts_at = time(9)
    released.release()
    bank.get()
    released.first.ends_at = time(15)
    released.release()
    bank.post("seen", **{f"release-{released.campaign.id}": "2"})
    page = words_of(bank.get())
    assert "09:00–15:00 instead of 09:00–16:00" in page
    bank.post("seen", **{f"release-{released.campaign.id}": "99"})
    assert db.session.scalars(select(PortalLook.confirmed)).one() == 3


def test_joining_an_event_is_new_and_leaving_it_is_told(released, bank) -> None:
    bank.get()
    make.make_assignment(released.third, released.bank, fields=(released.law,))
    for row in list(released.second.assignments):
        db.session.delete(row)
    released.release()
    page = words_of(bank.get())
    assert "New:" in page and "Bank no longer comes" in page


@pytest.mark.parametrize("values", [{}, {"release-1": "x"}, {"release-1": "-5"}])
def test_noting_nothing_notes_nothing(released, bank, values) -> None:
    bank.get()
    released.first.starts_at = time(9)
    released.release()
    bank.post("seen", **values)
    assert "What changed" in bank.get()


def test_a_new_link_goes_on_from_what_the_old_one_had_shown(app, released, bank) -> None:
    bank.get()
    released.first.starts_at = time(9)
    released.release()
    link = accounts.find_link(bank.secret, "portal")
    _new, secret = link_services.rotate(
        released.office.id, link.id, created_by=None, now=datetime.now(UTC)
    )
    client = app.test_client()
    client.set_cookie("locale", "en")
    assert "What changed" in client.get(f"/p/{secret}/").text


# ---------------------------------------------------------------- past dates, calendar, language


def test_past_dates_say_how_far_the_counts_are(released, bank) -> None:
    released.first.day, released.second.day = after(-2), after(-1)
    db.session.add(EventRecord(event_id=released.first.id, signed_off_at=datetime.now(UTC)))
    released.release()
    page = words_of(bank.get())
    assert "Past dates and counts 2" in page
    assert "Signed off Look" in page and "Not reported Enter counts" in page


def test_the_calendar_as_a_file(released, bank) -> None:
    response = bank.client.get(bank.address("calendar.ics"))
    assert response.content_type == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="counselling.ics"'
    assert response.data.count(b"BEGIN:VEVENT") == 2
    assert bank.secret.encode() not in response.data


def test_an_agency_makes_its_own_calendar_address(app, released, bank) -> None:
    page = bank.get("calendar")
    assert "Make the calendar's address" in page
    made = bank.post("calendar", 200).text
    link = db.session.scalars(select(SecretLink).where(SecretLink.kind == "feed")).one()
    assert (link.agency_id, link.created_by_id) == (released.bank.id, None)
    path = made.split('href="/feeds/')[1].split('"')[0]
    assert app.test_client().get(f"/feeds/{path}").status_code == 200
    assert path not in bank.get("calendar")
    assert "No program has fetched it yet" not in bank.get("calendar")


def test_another_calendar_address_ends_none_and_there_are_not_many(app, released, bank) -> None:
    (old,) = feed_links.make_links([released.bank], created_by=None, now=datetime.now(UTC))
    assert "Make another address" in bank.get("calendar")
    for _n in range(4):
        bank.post("calendar", 200)
    assert app.test_client().get(old.path).status_code == 200
    assert "has 5 calendar addresses" in bank.post("calendar", 422).text
    assert len(db.session.scalars(select(SecretLink).where(SecretLink.kind == "feed")).all()) == 5


def test_korean_comes_first(app, released, bank) -> None:
    page = app.test_client().get(bank.address()).text
    assert '<html lang="ko">' in page and "예정된 일정" in page and "은행" in page


def test_an_agency_of_a_deleted_office_link_is_404(released, bank) -> None:
    link = accounts.find_link(bank.secret, "portal")
    link.office_id = make.make_office().id  # a link can only open its own office's agency
    db.session.commit()
    bank.get("", 404)


def test_the_pages_ask_as_much_for_many_events_as_for_few(released, bank, count_queries) -> None:
    bank.get()
    numbers = []
    for size in (0, 6):
        for n in range(size):
            event = make.make_event(released.campaign, released.park, after(30 + n))
            make.make_assignment(event, released.bank, released.park.booths[0], (released.law,))
        released.release()
        bank.get()
        with count_queries() as statements:
            bank.get()
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] == 10


def test_a_late_visit_is_noted_once_in_five_minutes(released, bank) -> None:
    bank.get()
    bank.get("days")
    link = accounts.find_link(bank.secret, "portal")
    assert link.uses == 1 and link.last_used_at is not None
    assert db.session.get(Agency, released.bank.id) is not None
