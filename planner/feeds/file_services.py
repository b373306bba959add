"""Calendars as files to carry out of a closed network; no secret is needed or made for them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from planner.agencies.models import Agency
from planner.feeds import services
from planner.feeds.asked import Asked, NoFeed

_UNSAFE = re.compile(r"[^\w.-]+")


def agency_file(agency: Agency, asked: Asked) -> bytes:
    """What an agency's feed says now."""
    name = agency.name_en if asked.locale == "en" and agency.name_en else agency.name
    shown = services.coming(agency.office_id, agency.id, None, asked.today)
    return services.agency_body(name, shown, asked)


def all_files(slug: str, agencies: Iterable[Agency], asked: Asked) -> bytes:
    """A zip: the season's public calendar, if it was released, and each agency's own."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        season = _season_file(slug, asked)
        if season is not None:
            archive.writestr(f"{slug}.ics", season)
        for number, agency in enumerate(agencies, 1):
            archive.writestr(
                f"agencies/{number:02d}-{file_name(agency.name)}.ics", agency_file(agency, asked)
            )
    return packed.getvalue()


def file_name(name: str) -> str:
    """A name that every file system takes."""
    return _UNSAFE.sub("-", name).strip("-.")[:60] or "calendar"


def _season_file(slug: str, asked: Asked) -> bytes | None:
    try:
        sent = services.load(services.season_feed(slug, "", asked), compressed=False)
    except NoFeed:
        return None
    return sent.body if sent else None
