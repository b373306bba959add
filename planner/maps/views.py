"""The office's maps: a season with its layers, one event, and the addresses that they read."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from planner.campaigns.queries import get_campaign, get_event
from planner.compressing import data_answer
from planner.maps import loading, words
from planner.maps.spots import known_sort
from planner.paging import Page, asked_page
from planner.security import current_office, requires

bp = Blueprint("maps", __name__)
SEASON = "/campaigns/<id:campaign_id>"
LAYERS = ("dongs", "agencies", "counts")
PER_PAGE = 20  # so that a page stays below 30 kB
KEPT = "private, no-cache"  # a browser asks each time, and is told that nothing is new


@bp.get(SEASON + "/map")
@requires("view")
def season(campaign_id: int) -> Any:
    sort, layers, number = known_sort(request.args.get("sort", "")), asked_layers(), asked_page()
    listed = _listed(campaign_id, sort, number)
    if not listed.rows and listed.total:
        number = -(-listed.total // PER_PAGE)  # a number past the end is the last page
        listed = _listed(campaign_id, sort, number)
    event = url_for("campaigns.event", campaign_id=campaign_id, event_id=1)
    return render_template(
        "maps/season.html",
        campaign=listed.campaign,
        release=listed.release,
        show="released" if listed.released else "draft",
        page=Page(listed.rows, listed.total, number, PER_PAGE),
        located=listed.located,
        sort=sort,
        layers=layers,
        pages=event.removesuffix("1"),
        dongs=loading.visits_by_dong(_shown(campaign_id)) if "dongs" in layers else (),
        visits_sentence=words.visits_sentence,
        statuses=words.legend(listed.statuses, words.STATUS_LABELS),
        labels=words.STATUS_LABELS,
    )


def _listed(campaign_id: int, sort: str, page: int) -> loading.SeasonList:
    return loading.office_list(current_office().id, campaign_id, asked_show(), sort, page, PER_PAGE)


def asked_show() -> str:
    """What the address asks to see: the draft unless it says 'released'."""
    return "released" if request.args.get("show") == "released" else "draft"


def _shown(campaign_id: int) -> loading.OfficeMap:
    return loading.office_map(current_office().id, campaign_id, asked_show())


def asked_layers() -> list[str]:
    """The layers that the address names, `layers=dongs,counts` or one by one; others are none."""
    named = {name for text in request.args.getlist("layers") for name in text.split(",")}
    return [name for name in LAYERS if name in named]


@bp.get(SEASON + "/places.geojson")
@requires("view")
def places(campaign_id: int) -> Response:
    return geojson(loading.office_places(_shown(campaign_id)))


@bp.get(SEASON + "/map/dongs.geojson")
@requires("view")
def dongs(campaign_id: int) -> Response:
    return data(loading.dong_layer(_shown(campaign_id)))


@bp.get(SEASON + "/map/agencies.json")
@requires("view")
def agencies(campaign_id: int) -> Response:
    return data(loading.agency_layer(_shown(campaign_id)))


@bp.get(SEASON + "/map/counts.json")
@requires("view")
def counts(campaign_id: int) -> Response:
    """What was counted, for those who may see the office's figures; no browser keeps it."""
    office_id = current_office().id
    campaign = get_campaign(office_id, campaign_id)
    return data(loading.count_layer(office_id, campaign.id), "no-store")


@bp.get(SEASON + "/events/<id:event_id>/map")
@requires("view")
def event(campaign_id: int, event_id: int) -> Any:
    row = get_event(current_office().id, campaign_id, event_id)
    return render_template("maps/event.html", campaign=row.campaign, event=row)


@bp.get(SEASON + "/events/<id:event_id>/place.geojson")
@requires("view")
def place(campaign_id: int, event_id: int) -> Response:
    found = loading.office_event(current_office().id, campaign_id, event_id)
    return geojson(found) if found is not None else abort(404)


def geojson(text: str, cache: str = KEPT) -> Response:
    """GeoJSON with a tag, compressed for those who ask."""
    return data_answer(text.encode("utf-8", "surrogatepass"), "application/geo+json", cache)


def data(found: dict[str, Any], cache: str = KEPT) -> Response:
    """A layer's data, likewise."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return data_answer(text.encode("utf-8", "surrogatepass"), "application/json", cache)
