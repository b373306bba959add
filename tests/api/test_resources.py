"""What is read: every answer as the OpenAPI document has it, pages, tags, numbers of queries."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from planner.api.resources import RESOURCES
from planner.api.scopes import FIGURES
from planner.campaigns.queries import find_campaign_by_slug
from planner.core.counting import Cell, Change
from planner.extensions import db
from planner.results.models import Target
from planner.results.services import save_counts
from planner.statistics.publication_services import preview_publication, publish_statistics
from tests import factories as make
from tests.api.conftest import released
from tests.api.test_door import path_of, problem
from tests.statistics.conftest import NOW


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_document_is_sound_openapi_in_both_languages(client, language):
    answer = client.get("/api/v1/openapi.json", headers={"Accept-Language": language})
    document = answer.get_json()
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    assert len(document["paths"]) == len(RESOURCES)
    summary = {"ko": "기준별 수치", "en": "Figures by any dimensions"}[language]
    assert document["paths"]["/seasons/{season}/figures"]["get"]["summary"] == summary
    assert answer.headers["Content-Language"] == language


def test_every_resource_says_what_the_document_says(ask, fits, counted, token, now):
    released(counted)
    office, campaign = counted.office, counted.campaign
    make.make_dong(office)
    db.session.add(Target(campaign_id=campaign.id, measure="consultations", value=100))
    db.session.commit()
    publish(office, campaign, now)
    secret = token()
    for resource in RESOURCES:
        answer = ask(path_of(resource, campaign.slug), "" if not resource.scope else secret)
        assert answer.status_code == 200, resource.name
        body = answer.get_json()
        fits(resource.name, body)
        assert not resource.paged or body["items"] != [], resource.name


def publish(office, campaign, now) -> None:
    digest = preview_publication(office.id, campaign.id).digest
    publish_statistics(office.id, campaign.id, digest=digest, user_id=None, now=now)


def test_a_publication_shows_no_number_that_it_hides(ask, counted, now):
    released(counted)
    publish(counted.office, counted.campaign, now)
    body = ask(f"/public/seasons/{counted.campaign.slug}/publications/1", "").get_json()
    cells = {(row["measure"], row["place"]): row for row in body["figures"] if not row["field"]}
    referrals = [row for row in body["figures"] if row["measure"] == "referrals_public"]
    assert {row["mark"] for row in referrals} == {"small", None}
    assert 4 not in [row["value"] for row in referrals]
    assert cells["attendance", "all"]["value"] == 452
    assert (cells["attendance", "all"]["reports_in"], cells["attendance", "all"]["mark"]) == (
        2, None,
    )  # fmt: skip
    missing = ask(f"/public/seasons/{counted.campaign.slug}/publications/2", "")
    problem(missing, "not_found")


def test_agencies_have_no_private_telephone_and_no_e_mail(ask, office):
    make.make_agency(office, name="A", phone="010-1234-5678", email="kim@example.org")
    make.make_agency(office, name="B", phone="02-3707-9167", website="https://b.example")
    rows = ask("/agencies").get_json()["items"]
    assert [(row["name"], row["phone"], row["website"]) for row in rows] == [
        ("A", None, None), ("B", "02-3707-9167", "https://b.example"),
    ]  # fmt: skip
    assert "kim@example.org" not in ask("/agencies").text


def test_a_venue_has_no_contact(ask, office):
    zone = make.make_zone(office)
    make.make_venue(office, zone, booths=2, contact_name="김담당", contact_phone="010-1", note="n")
    (row,) = ask("/venues").get_json()["items"]
    assert (row["booths"], row["zone_id"]) == (2, zone.id)
    assert not {"contact_name", "contact_phone", "note"} & row.keys()


def test_pages_are_whole_and_stable_while_rows_are_added(ask, office, token):
    secret = token()
    names = [make.make_zone(office).name for _n in range(5)]
    answer = ask("/zones?limit=2", secret)
    seen = [row["name"] for row in answer.get_json()["items"]]
    while following := answer.get_json()["next"]:
        assert answer.headers["Link"] == f'<{following}>; rel="next"'
        names.append(make.make_zone(office).name) if len(names) < 7 else None
        answer = ask(following.split("/api/v1", 1)[1], secret)
        seen += [row["name"] for row in answer.get_json()["items"]]
    assert seen == names
    assert "Link" not in answer.headers


def test_a_cursor_is_good_for_its_own_question_only(ask, counted, token):
    secret = token()
    path = f"/seasons/{counted.campaign.slug}/entries"
    following = ask(f"{path}?limit=1&measure=attendance", secret).get_json()["next"]
    cursor = following.split("cursor=")[1]
    sentence = "It was not given for this list and these filters. Begin anew."
    for other in (f"{path}?cursor={cursor}", f"/zones?cursor={cursor}", f"{path}?cursor=x"):
        body = problem(ask(other, secret), "bad_parameters")
        assert body["errors"] == [{"parameter": "cursor", "detail": sentence}]


@pytest.mark.parametrize(
    ("asked", "parameter", "detail"),
    [
        ("by=nothing", "by", "Give some of these, each once, with commas: "),
        ("by=zone,zone", "by", "Give some of these, each once, with commas: "),
        ("zone=x", "zone", "Give a number, or none."),
        ("zone=99999999999999", "zone", "Give a number, or none."),
        ("category=x", "category", "Give one of these: public, private, "),
        ("limit=0", "limit", "Give a whole number from 1 to 1000."),
        ("limit=1001", "limit", "Give a whole number from 1 to 1000."),
        ("limit=1&limit=2", "limit", "It was given more than once."),
        ("zome=1", "zome", "There is no such parameter here."),
        ("month=", "month", "It is empty or too long."),
        ("month=2024-13", "month", "Write it like this: 2024-03."),
        ("period=March", "period", "Write it like this: 2024, 2024-03, 2024-03-05."),
        *(
            (f"{name}=9999", name, "The season has no such row.")
            for name in ("event", "zone", "dong", "agency", "field")
        ),
    ],
)
def test_bad_parameters_are_named(ask, season, asked, parameter, detail):
    answer = ask(f"/seasons/{season.campaign.slug}/figures?{asked}")
    (error,) = problem(answer, "bad_parameters")["errors"]
    assert error["parameter"] == parameter
    assert error["detail"].startswith(detail)


def test_entries_of_an_event_of_another_season_are_refused(ask, season):
    answer = ask(f"/seasons/{season.campaign.slug}/entries?event=9999")
    assert problem(answer, "bad_parameters")["errors"] == [
        {"parameter": "event", "detail": "The season has no such row."}
    ]


def test_cells_of_a_cancelled_event_are_named_where_they_are_asked_for(ask, counted):
    counted.first.status = "cancelled"
    db.session.commit()
    path = f"/seasons/{counted.campaign.slug}/figures?by=event&measure=attendance"
    assert [row["at"] for row in ask(path).get_json()["items"]] == [{"event": counted.second.id}]
    rows = ask(f"{path}&status=cancelled&event={counted.first.id}").get_json()["items"]
    assert [row["at"] for row in rows] == [{"event": counted.first.id}]


def test_entries_and_figures_say_the_same_names_with_one_scope(ask, counted, token):
    secret, path = token(FIGURES), f"/seasons/{counted.campaign.slug}"
    (season,) = ask("/seasons", secret).get_json()["items"]
    assert season["slug"] == counted.campaign.slug
    assert ask(path, secret).get_json() == season
    problem(ask(f"{path}/events", secret), "insufficient_scope")
    entries = ask(f"{path}/entries", secret).get_json()["items"]
    by = "event,agency,field"
    cells = ask(f"{path}/figures?by={by}&limit=1000", secret).get_json()["items"]
    told = {tuple(row["at"].values()): tuple(row["names"].values()) for row in cells}
    for row in entries:
        key = tuple(row[f"{name}_id"] for name in by.split(","))
        names = zip(key, told[key], by.split(","), strict=True)
        assert {kind: row["names"].get(kind) for kind in by.split(",")} == {
            kind: name if number is not None else None for number, name, kind in names
        }


def test_what_has_not_changed_is_not_sent_again(ask, office, token):
    secret = token()
    first = ask("/zones", secret)
    assert first.headers["ETag"].startswith('"')
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Vary"] == "Authorization, Accept-Language"
    again = ask("/zones", secret, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    zone = make.make_zone(office)
    changed = ask("/zones", secret, **{"If-None-Match": first.headers["ETag"]})
    assert [row["id"] for row in changed.get_json()["items"]] == [zone.id]
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_a_season_that_was_not_released_is_not_public(ask, counted):
    problem(ask(f"/public/seasons/{counted.campaign.slug}", ""), "not_found")
    assert ask("/public/seasons", "").get_json()["items"] == []


QUERIES = {
    "seasons": 4, "season": 5, "events": 8, "releases": 5, "agencies": 5, "venues": 4, "zones": 4,
    "dongs": 4, "fields": 4, "figures": 25, "targets": 21, "published": 8, "entries": 11,
    "open_seasons": 1, "open_schedule": 2, "publications": 3, "publication": 3,
}  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_the_rows(ask, counted, token, count_queries):
    """Three of each are the token, the office and the note of its use."""
    released(counted)
    secret, slug = token(), counted.campaign.slug

    def counts() -> dict[str, int]:
        found = {}
        for resource in RESOURCES:
            path = path_of(resource, slug)
            ask(path, secret if resource.scope else "")
            db.session.expunge_all()
            with count_queries() as statements:
                ask(path, secret if resource.scope else "")
            found[resource.name] = len(statements)
        return found

    more(slug)
    first = counts()
    more(slug)
    assert counts() == first
    del first["document"]  # what the statistics need is theirs to say
    assert first == QUERIES


def more(slug: str) -> None:
    """Two more events, agencies and counts of the season."""
    campaign = find_campaign_by_slug(slug)
    office = campaign.office
    zone = make.make_zone(office)
    for day in (25, 26):
        field = make.make_field(office)
        agency = make.make_agency(office, (field,))
        event = make.make_event(campaign, make.make_venue(office, zone), date(2023, 5, day))
        make.make_assignment(event, agency, fields=(field,))
        cell = Cell("consultations", agency.id, field.id)
        save_counts(
            office.id, event.id, str(uuid.uuid4()), [Change(cell, None, 7)], user_id=None, now=NOW
        )
