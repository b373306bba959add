"""Which worker holds which proposal: claimed, kept alive and given back by single updates.

Every change is one `UPDATE … WHERE` on what was seen, so that of any number of workers, on either
database, one succeeds.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, select, update

from planner.extensions import db
from planner.proposals.models import Proposal

LOST_AFTER = timedelta(seconds=60)
TRIES = 2


def next_queued() -> int | None:
    """The proposal that has waited longest."""
    return db.session.scalar(
        select(Proposal.id).where(Proposal.state == "queued").order_by(Proposal.id).limit(1)
    )


def any_silent(now: datetime) -> bool:
    """Whether a worker has not been heard of for too long."""
    silent = select(Proposal.id).where(
        Proposal.state == "running", Proposal.heartbeat_at < now - LOST_AFTER
    )
    return db.session.scalar(silent.limit(1)) is not None


def claim(proposal_id: int, now: datetime) -> bool:
    """Take a waiting proposal; False when another worker was faster. Commits."""
    done = _update(
        update(Proposal)
        .where(Proposal.id == proposal_id, Proposal.state == "queued")
        .values(state="running", started_at=now, heartbeat_at=now, stop_wanted=False)
    )
    return done == 1


def beat(
    proposal_id: int,
    token: datetime,
    now: datetime,
    score: int | None,
    bound: float | None,
    **also: Any,
) -> bool | None:
    """Say that the work goes on and how far it is; whether a stop is wanted, None if lost.

    `also` are further columns of the same UPDATE (the course of the search, where it is news).
    """
    done = _update(
        update(Proposal)
        .where(*_held(proposal_id, token))
        .values(heartbeat_at=now, score=score, bound=bound, **also)
    )
    if done != 1:
        return None
    wanted = db.session.scalar(select(Proposal.stop_wanted).where(Proposal.id == proposal_id))
    db.session.commit()
    return bool(wanted)


def give_back(proposal_id: int, token: datetime) -> bool:
    """Let another worker begin again (this one is told to end); whether it was still held."""
    values: dict[str, Any] = {"state": "queued", "started_at": None}
    values |= {"score": None, "bound": None, "terms": {}}
    return _update(update(Proposal).where(*_held(proposal_id, token)).values(**values)) == 1


def recover(now: datetime) -> list[int]:
    """Proposals whose worker has gone silent wait once more; at the second time they fail."""
    lost = db.session.scalars(
        select(Proposal)
        .where(Proposal.state == "running", Proposal.heartbeat_at < now - LOST_AFTER)
        .order_by(Proposal.id)
    ).all()
    found = []
    for row in lost:
        tries = int(row.detail.get("tries", 1))
        again = tries < TRIES and not row.stop_wanted
        values: dict[str, Any] = {
            "state": "queued" if again else "failed",
            "score": None,
            "bound": None,
            "terms": {},
            "detail": {**row.detail, "tries": tries + 1, **({} if again else {"error": "lost"})},
        }
        values |= {"started_at": None} if again else {"finished_at": now}
        seen = Proposal.heartbeat_at == row.heartbeat_at
        statement = update(Proposal).where(Proposal.id == row.id, Proposal.state == "running", seen)
        if _update(statement.values(**values)) == 1:
            found.append(row.id)
    db.session.commit()
    return found


def _held(proposal_id: int, token: datetime) -> tuple[Any, ...]:
    held = Proposal.state == "running", Proposal.started_at == token
    return (Proposal.id == proposal_id, *held)


def _update(statement: Any) -> int:
    statement = statement.execution_options(synchronize_session=False)
    result = cast("CursorResult[Any]", db.session.execute(statement))
    db.session.commit()
    return int(result.rowcount)
