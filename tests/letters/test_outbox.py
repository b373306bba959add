"""The queue of letters: one worker gets a letter, it is tried again or given up, never doubled."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask

from planner.extensions import db
from planner.jobs import letters as room
from planner.letters import outbox_services as outbox
from planner.letters import step_services
from planner.letters.smtp import Delivery
from tests import factories as make
from tests.letters.conftest import Office, fresh
from tests.letters.smtp_server import Mailbox


def same(at: datetime) -> datetime:
    return at


def queued(writer: Office) -> int:
    letter = writer.letter("reviewed")
    number, version = letter.id, letter.version
    office_id = writer.season.office.id
    done = step_services.take_step(office_id, {number: version}, "queue", writer.user, writer.now)
    assert done == 1
    db.session.rollback()
    return number


def test_a_letter_is_sent_once_and_logged(app: Flask, writer: Office, mail: Mailbox) -> None:
    number = queued(writer)
    later = writer.now + timedelta(seconds=3)
    assert room.send_next(app, clock=lambda: later) == (number, "sent")
    assert room.send_next(app, clock=lambda: later) is None
    row = fresh(number)
    assert (row.state, row.sent_at, row.tries, row.by_hand, row.error) == (
        "sent", later, 1, False, "",
    )  # fmt: skip
    assert row.sent_by_id == writer.user.id
    assert [event.action for event in row.events] == ["draft", "queue", "sent"]
    assert len(mail.messages) == 1
    assert mail.messages[0].get_content().splitlines() == row.body.splitlines()
    assert str(mail.messages[0]["From"]) == "서초구 복지정책과 <desk@seocho.example>"
    assert mail.messages[0]["Reply-To"] == writer.user.email


def test_of_two_workers_one_gets_it(app: Flask, writer: Office) -> None:
    number = queued(writer)
    got = []
    for _worker in range(2):  # both saw it waiting before either claimed it
        with app.app_context():
            assert outbox.next_due(writer.now) in (number, None)
            db.session.rollback()
    for offset in (0, 1):
        with app.app_context():
            got.append(outbox.claim(number, writer.now + timedelta(seconds=offset)))
    assert got == [True, False]
    assert fresh(number).state == "sending"


def test_two_workers_at_once_send_each_letter_once(
    app: Flask, writer: Office, mail: Mailbox
) -> None:
    numbers = [queued(writer) for _ in range(4)]
    gate, done = threading.Barrier(2), []

    def work() -> None:
        gate.wait(timeout=10)
        for _ in range(12):  # a lost race is one look without a letter
            sent = room.send_next(app, clock=lambda: writer.now)
            if sent is not None:
                done.append(sent)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(done) == [(number, "sent") for number in numbers]
    assert len({message["Message-ID"] for message in mail.messages}) == len(mail.messages) == 4
    assert [fresh(number).tries for number in numbers] == [1, 1, 1, 1]


def test_what_failed_for_the_time_being_is_tried_again_with_longer_pauses(
    app: Flask, writer: Office, mail: Mailbox
) -> None:
    mail.answers = {"RCPT": "451 4.7.1 greylisted"}
    number, at = queued(writer), writer.now
    waits = []
    for _try in range(4):
        assert room.send_next(app, clock=partial(same, at)) == (number, "queued")
        row = fresh(number)
        assert row.error == "451 4.7.1 greylisted"
        assert row.next_try_at is not None
        waits.append(row.next_try_at - at)
        db.session.rollback()
        assert room.send_next(app, clock=partial(same, at)) is None
        at += waits[-1]
    assert waits == [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)]
    assert room.send_next(app, clock=lambda: at) == (number, "failed")
    row = fresh(number)
    assert (row.tries, row.next_try_at) == (5, None)
    assert [event.action for event in row.events][2:] == ["retry"] * 4 + ["failed"]
    assert mail.messages == []


def test_a_later_try_carries_the_same_message_id(app: Flask, writer: Office, mail: Mailbox) -> None:
    number = queued(writer)
    uid = fresh(number).uid
    db.session.rollback()
    mail.answers = {"MAIL": "421 busy"}
    room.send_next(app, clock=lambda: writer.now)
    mail.answers = {}
    assert room.send_next(app, clock=lambda: writer.now + timedelta(minutes=1)) == (number, "sent")
    assert mail.messages[0]["Message-ID"] == f"<{uid}@seocho.example>"


def test_what_nobody_knows_is_not_sent_again_by_itself(
    app: Flask, writer: Office, mail: Mailbox
) -> None:
    mail.answers = {"AFTER DATA": ""}
    number = queued(writer)
    assert room.send_next(app, clock=lambda: writer.now) == (number, "failed")
    row = fresh(number)
    assert row.error.startswith("lost SMTPServerDisconnected")
    db.session.rollback()
    assert room.send_next(app, clock=lambda: writer.now + timedelta(days=1)) is None


def test_a_worker_that_died_leaves_a_failed_letter(app: Flask, writer: Office) -> None:
    number = queued(writer)
    assert outbox.claim(number, writer.now)
    early = writer.now + timedelta(minutes=5)
    assert room.send_next(app, clock=lambda: early) is None
    assert fresh(number).state == "sending"
    db.session.rollback()
    late = writer.now + timedelta(minutes=5, seconds=1)
    assert room.send_next(app, clock=lambda: late) is None
    row = fresh(number)
    assert (row.state, row.error, row.claimed_at) == ("failed", "lost", None)


def test_a_worker_that_lost_its_claim_writes_nothing(writer: Office) -> None:
    number = queued(writer)
    outbox.claim(number, writer.now)
    other = writer.now - timedelta(seconds=1)
    assert outbox.settle(number, other, Delivery("sent"), writer.now) == ""
    assert fresh(number).state == "sending"


def test_a_withdrawn_letter_is_not_sent(app: Flask, writer: Office, mail: Mailbox) -> None:
    number = queued(writer)
    row = fresh(number)
    seen = {number: row.version}
    step_services.take_step(writer.season.office.id, seen, "withdraw", writer.user, writer.now)
    assert not outbox.claim(number, writer.now)
    assert room.send_next(app, clock=lambda: writer.now) is None
    assert mail.messages == []


def test_the_thread_sends_until_it_is_told_to_end(
    app: Flask, writer: Office, mail: Mailbox
) -> None:
    numbers = [queued(writer), queued(writer)]
    ending = threading.Event()
    thread = room.start(app, ending)
    assert thread is not None
    assert mail.arrived.acquire(timeout=20) and mail.arrived.acquire(timeout=20)
    ending.set()
    thread.join(timeout=10)
    assert not thread.is_alive()
    assert [fresh(number).state for number in numbers] == ["sent", "sent"]


def test_without_a_mail_server_there_is_no_thread(app: Flask) -> None:
    assert room.start(app, threading.Event()) is None


def test_looking_for_letters_takes_no_write_lock(app: Flask, writer: Office) -> None:
    statements: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    from sqlalchemy import event

    db.session.commit()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert room.send_next(app, clock=lambda: writer.now) is None
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert "BEGIN IMMEDIATE" not in statements


@pytest.mark.parametrize(
    ("state", "step", "done"),
    [
        ("draft", "review", 1),
        ("draft", "queue", 0),
        ("draft", "mark_sent", 0),
        ("reviewed", "queue", 1),
        ("reviewed", "reopen", 1),
        ("failed", "queue", 1),
        ("sending", "withdraw", 0),
        ("sent", "withdraw", 0),
        ("sent", "reopen", 0),
    ],
)
def test_steps(writer: Office, state: str, step: str, done: int) -> None:
    letter = writer.letter(state)
    seen = {letter.id: letter.version}
    office_id = writer.season.office.id
    assert step_services.take_step(office_id, seen, step, writer.user, writer.now) == done
    row = fresh(letter.id)
    assert len(row.events) == 1 + done
    assert row.version == 1 + done


def test_only_what_was_seen_is_reviewed(writer: Office, now: datetime) -> None:
    letter = writer.letter()
    office_id = writer.season.office.id
    number = letter.id
    assert step_services.take_step(office_id, {number: 7}, "review", writer.user, now) == 0
    foreign = make.make_office()
    assert step_services.take_step(foreign.id, {number: 1}, "review", writer.user, now) == 0
    assert step_services.take_step(office_id, {number: 1}, "review", writer.user, now) == 1
    row = fresh(number)
    assert (row.reviewed_at, row.reviewed_by_id) == (now, writer.user.id)


def test_the_command(app: Flask, writer: Office, mail: Mailbox) -> None:
    number = queued(writer)
    runner = app.test_cli_runner()
    result = runner.invoke(args=["jobs", "letters"])
    assert (result.exit_code, result.output) == (0, f"letter {number}: sent\n")
    assert runner.invoke(args=["jobs", "letters"]).output == "nothing waits\n"


def test_the_command_without_a_mail_server(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["jobs", "letters"])
    assert result.exit_code == 2
    assert "PLANNER_SMTP_HOST" in result.output
