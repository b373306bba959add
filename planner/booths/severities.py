"""How severely a campaign takes the rules about agencies and booths when a person places one."""

from __future__ import annotations

from collections.abc import Iterable

from planner.campaigns.models import Campaign
from planner.core.advice import SEVERITIES
from planner.core.violation import Violation

# What is not possible whatever a campaign says: a booth that is not there or holds two.
ALWAYS = frozenset({"H13"})


def severity(campaign: Campaign, code: str) -> str:
    """A rule's severity in this campaign: 'blocks', 'blocks_release', 'warns' or 'off'."""
    if code in ALWAYS:
        return "blocks"
    chosen = {row.code: row.severity for row in campaign.rules}
    return chosen.get(code, SEVERITIES.get(code, "warns"))


def in_force(campaign: Campaign, violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """The violations of rules that the campaign has not switched off."""
    return tuple(item for item in violations if severity(campaign, item.code) != "off")


def forbidding(
    campaign: Campaign, violations: Iterable[Violation], *, anyway: bool
) -> tuple[Violation, ...]:
    """Those that stop a placement.

    A rule that only blocks the release can be overridden by asking for the placement `anyway`: the
    draft then holds the problem until somebody mends it.
    """
    stops = {"blocks"} if anyway else {"blocks", "blocks_release"}
    return tuple(item for item in violations if severity(campaign, item.code) in stops)
