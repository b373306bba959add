"""A season's coverage, from the rows: a fixed number of queries for any size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.agencies.models import Agency
from planner.booths import queries
from planner.booths.problem import nowhere
from planner.campaigns.bridge import build_plan, build_problem, load_campaign
from planner.campaigns.models import Campaign, CampaignField, Event
from planner.core.coverage import Cover, Matrix, matrix
from planner.core.eligible import objections
from planner.core.plan import Placement
from planner.paging import Page

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix with the rows behind its ids; `counts` by event: agencies, those with a booth."""

    matrix: Matrix
    fields: dict[int, CampaignField]
    events: Sequence[Event]
    counts: dict[int, tuple[int, int]]

    @property
    def agencies(self) -> int:
        return sum(count for count, _seated in self.counts.values())


@dataclass(frozen=True, slots=True)
class Unmet:
    """A field that an event still misses, and the invited agencies that could come for it."""

    event: Event
    field: CampaignField
    cover: Cover
    agencies: list[Agency]


def coverage(campaign: Campaign) -> Coverage:
    """Fields by planned events."""
    events = queries.season_events(campaign.id)
    fields = {row.field_id: row for row in campaign.fields}
    found = matrix(
        {field_id: row.need for field_id, row in fields.items()},
        [event.id for event in events],
        queries.fields_present(campaign.id),
    )
    return Coverage(found, fields, events, queries.event_counts(campaign.id))


def unmet(campaign: Campaign, number: int = 1) -> Page[Unmet]:
    """One page of what is missing, by event, with the agencies that could still come for it.

    Whether one could is asked of the one checker, as if it came without a booth.
    """
    found = coverage(campaign)
    missing = found.matrix.unmet()
    pages = max(1, -(-len(missing) // PER_PAGE))
    first = (min(number, pages) - 1) * PER_PAGE
    events = {event.id: event for event in found.events}
    free = _Free(load_campaign(campaign.office_id, campaign.id))
    rows = [
        Unmet(
            events[event_id],
            found.fields[cover.field],
            cover,
            free.agencies(events[event_id], cover.field),
        )
        for event_id, cover in missing[first : first + PER_PAGE]
    ]
    return Page(rows, len(missing), min(number, pages), PER_PAGE)


class _Free:
    """Which agencies could come to an event, asked once for each pair."""

    def __init__(self, draft: Campaign) -> None:
        self.problem, self.plan = build_problem(draft), build_plan(draft)
        self.rows = {row.agency_id: row.agency for row in draft.agencies}
        self.there = {
            event.id: {item.agency for item in event.assign} for event in self.plan.events
        }
        self.known: dict[tuple[str, int], bool] = {}

    def agencies(self, event: Event, field_id: int) -> list[Agency]:
        return [
            self.rows[agency.id]
            for agency in self.problem.agencies
            if field_id in agency.fields and self._could_come(event.uid, agency.id, field_id)
        ]

    def _could_come(self, uid: str, agency_id: int, field_id: int) -> bool:
        key = (uid, agency_id)
        if key not in self.known:
            placement = Placement(agency_id, nowhere(agency_id), (field_id,))
            against = objections(self.problem, self.plan, uid, placement)
            self.known[key] = agency_id not in self.there[uid] and all(
                item.code == "H13" for item in against
            )
        return self.known[key]
