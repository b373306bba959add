"""One letter and a mail server: the message, what may be tried again, no secret in any word."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.letters.smtp import Delivery, Envelope, build, deliver, without_secrets
from planner.settings import Settings
from tests.letters.smtp_server import Mailbox, coded

NOW = datetime(2023, 5, 15, 0, 0, tzinfo=UTC)
PLAIN = Settings(instance_path=Path("nowhere"), secret_key="k")
HERE = Settings(
    instance_path=Path("nowhere"), secret_key="k", mail_from="desk@seocho.example", smtp_host="x"
)
LETTER = Envelope(
    uid="6f0b62a4-0000-4000-8000-000000000001",
    to="ccrs@example.org",
    to_name="신용회복위원회",
    sender_name="서초구 복지정책과",
    reply_to="hong@seocho.example",
    subject="[서초구] 찾아가는 복지상담소 일정 안내",
    body="담당자님, 안녕하십니까.\n\n.점으로 시작하는 줄\n" + "긴 줄 " * 400,
)


def test_the_message_arrives_as_it_was_written(box: Mailbox) -> None:
    assert deliver(LETTER, box.settings(PLAIN), NOW) == Delivery("sent")
    assert box.recipients == ["ccrs@example.org"]
    message = box.messages[0]
    assert message["Subject"] == LETTER.subject
    assert str(message["From"]) == "서초구 복지정책과 <desk@seocho.example>"
    assert str(message["To"]) == "신용회복위원회 <ccrs@example.org>"
    assert message["Reply-To"] == "hong@seocho.example"
    assert message["Message-ID"] == f"<{LETTER.uid}@seocho.example>"
    assert message["Date"] == "Mon, 15 May 2023 00:00:00 +0000"
    assert message.get_content_type() == "text/plain"
    assert message.get_content().splitlines() == LETTER.body.rstrip().splitlines()
    assert box.raw[0].isascii()
    assert all(len(line) <= 998 for line in box.raw[0].splitlines())
    assert "EHLO seocho.example" in box.commands


def test_a_name_set_by_the_operator_comes_first(box: Mailbox) -> None:
    deliver(LETTER, box.settings(PLAIN, mail_from="서초 안내 <desk@seocho.example>"), NOW)
    assert str(box.messages[0]["From"]) == "서초 안내 <desk@seocho.example>"


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@settings(max_examples=200)
@given(TEXT, TEXT, TEXT, TEXT, st.text(max_size=20))
def test_nothing_typed_becomes_a_header(
    subject: str, body: str, to_name: str, sender: str, reply_to: str
) -> None:
    letter = Envelope("u", "a@b.kr", to_name, sender, reply_to, subject, body)
    try:
        data = build(letter, HERE, NOW).as_bytes()
    except ValueError:
        assert any(ord(sign) < 32 or sign in "\x7f\x85\u2028\u2029" for sign in subject)
        return
    head = data.split(b"\r\n\r\n")[0]
    names = re.findall(rb"^([A-Za-z-]+):", head, re.MULTILINE)
    expected = [b"Subject", b"From", b"To", b"Date", b"Message-ID"]
    assert [name for name in names if name != b"Reply-To"] == [
        *expected, b"Content-Type", b"Content-Transfer-Encoding", b"MIME-Version",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "broken",
    [
        {"subject": "안내\nBcc: x@y.kr"},
        {"subject": "안내\r\n\r\n본문"},
        {"to": "a@b.kr\nBcc: x@y.kr"},
        {"to": "a@b.kr, c@d.kr"},
        {"to": ""},
    ],
)
def test_what_would_break_a_header_never_reaches_the_server(
    box: Mailbox, broken: dict[str, str]
) -> None:
    values = {name: getattr(LETTER, name) for name in Envelope.__slots__} | broken
    assert deliver(Envelope(**values), box.settings(PLAIN), NOW).outcome == "failed"
    assert box.commands == []


@pytest.mark.parametrize(
    ("answers", "outcome", "words"),
    [
        ({"RCPT": "550 5.1.1 no such user"}, "failed", "550 5.1.1 no such user"),
        ({"RCPT": "451 4.7.1 greylisted, try later"}, "later", "451 4.7.1 greylisted, try later"),
        ({"MAIL": "452 4.3.1 disk full"}, "later", "452 4.3.1 disk full"),
        ({"CONNECT": "421 too busy"}, "later", "421 too busy"),
        ({"AFTER DATA": "554 5.7.1 refused as spam"}, "failed", "554 5.7.1 refused as spam"),
        ({"AFTER DATA": "450 4.2.0 mailbox busy"}, "later", "450 4.2.0 mailbox busy"),
        ({"RCPT": ""}, "later", "SMTPServerDisconnected: Connection unexpectedly closed"),
        ({"AFTER DATA": ""}, "unsure", "SMTPServerDisconnected: Connection unexpectedly closed"),
    ],
)
def test_what_the_server_says_decides(
    box: Mailbox, answers: dict[str, str], outcome: str, words: str
) -> None:
    box.answers = answers
    assert deliver(LETTER, box.settings(PLAIN), NOW) == Delivery(outcome, words)
    assert box.messages == []


def test_a_server_that_is_not_there_is_tried_again(box: Mailbox) -> None:
    delivery = deliver(LETTER, box.settings(PLAIN, smtp_port=1), NOW)
    assert delivery.outcome == "later"
    assert "refused" in delivery.words


def test_without_encryption_nothing_is_said(box: Mailbox) -> None:
    secret = box.settings(PLAIN, smtp_tls="starttls", smtp_user="desk", smtp_password="hush hush 7")
    delivery = deliver(LETTER, secret, NOW)
    assert delivery.outcome == "later"
    assert "STARTTLS" in delivery.words
    assert not [line for line in box.commands if line.startswith(("AUTH", "MAIL"))]


def test_signing_in(box: Mailbox) -> None:
    box.offers = ("AUTH PLAIN LOGIN",)
    signed = box.settings(PLAIN, smtp_user="desk", smtp_password="hush hush 7")
    assert deliver(LETTER, signed, NOW).outcome == "sent"
    assert any(line.startswith("AUTH PLAIN") for line in box.commands)


def test_no_secret_is_in_the_words_that_are_kept(box: Mailbox) -> None:
    box.offers = ("AUTH PLAIN",)
    plain = coded("\0desk\0hush hush 7")
    box.answers = {"AUTH": f"535 5.7.8 desk hush hush 7 {coded('hush hush 7')} {plain} not known"}
    signed = box.settings(PLAIN, smtp_user="desk", smtp_password="hush hush 7")
    delivery = deliver(LETTER, signed, NOW)
    assert delivery == Delivery("later", "535 5.7.8 … … … … not known")


def test_words_are_one_short_line() -> None:
    line = without_secrets("a\r\nb\x00" + "c" * 900, PLAIN)
    assert line.startswith("a b c") and len(line) == 300
