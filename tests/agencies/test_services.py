"""Agencies, days off, pairs and fields: what the use cases change and refuse."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from werkzeug.exceptions import NotFound

from planner.agencies import queries, services
from planner.agencies.services import AgencyData, FieldData
from planner.core.availability import DaysOff
from planner.errors import Refused
from planner.extensions import db
from tests import factories as make


def test_create_and_update_an_agency(office: Any) -> None:
    one, two = make.make_field(office), make.make_field(office)
    agency = services.create_agency(
        office.id, AgencyData("신용회복위원회", category="public", needs_private=True), [one]
    )
    services.update_agency(agency, AgencyData("신용회복위원회", staff_per_day=3), [one, two])
    found = queries.get_agency(office.id, agency.id)
    assert (found.staff_per_day, found.category, found.needs_private) == (3, "private", False)
    assert [field.id for field in found.fields] == [one.id, two.id]
    assert found.version == 2


def test_two_agencies_of_one_name_are_refused(office: Any) -> None:
    services.create_agency(office.id, AgencyData("복지관"), [])
    with pytest.raises(Refused) as refused:
        services.create_agency(office.id, AgencyData("복지관"), [])
    assert refused.value.code == "name_taken"
    other = make.make_office()
    assert services.create_agency(other.id, AgencyData("복지관"), []).office_id == other.id


def test_another_offices_rows_are_not_found(office: Any) -> None:
    other = make.make_office()
    agency, field = make.make_agency(other), make.make_field(other)
    assert queries.find_agency(office.id, agency.id) is None
    with pytest.raises(NotFound):
        queries.get_agency(office.id, agency.id)
    with pytest.raises(NotFound):
        queries.get_field(office.id, field.id)


def test_an_agency_in_use_is_not_deleted(office: Any) -> None:
    zone = make.make_zone(office)
    field = make.make_field(office)
    agency = make.make_agency(office, (field,))
    campaign = make.make_campaign(office, zones=(zone,), agencies=(agency,))
    event = make.make_event(campaign, make.make_venue(office, zone), date(2023, 5, 23))
    make.make_assignment(event, agency)
    with pytest.raises(Refused) as refused:
        services.delete_agency(agency)
    assert refused.value.code == "in_use"
    assert refused.value.data["uses"] == {"campaign_agency": 1, "assignment": 1}
    with pytest.raises(Refused):
        services.delete_field(field)


def test_an_unused_agency_is_deleted_with_its_days_off_and_pairs(office: Any) -> None:
    agency, other = make.make_agency(office), make.make_agency(office)
    services.add_absence(agency, DaysOff(date(2023, 5, 23), date(2023, 5, 24)))
    services.add_pair(office.id, "conflict", other, agency)
    services.delete_agency(agency)
    db.session.expire_all()
    assert [row.id for row in queries.agencies(office.id)] == [other.id]
    assert queries.pairs(office.id) == []


def test_spans_of_days_off_do_not_overlap(office: Any) -> None:
    agency = make.make_agency(office)
    services.add_absence(agency, DaysOff(date(2023, 5, 23), date(2023, 5, 24), "교육"))
    with pytest.raises(Refused) as refused:
        services.add_absence(agency, DaysOff(date(2023, 5, 24), date(2023, 5, 26)))
    assert refused.value.code == "absence_overlaps"
    assert refused.value.data["first"] == date(2023, 5, 23)


def test_days_ticked_off_become_spans(office: Any) -> None:
    agency = make.make_agency(office, weekdays="1111100")
    ticked = {date(2023, 5, 23), date(2023, 5, 24), date(2023, 6, 1)}
    services.set_days_off(agency, date(2023, 5, 22), date(2023, 6, 9), ticked, "감사")
    db.session.expire_all()
    assert queries.days_off(agency) == (
        DaysOff(date(2023, 5, 23), date(2023, 5, 24), "감사"),
        DaysOff(date(2023, 6, 1), date(2023, 6, 1), "감사"),
    )
    kept = agency.absences[1].id
    services.set_days_off(agency, date(2023, 5, 22), date(2023, 5, 31), set(), "")
    assert [row.id for row in agency.absences] == [kept]
    assert queries.agency_mask(agency, date(2023, 5, 31), 3) == "101"


def test_a_pair_is_the_same_in_either_order(office: Any) -> None:
    one, two = make.make_agency(office), make.make_agency(office)
    pair = services.add_pair(office.id, "not_adjacent", two, one)
    assert (pair.first_id, pair.second_id) == (one.id, two.id)
    with pytest.raises(Refused) as refused:
        services.add_pair(office.id, "not_adjacent", one, two)
    assert refused.value.code == "pair_known"
    services.add_pair(office.id, "conflict", one, two)
    with pytest.raises(Refused) as same:
        services.add_pair(office.id, "conflict", one, one)
    assert same.value.code == "same_agency"


def test_fields_keep_their_order(office: Any) -> None:
    a, b, c = (services.create_field(office.id, FieldData(code, code)) for code in "abc")
    services.move_field(c, -1)
    services.move_field(a, -1)
    assert [field.code for field in queries.fields(office.id)] == ["a", "c", "b"]
    services.delete_field(b)
    assert [field.code for field in queries.fields(office.id)] == ["a", "c"]
    with pytest.raises(Refused) as refused:
        services.update_field(c, FieldData("a", "다른 이름"))
    assert refused.value.code == "code_taken"


def test_the_directory_is_searched_by_name_category_field_and_day(office: Any) -> None:
    law = make.make_field(office)
    bank = make.make_agency(office, (law,), name="50% 은행", category="private")
    hall = make.make_agency(office, name="주민센터", category="public", weekdays="1111100")
    gone = make.make_agency(office, name="닫은 곳", active=False)
    services.add_absence(bank, DaysOff(date(2023, 5, 23), date(2023, 5, 23)))

    def names(**wanted: Any) -> list[str]:
        page = queries.directory(office.id, queries.DirectoryFilter(**wanted))
        return [row.name for row in page.rows]

    assert names() == [bank.name, hall.name]
    assert names(name="%") == [bank.name]
    assert names(category="public") == [hall.name]
    assert names(field_id=law.id) == [bank.name]
    assert names(day=date(2023, 5, 23)) == [hall.name]
    assert names(day=date(2023, 5, 27)) == [bank.name]
    assert names(state="inactive") == [gone.name]
    assert queries.field_counts(office.id) == {law.id: 1}
    assert queries.category_counts(office.id) == {"private": 1, "public": 1}
