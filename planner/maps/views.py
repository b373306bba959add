"""The office's maps: a season with its layers, one event, and the addresses that they read."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from planner.campaigns.queries import get_campaign, get_event
from planner.compressing import data_answer
from planner.maps import loading, words
from planner.maps.spots import known_sort, sort_spots
from planner.paging import Page, asked_page
from planner.security import current_office, requires

bp = Blueprint("maps", __name__)
SEASON = "/campaigns/<id:campaign_id>"
LAYERS = ("dongs", "agencies", "counts")
PER_PAGE = 30
KEPT = "private, no-cache"  # a browser asks each time, and is told that nothing is new


@bp.get(SEASON + "/map")
@requires("view")
def season(campaign_id: int) -> Any:
    shown = _shown(campaign_id)
    sort, layers = known_sort(request.args.get("sort", "")), asked_layers()
    rows = sort_spots(shown.spots, sort)
    number = min(asked_page(), max(1, -(-len(rows) // PER_PAGE)))
    event = url_for("campaigns.event", campaign_id=campaign_id, event_id=1)
    return render_template(
        "maps/season.html",
        campaign=shown.campaign,
        release=shown.release,
        show="released" if shown.season is not None else "draft",
        page=Page(rows[PER_PAGE * (number - 1) :][:PER_PAGE], len(rows), number, PER_PAGE),
        located=any(spot.located for spot in shown.spots),
        sort=sort,
        layers=layers,
        pages=event.removesuffix("1"),
        dongs=loading.visits_by_dong(shown) if "dongs" in layers else (),
        visits_sentence=words.visits_sentence,
        **words.shown(shown.spots, words.STATUS_LABELS),
    )


def _shown(campaign_id: int) -> loading.OfficeMap:
    show = "released" if request.args.get("show") == "released" else "draft"
    return loading.office_map(current_office().id, campaign_id, show)


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
    return geojson(loading.dong_layer(_shown(campaign_id)))


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


def geojson(found: dict[str, Any], cache: str = KEPT) -> Response:
    """GeoJSON with a tag, compressed for those who ask."""
    return data(found, cache, "application/geo+json")


def data(found: dict[str, Any], cache: str = KEPT, kind: str = "application/json") -> Response:
    """Data of a map with a tag, compressed for those who ask."""
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return data_answer(text.encode("utf-8", "surrogatepass"), kind, cache)
