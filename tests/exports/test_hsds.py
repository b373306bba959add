"""The directory in HSDS: names of fields as the specification has them, and nothing private."""

from __future__ import annotations

import csv
import io
import json
import uuid
import zipfile
from datetime import date, time

import pytest
from jsonschema import Draft202012Validator

from planner.exports.hsds_parts import split_address, web_address
from planner.exports.hsds_schema import TABLES
from planner.extensions import db
from tests import factories as make
from tests.exports.test_agreement import validate
from tests.statistics.releasing import release

# Field names of HSDS 3.1, read from schema/*.json of the specification's repository (changelog
# v3.1.3): of each table all of them, with `!` those that JSON requires and `*` the tabular ones.
HSDS = {
    "organization": "id! name! alternate_name description! email website tax_status tax_id "
    "year_incorporated legal_status logo uri parent_organization_id",
    "service": "id! organization_id* program_id name! alternate_name description url email status! "
    "interpretation_services application_process fees_description wait_time fees accreditations "
    "eligibility_description minimum_age maximum_age assured_date assurer_email licenses alert "
    "last_modified",
    "location": "id! location_type! url organization_id name alternate_name description "
    "transportation latitude longitude external_identifier external_identifier_type",
    "service_at_location": "id! service_id* location_id* description",
    "schedule": "id! service_id location_id service_at_location_id valid_from valid_to dtstart "
    "timezone until count wkst freq interval byday byweekno bymonthday byyearday description "
    "opens_at closes_at schedule_link attending_type notes",
    "phone": "id! location_id service_id organization_id contact_id service_at_location_id number! "
    "extension type description",
    "address": "id! location_id attention address_1! address_2 city! region state_province! "
    "postal_code! country! address_type!",
    "accessibility": "id! location_id description details url",
    "attribute": "id! link_id* taxonomy_term_id* link_type link_entity* value label",
    "taxonomy": "id! name! description! uri version",
    "taxonomy_term": "id! code name! description! parent_id taxonomy language taxonomy_id term_uri",
    "meta_table_description": "id! name language character_set",
}
NUMBERS = {"latitude", "longitude", "timezone", "count"}
INSIDE = {
    "service": {"organization": "organization", "attributes": ["attribute"],
                "service_at_locations": ["service_at_location"]},
    "organization": {"phones": ["phone"], "attributes": ["attribute"]},
    "service_at_location": {"location": "location", "schedules": ["schedule"]},
    "location": {"addresses": ["address"], "accessibility": ["accessibility"]},
    "attribute": {"taxonomy_term": "taxonomy_term"},
}  # fmt: skip
UNKNOWN = {"address": {"state_province", "postal_code"}}  # HSDS asks for them; we may not know


def schema(table: str) -> dict:
    names = HSDS[table].split()
    found = {
        name.strip("!*"): {"type": "number" if name.strip("!*") in NUMBERS else "string"}
        for name in names
    }
    for name, inner in INSIDE.get(table, {}).items():
        one = schema(inner[0] if isinstance(inner, list) else inner)
        found[name] = {"type": "array", "items": one} if isinstance(inner, list) else one
    required = [name.strip("!") for name in names if name.endswith("!")]
    return {
        "type": "object", "properties": found, "required": required, "additionalProperties": False,
    }  # fmt: skip


@pytest.fixture
def directory(season):
    """The season's release; an agency with private details, a sponsor, a venue with an address."""
    season.bank.phone, season.bank.email = "02-3707-9167", "teller@example.org"
    season.bank.website, season.clinic.phone = "https://bank.example", "010-1234-5678"
    season.clinic.synthetic = True
    venue = season.first.venue
    venue.address, venue.contact_name = (
        f"서울 {season.office.name.split()[0]} 사임당로 89",
        "김담당",
    )
    venue.address = "서울 서초구 사임당로 89"
    venue.step_free, venue.precision = True, "street"
    season.office.name = "서초구"
    make.make_address(season.office, postcode="06593")
    make.make_agency(season.office, name="후원사", category="sponsor")
    make.make_agency(season.office, name="옛 기관", active=False)
    db.session.commit()
    release(season.office.id, season.campaign.id)
    return season


def fetch(browser, season, kind):
    answer = browser.get(f"/campaigns/{season.campaign.id}/export/directory.{kind}")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    db.session.rollback()  # the moment that was read ends with its request
    return answer


def tables(data: bytes) -> dict[str, list[dict[str, str]]]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {
        name: list(csv.DictReader(io.StringIO(archive.read(table.file).decode(), newline="")))
        for name, table in TABLES.items()
    }


def test_every_column_is_a_field_of_hsds_and_what_it_requires_is_there() -> None:
    assert TABLES.keys() == HSDS.keys()
    for name, table in TABLES.items():
        fields = HSDS[name].split()
        assert set(table.columns) <= {field.strip("!*") for field in fields}
        needed = {field.strip("!*") for field in fields if field[-1] in "!*"}
        assert needed <= set(table.columns)
        assert needed - {"id", *table.required} == UNKNOWN.get(name, set())


def test_the_package_is_sound_and_holds_nothing_private(sign_in, directory, tmp_path) -> None:
    data = fetch(sign_in("viewer"), directory, "zip").data
    path = tmp_path / "directory.zip"
    path.write_bytes(data)
    report = validate(path)
    assert (report["valid"], report["warnings"]) == (True, [])
    found = tables(data)
    text = "".join(str(rows) for rows in found.values())
    for private in ("010-1234-5678", "teller@example.org", "김담당", "옛 기관"):
        assert private not in text
    assert [(row["name"], row["description"]) for row in found["organization"]] == [
        ("보건소", "공공 · 가상 자료"), ("은행", "민간"), ("후원사", "후원"),
    ]  # fmt: skip
    assert [row["number"] for row in found["phone"]] == ["02-3707-9167"]
    assert [row["name"] for row in found["service"]] == ["법률", "법률", "채무"]
    assert len(found["service_at_location"]) == 4 == len(found["schedule"])
    address = next(row for row in found["address"])
    assert [address[name] for name in ("state_province", "city", "address_1", "postal_code")] == [
        "서울", "서초구", "사임당로 89", "06593",
    ]  # fmt: skip


def test_the_json_is_what_the_schema_of_services_says(sign_in, directory) -> None:
    services = fetch(sign_in("viewer"), directory, "json").get_json()
    Draft202012Validator({"type": "array", "items": schema("service")}).validate(services)
    ids = [json.dumps(row["id"]) for row in services]
    assert len(set(ids)) == 3
    assert {uuid.UUID(row["id"]).version for row in services} == {5}
    debt = next(row for row in services if row["name"] == "채무")
    assert [row["schedules"] for row in debt["service_at_locations"]] == [
        [dated(row["schedules"][0], directory, event)]
        for row, event in zip(
            debt["service_at_locations"], (directory.first, directory.second), strict=True
        )
    ]


def dated(row, season, event) -> dict:
    day = event.day.isoformat()
    return {
        "id": row["id"], "valid_from": day, "valid_to": day, "dtstart": day, "timezone": 9,
        "count": 1, "opens_at": "10:00+09:00", "closes_at": "16:00+09:00",
        "schedule_link": f"http://localhost/seasons/{season.campaign.slug}/events/{event.uid}",
    }  # fmt: skip


def test_ids_stay_and_what_changed_since_the_release_is_not_told(sign_in, directory) -> None:
    browser = sign_in("viewer")
    before = tables(fetch(browser, directory, "zip").data)
    directory.first.day, directory.first.starts_at = date(2023, 6, 1), time(9)
    db.session.commit()
    assert tables(fetch(browser, directory, "zip").data) == before


def test_a_season_without_a_release_has_no_dates(sign_in, season) -> None:
    found = tables(fetch(sign_in("viewer"), season, "zip").data)
    assert (len(found["service"]), found["schedule"], found["service_at_location"]) == (3, [], [])


def test_who_may_not_export_and_another_office(sign_in, season) -> None:
    path = f"/campaigns/{season.campaign.id}/export/directory.zip"
    assert sign_in("recorder").get(path).status_code == 403
    assert sign_in("viewer", make.make_office()).get(path).status_code == 404


@pytest.mark.parametrize("kind", ["zip", "json"])
def test_the_number_of_queries_does_not_grow(sign_in, directory, count_queries, kind) -> None:
    browser = sign_in("viewer")

    def asked() -> int:
        with count_queries() as statements:
            fetch(browser, directory, kind)
        return len(statements)

    first = asked()
    for _n in range(2):
        make.make_agency(directory.office, (directory.law,))
        make.make_venue(directory.office, directory.first.venue.zone)
    assert asked() == first


def test_parts_of_addresses() -> None:
    assert split_address("서울 서초구 사임당로 89", "서초구", "") == (
        "서울",
        "서초구",
        "사임당로 89",
    )
    assert split_address("서초구 잠원동", "서초구", "서울특별시") == (
        "서울특별시", "서초구", "잠원동",
    )  # fmt: skip
    assert split_address("서초구", "서초구", "") == ("", "서초구", "서초구")
    assert split_address("동산로 35", "서초구", "") == ("", "서초구", "동산로 35")
    assert web_address("www.example.org") == ""
    assert web_address("https://example.org/a") == "https://example.org/a"
