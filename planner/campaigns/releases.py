"""Releases: check, look at the difference, and freeze the draft under a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from planner.accounts.models import User
from planner.campaigns.findings import Finding, find_problems
from planner.campaigns.models import Campaign, Release
from planner.campaigns.release_queries import latest_release, season_of
from planner.campaigns.snapshots import draft_season, register_extras
from planner.core.release import Change, ReleasedSeason, difference, stamp, to_json
from planner.errors import Refused
from planner.extensions import db

__all__ = ["Preview", "check_release", "preview_release", "register_extras", "release"]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a release would hold now, and what would be new in it."""

    number: int
    season: ReleasedSeason
    changes: tuple[Change, ...]
    previous: Release | None

    @property
    def worth_it(self) -> bool:
        """Whether there is anything to release."""
        return bool(self.changes) or (self.previous is None and bool(self.season.events))


def check_release(campaign: Campaign) -> list[Finding]:
    """The findings that forbid a release (of a draft loaded by `bridge.load_campaign`)."""
    return [finding for finding in find_problems(campaign) if finding.blocks_release]


def preview_release(campaign: Campaign, now: datetime) -> Preview:
    """The season that would be released at `now`, and its difference to the previous release."""
    previous = latest_release(campaign.id)
    before = season_of(previous) if previous else None
    season = stamp(before, draft_season(campaign), now)
    number = previous.number + 1 if previous else 1
    return Preview(number, season, difference(before, season), previous)


def release(campaign: Campaign, user: User | None, now: datetime, note: str = "") -> Release:
    """Freeze the draft (loaded by `bridge.load_campaign`) as the next release, and commit.

    Raises `Refused`: `blocked` (with the findings) when rules forbid it, `nothing_new` when nothing
    changed, `no_events` for an empty season, `release_raced` when another release came first.
    """
    found = find_problems(campaign)
    blocking = [finding for finding in found if finding.blocks_release]
    if blocking:
        raise Refused("blocked", findings=blocking, count=len(blocking))
    preview = preview_release(campaign, now)
    if not preview.worth_it:
        raise Refused("nothing_new" if preview.previous else "no_events")
    row = _row(campaign, preview, found, user, now, note)
    db.session.add(row)
    try:
        db.session.commit()
    except IntegrityError as error:  # the number was taken between our look and our write
        db.session.rollback()
        raise Refused("release_raced") from error
    return row


def _row(
    campaign: Campaign,
    preview: Preview,
    accepted: Sequence[Finding],
    user: User | None,
    now: datetime,
    note: str,
) -> Release:
    return Release(
        campaign_id=campaign.id,
        number=preview.number,
        created_at=now,
        created_by_id=user.id if user else None,
        note=note,
        snapshot=to_json(preview.season),
        difference=[change.to_json() for change in preview.changes],
        findings=[finding.to_json() for finding in accepted],
    )
