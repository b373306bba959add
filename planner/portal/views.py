"""The agency's first page, its events with plan, map and run sheet, and what changed."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for

from planner.booths import queries as booth_queries
from planner.campaigns.change_words import change_sentence
from planner.core.agency_part import Part
from planner.core.hours import day_spans
from planner.core.invitation import WAITING
from planner.maps import loading
from planner.maps.views import geojson
from planner.portal import counts, link_services, queries
from planner.portal.door import Visit, bp, page, visit
from planner.portal.plan import plan_of
from planner.portal.seasons import Shown, changes_since
from planner.security import public

EVENT = "/events/<id:event_id>"


def done() -> str:
    """The code of what was just done, said once in the address instead of in a cookie."""
    return request.args.get("done", "")


@bp.get("/")
@public
def home() -> Any:
    here = visit()
    agency = here.whose.agency
    parts = [(row, part) for row in here.seasons for part in row.parts]
    parts.sort(key=lambda pair: (pair[1].event.day, pair[1].event.starts_at, pair[1].event.id))
    past = [pair for pair in parts if pair[1].event.day < here.today]
    asked = queries.invitations_of(agency.id, here.released, here.today)
    return page(
        "portal/home.html",
        whole=True,
        news=_news(here),
        waiting=[item for item in asked if item.state == "open"],
        missed=[item for item in asked if item.state in WAITING and item.state != "open"],
        coming=[pair for pair in parts if pair[1].event.day >= here.today],
        past=list(reversed(past)),
        counted=counts.count_states(here.whose, [part for _row, part in past]),
        wishes=queries.wishes_of(agency.id),
        done=done(),
    )


def _news(here: Visit) -> list[tuple[Shown, list[str]]]:
    """What changed since the reader last took note, season by season, in sentences."""
    agency, looks = here.whose.agency, queries.looks_of(here.whose.link.id)
    found = []
    for row in here.seasons:
        look = looks.get(row.release.campaign_id)
        if look is not None:
            changes = changes_since(row, look.confirmed, agency.id, agency.name)
            if changes:
                found.append((row, [change_sentence(change) for change in changes]))
    return found


@bp.post("/seen")
@public
def seen() -> Any:
    """The reader takes note of the changes of its page, not of one that came meanwhile."""
    here = visit()
    told = {
        campaign: min(request.form.get(f"release-{campaign}", 0, type=int), number)
        for campaign, number in here.numbers.items()
    }
    link_services.confirm(here.whose.link, told, here.now)
    return redirect(url_for(".home", done="seen"), 303)


# ---------------------------------------------------------------- one event


@bp.get(EVENT)
@public
def event(event_id: int) -> Any:
    return _event_page("portal/event.html", event_id)


@bp.get(EVENT + "/run-sheet")
@public
def run_sheet(event_id: int) -> Any:
    return _event_page("portal/run_sheet.html", event_id)


def _event_page(template: str, event_id: int) -> Any:
    here = visit()
    row, part = here.part(event_id)
    booths = queries.booths_of(part.event.place.id) if not part.cancelled else []
    return page(
        template,
        release=row.release,
        campaign=row.season.campaign,
        part=part,
        event=part.event,
        picture=plan_of(part, booths) if booths else None,
        spans=day_spans(part.event.starts_at, part.event.ends_at),
        goods=queries.goods_of(event_id, here.whose.agency.id),
        supplies=booth_queries.supplies(event_id),
        counts=counts.count_states(here.whose, [part])[event_id],
        done=done(),
    )


@bp.get(EVENT + "/place.geojson")
@public
def place(event_id: int) -> Any:
    """The event's places on the map, in their zone and dong, and nothing else."""
    here = visit()
    row, part = here.part(event_id)
    return geojson(loading.released_event(here.whose.office.id, row.season, part.event))


def may_change(here: Visit, part: Part) -> bool:
    """Whether what an agency brings to an event can still be changed."""
    return not part.cancelled and part.event.day >= here.today
