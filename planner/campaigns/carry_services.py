"""The season after a season: its settings, and the debts that it takes over."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from planner.campaigns.models import (
    Campaign,
    CampaignAgency,
    CampaignField,
    CampaignZone,
    RuleSetting,
)
from planner.campaigns.services import Values, add_campaign

# Columns that the next season takes over as they are.
KEPT = (
    "office_id",
    "summary",
    "weekdays",
    "opens_at",
    "closes_at",
    "min_gap",
    "max_weekend",
    "kits",
    "kit_turnaround",
    "adjacent_metres",
    "rain_chance",
    "weights",
    "goal_order",
)


def create_next(
    campaign: Campaign,
    values: Values,
    zones: Mapping[int, Mapping[str, Any]],
    agencies: Mapping[int, Mapping[str, Any]],
    now: datetime,
) -> Campaign:
    """The season after `campaign`, its draft empty; commits once.

    `values` are its own columns (name, days …); `zones` and `agencies` by id hold the columns of
    those that take part, debts among them. Rules and fields are those of `campaign`, no field is
    new any more. Closed days are not taken over: they are days of their year. Refused:
    `slug_taken`.
    """
    row = Campaign(
        previous_id=campaign.id,
        created_at=now,
        **{name: deepcopy(getattr(campaign, name)) for name in KEPT},
    )
    row.fields.extend(
        CampaignField(field_id=item.field_id, need=item.need, position=item.position)
        for item in campaign.fields
    )
    row.rules.extend(RuleSetting(code=item.code, severity=item.severity) for item in campaign.rules)
    row.zones.extend(CampaignZone(zone_id=key, **columns) for key, columns in zones.items())
    row.agencies.extend(
        CampaignAgency(agency_id=key, **columns) for key, columns in agencies.items()
    )
    add_campaign(row, values)
    return row
