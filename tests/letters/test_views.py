"""The log, the new text, and the letters that came of it: seen, done, refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from planner.campaigns.releases import release
from planner.extensions import db
from planner.letters.models import Letter, Mailing
from tests import factories as make
from tests.campaigns.season import Season
from tests.letters.conftest import BODY, SUBJECT, Office, fresh
from tests.letters.smtp_server import Mailbox

SignIn = Callable[..., Any]


def form_of(season: Season, **values: Any) -> dict[str, Any]:
    return {
        "campaign_id": str(season.campaign.id),
        "about": "schedule",
        "subject": SUBJECT,
        "body": BODY,
        "deadline": "",
        "agency_ids": [str(row.id) for row in season.agencies],
        **values,
    }


def count_mailings() -> int:
    return db.session.scalar(select(func.count(Mailing.id))) or 0


def seen(*letters: Letter) -> list[str]:
    return [f"{letter.id}:{letter.version}" for letter in letters]


def test_who_may_see_and_write(writer: Office, sign_in: SignIn, client: Any, app: Any) -> None:
    letter = writer.letter()
    number, mailing = letter.id, letter.mailing_id
    assert client.get("/letters").status_code == 302
    assert client.post("/letters/new").status_code == 401
    assert sign_in("recorder").get("/letters").status_code == 403
    viewer = sign_in("viewer")
    for path in ("/letters", f"/letters/{number}", f"/letters/mailings/{mailing}"):
        page = viewer.get(path)
        assert page.status_code == 200
        assert "Mark as reviewed" not in page.text and "Write a letter" not in page.text
    assert viewer.get("/letters/new").status_code == 403
    assert viewer.post(f"/letters/{number}/review").status_code == 403
    stranger = sign_in("organizer", make.make_office())
    assert "No letter has been written yet" in stranger.get("/letters").text
    for path in (f"/letters/{number}", f"/letters/{number}/edit",
                 f"/letters/mailings/{mailing}", f"/letters/mailings/{mailing}/edit"):  # fmt: skip
        assert stranger.get(path).status_code == 404
    for step in ("review", "reopen", "send", "mark-sent", "withdraw", "edit"):
        assert stranger.post(f"/letters/{number}/{step}").status_code == 404
    for step in ("review", "send", "withdraw", "edit"):
        assert stranger.post(f"/letters/mailings/{mailing}/{step}").status_code == 404
    assert stranger.get(f"/letters/new?season={writer.season.campaign.id}").status_code == 404
    answer = stranger.post("/letters/new", data=form_of(writer.season))
    assert answer.status_code == 404


def test_a_new_text_begins_with_the_usual_one_and_all_agencies(
    writer: Office, sign_in: SignIn
) -> None:
    make.make_agency(writer.season.office, name="Elsewhere", email="x@y.kr")
    browser = sign_in()
    season = writer.season.campaign.id
    page = browser.get(f"/letters/new?season={season}").text
    assert "[{office}] {season} 참여 일정과 부스 안내" in page
    assert page.count('checked id="agency_ids-') == 2
    assert "Elsewhere" not in page
    one = browser.get(f"/letters/new?about=answer&agency={writer.season.agencies[0].id}").text
    assert one.count('checked id="agency_ids-') == 1
    assert "{deadline}까지 회신" in one
    assert "Elsewhere" in one
    nonsense = browser.get("/letters/new?season=x&about=nonsense&agency=-1").text
    assert nonsense.count('checked id="agency_ids-') == 3  # all of the office


def test_agencies_without_an_address_are_named(season: Season, sign_in: SignIn) -> None:
    season.agencies[1].email = ""
    db.session.commit()
    page = sign_in().get(f"/letters/new?season={season.campaign.id}").text
    assert "Agencies without an e-mail address that can be used: 1" in page
    assert f'/agencies/{season.agencies[1].id}/edit">Housing Centre' in page
    season.agencies[0].email = ""
    db.session.commit()
    page = sign_in().get(f"/letters/new?season={season.campaign.id}").text
    assert "No agency here has an e-mail address" in page


def test_the_preview_saves_nothing(season: Season, sign_in: SignIn) -> None:
    answer = sign_in().post("/letters/new", data=form_of(season, action="preview"))
    assert answer.status_code == 200
    assert "This is what each agency would read (2)." in answer.text
    assert "- 2023. 5. 23.(화) 10:00–16:00 싸리재공원 (부스 2)" in answer.text
    assert "{agency} 담당자님" in answer.text
    assert count_mailings() == 0


def test_letters_are_drafted(season: Season, sign_in: SignIn) -> None:
    answer = sign_in().post("/letters/new", data=form_of(season, action="draft"))
    mailing = db.session.scalar(select(Mailing))
    assert mailing is not None
    assert (answer.status_code, answer.location) == (303, f"/letters/mailings/{mailing.id}")
    assert [letter.state for letter in mailing.letters] == ["draft", "draft"]
    assert mailing.drafted_by is not None
    page = sign_in("viewer").get(answer.location).text
    assert "[서초구] 서초 2023 일정 안내" in page
    assert "ccrs@example.org" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"subject": ""}, "This field is required."),
        ({"subject": "안내\r\nBcc: x@y.kr"}, "The subject must be a single line."),
        ({"subject": "x" * 201}, "Field cannot be longer than 200 characters."),
        ({"body": "{agancy}"}, "Nothing can be filled in for {agancy}."),
        ({"body": "by {deadline}"}, "The text names a {deadline}."),
        ({"campaign_id": ""}, "{season} and {events} need a season."),
        ({"agency_ids": []}, "Choose at least one agency."),
        ({"agency_ids": ["999999"]}, "is not a valid choice"),
        ({"deadline": "0023-05-20"}, "Check the year."),
        ({"deadline": "soon"}, "Not a valid date value."),
        ({"body": "/portal/" + "a" * 32}, "The text holds a secret address."),
        ({"about": "spam"}, "Not a valid choice"),
    ],
)
def test_bad_input_keeps_what_was_typed(
    season: Season, sign_in: SignIn, values: dict[str, Any], sentence: str
) -> None:
    for action in ("draft", "preview"):
        answer = sign_in().post("/letters/new", data=form_of(season, action=action, **values))
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "{sender}" in answer.text or "body" in values
    assert count_mailings() == 0


def test_a_season_that_does_not_exist(season: Season, sign_in: SignIn) -> None:
    for wrong in ("x", "0", "99999999999"):
        answer = sign_in().post("/letters/new", data=form_of(season, campaign_id=wrong))
        assert answer.status_code == 404


def test_the_log_is_searched(writer: Office, sign_in: SignIn) -> None:
    writer.draft()
    writer.letter("sent", sent_at=writer.now, sent_by_id=writer.user.id, by_hand=True)
    writer.draft(campaign=None, body="{agency}", subject="General", about="notice")
    browser = sign_in("viewer")
    page = browser.get("/letters").text
    assert "<strong>5</strong> in all" in page
    assert "Draft letter (4)" in page and "by hand" in page
    for query, count in (
        ("state=sent", 1),
        ("about=notice", 2),
        (f"season={writer.season.campaign.id}", 3),
        ("agency=housing", 2),
        ("agency=신용&state=draft", 2),
        ("state=x&about=y&season=z&page=-4", 5),
    ):
        assert f"<strong>{count}</strong> in all" in browser.get(f"/letters?{query}").text
    assert "No letter matches the search." in browser.get("/letters?agency=nobody").text


def test_the_log_and_a_mailing_need_no_more_queries_for_more_letters(
    writer: Office, sign_in: SignIn, count_queries: Any
) -> None:
    browser = sign_in("viewer")
    agencies = list(writer.season.agencies)

    def counted(n: int) -> tuple[int, ...]:
        extra = [make.make_agency(writer.season.office, email=f"a{n}{i}@b.kr") for i in range(n)]
        mailing = writer.draft(recipients=[*agencies, *extra])
        for letter in mailing.letters:
            letter.reviewed_by_id = make.make_user(writer.season.office).id
        db.session.commit()
        found = []
        for path in ("/letters", f"/letters/mailings/{mailing.id}"):
            db.session.expire_all()
            with count_queries() as statements:
                assert browser.get(path).status_code == 200
            found.append(len(statements))
        return tuple(found)

    browser.get("/letters")
    one = counted(1)
    assert counted(3) == one


def test_a_newer_release_is_pointed_out(writer: Office, sign_in: SignIn) -> None:
    mailing = writer.draft()
    browser = sign_in()
    page = browser.get(f"/letters/mailings/{mailing.id}").text
    assert "is newer than these dates" not in page
    writer.season.events[0].day = date(2023, 5, 25)
    db.session.commit()
    release(writer.season.loaded(), None, writer.now + timedelta(days=1))
    page = browser.get(f"/letters/mailings/{mailing.id}").text
    assert "Release 2 is newer than these dates" in page
    assert "The letters hold the dates of release 1." in page
    data = {"subject": SUBJECT, "body": BODY, "deadline": "", "version": "1"}
    answer = browser.post(f"/letters/mailings/{mailing.id}/edit", data=data)
    assert (answer.status_code, answer.location) == (303, f"/letters/mailings/{mailing.id}")
    page = browser.get(answer.location).text
    assert "2 letters are drafts again." in page
    assert "2023. 5. 25.(목)" in page and "is newer than" not in page


def test_a_text_is_changed_with_care(writer: Office, sign_in: SignIn) -> None:
    mailing = writer.draft()
    browser = sign_in()
    path = f"/letters/mailings/{mailing.id}/edit"
    assert BODY.splitlines()[0] in browser.get(path).text
    data = {"subject": "", "body": "{nobody}", "deadline": "", "version": "1"}
    assert browser.post(path, data=data).status_code == 422
    answer = browser.post(path, data={**data, "subject": "새 제목"})
    assert answer.status_code == 422
    assert "Nothing can be filled in for {nobody}." in answer.text
    assert 'value="새 제목"' in answer.text
    stale = browser.post(path, data={**data, "subject": "새", "body": "글", "version": "0"})
    assert stale.status_code == 409
    assert "<td>새</td>" in stale.text
    assert 'name="version" type="hidden" value="1"' in stale.text
    assert fresh(mailing.letters[0].id).subject == "[서초구] 서초 2023 일정 안내"


def test_a_text_whose_letters_are_all_gone_is_refused_in_words(
    writer: Office, sign_in: SignIn
) -> None:
    letter = writer.letter("sent")
    path = f"/letters/mailings/{letter.mailing_id}/edit"
    data = {"subject": "새 제목", "body": "글", "deadline": "", "version": "1"}
    answer = sign_in().post(path, data=data)
    assert answer.status_code == 422
    assert "Every letter of this text is sent, on its way or withdrawn" in answer.text
    assert 'value="새 제목"' in answer.text


def test_an_old_address_is_pointed_out(writer: Office, sign_in: SignIn) -> None:
    letter = writer.letter("failed", error="550 no such user")
    letter.agency.email = "new@example.org"
    db.session.commit()
    browser = sign_in()
    page = browser.get(f"/letters/{letter.id}").text
    assert "The letter would go to ccrs@example.org; the agency now has new@example.org." in page
    letter.agency.email = ""
    db.session.commit()
    page = browser.get(f"/letters/{letter.id}").text
    assert "The letter would still go to ccrs@example.org." in page
    letter.agency.email = letter.email
    db.session.commit()
    assert "would" not in browser.get(f"/letters/{letter.id}").text


def test_the_log_says_where_writer_and_reviewer_are_one_person(
    writer: Office, sign_in: SignIn
) -> None:
    letter = writer.letter()
    number, mailing = letter.id, letter.mailing_id
    sign_in().post(f"/letters/{number}/review", data={"version": "1"})
    paths = ("/letters", f"/letters/{number}", f"/letters/mailings/{mailing}")
    for path in paths:
        assert "has written it as well" not in sign_in("viewer").get(path).text
    row = fresh(number)
    row.reviewed_by_id = row.events[-1].user_id = writer.user.id
    db.session.commit()
    for path in paths:
        assert sign_in("viewer").get(path).text.count("has written it as well") == 1


def test_all_drafts_are_reviewed_and_marked_by_hand(writer: Office, sign_in: SignIn) -> None:
    mailing = writer.draft()
    letters = list(mailing.letters)
    browser = sign_in()
    path = f"/letters/mailings/{mailing.id}"
    page = browser.get(path).text
    assert "Mark the drafts as reviewed (2)" in page
    assert all(f'name="seen" value="{item}"' in page for item in seen(*letters))
    answer = browser.post(f"{path}/review", data={"seen": seen(*letters)})
    assert (answer.status_code, answer.location) == (303, path)
    page = browser.get(path).text
    assert "2 letters done." in page
    assert page.count('href="mailto:') == 2
    assert "Send the reviewed letters (2)" not in page
    data = {"version": "2", "back": "mailing"}
    answer = browser.post(f"/letters/{letters[0].id}/mark-sent", data=data)
    assert answer.location == path
    row = fresh(letters[0].id)
    assert (row.state, row.by_hand) == ("sent", True)
    assert row.sent_at is not None and row.sent_by is not None
    assert "1 sent" in browser.get(path).text


def test_what_changed_meanwhile_is_left_alone_and_said(writer: Office, sign_in: SignIn) -> None:
    mailing = writer.draft()
    first, second = mailing.letters
    data = {"seen": [*seen(first), f"{second.id}:9", "nonsense", "1:x", "99999999999:1"]}
    browser = sign_in()
    path = f"/letters/mailings/{mailing.id}"
    browser.post(f"{path}/review", data=data)
    page = browser.get(path).text
    assert "1 letter done." in page
    assert "1 letter had changed meanwhile and was left as it is." in page
    assert (fresh(first.id).state, fresh(second.id).state) == ("reviewed", "draft")


def test_letters_of_another_mailing_are_not_touched(writer: Office, sign_in: SignIn) -> None:
    mailing, other = writer.draft(), writer.letter()
    browser = sign_in()
    browser.post(f"/letters/mailings/{mailing.id}/review", data={"seen": seen(other)})
    assert fresh(other.id).state == "draft"


def test_with_a_mail_server_the_reviewed_are_queued(
    writer: Office, sign_in: SignIn, mail: Mailbox
) -> None:
    mailing = writer.draft()
    for letter in mailing.letters:
        letter.state = "reviewed"
    db.session.commit()
    browser = sign_in()
    path = f"/letters/mailings/{mailing.id}"
    assert "Send the reviewed letters (2)" in browser.get(path).text
    browser.post(f"{path}/send", data={"seen": seen(*mailing.letters)})
    assert [fresh(letter.id).state for letter in mailing.letters] == ["queued", "queued"]
    assert "wait for the mail server" in browser.get(path).text
    row = mailing.letters[0]
    assert row.sent_by is not None
    browser.post(f"{path}/withdraw", data={"seen": seen(*mailing.letters)})
    assert [fresh(letter.id).state for letter in mailing.letters] == ["withdrawn", "withdrawn"]


def test_without_one_nothing_is_queued(writer: Office, sign_in: SignIn) -> None:
    letter = writer.letter("reviewed")
    browser = sign_in()
    path = f"/letters/mailings/{letter.mailing_id}"
    browser.post(f"{path}/send", data={"seen": seen(letter)})
    assert "No mail server is set." in browser.get(path).text
    answer = browser.post(f"/letters/{letter.id}/send", data={"version": "1"})
    assert answer.status_code == 422
    assert "No mail server is set." in answer.text
    assert fresh(letter.id).state == "reviewed"


def test_one_letter_from_draft_to_sent(writer: Office, sign_in: SignIn, mail: Mailbox) -> None:
    letter = writer.letter()
    number = letter.id
    browser = sign_in()
    path = f"/letters/{number}"
    for step, button, state in (
        ("review", "Mark as reviewed", "reviewed"),
        ("reopen", "Back to draft", "draft"),
        ("review", "Mark as reviewed", "reviewed"),
        ("send", "Send now", "queued"),
        ("withdraw", "Withdraw the letter", "withdrawn"),
    ):
        page = browser.get(path).text
        assert button in page
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version is not None
        answer = browser.post(f"{path}/{step}", data={"version": version[1]})
        assert (answer.status_code, answer.location) == (303, path)
        assert fresh(number).state == state
    page = browser.get(path).text
    assert "Letter withdrawn" in page and "Put back to draft" in page
    assert "Mark as sent" not in page


def test_a_step_on_what_changed_is_refused(writer: Office, sign_in: SignIn) -> None:
    letter = writer.letter()
    browser = sign_in()
    for step, version in (("review", "0"), ("mark-sent", "1"), ("review", ""), ("reopen", "1")):
        answer = browser.post(f"/letters/{letter.id}/{step}", data={"version": version})
        assert answer.status_code == 409
        assert "The letter has changed meanwhile." in answer.text
    assert fresh(letter.id).state == "draft"


def test_one_letter_is_changed(writer: Office, sign_in: SignIn) -> None:
    letter = writer.letter("reviewed")
    number = letter.id
    browser = sign_in()
    path = f"/letters/{number}/edit"
    assert "홍길동" in browser.get(path).text
    bad = browser.post(path, data={"subject": "a\nb", "body": "c", "version": "1"})
    assert bad.status_code == 422
    assert "The subject must be a single line." in bad.text
    secret = {"subject": "a", "body": "/feeds/" + "s" * 32, "version": "1"}
    assert "secret address" in browser.post(path, data=secret).text
    stale = browser.post(path, data={"subject": "a", "body": "c", "version": "0"})
    assert stale.status_code == 409
    answer = browser.post(path, data={"subject": "a", "body": "c", "version": "1"})
    assert answer.status_code == 303
    assert (fresh(number).state, fresh(number).body) == ("draft", "c")
    fresh(number).state = "sent"
    db.session.commit()
    late = browser.post(path, data={"subject": "x", "body": "y", "version": "2"})
    assert late.status_code == 422
    assert "The letter has changed meanwhile." in late.text


def test_a_failure_is_shown_with_the_servers_words(writer: Office, sign_in: SignIn) -> None:
    letter = writer.letter("failed", error="550 5.1.1 <no> such user")
    page = sign_in().get(f"/letters/{letter.id}").text
    assert "550 5.1.1 &lt;no&gt; such user" in page
    page = sign_in().get(f"/letters/mailings/{letter.mailing_id}").text
    assert "550 5.1.1 &lt;no&gt; such user" in page
    later = writer.letter("queued", error="451 later", next_try_at=writer.now)
    page = sign_in().get(f"/letters/{later.id}").text
    assert "Will be tried again" in page and "Next try: 2023-05-15 09:00" in page


def test_typed_text_is_text(writer: Office, sign_in: SignIn) -> None:
    nasty = "<script>alert(1)</script>{{7*7}}"
    mailing = writer.draft(subject=nasty, body=nasty)
    for path in (
        "/letters",
        f"/letters/{mailing.letters[0].id}",
        f"/letters/mailings/{mailing.id}",
    ):
        page = sign_in().get(path).text
        assert "<script>alert" not in page
        assert "{{7*7}}" in page


def test_the_start_page_says_what_waits(writer: Office, sign_in: SignIn) -> None:
    writer.draft()
    writer.letter("failed")
    page = sign_in().get("/home").text
    assert "2 letters are to be reviewed." in page
    assert "1 letter could not be sent." in page
    assert 'href="/letters?state=failed"' in page
    assert "to be reviewed" not in sign_in("viewer").get("/home").text


def test_an_agency_with_letters_is_not_deleted(writer: Office, sign_in: SignIn) -> None:
    lone = make.make_agency(writer.season.office, email="x@y.kr")
    writer.draft(recipients=[lone])
    answer = sign_in().post(f"/agencies/{lone.id}/delete")
    assert answer.status_code == 422
    assert "letters 1" in answer.text
