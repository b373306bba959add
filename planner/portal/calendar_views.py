"""The agency's calendar: a file now, and an address that its calendar program follows."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from planner.core.agency_part import Part
from planner.extensions import LOCALES
from planner.feeds import links as feed_links
from planner.feeds import queries as feed_queries
from planner.feeds import services as feed_services
from planner.feeds.qr import qr_code
from planner.feeds.views import base_url
from planner.portal.door import bp, page, visit
from planner.portal.views import done
from planner.security import public


@bp.get("/calendar")
@public
def calendar() -> Any:
    return _calendar_page()


def _calendar_page(made: Any = None, *, renewed: bool = False) -> Any:
    """`made` is a new address, shown this once; `renewed` when it ends another."""
    here = visit()
    held = feed_queries.valid_links([here.whose.agency.id])
    return page(
        "portal/calendar.html",
        feed=held[-1] if held else None,
        made=made,
        renewed=renewed,
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
    """A new calendar address of the agency's own; the one that it had ends."""
    here = visit()
    held = feed_queries.valid_links([here.whose.agency.id])
    made = feed_links.make_links([here.whose.agency], created_by=None, now=here.now, renew=True)
    return _calendar_page(made[0], renewed=bool(held))


@bp.get("/calendar.ics")
@public
def calendar_file() -> Response:
    """The dates as they are now, for a network that no calendar program gets out of."""
    here = visit()
    asked = request.args.get("lang", "")
    answer = feed_services.agency_answer(
        here.whose.link,
        locale=asked if asked in LOCALES else "ko",
        base_url=base_url(),
        now=here.now,
    )
    response = Response(answer.body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="counselling.ics"'
    return response
