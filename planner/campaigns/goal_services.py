"""The season's goals written."""

from __future__ import annotations

from collections.abc import Mapping

from planner.campaigns.models import Campaign
from planner.campaigns.services import merged_weights
from planner.core.goal_order import Order, order_from
from planner.extensions import db


def goal_order(campaign: Campaign) -> Order:
    """The order in which the season's goals count; empty where they are weighed."""
    return order_from(campaign.goal_order or ())


def set_goals(campaign: Campaign, weights: Mapping[str, int], order: Order) -> None:
    """How much each goal weighs, and their order (empty: weighed against each other); commits."""
    campaign.weights = merged_weights(campaign.weights, weights.items())
    campaign.goal_order = [list(group) for group in order]
    campaign.version += 1
    db.session.commit()
