"""The months of a season as rows of weeks: what a calendar shows on each day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.campaigns.findings import Finding
from planner.campaigns.models import Campaign, Event
from planner.core.availability import month_weeks, months_between


@dataclass(frozen=True, slots=True)
class Chip:
    """An event on the calendar, with its number in the season and what is wrong with it."""

    event: Event
    number: int | None
    findings: Sequence[Finding]

    @property
    def gravest(self) -> str:
        """'blocks', 'warns' or '': how the chip is marked."""
        if any(finding.blocks_release for finding in self.findings):
            return "blocks"
        return "warns" if self.findings else ""


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day: `state` is 'open', 'closed' (weekday or closed day) or 'outside' the season."""

    day: date
    state: str
    holiday: str
    closed: str
    chips: Sequence[Chip]


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks of seven cells, Monday first; None outside the month.

    Weeks that hold neither a day of the season nor an event are left out.
    """

    first: date
    weeks: Sequence[Sequence[DayCell | None]]

    @property
    def days_with_events(self) -> list[DayCell]:
        return [cell for week in self.weeks for cell in week if cell and cell.chips]


def chips_of(campaign: Campaign, findings: Mapping[str, Sequence[Finding]]) -> list[Chip]:
    """The events in order; planned ones are numbered from 1."""
    found, number = [], 0
    for event in sorted(campaign.events, key=lambda row: (row.day, row.starts_at, row.id)):
        planned = event.status == "planned"
        number += planned
        found.append(Chip(event, number if planned else None, findings.get(event.uid, ())))
    return found


def months_of(
    campaign: Campaign, chips: Sequence[Chip], holidays: Mapping[date, str]
) -> list[Month]:
    """Every month of the season, and of events that lie outside it."""
    # A stray event shows its own month, not the empty ones on the way to it.
    months = set(months_between(campaign.starts_on, campaign.ends_on))
    months |= {(chip.event.day.year, chip.event.day.month) for chip in chips}
    by_day: dict[date, list[Chip]] = {}
    for chip in chips:
        by_day.setdefault(chip.event.day, []).append(chip)
    closed = {row.day: row.name for row in campaign.closed_days}

    def cell(day: date | None) -> DayCell | None:
        if day is None:
            return None
        return DayCell(
            day,
            _state(campaign, day, closed),
            holidays.get(day, ""),
            closed.get(day, ""),
            by_day.get(day, ()),
        )

    return [
        Month(
            date(year, month, 1),
            list(filter(_matters, ([cell(d) for d in w] for w in month_weeks(year, month)))),
        )
        for year, month in sorted(months)
    ]


def _matters(week: Sequence[DayCell | None]) -> bool:
    return any(cell and (cell.state != "outside" or cell.chips) for cell in week)


def _state(campaign: Campaign, day: date, closed: Mapping[date, str]) -> str:
    if not campaign.starts_on <= day <= campaign.ends_on:
        return "outside"
    return "closed" if day in closed or campaign.weekdays[day.weekday()] != "1" else "open"
