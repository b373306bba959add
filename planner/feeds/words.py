"""The words of the calendars, in the calendar's language."""

from __future__ import annotations

from flask_babel import force_locale
from flask_babel import gettext as _

from planner.core.release import FieldFacts, ReleasedSeason, ZoneFacts
from planner.feeds.render import Words


def feed_words(locale: str) -> Words:
    """Everything that `planner.feeds.render` says."""
    with force_locale(locale):
        return Words(
            locale=locale,
            title=_("Visiting welfare counselling · %(place)s"),
            cancelled=_("[Cancelled] %(title)s"),
            zone=_("Zone: %(zone)s"),
            theme=_("Theme: %(theme)s"),
            fields=_("Counselling: %(fields)s"),
            agencies=_("Taking part: %(agencies)s"),
            booth=_("Booth: %(booth)s"),
            booth_open=_("Booth: to be announced"),
            rain=_("If it rains: %(place)s"),
            moved=_("Moved indoors because of the rain (planned at %(place)s)"),
            called_off=_("This date has been cancelled."),
        )


def agency_title(name: str, locale: str) -> str:
    """What an agency's calendar is called."""
    with force_locale(locale):
        return str(_("Visiting welfare counselling · %(place)s", place=name))


def season_title(
    season: ReleasedSeason, locale: str, part: ZoneFacts | FieldFacts | None = None
) -> str:
    """What a season's calendar is called: the season, and the zone or field."""
    campaign = season.campaign
    name = campaign.name_en if locale == "en" and campaign.name_en else campaign.name
    if part is None:
        return name
    return f"{name} · {part.name_en if locale == 'en' and part.name_en else part.name}"
