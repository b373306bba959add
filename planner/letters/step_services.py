"""Letters are reviewed, sent or withdrawn: one UPDATE on what the person saw, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update

from planner.accounts.models import User
from planner.core.letter_steps import STEPS
from planner.extensions import db
from planner.letters.models import Letter, LetterEvent


def take_step(office_id: int, seen: Mapping[int, int], step: str, user: User, now: datetime) -> int:
    """Take a step with the letters that are still at the version that was seen (id → version).

    How many did. One that was rewritten or sent meanwhile is left alone: what is reviewed is what
    the reviewer read.
    """
    states, after = STEPS[step]
    values = {"state": after, **_values(step, user, now)}
    done = 0
    for letter_id, version in sorted(seen.items()):
        statement = (
            update(Letter)
            .where(
                Letter.id == letter_id,
                Letter.office_id == office_id,
                Letter.version == version,
                Letter.state.in_(states),
            )
            .values(version=version + 1, **values)
            .execution_options(synchronize_session=False)
        )
        result = cast("CursorResult[Any]", db.session.execute(statement))
        if result.rowcount == 1:
            event = LetterEvent(letter_id=letter_id, at=now, user_id=user.id, action=step)
            db.session.add(event)
            done += 1
    db.session.commit()
    return done


def _values(step: str, user: User, now: datetime) -> dict[str, Any]:
    by: dict[str, dict[str, Any]] = {
        "review": {"reviewed_at": now, "reviewed_by_id": user.id},
        "reopen": {"reviewed_at": None, "reviewed_by_id": None, "sent_by_id": None, "error": ""},
        "queue": {"sent_by_id": user.id, "next_try_at": now, "tries": 0, "error": ""},
        "mark_sent": {"sent_at": now, "sent_by_id": user.id, "by_hand": True, "error": ""},
        "withdraw": {"next_try_at": None},
    }
    return by[step]
