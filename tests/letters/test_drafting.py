"""Letters are drafted from the newest release, one for each agency, and nothing is sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from planner.campaigns.releases import release
from planner.errors import Refused
from planner.extensions import db
from planner.letters.filling import Text
from planner.letters.models import ABOUTS, Letter, Mailing
from planner.letters.services import draft_letters, rewrite_letter, rewrite_mailing
from planner.letters.words import (
    ABOUT_LABELS,
    STANDARD,
    error_words,
    mailto,
    refusal,
    standard_text,
)
from tests import factories as make
from tests.letters.conftest import SUBJECT, Office


def test_each_agency_reads_its_own_released_dates(writer: Office) -> None:
    mailing = writer.draft()
    assert [letter.email for letter in mailing.letters] == [
        "ccrs@example.org",
        "housing@example.org",
    ]
    letter = mailing.letters[0]
    assert letter.subject == "[서초구] 서초 2023 일정 안내"
    assert letter.body == (
        "신용회복위원회 담당자님\n\n"
        "- 2023. 5. 23.(화) 10:00–16:00 싸리재공원 (부스 1)\n"
        "- 2023. 5. 24.(수) 10:00–16:00 서초1동주민센터 (부스 1)\n\n"
        "홍길동"
    )
    assert "(부스 2)" in mailing.letters[1].body
    assert (letter.state, letter.version, letter.tries) == ("draft", 1, 0)
    assert (mailing.release_number, mailing.drafted_at) == (1, writer.now)
    assert [(event.action, event.user_id) for event in letter.events] == [("draft", writer.user.id)]


def test_the_draft_schedule_is_not_told(writer: Office) -> None:
    writer.season.events[0].day = date(2023, 5, 25)
    db.session.commit()
    assert "5. 23.(화)" in writer.draft().letters[0].body


def test_an_agency_without_dates_is_told_so(writer: Office) -> None:
    idle = make.make_agency(writer.season.office, name="쉬는 기관", email="idle@example.org")
    body = writer.draft(recipients=[idle]).letters[0].body
    assert "(아직 배정된 일정이 없습니다)" in body


def test_who_cannot_be_reached_is_left_out_and_named(writer: Office) -> None:
    bad = make.make_agency(writer.season.office, email="a@b.kr\nBcc: c@d.kr")
    none = make.make_agency(writer.season.office)
    first = writer.season.agencies[0]
    drafted = draft_letters(
        writer.season.office,
        None,
        [bad, first, none, first],
        "안내",
        "{agency}",
        "notice",
        writer.user,
        writer.now,
    )
    assert [letter.agency_id for letter in drafted.mailing.letters] == [first.id]
    assert {agency.id for agency in drafted.left_out} == {bad.id, none.id}


def test_further_places_for_each_agency(writer: Office) -> None:
    first, second = writer.season.agencies
    extra = {first.id: {"changes": "부스 1 → 3"}, second.id: {"changes": "취소"}}
    mailing = writer.draft(body="{changes}", extra=extra, about="change")
    assert [letter.body for letter in mailing.letters] == ["부스 1 → 3", "취소"]
    rewrite_mailing(
        mailing, writer.season.office, Text("알림", "변경: {changes}"), writer.user, writer.now
    )
    assert [letter.body for letter in mailing.letters] == ["변경: 부스 1 → 3", "변경: 취소"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"recipients": []}, "no_recipients"),
        ({"body": "{agancy}"}, "places"),
        ({"campaign": None}, "no_season"),
        ({"body": "{deadline}"}, "no_deadline"),
        ({"subject": "{events}"}, "subject_events"),
        ({"subject": "안내\r\nBcc: x@y.kr"}, "subject_lines"),
        ({"subject": "가" * 401}, "subject_long"),
        ({"body": "https://x.kr/portal/" + "a" * 32}, "secret"),
    ],
)
def test_what_cannot_be_drafted(writer: Office, values: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as caught:
        writer.draft(**values)
    assert caught.value.code == code
    assert refusal(caught.value)
    assert db.session.scalar(select(func.count(Mailing.id))) == 0


def test_a_season_that_was_never_released_has_no_dates(writer: Office) -> None:
    other = make.make_campaign(writer.season.office)
    with pytest.raises(Refused) as caught:
        writer.draft(campaign=other)
    assert caught.value.code == "no_release"


def test_another_offices_agency_is_a_fault(writer: Office) -> None:
    foreign = make.make_agency(make.make_office(), email="x@y.kr")
    with pytest.raises(ValueError, match="another office"):
        writer.draft(recipients=[foreign])


def test_a_name_with_a_line_end_stays_in_its_line_of_the_subject(writer: Office) -> None:
    writer.season.agencies[0].name = "기관\nBcc: x@y.kr"
    db.session.commit()
    letter = writer.draft(subject="{agency}").letters[0]
    assert letter.subject == "기관 Bcc: x@y.kr"


def test_writing_anew_fills_in_the_newest_release_and_wants_a_new_review(writer: Office) -> None:
    mailing = writer.draft()
    first, second = mailing.letters
    first.state = "reviewed"
    second.state = "sent"
    db.session.commit()
    writer.season.events[0].day = date(2023, 5, 25)
    db.session.commit()
    release(writer.season.loaded(), None, writer.now + timedelta(days=1))
    count = rewrite_mailing(
        mailing,
        writer.season.office,
        Text("새 제목", "{events}\n{deadline}", date(2023, 5, 20)),
        writer.user,
        writer.now,
    )
    assert count == 1
    assert (first.state, first.reviewed_at, first.version) == ("draft", None, 2)
    assert "2023. 5. 25.(목)" in first.body and "2023. 5. 20.(토)" in first.body
    assert second.subject == "[서초구] 서초 2023 일정 안내"
    assert (mailing.release_number, mailing.version) == (2, 2)
    assert [event.action for event in first.events] == ["draft", "rewrite"]


def test_one_letter_is_changed_until_it_is_on_its_way(writer: Office) -> None:
    letter = writer.letter("reviewed")
    rewrite_letter(letter, "다른 제목", "{agency} 그대로", writer.user, writer.now)
    assert (letter.state, letter.body) == ("draft", "{agency} 그대로")
    for state in ("queued", "sending", "sent", "withdrawn"):
        letter.state = state
        with pytest.raises(Refused) as caught:
            rewrite_letter(letter, "x", "y", writer.user, writer.now)
        assert caught.value.code == "letter_moved"
    assert db.session.scalar(select(func.count(Letter.id))) == 1


def test_a_letter_written_anew_goes_to_the_address_that_the_agency_has_now(writer: Office) -> None:
    mailing = writer.draft()
    first, second = mailing.letters
    first.agency.email, second.agency.email = "new@example.org", ""
    db.session.commit()
    count = rewrite_mailing(
        mailing, writer.season.office, Text("알림", "글"), writer.user, writer.now
    )
    assert count == 2
    assert [letter.email for letter in mailing.letters] == [
        "new@example.org",
        "housing@example.org",
    ]
    assert [letter.body for letter in mailing.letters] == ["글", "글"]
    second.agency.email = "back@example.org"
    rewrite_letter(second, "알림", "다른 글", writer.user, writer.now)
    assert (second.email, second.state) == ("back@example.org", "draft")


def test_a_text_that_nobody_waits_for_is_not_written_anew(writer: Office) -> None:
    mailing = writer.draft()
    for letter, state in zip(mailing.letters, ("sent", "withdrawn"), strict=True):
        letter.state = state
    db.session.commit()
    with pytest.raises(Refused) as caught:
        rewrite_mailing(mailing, writer.season.office, Text("x", "y"), writer.user, writer.now)
    assert caught.value.code == "letters_gone"
    assert (mailing.version, mailing.subject) == (1, SUBJECT)


def test_the_usual_texts_can_be_filled_in(writer: Office) -> None:
    assert set(STANDARD) == set(ABOUT_LABELS) == set(ABOUTS)
    for about in ABOUTS:
        subject, body = standard_text(about)
        letter = writer.draft(
            subject=subject, body=body, about=about, deadline=date(2023, 5, 20)
        ).letters[0]
        assert "{" not in letter.subject + letter.body
        assert letter.body.startswith("신용회복위원회 담당자님, 안녕하십니까.")
        assert letter.body.endswith("서초구 복지정책과\n홍길동 02-2155-0000")


def test_a_link_for_the_own_mail_program() -> None:
    address, whole = mailto("a@b.kr", "제목 & 1?", "첫 줄\n둘째 줄")
    assert whole is True
    assert address == (
        "mailto:a@b.kr?subject=%EC%A0%9C%EB%AA%A9%20%26%201%3F"
        "&body=%EC%B2%AB%20%EC%A4%84%0D%0A%EB%91%98%EC%A7%B8%20%EC%A4%84"
    )
    short, whole = mailto("a@b.kr", "제목", "가" * 300)
    assert (short, whole) == ("mailto:a@b.kr?subject=%EC%A0%9C%EB%AA%A9", False)


def test_an_unknown_end_is_said_in_words(app: Any) -> None:
    assert error_words("550 no such user") == "550 no such user"
    assert error_words("lost timed out").endswith(" timed out")
