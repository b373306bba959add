"""The queue of letters: claimed, handed over and settled by single updates, as proposals are.

No letter is sent twice by us. A worker that died between the claim and the answer leaves a letter
of which nobody knows whether it arrived: it is not sent again by itself, a person decides.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import joinedload

from planner.core.letter_steps import next_try
from planner.extensions import db
from planner.letters.models import Letter, LetterEvent
from planner.letters.smtp import Delivery, Envelope

LOST_AFTER = timedelta(minutes=5)
LOST = "lost"  # the words of the program itself; others are the server's


def next_due(now: datetime) -> int | None:
    """The letter whose turn it is."""
    return db.session.scalar(
        select(Letter.id)
        .where(Letter.state == "queued", _due(now))
        .order_by(Letter.next_try_at, Letter.id)
        .limit(1)
    )


def any_lost(now: datetime) -> bool:
    """Whether a worker died over a letter."""
    lost = select(Letter.id).where(Letter.state == "sending", Letter.claimed_at < now - LOST_AFTER)
    return db.session.scalar(lost.limit(1)) is not None


def claim(letter_id: int, now: datetime) -> bool:
    """Take a letter whose turn it is; False when another worker was faster. Commits."""
    statement = update(Letter).where(Letter.id == letter_id, Letter.state == "queued", _due(now))
    values = {"state": "sending", "claimed_at": now, "tries": Letter.tries + 1}
    return _update(statement, values) == 1


def envelope_of(letter_id: int) -> Envelope:
    """What is to be sent."""
    letter = db.session.scalars(
        select(Letter)
        .where(Letter.id == letter_id)
        .options(joinedload(Letter.agency), joinedload(Letter.office), joinedload(Letter.sent_by))
    ).one()
    office = letter.office
    return Envelope(
        uid=letter.uid,
        to=letter.email,
        to_name=letter.agency.name,
        sender_name=" ".join(filter(None, (office.name, office.department))),
        reply_to=letter.sent_by.email if letter.sent_by else "",
        subject=letter.subject,
        body=letter.body,
    )


def settle(letter_id: int, token: datetime, delivery: Delivery, now: datetime) -> str:
    """Write down what became of a try; the letter's state, '' when the claim was lost."""
    tries = db.session.scalar(select(Letter.tries).where(Letter.id == letter_id)) or 1
    again = next_try(tries, now) if delivery.outcome == "later" else None
    values: dict[str, Any] = {"error": delivery.words, "claimed_at": None, "next_try_at": again}
    if delivery.outcome == "sent":
        values |= {"state": "sent", "sent_at": now, "by_hand": False}
    else:
        values["state"] = "queued" if again else "failed"
    if delivery.outcome == "unsure":
        values["error"] = f"{LOST} {delivery.words}".strip()
    held = Letter.state == "sending", Letter.claimed_at == token
    done = _update(update(Letter).where(Letter.id == letter_id, *held), values, commit=False)
    if done:
        action = "retry" if again else str(values["state"])
        event = LetterEvent(letter_id=letter_id, at=now, action=action, detail=values["error"])
        db.session.add(event)
    db.session.commit()
    return str(values["state"]) if done else ""


def recover(now: datetime) -> list[int]:
    """Letters whose worker died: they fail, for nobody knows whether they arrived."""
    lost = db.session.execute(
        select(Letter.id, Letter.claimed_at).where(
            Letter.state == "sending", Letter.claimed_at < now - LOST_AFTER
        )
    ).all()
    gone = Delivery("unsure")
    return [number for number, token in lost if token and settle(number, token, gone, now)]


def _due(now: datetime) -> Any:
    return or_(Letter.next_try_at.is_(None), Letter.next_try_at <= now)


def _update(statement: Any, values: dict[str, Any], *, commit: bool = True) -> int:
    """One UPDATE; whatever page still shows the letter as it was is stale from now on."""
    statement = statement.values(version=Letter.version + 1, **values)
    statement = statement.execution_options(synchronize_session=False)
    result = cast("CursorResult[Any]", db.session.execute(statement))
    if commit:
        db.session.commit()
    return int(result.rowcount)
