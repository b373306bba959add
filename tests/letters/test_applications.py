"""Applications as the organizer sees them: look-alikes first, then yes or no."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from planner.agencies.models import Agency
from planner.campaigns.models import CampaignAgency
from planner.extensions import db
from planner.letters import application_services as services
from planner.letters.models import Application
from tests import factories as make

SignIn = Callable[..., Any]
NOW = datetime(2023, 5, 15).astimezone()


def apply(office: Any, name: str = "서초 법률나눔", **values: Any) -> Application:
    defaults: dict[str, Any] = {
        "office_id": office.id,
        "received_at": NOW,
        "name": name,
        "weekdays": "0101000",
        "staff_per_day": 2,
        "needs_private": True,
        "contact": "김담당",
        "phone": "02-3707-9167",
        "email": "desk@example.org",
        "note": "화요일이 좋습니다.",
    }
    row = Application(**{**defaults, **values})
    db.session.add(row)
    db.session.commit()
    return row


def agencies() -> list[Agency]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Agency).order_by(Agency.id)))


def test_who_may_see_and_decide(office: Any, sign_in: SignIn, client: Any) -> None:
    own, foreign = apply(office), apply(make.make_office())
    assert client.get("/applications").status_code == 302
    assert client.post(f"/applications/{own.id}/accept").status_code == 401
    for role in ("viewer", "recorder"):
        browser = sign_in(role)
        assert browser.get("/applications").status_code == 403
        assert browser.get(f"/applications/{own.id}").status_code == 403
        assert browser.post("/applications/open", data={"open": "0"}).status_code == 403
    organizer = sign_in()
    assert organizer.get(f"/applications/{own.id}").status_code == 200
    assert organizer.get(f"/applications/{foreign.id}").status_code == 404
    for step in ("accept", "decline"):
        assert organizer.post(f"/applications/{foreign.id}/{step}").status_code == 404


def test_the_list_begins_with_what_waits(office: Any, sign_in: SignIn) -> None:
    apply(office, "Waiting one")
    apply(office, "Old one", state="declined", decided_at=NOW)
    apply(make.make_office(), "Elsewhere")
    browser = sign_in()
    page = browser.get("/applications").text
    assert "Waiting one" in page and "Old one" not in page and "Elsewhere" not in page
    assert "To be reviewed 1" in page and "Application declined 1" in page
    assert "Old one" in browser.get("/applications?state=declined").text
    assert "Waiting one" not in browser.get("/applications?state=accepted").text
    both = browser.get("/applications?state=all&page=-1").text
    assert "Waiting one" in both and "Old one" in both


def test_the_list_needs_no_more_queries_for_more_rows(
    office: Any, sign_in: SignIn, count_queries: Any
) -> None:
    browser = sign_in()

    def counted() -> int:
        user, field = make.make_user(office), make.make_field(office)
        row = apply(office, state="accepted", decided_at=NOW, decided_by_id=user.id)
        row.fields.append(field)
        db.session.commit()
        db.session.expire_all()
        with count_queries() as statements:
            assert browser.get("/applications?state=all").status_code == 200
        return len(statements)

    browser.get("/applications")
    one = counted()
    counted()
    assert counted() == one


def test_look_alikes_stand_first(office: Any, sign_in: SignIn) -> None:
    known = make.make_agency(office, name="서초법률나눔(사단법인)", phone="02-1")
    make.make_agency(office, name="다른 기관")
    make.make_agency(make.make_office(), name="서초 법률나눔")
    row = apply(office)
    other = apply(office, "서초법률나눔")
    page = sign_in().get(f"/applications/{row.id}").text
    assert "It may be known already" in page
    assert f'href="/agencies/{known.id}"' in page
    assert f'href="/applications/{other.id}"' in page
    assert f'<option value="{known.id}">an agency we have: 서초법률나눔(사단법인)</option>' in page
    assert "다른 기관" not in page
    alone = apply(make.make_office())
    assert alone.state == "waiting"


def test_a_new_agency_comes_of_it_and_is_invited(office: Any, sign_in: SignIn) -> None:
    field = make.make_field(office, name="법률")
    campaign = make.make_campaign(office, events_wanted=5)
    row = apply(office, category="public")
    row.fields.append(field)
    db.session.commit()
    number, season = row.id, campaign.id
    browser = sign_in()
    answer = browser.post(
        f"/applications/{number}/accept", data={"agency_id": "", "campaign_id": str(season)}
    )
    made = agencies()[0]
    assert (answer.status_code, answer.location) == (303, f"/agencies/{made.id}")
    assert (made.name, made.category, made.weekdays, made.staff_per_day, made.needs_private) == (
        "서초 법률나눔", "public", "0101000", 2, True,
    )  # fmt: skip
    assert (made.phone, made.email) == ("02-3707-9167", "desk@example.org")
    assert made.note == "Contact: 김담당\n화요일이 좋습니다."
    assert [item.name for item in made.fields] == ["법률"]
    invited = db.session.scalars(select(CampaignAgency)).one()
    assert (invited.campaign_id, invited.agency_id, invited.target_events) == (season, made.id, 5)
    row = db.session.get(Application, number)
    assert row is not None
    assert (row.state, row.agency_id, row.decided_by is not None) == ("accepted", made.id, True)
    page = browser.get(f"/applications/{number}").text
    assert "Application accepted" in page and f'href="/agencies/{made.id}"' in page
    assert "Reason for declining" not in page


def test_an_agency_that_is_there_keeps_its_entries(office: Any, sign_in: SignIn) -> None:
    known = make.make_agency(office, name="서초 법률나눔", phone="02-1", staff_per_day=7)
    campaign = make.make_campaign(office, agencies=(known,))
    row = apply(office)
    number, agency_id = row.id, known.id
    browser = sign_in()
    twice = browser.post(
        f"/applications/{number}/accept", data={"agency_id": "", "campaign_id": ""}
    )
    assert twice.status_code == 422
    assert "There is an agency of exactly this name." in twice.text
    data = {"agency_id": str(agency_id), "campaign_id": str(campaign.id)}
    assert browser.post(f"/applications/{number}/accept", data=data).status_code == 303
    assert [(one.id, one.phone, one.staff_per_day) for one in agencies()] == [
        (agency_id, "02-1", 7)
    ]
    assert db.session.scalar(select(func.count(CampaignAgency.id))) == 1
    assert browser.post(f"/agencies/{agency_id}/delete").status_code == 422


@pytest.mark.parametrize(
    "data",
    [
        {"agency_id": "999999", "campaign_id": ""},
        {"agency_id": "", "campaign_id": "999999"},
        {"agency_id": "x", "campaign_id": ""},
    ],
)
def test_nonsense_is_refused(office: Any, sign_in: SignIn, data: dict[str, str]) -> None:
    row = apply(office)
    make.make_campaign(make.make_office())
    answer = sign_in().post(f"/applications/{row.id}/accept", data=data)
    assert answer.status_code == 422
    assert agencies() == []


def test_declined_with_a_reason(office: Any, sign_in: SignIn) -> None:
    number = apply(office).id
    browser = sign_in()
    path = f"/applications/{number}"
    for reason, sentence in (
        (" ", "State a reason; it stays in the file."),
        ("x" * 301, "Field cannot be longer than 300 characters."),
    ):
        answer = browser.post(f"{path}/decline", data={"reason": reason})
        assert answer.status_code == 422
        assert sentence in answer.text
    answer = browser.post(f"{path}/decline", data={"reason": "상담 분야가 겹칩니다."})
    assert (answer.status_code, answer.location) == (303, path)
    page = browser.get(path).text
    assert "상담 분야가 겹칩니다." in page and "Application declined" in page
    assert agencies() == []


def test_a_decision_is_made_once(office: Any, sign_in: SignIn) -> None:
    number = apply(office).id
    browser = sign_in()
    browser.post(f"/applications/{number}/decline", data={"reason": "겹침"})
    answer = browser.post(
        f"/applications/{number}/accept", data={"agency_id": "", "campaign_id": ""}
    )
    assert answer.status_code == 409
    assert "Somebody has decided on this application meanwhile." in answer.text
    again = browser.post(f"/applications/{number}/decline", data={"reason": "once more"})
    assert again.status_code == 409
    row = db.session.get(Application, number)
    assert row is not None
    assert (row.state, row.reason) == ("declined", "겹침")


def test_the_form_is_opened_and_closed(office: Any, sign_in: SignIn, client: Any) -> None:
    browser = sign_in()
    assert "Close the form" in browser.get("/applications").text
    assert browser.post("/applications/open", data={"open": "0"}).status_code == 303
    page = browser.get("/applications").text
    assert "The form is closed" in page and "Open the form" in page
    db.session.expire_all()
    assert office.takes_applications is False
    browser.post("/applications/open", data={"open": "1"})
    db.session.expire_all()
    assert office.takes_applications is True


def test_contacts_of_the_declined_are_erased_after_ninety_days(
    app: Any, office: Any, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = {"old": 91, "young": 89}
    rows = {
        name: apply(office, name, state="declined", decided_at=NOW - timedelta(days=days[name]))
        for name in days
    }
    kept = apply(office, "kept", state="accepted", decided_at=NOW - timedelta(days=400))
    assert services.forget_contacts(NOW) == 1
    assert services.forget_contacts(NOW) == 0
    db.session.expire_all()
    assert [rows["old"].contact, rows["young"].contact, kept.contact] == ["", "김담당", "김담당"]
    assert "has been erased" in sign_in().get(f"/applications/{rows['old'].id}").text
    result = app.test_cli_runner().invoke(args=["applications", "prune"])
    assert (result.exit_code, result.output) == (0, "1 contacts erased\n")


def test_the_start_page_says_what_waits(office: Any, sign_in: SignIn) -> None:
    apply(office)
    page = sign_in().get("/home").text
    assert "1 application to take part is to be reviewed." in page
    assert 'href="/applications?state=waiting"' in page
