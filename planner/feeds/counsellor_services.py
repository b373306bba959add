"""Counsellors with a calendar of their own: added with their link, changed, taken away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Event
from planner.errors import Refused
from planner.extensions import db
from planner.feeds import link_queries
from planner.feeds.links import NewLink, put_link
from planner.feeds.models import Counsellor


def add_counsellor(
    agency: Agency,
    name: str,
    fields: Collection[CounselingField],
    events: Collection[Event],
    *,
    created_by: int | None,
    now: datetime,
) -> NewLink:
    """A counsellor and the secret link of their calendar. Refused: `name_taken`."""
    _ensure_name(agency.id, name, None)
    row = Counsellor(office_id=agency.office_id, agency_id=agency.id, agency=agency, name=name)
    row.fields, row.events = list(fields), list(events)
    db.session.add(row)
    db.session.flush()
    made = put_link(agency, label_of(row), row.id, created_by=created_by, now=now)
    db.session.commit()
    return made


def update_counsellor(
    row: Counsellor,
    campaign_id: int,
    name: str,
    fields: Collection[CounselingField],
    events: Collection[Event],
) -> None:
    """Change a counsellor; chosen dates of other seasons stay. Refused: `name_taken`."""
    _ensure_name(row.agency_id, name, row)
    elsewhere = [event for event in row.events if event.campaign_id != campaign_id]
    row.name = name
    row.fields, row.events = list(fields), [*elsewhere, *events]
    row.version += 1
    db.session.commit()


def make_counsellor_link(row: Counsellor, *, created_by: int | None, now: datetime) -> NewLink:
    """A new link for a counsellor; the one they had ends."""
    for old in link_queries.valid_counsellor_links([row.id]):
        old.revoked_at = now
    made = put_link(row.agency, label_of(row), row.id, created_by=created_by, now=now)
    db.session.commit()
    return made


def remove_counsellor(row: Counsellor, now: datetime) -> None:
    """Take a counsellor away; their link answers 410 for ever."""
    for link in link_queries.valid_counsellor_links([row.id]):
        link.revoked_at = now
    db.session.flush()
    db.session.delete(row)
    db.session.commit()


def label_of(row: Counsellor) -> str:
    """What the link of a counsellor is called."""
    return f"{row.agency.name} · {row.name}"


def _ensure_name(agency_id: int, name: str, row: Counsellor | None) -> None:
    with db.session.no_autoflush:
        other = link_queries.find_counsellor_by_name(agency_id, name)
    if other is not None and other is not row:
        raise Refused("name_taken", name=name)
