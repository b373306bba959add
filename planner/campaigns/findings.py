"""What is wrong or worth a look in a draft: the rules' findings with severities and sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.campaigns.advice_words import sentence
from planner.campaigns.bridge import build_plan, build_problem
from planner.campaigns.korean_holidays import holidays_between
from planner.campaigns.models import Campaign
from planner.campaigns.names import Names
from planner.campaigns.queries import severity_settings
from planner.core.advice import SEVERITIES, Circumstances, advise
from planner.core.rules import check_plan
from planner.core.violation import Subject, Violation

ORDER = {"blocks": 0, "blocks_release": 1, "warns": 2}
BLOCKING = ("blocks", "blocks_release")
DeclinedProvider = Callable[[int], Iterable[tuple[str, int]]]
_providers: list[DeclinedProvider] = []


def register_declined(provider: DeclinedProvider) -> None:
    """Let an area to the right say who does not come.

    `provider(campaign_id)` gives (event uid, agency id) of those who were asked and declined.
    Registering the same function again changes nothing.
    """
    if provider not in _providers:
        _providers.append(provider)


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of the draft. `subjects` are (kind, id) pairs; an event's id is its uid.

    `url` leads to where it can be put right; the views fill it in (`planner.campaigns.places`).
    """

    severity: str
    code: str
    sentence: str
    subjects: tuple[Subject, ...] = ()
    url: str = ""

    @property
    def blocks_release(self) -> bool:
        return self.severity in BLOCKING

    @property
    def event_uids(self) -> list[str]:
        return [str(key) for kind, key in self.subjects if kind == "event"]

    def concerns(self, kind: str, key: int | str) -> bool:
        return (kind, key) in self.subjects

    def to_json(self) -> dict[str, Any]:
        """What a release keeps of a finding that was accepted."""
        return {"severity": self.severity, "code": self.code, "sentence": self.sentence}


def find_problems(campaign: Campaign) -> list[Finding]:
    """All findings of a draft loaded by `bridge.load_campaign`, the gravest first: two queries."""
    severities = severities_of(campaign.id)
    names = Names(campaign)
    found = [
        Finding(severities[item.code], item.code, sentence(names, item), item.subjects)
        for item in violations(campaign)
        if severities[item.code] != "off"
    ]
    found.sort(key=lambda finding: (ORDER[finding.severity], finding.code))
    return found


def violations(campaign: Campaign) -> list[Violation]:
    """The hard and soft findings of a draft, without words."""
    problem, plan = build_problem(campaign), build_plan(campaign)
    hard = [item for item in check_plan(problem, plan) if not _waits_for_booth(item)]
    return [*hard, *advise(problem, plan, _circumstances(campaign))]


def severities_of(campaign_id: int) -> dict[str, str]:
    """The severity of every rule in a campaign."""
    return SEVERITIES | severity_settings(campaign_id)


def by_event(findings: Sequence[Finding]) -> Mapping[str, list[Finding]]:
    """Findings by the uid of each event that they concern."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        for uid in finding.event_uids:
            found.setdefault(uid, []).append(finding)
    return found


def _waits_for_booth(item: Violation) -> bool:
    """An agency without a booth yet stands at a booth below 0: W06 says that better than H13."""
    return item.code == "H13" and any(
        kind == "booth" and int(key) < 0 for kind, key in item.subjects
    )


def _circumstances(campaign: Campaign) -> Circumstances:
    first = campaign.starts_on
    days = holidays_between(first, campaign.ends_on)
    planned = [event for event in campaign.events if event.status == "planned"]
    return Circumstances(
        holidays={(day - first).days: name for day, name in days.items()},
        hours={event.uid: (event.starts_at, event.ends_at) for event in planned},
        opens=campaign.opens_at,
        closes=campaign.closes_at,
        unplaced_venues=frozenset(
            event.venue_id
            for event in planned
            if event.venue.lat is None or event.venue.lon is None
        ),
        bans=frozenset((row.event.uid, row.agency_id) for row in campaign.bans),
        declined=frozenset(pair for provider in _providers for pair in provider(campaign.id)),
    )
