"""Targets: a number, or made from last year's; one for each measure, place, field and period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from planner.agencies.models import CounselingField
from planner.campaigns.models import Campaign, Event
from planner.core.comparison import target_from
from planner.core.counting import MEASURES, most
from planner.core.target_rules import Aim, Held, SeasonDays, aim_fault
from planner.errors import Refused
from planner.extensions import db
from planner.places.models import AdminDong, Venue, Zone
from planner.results.import_lookup import PERIOD
from planner.results.locks import all_or_nothing, lock_campaign
from planner.results.models import Target

MOST_CELLS = 1000  # a target is about many cells of the ledger, each of which has its most


@dataclass(frozen=True, slots=True)
class TargetData:
    """What a target says; `value` None is made from `before`: times 1.1, rounded up."""

    measure: str
    zone_id: int | None = None
    dong_id: int | None = None
    field_id: int | None = None
    period: str = ""
    value: int | None = None
    before: int | None = None
    base: str = ""
    synthetic: bool = False

    @property
    def key(self) -> tuple[Any, ...]:
        """What only one target of a season may be about."""
        return (self.measure, self.zone_id, self.dong_id, self.field_id, self.period)

    def values(self) -> dict[str, Any]:
        """The columns of its row; raises `Refused` when it has no number at all."""
        found = asdict(self)
        if self.value is None:
            if self.before is None:
                raise Refused("no_number")
            found["value"] = target_from(self.before)
        return found


def key_of(target: Target) -> tuple[Any, ...]:
    """What a target is about, as `TargetData.key`."""
    return (target.measure, target.zone_id, target.dong_id, target.field_id, target.period)


@all_or_nothing
def add_target(office_id: int, campaign_id: int, data: TargetData) -> Target:
    """Set a target, and commit. `Refused`: `twice`, `no_number`, `bad_period`, `two_places`,
    `bad_form`, `too_much`, or a code of `core.target_rules`."""
    campaign = lock_campaign(office_id, campaign_id)
    _ensure_sound(office_id, data)
    _ensure_reachable(campaign, data)
    _ensure_single(campaign_id, data)
    target = Target(campaign_id=campaign_id, version=1, **data.values())
    db.session.add(target)
    db.session.commit()
    return target


@all_or_nothing
def change_target(office_id: int, target: Target, data: TargetData) -> Target:
    """Change a target, and commit; refusals as of `add_target`."""
    campaign = lock_campaign(office_id, target.campaign_id)
    _ensure_sound(office_id, data)
    _ensure_reachable(campaign, data)
    _ensure_single(target.campaign_id, data, but=target.id)
    for name, value in data.values().items():
        setattr(target, name, value)
    target.version += 1
    db.session.commit()
    return target


@all_or_nothing
def delete_target(office_id: int, target: Target) -> None:
    """Take a target away, and commit."""
    lock_campaign(office_id, target.campaign_id)
    db.session.delete(target)
    db.session.commit()


def find_same(campaign_id: int, data: TargetData) -> Target | None:
    """The season's target about the same."""
    statement = select(Target).where(
        Target.campaign_id == campaign_id,
        Target.measure == data.measure,
        Target.zone_id.is_not_distinct_from(data.zone_id),
        Target.dong_id.is_not_distinct_from(data.dong_id),
        Target.field_id.is_not_distinct_from(data.field_id),
        Target.period == data.period,
    )
    return db.session.scalars(statement.order_by(Target.id).limit(1)).first()


def season_days(campaign: Campaign) -> SeasonDays:
    """The season as a target sees it: one query."""
    rows = db.session.execute(
        select(Venue.zone_id, Venue.dong_id, Event.day)
        .join(Venue, Venue.id == Event.venue_id)
        .where(Event.campaign_id == campaign.id, Event.status != "cancelled")
    )
    return SeasonDays(campaign.starts_on, campaign.ends_on, [Held(*row) for row in rows])


def fault_of(data: TargetData, season: SeasonDays) -> tuple[str, str] | None:
    """(field, code) of why a target could never be met, or always would be."""
    aim = Aim(data.measure, data.zone_id, data.dong_id, data.period, data.value, data.before)
    return aim_fault(aim, season)


def _ensure_reachable(campaign: Campaign, data: TargetData) -> None:
    fault = fault_of(data, season_days(campaign))
    if fault is not None:
        raise Refused(fault[1])


def _ensure_single(campaign_id: int, data: TargetData, but: int | None = None) -> None:
    same = find_same(campaign_id, data)
    if same is not None and same.id != but:
        raise Refused("twice")


def _ensure_sound(office_id: int, data: TargetData) -> None:
    if data.measure not in MEASURES:
        raise Refused("bad_form")
    if data.period and not PERIOD.fullmatch(data.period):
        raise Refused("bad_period")
    if data.zone_id and data.dong_id:
        raise Refused("two_places")
    places: Iterable[tuple[Any, int | None]] = (
        (Zone, data.zone_id),
        (AdminDong, data.dong_id),
        (CounselingField, data.field_id),
    )
    for model, id_ in places:
        own = select(model.id).where(model.id == id_, model.office_id == office_id)
        if id_ is not None and db.session.scalar(own) is None:
            raise Refused("bad_form")
    for number in (data.value, data.before):
        if number is not None and not 0 <= number <= MOST_CELLS * most(data.measure):
            raise Refused("too_much")
