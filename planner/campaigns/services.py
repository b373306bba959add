"""Changes of a campaign's own settings: each function writes, raises its version, commits once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError

from planner.agencies.models import Agency
from planner.campaigns.models import (
    Campaign,
    CampaignAgency,
    CampaignField,
    CampaignZone,
    ClosedDay,
    RuleSetting,
)
from planner.campaigns.queries import office_agencies, slug_taken
from planner.campaigns.release_queries import is_released
from planner.core.advice import SEVERITIES
from planner.errors import Refused
from planner.extensions import db

Values = Mapping[str, Any]


def create_campaign(office_id: int, values: Values, now: datetime) -> Campaign:
    """A new season of an office. `values` are columns of `Campaign`; refused: `slug_taken`."""
    campaign = Campaign(office_id=office_id, created_at=now, weights={})
    add_campaign(campaign, values)
    return campaign


def add_campaign(campaign: Campaign, values: Values) -> None:
    """Write columns of a season that is new, with all that hangs on it; commits. See above."""
    _write(campaign, values)
    db.session.add(campaign)
    _commit_slug(campaign.slug)


def update_campaign(campaign: Campaign, values: Values, *, aware: bool = False) -> None:
    """Write columns of a season. Refused: `slug_taken`; `addresses_end` where another address name
    would end public addresses, unless one is `aware` of it."""
    if values["slug"] != campaign.slug and not aware and is_released(campaign.id):
        raise Refused("addresses_end", slug=campaign.slug)
    _write(campaign, values)
    campaign.version += 1
    _commit_slug(campaign.slug)


def _write(campaign: Campaign, values: Values) -> None:
    if slug_taken(values["slug"], campaign.id):
        raise Refused("slug_taken", slug=values["slug"])
    for name, value in values.items():
        setattr(campaign, name, value)


def _commit_slug(slug: str) -> None:
    try:
        db.session.commit()
    except IntegrityError as error:  # somebody took the name in this moment
        db.session.rollback()
        raise Refused("slug_taken", slug=slug) from error


def set_fields(campaign: Campaign, wanted: Mapping[int, Values]) -> None:
    """The season's fields are exactly these, by id: `need`, `is_new`, `position`."""
    _replace(campaign.fields, "field_id", wanted, CampaignField)
    _saved(campaign)


def set_zones(campaign: Campaign, wanted: Mapping[int, Values]) -> None:
    """The season's zones: `min_visits`, `max_visits`, `target_visits`, `gap`, `last_visit`,
    `carried`."""
    _replace(campaign.zones, "zone_id", wanted, CampaignZone)
    _saved(campaign)


def set_agencies(campaign: Campaign, wanted: Mapping[int, Values]) -> None:
    """Who is invited, each with `target_events`, its fair share, and what is `carried` in it."""
    _replace(campaign.agencies, "agency_id", wanted, CampaignAgency)
    _saved(campaign)


def invite_all(campaign: Campaign) -> int:
    """Invite every active agency of the office; those invited keep their share. How many came."""
    known = {row.agency_id for row in campaign.agencies}
    new = [row for row in office_agencies(campaign.office_id) if row.id not in known]
    share = fair_share(campaign)
    campaign.agencies.extend(CampaignAgency(agency_id=row.id, target_events=share) for row in new)
    _saved(campaign)
    return len(new)


def invite(campaign: Campaign, agency: Agency) -> None:
    """Invite one agency without committing; one that is invited already stays as it is."""
    if any(row.agency_id == agency.id for row in campaign.agencies):
        return
    campaign.agencies.append(CampaignAgency(agency=agency, target_events=fair_share(campaign)))
    campaign.version += 1


def fair_share(campaign: Campaign) -> int:
    """The events that an agency is expected at unless said otherwise: every one."""
    return max(1, campaign.events_wanted)


def set_rules(campaign: Campaign, severities: Mapping[str, str]) -> None:
    """How severely the season takes each rule; one at its default needs no row."""
    wanted = {
        code: {"severity": severity}
        for code, severity in severities.items()
        if severity != SEVERITIES[code]
    }
    _replace(campaign.rules, "code", wanted, RuleSetting)
    _saved(campaign)


def add_closed_day(campaign: Campaign, day: date, name: str) -> None:
    """Close a day of the season; refused: `day_outside`, `day_closed`."""
    if not campaign.starts_on <= day <= campaign.ends_on:
        raise Refused("day_outside", day=day, first=campaign.starts_on, last=campaign.ends_on)
    if any(row.day == day for row in campaign.closed_days):
        raise Refused("day_closed", day=day)
    campaign.closed_days.append(ClosedDay(day=day, name=name))
    _saved(campaign)


def remove_closed_day(campaign: Campaign, day: date) -> bool:
    """Open a day again; whether it was closed."""
    row = next((row for row in campaign.closed_days if row.day == day), None)
    if row is None:
        return False
    campaign.closed_days.remove(row)
    _saved(campaign)
    return True


def _replace(rows: list[Any], key: str, wanted: Mapping[Any, Values], kind: type) -> None:
    """Make `rows` hold exactly `wanted`, changing those that stay in place."""
    kept: dict[Any, Any] = {getattr(row, key): row for row in rows}
    for gone in kept.keys() - wanted.keys():
        rows.remove(kept[gone])
    for name, values in wanted.items():
        row = kept.get(name)
        if row is None:
            rows.append(kind(**{key: name}, **values))
            continue
        for column, value in values.items():
            setattr(row, column, value)


def _saved(campaign: Campaign) -> None:
    campaign.version += 1
    db.session.commit()


def merged_weights(weights: Mapping[str, int], chosen: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The weights of the score after some were chosen; the others stay as they are."""
    return {**weights, **dict(chosen)}
