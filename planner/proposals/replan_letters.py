"""Whom to tell of a re-planning, what, and the letters that say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.accounts.models import User
from planner.agencies.models import Agency
from planner.campaigns.models import Campaign
from planner.core.plan import Plan
from planner.core.problem import Problem
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
from planner.letters.filling import Source, Text, fill_letters
from planner.letters.services import Drafted, draft_letters
from planner.letters.words import GREETING, standard_text
from planner.proposals import replan_words as words
from planner.proposals.words import ProposalNames
from planner.templating import clock


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """What changes for one agency, how to reach it, and what to write."""

    agency: int
    name: str
    news: list[str]
    phone: str
    email: str
    text: str


def agency_lines(
    campaign: Campaign, problem: Problem, old: Plan, new: Plan, names: ProposalNames
) -> list[AgencyLine]:
    """Every agency for which something changes, by name; the texts in the office's language."""
    known = dict(_agencies(campaign))
    texts = _texts(campaign, problem, old, new, known)
    lines = []
    for agency, found in news_by_agency(old, new).items():
        row = known.get(agency)
        phone, email = (row.phone, row.email) if row else ("", "")
        told = list(_told(names, found, old, new))
        text = texts.get(agency, "\n".join(told))
        lines.append(AgencyLine(agency, names.name("agency", agency), told, phone, email, text))
    return sorted(lines, key=lambda line: line.name)


def draft_change_letters(
    campaign: Campaign,
    problem: Problem,
    old: Plan,
    new: Plan,
    user: User | None,
    now: datetime,
) -> Drafted:
    """Draft a letter to each of them, and commit; nobody is sent anything.

    Refused: `no_recipients` (none has an e-mail address), and what `draft_letters` refuses.
    """
    changes = _changes(campaign, problem, old, new)
    known = dict(_agencies(campaign))
    text = _text()
    return draft_letters(
        campaign.office,
        campaign,
        [known[agency] for agency in changes if agency in known],
        text.subject,
        text.body,
        "change",
        user,
        now,
        extra=changes,
    )


def _agencies(campaign: Campaign) -> Iterator[tuple[int, Agency]]:
    for event in campaign.events:
        for row in event.assignments:
            yield row.agency_id, row.agency
    for invited in campaign.agencies:
        yield invited.agency_id, invited.agency


def _texts(
    campaign: Campaign, problem: Problem, old: Plan, new: Plan, known: Mapping[int, Agency]
) -> dict[int, str]:
    """What each agency would read, by its id."""
    changes = _changes(campaign, problem, old, new)
    agencies = [known[agency] for agency in changes if agency in known]
    source = Source(campaign.office, None, campaign)
    return {
        item.agency.id: item.body.strip()
        for item in fill_letters(source, agencies, _text(), changes)
    }


def _text() -> Text:
    """The text with its open places, in the language of the installation."""
    subject, _body = standard_text("change")
    with force_locale(str(current_app.config["BABEL_DEFAULT_LOCALE"])):
        parts = (GREETING, CHANGED, "{changes}", "{office} {department}\n{sender} {phone}")
        return Text(subject, "\n\n".join(map(str, parts)))


def _changes(
    campaign: Campaign, problem: Problem, old: Plan, new: Plan
) -> dict[int, dict[str, str]]:
    """What changes, by agency, in the language of the installation."""
    with force_locale(str(current_app.config["BABEL_DEFAULT_LOCALE"])):
        names = ProposalNames(campaign, problem, old, new)
        return {
            agency: {"changes": "\n".join(f"- {line}" for line in _told(names, found, old, new))}
            for agency, found in news_by_agency(old, new).items()
        }


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


CHANGED = _l("The plan of {season} has changed for you:")
SENTENCES: dict[str, Callable[[Mapping[str, str]], str]] = {
    DROPPED: lambda v: _("%(before)s: does not take part any more", **v),
    ADDED: lambda v: _("%(event)s: takes part (%(what)s)", **v),
    MOVED: lambda v: _("%(before)s: moved to %(event)s (%(what)s)", **v),
    FIELDS: lambda v: _("%(event)s: counsels in %(fields)s from now on", **v),
    BOOTH: lambda v: _("%(event)s: stands at %(booth)s from now on", **v),
    RAIN: lambda v: _("%(event)s: in the rain at %(rain)s from now on", **v),
}
