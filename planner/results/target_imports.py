"""Targets from an organizer's own spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from planner.core.target_rules import SeasonDays
from planner.extensions import db
from planner.results.import_lookup import SENTENCES, Lookup, period
from planner.results.models import Target
from planner.results.target_services import TargetData, fault_of, find_same, season_days
from planner.results.words import MEASURES as MEASURE_WORDS
from planner.tabular import (
    Column,
    ImportKind,
    ImportResult,
    Row,
    RowFault,
    RowsRefused,
    choice,
    flag,
    integer,
    shown,
    text,
)

MOST = 10**15


def apply_targets(
    office: Any, rows: Sequence[Row], *, context: Mapping[str, Any], now: datetime
) -> ImportResult:
    """Set a target for each row (no commit); one about the same is brought up to date. A row
    without a target gets last year's number times 1.1, rounded up."""
    look = Lookup(office)
    found = [(row, look.campaign(row), _read(row, look)) for row in rows]
    seen: dict[tuple[Any, ...], int] = {}
    for row, campaign, data in found:
        key = (campaign.id if campaign else None, *data.key)
        if seen.setdefault(key, row.number) != row.number:
            look.faults.append(row.fault("measure", "target_twice", value=row["measure"]))
    look.faults += _unreachable(found)
    if look.faults:
        raise RowsRefused(look.faults)
    tally = {"added": 0, "changed": 0, "unchanged": 0}
    for _row, campaign, data in found:
        assert campaign is not None
        target = find_same(campaign.id, data)
        if target is None:
            db.session.add(Target(campaign_id=campaign.id, version=1, **data.values()))
            tally["added"] += 1
        else:
            tally[_update(target, data.values())] += 1
    return ImportResult(tally["added"], tally["changed"], tally["unchanged"])


def _read(row: Row, look: Lookup) -> TargetData:
    zone = look.named(row, "zone", look.zones)
    dong = look.named(row, "dong", look.dongs)
    field = look.named(row, "field", look.fields)
    if zone and dong:
        look.faults.append(row.fault("zone", "two_places", value=row["zone"]))
    if row.get("value") is None and row.get("before") is None:
        look.faults.append(row.fault("value", "no_number"))
    return TargetData(
        row["measure"],
        zone.id if zone else None,
        dong.id if dong else None,
        field.id if field else None,
        row.get("period") or "",
        row.get("value"),
        row.get("before"),
        row.get("base") or "",
        row.get("synthetic", False),
    )


def _unreachable(found: Sequence[tuple[Row, Any, TargetData]]) -> list[RowFault]:
    """The rows whose target could never be met, or always would be."""
    seasons: dict[int, SeasonDays] = {}
    faults = []
    for row, campaign, data in found:
        if campaign is None:
            continue
        if campaign.id not in seasons:
            seasons[campaign.id] = season_days(campaign)
        fault = fault_of(data, seasons[campaign.id])
        if fault is not None:
            key, code = fault
            faults.append(row.fault(key, code, value=shown(row.get(key))))
    return faults


def _update(target: Target, values: dict[str, Any]) -> str:
    changed = {key: value for key, value in values.items() if getattr(target, key) != value}
    for key, value in changed.items():
        setattr(target, key, value)
    target.version += bool(changed)
    return "changed" if changed else "unchanged"


TARGETS = ImportKind(
    "targets",
    (
        Column("campaign", _l("Season (short name)"), required=True, parse=text(60)),
        Column("measure", _l("Measure"), required=True, parse=choice(MEASURE_WORDS)),
        Column("zone", _l("Zone"), parse=text(80)),
        Column("dong", _l("Dong"), parse=text(40)),
        Column("field", _l("Field (code)"), parse=text(80)),
        Column("period", _l("Period"), parse=period(), help=_l("Empty: the whole season")),
        Column("value", _l("Target"), parse=integer(0, MOST), default=None,
               help=_l("Empty: last year's number times 1.1, rounded up")),
        Column("before", _l("Last year"), parse=integer(0, MOST), default=None),
        Column("base", _l("Base"), parse=text(200)),
        Column("synthetic", _l("Synthetic"), parse=flag()),
    ),
    apply_targets,
    title=_l("Targets"),
    unique=(),
    sentences=SENTENCES,
)  # fmt: skip
