"""Counts outside events: the form, its refusals, changes by difference, and the importer."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from planner.core.counting import Cell
from planner.errors import Refused
from planner.extensions import db
from planner.results import outside_services, rollups
from planner.results.models import CountEntry
from planner.results.outside_queries import Place, outside_page
from tests import factories as make

NOW = datetime(2023, 6, 30, 3, tzinfo=UTC)
TODAY = date(2023, 6, 30)


def base(season) -> str:
    return f"/campaigns/{season.campaign.id}/results/outside"


def sent(season, **values) -> dict[str, str]:
    return {
        "batch": str(uuid.uuid4()),
        "span": "month",
        "day": "2023-05-17",
        "measure": "home_visits",
        "value": "1,204",
        "agency": str(season.bank.id),
        "field": "",
        "zone": "",
        "dong": "",
        "group": "alone",
        "programme": "",
        **values,
    }


def only_entry() -> CountEntry:
    return db.session.scalars(select(CountEntry)).one()


def test_a_recorder_adds_a_months_count(sign_in, season) -> None:
    browser, form = sign_in("recorder"), sent(season)
    assert browser.get(f"{base(season)}/new").status_code == 200
    for _ in range(2):  # sent twice it counts once
        answer = browser.post(f"{base(season)}/new", data=form)
        assert (answer.status_code, answer.location) == (303, base(season))
    entry = only_entry()
    assert (entry.day, entry.span, entry.value, entry.event_id) == (
        date(2023, 5, 1), "month", 1204, None,
    )  # fmt: skip
    assert (entry.target_group, entry.agency_id, entry.channel) == ("alone", season.bank.id, "form")
    page = browser.get(base(season)).text
    assert "2023-05" in page and "Home visits · Seniors living alone" in page and "1,204" in page
    assert rollups.differences() == []


def test_a_count_that_is_there_is_changed_not_added(sign_in, season) -> None:
    browser = sign_in("recorder")
    browser.post(f"{base(season)}/new", data=sent(season))
    again = browser.post(f"{base(season)}/new", data=sent(season, value="5"))
    assert again.status_code == 422
    assert "was reported already" in again.text and f"{only_entry().id}/change" in again.text
    assert 'value="5"' in again.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"value": "-3"}, "whole number from 0 to 1,000,000"),
        ({"value": "1000001"}, "whole number from 0 to 1,000,000"),
        ({"value": ""}, "Type a number"),
        ({"measure": ""}, "Choose a measure."),
        ({"measure": "dragons"}, "Not a valid choice"),
        ({"day": ""}, "Give a day."),
        ({"day": "2023-02-30"}, "Not a valid date value"),
        ({"day": "2999-01-01"}, "lies in the future"),
        ({"day": "1899-01-01"}, "Check the year."),
        ({"agency": "99999"}, "Not a valid choice"),
        ({"span": "week"}, "Not a valid choice"),
        ({"group": "wizards"}, "Not a valid choice"),
        ({"batch": "no uuid"}, "names something that does not exist"),
    ],
)
def test_bad_input_is_told_and_nothing_is_saved(sign_in, season, values, sentence) -> None:
    answer = sign_in("recorder").post(f"{base(season)}/new", data=sent(season, **values))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(select(CountEntry)).all() == []


def test_won_go_far_beyond_a_million(sign_in, season) -> None:
    form = sent(season, measure="debt_discharged_krw", value="33600000000", group="")
    assert sign_in("recorder").post(f"{base(season)}/new", data=form).status_code == 303
    assert only_entry().value == 33_600_000_000


def test_a_dong_of_another_zone_is_refused(sign_in, season) -> None:
    dong = make.make_dong(season.office, season.first.venue.zone)
    form = sent(season, zone=str(season.second.venue.zone_id), dong=str(dong.id))
    answer = sign_in("recorder").post(f"{base(season)}/new", data=form)
    assert answer.status_code == 422 and "lies in another zone" in answer.text


def change_form(browser, address) -> dict[str, str]:
    page = browser.get(address)
    assert page.status_code == 200
    names = ("batch", "shown")
    return {n: re.search(rf'name="{n}"[^>]*value="([^"]*)"', page.text).group(1) for n in names}


def test_changes_add_differences_with_a_reason(sign_in, season) -> None:
    browser = sign_in("recorder")
    browser.post(f"{base(season)}/new", data=sent(season, value="10"))
    address = f"{base(season)}/{only_entry().id}/change"
    form = change_form(browser, address)
    assert form["shown"] == "10"
    refused = browser.post(address, data={**form, "wanted": "7", "reason": ""})
    assert refused.status_code == 422 and "A reason is needed" in refused.text
    nonsense = browser.post(address, data={**form, "wanted": "7.5", "reason": ""})
    assert nonsense.status_code == 422 and "7.5" in nonsense.text
    done = browser.post(address, data={**form, "wanted": "7", "reason": "Counted twice"})
    assert done.status_code == 303
    stale = browser.post(address, data={**form, "wanted": "9", "batch": str(uuid.uuid4())})
    assert stale.status_code == 409 and "is 7 now" in stale.text
    form = change_form(browser, address)
    assert browser.post(address, data={**form, "wanted": "12"}).status_code == 303
    rows = db.session.scalars(select(CountEntry).order_by(CountEntry.received_at)).all()
    assert [(row.value, row.reason) for row in rows] == [
        (10, ""), (-3, "Counted twice"), (5, ""),
    ]  # fmt: skip
    assert rows[1].corrects_id == rows[0].id
    (row,) = outside_page(season.office.id, season.campaign.id, 1).rows
    assert (row.value, row.entries) == (12, 3)
    assert rollups.differences() == []


def test_who_may_do_it(client, sign_in, season) -> None:
    recorder = sign_in("recorder")
    recorder.post(f"{base(season)}/new", data=sent(season))
    change = f"{base(season)}/{only_entry().id}/change"
    viewer, stranger = sign_in("viewer"), sign_in("organizer", make.make_office())
    assert viewer.get(base(season)).status_code == 200
    for address in (f"{base(season)}/new", change):
        assert client.get(address).status_code == 302
        assert viewer.get(address).status_code == 403
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, data=sent(season)).status_code == 404
    assert stranger.get(base(season)).status_code == 404
    assert recorder.get(f"{base(season)}/{uuid.uuid4()}/change").status_code == 404


def test_what_is_not_the_offices_is_refused(season) -> None:
    other = make.make_office()
    zone = make.make_zone(other)
    place = Place(season.campaign.id, date(2023, 5, 1), "month", zone.id)
    agency = make.make_agency(other)

    def add(where: Place, cell: Cell) -> str:
        with pytest.raises(Refused) as refused:
            outside_services.add_outside(
                season.office.id, where, cell, 1, str(uuid.uuid4()),
                today=TODAY, user_id=None, now=NOW,
            )  # fmt: skip
        return refused.value.code

    assert add(place, Cell("goods")) == "bad_form"
    own = Place(season.campaign.id, date(2023, 5, 1), "month")
    assert add(own, Cell("goods", agency.id)) == "bad_form"
    foreign = Place(make.make_campaign(other).id, date(2023, 5, 1), "month")
    assert add(foreign, Cell("goods")) == "no_campaign"
    assert add(own, Cell("goods", group="wizards")) == "bad_form"


def test_the_importer_takes_counts_outside_events(sign_in, season) -> None:
    dong = make.make_dong(season.office, season.first.venue.zone, name="산1동")
    slug = season.campaign.slug
    text = (
        "campaign,day,measure,value,span,zone,dong,target_group,programme,synthetic\n"
        f"{slug},2023-05-23,attendance,40,,,,,,no\n"
        f"{slug},2023-04-09,home_visits,7,month,,산1동,alone,,yes\n"
        f"{slug},2023-04-01,referrals_public,3,year,북,,,seoul_basic,no\n"
    )
    address = f"/campaigns/{season.campaign.id}/results/import"
    browser = sign_in("recorder")

    def upload(body: str):
        import io

        data = {"file": (io.BytesIO(body.encode()), "counts.csv")}
        return browser.post(address, data=data, content_type="multipart/form-data")

    for _ in range(2):
        assert upload(text).status_code == 303
    rows = {row.measure: row for row in db.session.scalars(select(CountEntry))}
    assert len(rows) == 3
    assert (rows["home_visits"].day, rows["home_visits"].dong_id) == (date(2023, 4, 1), dong.id)
    assert (rows["referrals_public"].day, rows["referrals_public"].programme) == (
        date(2023, 1, 1), "seoul_basic",
    )  # fmt: skip
    assert rows["attendance"].event_id == season.first.id
    assert rollups.differences() == []
    head = text.split("\n", 1)[0] + "\n"
    for row, sentence in (
        (f"{slug},2023-05-23,goods,4,,북,,,,no", "lies where the event does"),
        (f"{slug},2023-05-23,goods,4,month,남,산1동,,,no", "lies in another zone"),
        (f"{slug},2023-05-23,goods,2000000,month,,,,,no", "2000000"),
        (f"{slug},2023-05-23,goods,4,month,nowhere,,,,no", "nowhere"),
        (f"{slug},2023-05-23,goods,4,fortnight,,,,,no", "fortnight"),
    ):
        refused = upload(head + row + "\n")
        assert refused.status_code == 422 and sentence in refused.text
    assert len(db.session.scalars(select(CountEntry.id)).all()) == 3


def test_the_list_asks_the_same_at_one_and_at_three_rows(sign_in, season, count_queries) -> None:
    browser = sign_in("recorder")
    browser.post(f"{base(season)}/new", data=sent(season))
    address = base(season)
    browser.get(address)
    db.session.expire_all()
    with count_queries() as one:
        browser.get(address)
    for measure in ("phone", "materials"):
        browser.post(f"{address}/new", data=sent(season, measure=measure))
    db.session.expire_all()
    with count_queries() as three:
        browser.get(address)
    assert len(three) == len(one)
