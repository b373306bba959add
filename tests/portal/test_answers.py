"""The organizer's side: who is asked, who has answered, whom to remind, what was declined."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from planner.accounts import services as accounts
from planner.campaigns.bridge import load_campaign
from planner.campaigns.findings import find_problems
from planner.campaigns.models import PlacementBan
from planner.extensions import db
from planner.portal import answer_queries, chasing, invitation_services, link_services
from planner.portal.invitation_services import Reply
from planner.portal.models import Invitation
from planner.templating import day
from tests import factories as make
from tests.portal.conftest import words_of
from tests.portal.seasons import after, today


def asked() -> list[tuple[int, int, str, int]]:
    rows = db.session.scalars(select(Invitation).order_by(Invitation.id))
    return [(row.event_id, row.agency_id, row.answer, row.version) for row in rows]


def decline(row: Invitation, reason: str = "staff", note: str = "") -> None:
    user = make.make_user(row.event.campaign.office)
    invitation_services.record_answer(
        row.event.campaign.office_id, row.id, Reply("declined", reason, note, row.version),
        user_id=user.id, now=datetime.now(UTC),
    )  # fmt: skip


# ---------------------------------------------------------------- asking


def url(season: Any) -> str:
    return f"/campaigns/{season.campaign.id}/invitations/new"


def test_the_planned_agencies_of_several_events_in_one_go(season, sign_in) -> None:
    browser = sign_in()
    page = browser.get(url(season)).text
    assert page.count('name="events"') == 3 and "2 agencies" in words_of(page)
    response = browser.post(
        url(season),
        data={"events": [season.first.id, season.second.id, season.third.id], "whom": "placed",
              "deadline": after(5).isoformat()},
        follow_redirects=True,
    )  # fmt: skip
    assert "Asked: 3 new, 0 again; 0 had answered" in response.text
    first, second = season.first.id, season.second.id
    assert asked() == [
        (first, season.bank.id, "", 1),
        (first, season.clinic.id, "", 1),
        (second, season.bank.id, "", 1),
    ]
    row = db.session.get(Invitation, 1)
    assert (row.day, row.starts_at, row.place, row.place_en, row.address, row.deadline) == (
        after(7), time(10), "공원", "Park", "공원로 1", after(5),
    )  # fmt: skip


def test_every_agency_of_the_season_for_each_event(season, sign_in) -> None:
    season.clinic.active = False
    db.session.commit()
    sign_in().post(
        url(season),
        data={"events": [season.third.id], "whom": "all", "deadline": after(5).isoformat()},
    )
    assert asked() == [(season.third.id, season.bank.id, "", 1)]


def test_asking_again_keeps_answers_to_the_same_and_clears_the_others(season, ask) -> None:
    bank, clinic = ask(season.first, season.bank, season.clinic)
    decline(bank)
    user = make.make_user(season.office)

    def again():
        return invitation_services.invite(
            [season.first], {season.first.id: {season.bank.id, season.clinic.id}}, after(4),
            user_id=user.id, now=datetime.now(UTC), today=today(),
        )  # fmt: skip

    done = again()
    assert (done.new, done.again, done.kept) == (0, 1, 1)
    assert (bank.answer, bank.deadline, clinic.deadline) == ("declined", after(3), after(4))
    season.first.starts_at = time(9)
    db.session.commit()
    done = again()
    assert (done.new, done.again, done.kept) == (0, 2, 0)
    assert (bank.answer, bank.reason, bank.starts_at, bank.answered_at) == ("", "", time(9), None)


def test_a_withdrawn_invitation_can_be_sent_again(season, ask) -> None:
    (row,) = ask(season.first, season.bank)
    decline(row)
    invitation_services.withdraw(season.office.id, row.id, datetime.now(UTC))
    ask(season.first, season.bank)
    assert (row.withdrawn_at, row.answer) == (None, "")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"whom": "placed", "deadline": "5"}, "Choose at least one event."),
        ({"events": ["999999"], "deadline": "5"}, "is not a valid choice"),
        ({"events": ["x"], "deadline": "5"}, "could not be coerced"),
        ({"events": ["first"]}, "Choose a deadline."),
        ({"events": ["first"], "deadline": "-1"}, "The deadline lies in the past."),
        ({"events": ["first"], "deadline": "8"}, "The deadline lies after the event of"),
        ({"events": ["third"], "deadline": "5"}, "Nobody would be asked"),
        ({"events": ["first"], "deadline": "5", "whom": "friends"}, "Not a valid choice"),
    ],
)
def test_bad_askings_are_422(season, sign_in, form, sentence) -> None:
    ids = {"first": season.first.id, "third": season.third.id}
    data: dict[str, Any] = {"whom": "placed", **form}
    data["events"] = [ids.get(name, name) for name in form.get("events", [])]
    if "deadline" in form:
        data["deadline"] = after(int(form["deadline"])).isoformat()
    response = sign_in().post(url(season), data=data)
    assert response.status_code == 422
    assert sentence in response.text
    assert asked() == []


def test_past_and_cancelled_events_are_not_asked_about(season, sign_in) -> None:
    season.first.day, season.second.status = after(-1), "cancelled"
    db.session.commit()
    page = sign_in().get(url(season)).text
    assert page.count('name="events"') == 1
    season.third.status = "cancelled"
    db.session.commit()
    assert "There is no event to invite to" in sign_in().get(url(season)).text


def test_an_event_with_invitations_is_cancelled_not_deleted(season, sign_in, ask) -> None:
    ask(season.first, season.bank)
    response = sign_in().post(
        f"/campaigns/{season.campaign.id}/events/{season.first.id}/delete",
        data={"version": season.first.version},
    )
    assert response.status_code == 422
    assert "Counts, links or invitations belong to this event" in response.text


# ---------------------------------------------------------------- the answers


def test_the_page_of_answers(season, sign_in, ask) -> None:
    bank, _clinic = ask(season.first, season.bank, season.clinic)
    decline(bank, note="on leave")
    (late,) = ask(season.second, season.bank)
    late.deadline = after(-1)
    db.session.commit()
    browser = sign_in()
    page = words_of(browser.get(f"/campaigns/{season.campaign.id}/answers").text)
    assert "Accepted 0 Declined 1 Not yet answered 1 Deadline passed 1" in page
    assert "Planned, but cannot come" in page and "No counsellor is free · on leave" in page
    assert (
        f"/campaigns/{season.campaign.id}/proposals"
        in browser.get(f"/campaigns/{season.campaign.id}/answers").text
    )
    assert "Remind 2 agencies" in page
    form = f"/campaigns/{season.campaign.id}/proposals/replan"
    form += f"?event={season.first.id}&agency={season.bank.id}"
    assert (
        form.replace("&", "&amp;") in browser.get(f"/campaigns/{season.campaign.id}/answers").text
    )
    assert browser.get(form).status_code == 200


def test_who_looks_and_who_fetches(released, bank, sign_in, call) -> None:
    bank.get()
    feed, _secret = accounts.make_link(
        released.office.id, "feed", "x", released.bank.id, now=datetime.now(UTC)
    )
    feed.last_used_at = datetime.now(UTC)
    unread, _secret = accounts.make_link(
        released.office.id, "feed", "y", released.bank.id, now=datetime(2026, 1, 1, tzinfo=UTC)
    )
    season = answer_queries.season_answers(released.campaign, today())
    rows = {row.agency.id: row for row in season.agencies}
    mine, other = rows[released.bank.id], rows[released.clinic.id]
    assert (len(mine.links), mine.look.shown, mine.feed.id) == (1, 1, feed.id)
    assert mine.last_used is not None and unread.id != feed.id
    assert (other.links, other.look, other.feed, other.last_used) == ([], None, None, None)
    page = words_of(sign_in().get(f"/campaigns/{released.campaign.id}/answers?view=agencies").text)
    assert "Release seen" in page and "The newest release is number 1." in page


def test_the_answers_of_one_event(season, sign_in, ask) -> None:
    bank, _clinic = ask(season.first, season.bank, season.clinic)
    decline(bank)
    season.first.starts_at = time(9)
    make.make_assignment(season.third, season.clinic)
    db.session.commit()
    browser = sign_in()
    base = f"/campaigns/{season.campaign.id}/events"
    page = words_of(browser.get(f"{base}/{season.first.id}/answers").text)
    assert "Declined still planned" in page and "The event has moved since it was asked" in page
    assert "recorded by Person" in page
    other = words_of(browser.get(f"{base}/{season.third.id}/answers").text)
    assert "Nobody has been asked yet." in other and "not asked: Clinic" in other


def test_an_answer_by_telephone(season, sign_in, ask) -> None:
    (row,) = ask(season.first, season.bank)
    row.deadline = after(-1)
    db.session.commit()
    browser = sign_in()
    address = f"/invitations/{row.id}"
    assert "as it came by telephone" in browser.get(address).text
    for form, sentence in (
        ({"version": "1"}, "Choose whether it comes."),
        ({"version": "1", "answer": "declined"}, "Choose why you cannot come."),
        ({"version": "1", "answer": "accepted", "note": "010-1234-5678"}, "Write no telephone"),
    ):
        response = browser.post(address, data=form)
        assert (response.status_code, sentence in response.text) == (422, True)
    assert browser.post(address, data={"version": "9", "answer": "accepted"}).status_code == 409
    response = browser.post(address, data={"version": "1", "answer": "accepted"})
    assert response.headers["Location"].endswith(f"/events/{season.first.id}/answers")
    assert (row.answer, row.link_id) == ("accepted", None)
    assert row.answered_by_id is not None
    browser.post(f"{address}/withdraw")
    assert row.withdrawn_at is not None
    late = {"version": str(row.version), "answer": "declined", "reason": "staff"}
    response = browser.post(address, data=late)
    assert response.status_code == 422
    assert "The organizer has withdrawn this invitation." in response.text
    assert row.answer == "accepted"


# ---------------------------------------------------------------- what was declined


def test_a_decline_is_a_finding_until_the_draft_plans_without_it(season, sign_in, ask) -> None:
    bank, clinic = ask(season.first, season.bank, season.clinic)
    for row in (bank, clinic):
        decline(row)
    found = [item for item in problems(season) if item.code == "W11"]
    assert [(item.severity, item.subjects) for item in found] == [
        ("warns", (("event", season.first.uid), ("agency", season.bank.id),
                   ("agency", season.clinic.id))),
    ]  # fmt: skip
    page = sign_in().get(f"/campaigns/{season.campaign.id}/schedule").text
    assert "Bank, Clinic cannot come. Plan without them." in page
    assert f'<a href="/campaigns/{season.campaign.id}/answers">' in page
    for row in list(season.first.assignments):
        db.session.delete(row)
    db.session.commit()
    assert "W11" not in [item.code for item in problems(season)]


def problems(season: Any) -> list[Any]:
    db.session.expire_all()
    return find_problems(load_campaign(season.office.id, season.campaign.id))


def test_who_declined_is_kept_away_and_planning_begins_anew(season, sign_in, ask) -> None:
    bank, clinic = ask(season.first, season.bank, season.clinic)
    decline(bank, note="on leave")
    decline(clinic)
    next(row for row in season.first.assignments if row.agency_id == season.clinic.id).pinned = True
    db.session.commit()
    browser = sign_in()
    address = f"/campaigns/{season.campaign.id}/answers/keep-away"
    for _twice in range(2):
        response = browser.post(address)
        assert response.headers["Location"] == f"/campaigns/{season.campaign.id}/proposals"
    bans = db.session.scalars(select(PlacementBan)).all()
    assert [(row.event_id, row.agency_id, row.reason) for row in bans] == [
        (season.first.id, season.bank.id, "No counsellor is free · on leave")
    ]
    assert "Pinned, so still planned: Clinic" in browser.get("/home").text
    codes = [item.code for item in problems(season)]
    assert (codes.count("W10"), codes.count("W11")) == (1, 1)
    assert sign_in("viewer").post(address).status_code == 403
    assert sign_in("organizer", make.make_office()).post(address).status_code == 404


def test_where_nobody_is_to_be_kept_away_it_says_so(season, sign_in, ask) -> None:
    browser = sign_in()
    response = browser.post(f"/campaigns/{season.campaign.id}/answers/keep-away")
    assert response.headers["Location"] == f"/campaigns/{season.campaign.id}/answers"
    page = browser.get(response.headers["Location"]).text
    assert "Nobody who cannot come is planned any more." in page
    assert db.session.scalars(select(PlacementBan)).all() == []


def test_a_withdrawn_decline_is_no_finding(season, ask) -> None:
    (row,) = ask(season.first, season.bank)
    decline(row)
    invitation_services.withdraw(season.office.id, row.id, datetime.now(UTC))
    assert "W11" not in [item.code for item in problems(season)]


def test_the_home_tells_of_the_agencies(season, sign_in, ask) -> None:
    browser = sign_in()
    assert "From the agencies" not in browser.get("/home").text
    (row,) = ask(season.first, season.bank)
    (late,) = ask(season.second, season.bank)
    decline(row)
    late.deadline = after(-1)
    db.session.commit()
    page = words_of(browser.get("/home").text)
    waits, news = page.split("Waiting for you")[1].split("From the agencies")
    assert "1 agency is planned at an event to which it cannot come." in waits
    assert "1 invitations past their deadline" in news and "cannot come" not in news
    page = words_of(sign_in("viewer").get("/home").text)
    assert "1 planned, but cannot come" in page and "Waiting for you" not in page


def test_the_finding_on_the_schedule_leads_to_where_it_is_planned_anew(
    season, sign_in, ask
) -> None:
    (row,) = ask(season.first, season.bank)
    decline(row)
    browser, answers = sign_in(), f"/campaigns/{season.campaign.id}/answers"
    for view in ("calendar", "list"):
        page = browser.get(f"/campaigns/{season.campaign.id}/schedule?view={view}").text
        assert re.findall(r'<a href="([^"]+)">[^<]+cannot come', page) == [answers]
    again = f"/campaigns/{season.campaign.id}/proposals/replan?event={season.first.id}"
    assert f"{again}&amp;agency={season.bank.id}" in browser.get(answers).text


# ---------------------------------------------------------------- reminding


def test_a_reminder_for_each_agency_that_is_waited_for(app, season, sign_in, ask) -> None:
    bank, _clinic = ask(season.first, season.bank, season.clinic)
    ask(season.second, season.bank)
    user = make.make_user(season.office)
    invitation_services.record_answer(
        season.office.id, bank.id, Reply("accepted", "", "", 1), user_id=user.id,
        now=datetime.now(UTC),
    )  # fmt: skip
    rows = answer_queries.season_answers(season.campaign, today()).waiting
    with app.test_request_context(headers={"Cookie": "locale=en"}):
        found = {item.agency.id: item for item in chasing.reminders(season.office, rows)}
        line = f"- {day(after(14))} 10:00–16:00 Park (answer by {day(after(3))})"
    assert line in found[season.bank.id].body.splitlines()
    assert day(after(7))[:10] not in found[season.bank.id].body
    assert found[season.clinic.id].mailto == ""  # it has no e-mail
    parts = urlsplit(found[season.bank.id].mailto)
    assert (parts.scheme, parts.path) == ("mailto", "bank@a.example")
    query = parse_qs(parts.query)
    assert query["body"][0].replace("\r\n", "\n") == found[season.bank.id].body
    page = sign_in().get(f"/campaigns/{season.campaign.id}/answers/waiting").text
    assert "&amp;bcc=bank@a.example" in page
    assert f"/letters/new?season={season.campaign.id}&amp;about=answer&amp;agency=" in page
    assert page.count("<textarea") == 2 and "all-addresses" not in page


@pytest.mark.parametrize(("count", "told"), [(3, "body"), (60, "no body"), (80, "nothing")])
def test_one_mail_to_so_many_that_an_address_holds(app, season, count, told) -> None:
    mails = [f"agency-{number:03}@district.example" for number in range(count)]
    with app.test_request_context(headers={"Cookie": "locale=en"}):
        address = chasing.to_everybody(season.office, season.campaign, mails)
    if told == "nothing":
        assert address == ""
        return
    query = parse_qs(urlsplit(address).query, keep_blank_values=True)
    assert query["bcc"] == [",".join(mails)] and len(address) <= 1900
    assert ("or telephone us" in query["body"][0]) == (told == "body")


def test_all_addresses_can_be_copied(season, sign_in, ask) -> None:
    ask(season.first, season.bank, season.clinic)
    season.clinic.email = "clinic@b.example"
    db.session.commit()
    page = sign_in().get(f"/campaigns/{season.campaign.id}/answers/waiting").text
    assert "All addresses (2)" in page
    assert "clinic@b.example, bank@a.example</textarea>" in page


def test_when_nobody_is_waited_for(season, sign_in) -> None:
    page = sign_in().get(f"/campaigns/{season.campaign.id}/answers/waiting").text
    assert "Nobody is waited for" in page


# ---------------------------------------------------------------- who may, and how many queries


def test_a_viewer_reads_and_another_office_sees_nothing(season, sign_in, ask) -> None:
    (row,) = ask(season.first, season.bank)
    base = f"/campaigns/{season.campaign.id}"
    pages = (f"{base}/answers", f"{base}/answers/waiting",
             f"{base}/events/{season.first.id}/answers")  # fmt: skip
    viewer = sign_in("viewer")
    for page in pages:
        assert viewer.get(page).status_code == 200
    assert "Ask agencies" not in viewer.get(pages[0]).text
    assert viewer.get(url(season)).status_code == 403
    assert viewer.post(f"/invitations/{row.id}/withdraw").status_code == 403
    stranger = sign_in("administrator", make.make_office())
    for page in (*pages, url(season), f"/invitations/{row.id}"):
        assert stranger.get(page).status_code == 404
    for address in (url(season), f"/invitations/{row.id}", f"/invitations/{row.id}/withdraw"):
        assert stranger.post(address).status_code == 404
    assert asked() == [(season.first.id, season.bank.id, "", 1)]


def test_an_event_of_another_season_is_404(season, sign_in, office) -> None:
    other = make.make_campaign(office)
    browser = sign_in()
    assert browser.get(f"/campaigns/{other.id}/events/{season.first.id}/answers").status_code == 404


def test_the_lists_have_no_query_a_row(season, sign_in, ask, count_queries) -> None:
    browser = sign_in()
    base = f"/campaigns/{season.campaign.id}"
    numbers = []
    for size in (1, 6):
        agencies = [make.make_agency(season.office, email="a@b.example") for _ in range(size)]
        for agency in agencies:
            season.campaign.agencies.append(
                answer_queries.CampaignAgency(agency_id=agency.id, target_events=1)
            )
        db.session.commit()
        for event in season.events:
            ask(event, season.bank, *agencies)
        link_services.make_links(agencies, created_by=None, now=datetime.now(UTC))
        found = []
        for page in (
            f"{base}/answers",
            f"{base}/answers?view=agencies",
            f"{base}/answers/waiting",
            f"{base}/events/{season.first.id}/answers",
            f"{base}/portals",
            url(season),
        ):
            with count_queries() as statements:
                assert browser.get(page).status_code == 200
            found.append(len(statements))
        numbers.append(found)
    assert numbers[0] == numbers[1]
    assert max(numbers[0]) <= 16
