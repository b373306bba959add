"""The own office, a city's districts, and the access log."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from planner.accounts import services
from planner.accounts.models import AccessRecord, Office, User, UserSession
from planner.accounts.records import KEPT, prune_access_log
from planner.extensions import db
from tests.factories import make_office, make_user


@pytest.fixture
def city(app):
    return make_office(kind="city", code="seoul", name="Seoul")


def test_the_own_office_is_changed(sign_in, office):
    admin = sign_in("administrator")
    values = {"name": "Seocho", "name_en": "Seocho-gu", "department": "Welfare", "phone": "02-1"}
    assert admin.post("/office", data={**values, "version": "1"}).status_code == 303
    assert (office.name, office.department, office.version) == ("Seocho", "Welfare", 2)
    stale = admin.post("/office", data={**values, "name": "Other", "version": "1"})
    assert stale.status_code == 409 and "Other" in stale.text
    assert office.name == "Seocho"
    assert admin.post("/office", data={**values, "name": ""}).status_code == 422


def test_only_a_city_has_districts(sign_in, office):
    assert sign_in("administrator").get("/offices").status_code == 404
    assert sign_in("administrator").post("/offices", data={}).status_code == 404


def test_a_city_adds_a_district_and_looks_at_it(sign_in, city):
    admin = sign_in("administrator", office=city)
    response = admin.post("/offices", data={"code": "seocho", "name": "Seocho"})
    assert response.status_code == 303
    district = db.session.scalars(select(Office).where(Office.code == "seocho")).one()
    assert (district.kind, district.parent_id) == ("district", city.id)
    make_user(district, email="inside@example.org")
    assert "inside@example.org" not in admin.get("/users").text
    assert admin.post("/office/switch", data={"office_id": district.id}).status_code == 303
    assert "inside@example.org" in admin.get("/users").text
    assert "You look at this one" in admin.get("/offices").text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"code": "Big", "name": "x"}, "Use small letters, digits and hyphens"),
        ({"code": "seoul", "name": "x"}, "Another office has this code."),
        ({"code": "", "name": "x"}, "Type a code."),
        ({"code": "a", "name": ""}, "Type a name."),
    ],
)
def test_a_district_that_cannot_be_added(sign_in, city, values, sentence):
    response = sign_in("administrator", office=city).post("/offices", data=values)
    assert response.status_code == 422 and sentence in response.text


def test_the_way_to_the_districts_is_shown_to_a_city_only(sign_in, city):
    assert 'href="/offices"' in sign_in("recorder", office=city).get("/account").text
    assert 'href="/offices"' not in sign_in("administrator").get("/account").text


def test_a_viewer_of_the_city_adds_nothing(sign_in, city):
    viewer = sign_in("viewer", office=city)
    assert "Add a district" not in viewer.get("/offices").text
    assert viewer.post("/offices", data={"code": "a", "name": "b"}).status_code == 403


def test_nobody_looks_at_an_office_that_is_not_below_theirs(sign_in, office, city):
    elsewhere = make_office(parent_id=make_office(kind="city").id)
    below = make_office(parent_id=city.id)
    district_admin = sign_in("administrator")
    city_admin = sign_in("administrator", office=city)
    for browser, target in (
        (district_admin, below.id),
        (district_admin, city.id),
        (city_admin, elsewhere.id),
        (city_admin, office.id),
        (city_admin, 999999),
        (city_admin, "x"),
    ):
        browser.post("/office/switch", data={"office_id": target})
    looked_at = db.session.scalars(select(UserSession.office_id).order_by(UserSession.id)).all()
    assert looked_at == [office.id, city.id]


def test_a_district_that_leaves_the_city_is_no_longer_seen(sign_in, city):
    district = make_office(parent_id=city.id)
    make_user(district, email="inside@example.org")
    admin = sign_in("administrator", office=city)
    admin.post("/office/switch", data={"office_id": district.id})
    district.parent_id = None
    db.session.commit()
    assert "inside@example.org" not in admin.get("/users").text


def test_changes_are_recorded_with_ids_and_never_with_typed_text(sign_in, office):
    admin = sign_in("administrator")
    own = db.session.scalars(select(User)).one()
    user = make_user(office)
    admin.get("/users")
    admin.post(f"/users/{user.id}", data={"name": "Typed", "role": "viewer", "version": "1"})
    admin.post(f"/users/{user.id}", data={"name": "Typed", "role": "king", "version": "2"})
    rows = db.session.scalars(select(AccessRecord).order_by(AccessRecord.id)).all()
    assert [(row.action, row.subject, row.status) for row in rows] == [
        ("sign-in", "", 303),
        ("accounts.save_user", f"user_id={user.id}", 303),
        ("accounts.save_user", f"user_id={user.id}", 422),
    ]
    assert {row.user_id for row in rows} == {own.id}
    assert {row.office_id for row in rows} == {office.id}


def test_a_refused_change_is_recorded_too(sign_in, office):
    viewer = sign_in("viewer")
    assert viewer.post("/users/new", data={}).status_code == 403
    record = db.session.scalars(select(AccessRecord).order_by(AccessRecord.id.desc())).first()
    assert (record.action, record.status) == ("accounts.add_user", 403)


def test_the_log_is_filtered_by_person_action_and_days(sign_in, office):
    admin = sign_in("administrator")
    kim, lee = make_user(office, name="Kim"), make_user(office, name="Lee")
    foreign = make_office()
    noon = datetime(2023, 5, 23, 3, tzinfo=UTC)  # 12:00 in Seoul
    for user, action, at, where in (
        (kim, "first-action", noon, office),
        (lee, "second-action", noon, office),
        (kim, "third-action", noon - timedelta(days=1), office),
        (kim, "late-action", noon + timedelta(hours=11, minutes=59), office),
        (kim, "foreign-action", noon, foreign),
    ):
        db.session.add(AccessRecord(at=at, user_id=user.id, action=action, office_id=where.id))
    db.session.commit()

    def cells(query: str) -> set[str]:
        page = admin.get(f"/access-log?{query}").text.split("<tbody>")[1]
        names = ("first-action", "second-action", "third-action", "late-action", "foreign-action")
        return {name for name in names if name in page}

    everything = {"first-action", "second-action", "third-action", "late-action"}
    assert cells("") == everything
    assert cells(f"person={lee.id}") == {"second-action"}
    assert cells("action=third-action") == {"third-action"}
    assert cells("since=2023-05-23&until=2023-05-23") == everything - {"third-action"}
    assert cells("until=2023-05-22") == {"third-action"}
    assert cells("since=nonsense&person=x&page=-3") == everything


def test_the_log_says_in_words_what_was_downloaded(sign_in, office):
    admin = sign_in("administrator")
    row = AccessRecord(at=datetime(2023, 6, 5, tzinfo=UTC), office_id=office.id)
    row.action, row.reason = "export counts.csv", "For the mayor"
    db.session.add(row)
    db.session.commit()
    page = admin.get("/access-log?action=export+counts.csv").text.split("<tbody>")[1]
    assert (page.count("Downloaded the file Count entries (csv)"), page.count("For the mayor")) == (
        1,
        1,
    )


def test_the_log_is_paged_and_has_no_query_a_row(sign_in, office, count_queries):
    admin = sign_in("administrator")
    kim = make_user(office)
    numbers = []
    for count in (1, 60):
        for _ in range(count):
            db.session.add(
                AccessRecord(
                    at=datetime(2023, 5, 1, tzinfo=UTC),
                    user_id=kim.id,
                    action="x",
                    office_id=office.id,
                )
            )
        db.session.commit()
        with count_queries() as statements:
            page = admin.get("/access-log").text
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
    assert "62" in page and 'href="/access-log?page=2"' in page
    assert admin.get("/access-log?page=2").text.count("<td>x") + 12 >= 12


def test_records_older_than_two_years_are_deleted(app, office):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for at in (now - KEPT - timedelta(seconds=1), now - KEPT + timedelta(seconds=1), now):
        db.session.add(AccessRecord(at=at, action="x", office_id=office.id))
    db.session.commit()
    assert prune_access_log(now) == 1
    assert len(db.session.scalars(select(AccessRecord)).all()) == 2


def test_a_download_records_its_reason(app, sign_in, office):
    from flask import g

    user = make_user(office)
    with app.test_request_context("/x"):
        g.user, g.office = user, office
        services.record_access("export", subject="campaign_id=3", reason="audit")
    record = db.session.scalars(select(AccessRecord)).one()
    assert (record.action, record.subject, record.reason) == ("export", "campaign_id=3", "audit")
    assert (record.user_id, record.office_id) == (user.id, office.id)


def test_the_log_on_stdout_shows_the_rule_and_never_the_path(client, office, caplog):
    caplog.set_level(logging.INFO, logger="planner.access")
    client.get("/users/123")
    client.get("/nowhere/very-secret-text?token=very-secret-text")
    lines = [record.getMessage() for record in caplog.records if record.name == "planner.access"]
    assert lines[0].startswith("GET /users/<id:user_id> 302 ")
    assert lines[1].startswith("GET - 404 ")
    assert "very-secret-text" not in caplog.text
