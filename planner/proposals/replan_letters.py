"""Whom to tell of a re-planning, and a text for each agency to be copied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from planner.agencies.models import Agency
from planner.campaigns.models import Campaign
from planner.core.plan import Plan
from planner.core.replan_news import (
    ADDED,
    BOOTH,
    DROPPED,
    FIELDS,
    MOVED,
    RAIN,
    News,
    news_by_agency,
)
from planner.proposals import replan_words as words
from planner.proposals.words import ProposalNames
from planner.templating import clock, named


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """What changes for one agency, how to reach it, and what to write."""

    agency: int
    name: str
    news: list[str]
    phone: str
    email: str
    text: str


def agency_lines(old: Plan, new: Plan, names: ProposalNames) -> list[AgencyLine]:
    """Every agency for which something changes, by name."""
    known = dict(_agencies(names.campaign))
    lines = []
    for agency, found in news_by_agency(old, new).items():
        row, name = known.get(agency), names.name("agency", agency)
        told = list(_told(names, found, old, new))
        phone, email = (row.phone, row.email) if row else ("", "")
        text = _letter(names.campaign, name, told)
        lines.append(AgencyLine(agency, name, told, phone, email, text))
    return sorted(lines, key=lambda line: line.name)


def _agencies(campaign: Campaign) -> Iterator[tuple[int, Agency]]:
    for event in campaign.events:
        for row in event.assignments:
            yield row.agency_id, row.agency
    for invited in campaign.agencies:
        yield invited.agency_id, invited.agency


def _told(names: ProposalNames, found: Iterable[News], old: Plan, new: Plan) -> Iterator[str]:
    before, after = old.event_by_id(), new.event_by_id()
    rows = {row.uid: row for row in names.campaign.events}
    for item in found:
        row = rows.get(item.event)
        hours = f"{clock(row.starts_at)}–{clock(row.ends_at)}" if row else ""
        values = {
            "before": words.place(names, before[item.event]),
            "event": f"{words.place(names, after[item.event])} {hours}".strip(),
            "what": words.stands(names, item.after) if item.after else "",
            "rain": words.rain(names, after[item.event].fallback),
            "fields": words.fields(names, item.after.fields) if item.after else "",
            "booth": words.booth(names, item.after.booth) if item.after else "",
        }
        for kind in item.kinds:
            yield SENTENCES[kind](values)


SENTENCES: dict[str, Callable[[Mapping[str, str]], str]] = {
    DROPPED: lambda v: _("%(before)s: does not take part any more", **v),
    ADDED: lambda v: _("%(event)s: takes part (%(what)s)", **v),
    MOVED: lambda v: _("%(before)s: moved to %(event)s (%(what)s)", **v),
    FIELDS: lambda v: _("%(event)s: counsels in %(fields)s from now on", **v),
    BOOTH: lambda v: _("%(event)s: stands at %(booth)s from now on", **v),
    RAIN: lambda v: _("%(event)s: in the rain at %(rain)s from now on", **v),
}


def _letter(campaign: Campaign, agency: str, told: Iterable[str]) -> str:
    """A text to be copied into a message."""
    office = campaign.office
    lines = [
        _("To %(agency)s", agency=agency),
        _("The plan of %(season)s has changed for you:", season=named(campaign)),
        "",
        *(f"- {line}" for line in told),
        "",
        " ".join(part for part in (named(office), office.department, office.phone) if part),
    ]
    return "\n".join(lines)
