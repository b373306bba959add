"""What the places of a letter's text are filled in with, in the language of the installation.

Agencies read what was released, never the draft: dates come from the newest release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from planner.accounts.models import Office, User
from planner.agencies.models import Agency
from planner.campaigns.models import Campaign
from planner.campaigns.release_queries import latest_release, season_of
from planner.core.letter_text import fill
from planner.core.release import ReleasedSeason
from planner.templating import clock, long_day, named


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody wrote, with its places still open."""

    subject: str
    body: str
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """What one agency is to read."""

    agency: Agency
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where the values come from: the office, the season and its newest release, the writer."""

    office: Office
    user: User | None
    campaign: Campaign | None = None
    season: ReleasedSeason | None = None
    number: int | None = None


def source_of(office: Office, campaign: Campaign | None, user: User | None) -> Source:
    """Read the newest release of the season: one query."""
    release = latest_release(campaign.id) if campaign is not None else None
    if release is None:
        return Source(office, user, campaign)
    return Source(office, user, campaign, season_of(release), release.number)


def fill_letters(
    source: Source,
    agencies: Iterable[Agency],
    text: Text,
    extra: Mapping[int, Mapping[str, str]] | None = None,
) -> list[Filled]:
    """The text for each agency; `extra` holds further places by the agency's id.

    A subject stays one line, whatever is filled in.
    """
    found = []
    with force_locale(str(current_app.config["BABEL_DEFAULT_LOCALE"])):
        common = _common(source, text)
        for agency in agencies:
            values = {
                **common,
                "agency": named(agency),
                "events": _events(source.season, agency.id),
                **(extra or {}).get(agency.id, {}),
            }
            lines = {name: " ".join(value.split()) for name, value in values.items()}
            found.append(Filled(agency, fill(text.subject, lines), fill(text.body, values)))
    return found


def _common(source: Source, text: Text) -> dict[str, str]:
    office, user = source.office, source.user
    return {
        "season": named(source.campaign) if source.campaign else "",
        "deadline": long_day(text.deadline) if text.deadline else "",
        "office": named(office),
        "department": office.department,
        "phone": office.phone,
        "sender": (user.name or user.email) if user else "",
    }


def _events(season: ReleasedSeason | None, agency_id: int) -> str:
    lines = list(_lines(season, agency_id)) if season else []
    return "\n".join(lines) or _("(no date has been set for you yet)")


def _lines(season: ReleasedSeason, agency_id: int) -> Iterator[str]:
    for event in season.events:
        for item in event.present():
            if item.agency_id == agency_id and not event.cancelled:
                line = _(
                    "- %(day)s %(start)s–%(end)s %(place)s",
                    day=long_day(event.day),
                    start=clock(event.starts_at),
                    end=clock(event.ends_at),
                    place=named(event.place),
                )
                if item.booth:
                    line += " " + _("(booth %(booth)s)", booth=item.booth)
                yield line
