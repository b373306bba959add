"""The agency's calendar: a file now, and an address that its calendar program follows."""

from __future__ import annotations

from typing import Any

from flask import Response

from planner.accounts.queries import valid_links
from planner.core.agency_part import Part
from planner.errors import Refused
from planner.feeds import file_services
from planner.feeds import links as feed_links
from planner.feeds.qr import qr_code
from planner.feeds.views import asked, base_url
from planner.portal import words
from planner.portal.door import bp, page, visit
from planner.portal.views import done
from planner.security import public

MOST = 5  # addresses of an agency that hold at once


@bp.get("/calendar")
@public
def calendar() -> Any:
    return _calendar_page()


def _calendar_page(made: Any = None, status: int = 200, refusal: str = "") -> Any:
    """`made` is a new address, shown this once."""
    here = visit()
    held = valid_links([here.whose.agency.id], "feed")
    return page(
        "portal/calendar.html",
        status,
        held=held,
        fetched=max((row.last_used_at for row in held if row.last_used_at), default=None),
        made=made,
        refusal=refusal,
        address=base_url() + made.page if made else "",
        code=qr_code(base_url() + made.page) if made else None,
        parts=_coming(),
        done=done(),
    )


def _coming() -> list[Part]:
    here = visit()
    return [part for row in here.seasons for part in row.parts if part.event.day >= here.today]


@bp.post("/calendar")
@public
def make_calendar() -> Any:
    """One more calendar address; those that others at the agency use go on."""
    here = visit()
    agency = here.whose.agency
    if len(valid_links([agency.id], "feed")) >= MOST:
        sentence = words.refusal(Refused("too_many_feeds", most=MOST))
        return _calendar_page(status=422, refusal=sentence)
    label = here.whose.link.label or agency.name
    return _calendar_page(feed_links.add_link(agency, label, created_by=None, now=here.now))


@bp.get("/calendar.ics")
@public
def calendar_file() -> Response:
    """The dates as they are now, for a network that no calendar program gets out of."""
    body = file_services.agency_file(visit().whose.agency, asked())
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="counselling.ics"'
    return response
