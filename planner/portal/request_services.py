"""Changes that agencies tell: days off at once, fields, counsellors and needs once confirmed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from planner.accounts.models import SecretLink
from planner.agencies import queries as agency_queries
from planner.agencies import services as agencies
from planner.agencies.models import Agency
from planner.core.agency_terms import KINDS, of_kind, plain_days, with_wishes
from planner.core.availability import with_days_off
from planner.errors import StaleEdit
from planner.extensions import db
from planner.portal.models import AgencyRequest
from planner.portal.queries import wishes_of

TERMS = tuple(key for keys in KINDS.values() for key in keys if key != "fields")


def terms_of(agency: Agency) -> dict[str, Any]:
    """What an agency offers and needs as it is in force."""
    values = {key: getattr(agency, key) for key in TERMS}
    return {"fields": [field.id for field in agency.fields], **values}


def wished_terms(agency: Agency) -> dict[str, Any]:
    """The same as the agency wishes it: what it asked for and waits for counts already."""
    return with_wishes(terms_of(agency), [row.after for row in wishes_of(agency.id)])


# ---------------------------------------------------------------- wishes


def ask_changes(
    agency: Agency, wanted: Mapping[str, Any], *, link: SecretLink, now: datetime
) -> list[str]:
    """Keep what an agency wishes, one request a kind, and commit; the kinds that now wait.

    A wish takes the place of an open one of its kind; wishing for what is in force takes the open
    one back.
    """
    _lock(agency)
    present, open_ = terms_of(agency), {row.kind: row for row in wishes_of(agency.id)}
    for kind in KINDS:
        before, after, known = of_kind(present, kind), of_kind(wanted, kind), open_.get(kind)
        if known is not None and known.after == after:
            continue
        if known is not None:
            _close(known, "replaced", None, now)
        if before != after:
            db.session.add(
                AgencyRequest(
                    agency_id=agency.id,
                    kind=kind,
                    before=before,
                    after=after,
                    state="open",
                    created_at=now,
                    link_id=link.id,
                )
            )
    db.session.commit()
    return [row.kind for row in wishes_of(agency.id)]


def decide(
    office_id: int,
    request_id: int,
    *,
    grant: bool,
    version: int,
    reply: str,
    user_id: int,
    now: datetime,
) -> AgencyRequest:
    """Confirm a wish (it comes into force) or refuse it. `StaleEdit` when it no longer waits."""
    row = get_request(office_id, request_id, lock=True)
    if row.state != "open" or row.version != version:
        raise StaleEdit(row)
    if grant:
        _put(row.agency, row.after)
    _close(row, "accepted" if grant else "refused", user_id, now)
    row.reply = reply
    db.session.commit()
    return row


def _put(agency: Agency, wish: Mapping[str, Any]) -> None:
    """Write a wish into the agency; fields that the office no longer has are left out."""
    values = {name: getattr(agency, name) for name in agencies.AGENCY_COLUMNS}
    values.update({key: value for key, value in wish.items() if key != "fields"})
    fields = list(agency.fields)
    if "fields" in wish:
        known = agency_queries.fields(agency.office_id)
        fields = [field for field in known if field.id in wish["fields"]]
    agencies.put_agency(agency.office_id, agency, agencies.AgencyData(**values), fields)
    agency.version += 1


# ---------------------------------------------------------------- days off


def take_days_off(
    agency: Agency,
    first: date,
    last: date,
    off: Collection[date],
    *,
    reason: str,
    version: int,
    link: SecretLink,
    now: datetime,
    today: date,
) -> bool:
    """Make `off` an agency's days off from `first` (but not before `today`) to `last`, at once.

    The office is told what changed; several changes before it looked are one notice. Whether
    anything changed. `StaleEdit` when the agency was saved since it was looked at.
    """
    _lock(agency)
    if agency.version != version:
        raise StaleEdit(agency)
    start = max(first, today)
    before = agency_queries.days_off(agency)
    after = with_days_off(before, start, last, off, reason)
    if list(before) == after:
        db.session.commit()
        return False
    agencies.put_absences(agency, after)
    agency.version += 1
    _notice(agency, plain_days(before), plain_days(after), link, now)
    db.session.commit()
    return True


def _notice(
    agency: Agency, before: list[list[str]], after: list[list[str]], link: SecretLink, now: datetime
) -> None:
    known = db.session.scalar(
        select(AgencyRequest).where(
            AgencyRequest.agency_id == agency.id, AgencyRequest.state == "taken"
        )
    )
    if known is not None and known.before == after:  # all is again as the office knows it
        db.session.delete(known)
        return
    if known is None:
        known = AgencyRequest(
            agency_id=agency.id, kind="absences", before=before, state="taken", version=0
        )
    known.after, known.created_at, known.link_id = after, now, link.id
    known.version += 1
    db.session.add(known)


def mark_seen(
    office_id: int, request_id: int, *, version: int, user_id: int, now: datetime
) -> None:
    """The office has taken note of an agency's days off as they then stood."""
    row = get_request(office_id, request_id, lock=True)
    if row.state != "taken" or row.version != version:
        raise StaleEdit(row)
    _close(row, "seen", user_id, now)
    db.session.commit()


def _close(row: AgencyRequest, state: str, user_id: int | None, now: datetime) -> None:
    row.state, row.decided_at, row.decided_by_id = state, now, user_id
    row.version += 1


def get_request(office_id: int, request_id: int, *, lock: bool = False) -> AgencyRequest:
    """A request of an agency of this office, else 404; `lock` holds it until the commit."""
    statement = (
        select(AgencyRequest)
        .join(AgencyRequest.agency)
        .where(AgencyRequest.id == request_id, Agency.office_id == office_id)
        .options(joinedload(AgencyRequest.agency).selectinload(Agency.fields))
        .execution_options(populate_existing=True)
    )
    if lock:
        statement = statement.with_for_update(of=AgencyRequest)
    row: AgencyRequest | None = db.session.scalar(statement)
    if row is None:
        raise NotFound
    return row


def _lock(agency: Agency) -> None:
    """Hold the agency's row, and see it as it is now."""
    db.session.refresh(agency, with_for_update=True)
