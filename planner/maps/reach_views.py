"""The coverage map: its page, its data, and suggested zones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from planner.maps import reach_words as words
from planner.maps.picture_views import svg
from planner.maps.reach_asked import FARTHEST, FEWEST, MOST, NEAREST, read_reach
from planner.maps.reach_data import reach_collection
from planner.maps.reach_lines import sort_lines
from planner.maps.reach_loading import load_reach
from planner.maps.reach_picture import reach_picture, zones_picture
from planner.maps.reach_zones import SuggestedZone, load_zones, zones_csv
from planner.maps.views import bp, data
from planner.security import current_office, requires
from planner.templating import named


@bp.get("/campaigns/<id:campaign_id>/map/reach")
@requires("view")
def reach(campaign_id: int) -> Any:
    """Where people are met, and who is too far away."""
    asked = read_reach(request.args)
    page = load_reach(current_office().id, campaign_id, asked)
    query = {"show": page.show, "metres": asked.metres, "measure": page.measure or None,
             "proposal": asked.proposal}  # fmt: skip
    faults = [words.fault(name, value) for name, value in page.faults]
    return render_template(
        "maps/reach.html",
        page=page,
        campaign=page.campaign,
        nav_campaign=page.campaign,
        lines=sort_lines(page, asked.sort),
        names={stop.key: named(stop) for stop in (*page.now.stops, *page.shown.stops)},
        faults=faults,
        words=words,
        query=query,
        limits=(NEAREST, FARTHEST),
        people_page="places.figures",
    ), 422 if faults else 200


@bp.get("/campaigns/<id:campaign_id>/reach.geojson")
@requires("view")
def reach_data(campaign_id: int) -> Response:
    """What the coverage map draws: dongs with their shares, stops with their circles."""
    page = load_reach(current_office().id, campaign_id, read_reach(request.args))
    if page.faults:
        return refused(page.faults)
    return data(reach_collection(page))


@bp.get("/campaigns/<id:campaign_id>/map/reach.svg")
@requires("view")
def reach_svg(campaign_id: int) -> Response:
    """The coverage map as a picture."""
    page = load_reach(current_office().id, campaign_id, read_reach(request.args))
    if page.faults:
        return refused(page.faults)
    title = f"{named(page.campaign)} · {_('Reach')}"
    return svg(reach_picture(page, title), f"{page.campaign.slug}-reach")


@bp.get("/campaigns/<id:campaign_id>/map/zones")
@requires("view")
def zones(campaign_id: int) -> Any:
    """Zones as the dongs would make them, beside the present ones; nothing is changed."""
    page = load_zones(current_office().id, campaign_id, request.args)
    names = zone_names(page.suggested)
    present = zone_names(page.present)
    faults = [words.fault(name, value) for name, value in page.faults]
    return render_template(
        "maps/reach_zones.html",
        page=page,
        campaign=page.campaign,
        nav_campaign=page.campaign,
        rows=list(zip(names, page.suggested, strict=True)),
        present_rows=list(zip(present, page.present, strict=True)),
        pictures=[
            Markup(zones_picture(_("Present zones"), page.present, present, "present")),
            Markup(zones_picture(_("Suggested zones"), page.suggested, names, "suggested")),
        ],
        joined_pairs=", ".join(f"{one.name}–{two.name}" for one, two in page.joins),
        faults=faults,
        words=words,
        limits=(FEWEST, MOST),
    ), 422 if faults else 200


@bp.get("/campaigns/<id:campaign_id>/map/zones.csv")
@requires("view")
def zones_file(campaign_id: int) -> Response:
    """The suggestion as the file that the import of zones reads."""
    page = load_zones(current_office().id, campaign_id, request.args)
    if page.faults:
        return refused(page.faults)
    names = zone_names(page.suggested, lambda zone: str(zone.name))  # as the importer knows them
    response = Response(zones_csv(page, names), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="zones.csv"'
    return response


def refused(faults: Sequence[tuple[str, str]]) -> Response:
    """Instead of a file: what of its address cannot be had, in the sentences of its page."""
    sentences = "\n".join(words.fault(name, value) for name, value in faults)
    return Response(f"{sentences}\n", status=422, mimetype="text/plain")


def zone_names(zones: list[SuggestedZone], name_of: Callable[[Any], str] = named) -> list[str]:
    """Present names where a zone keeps one, else numbers that no present zone has."""
    taken = {zone.resembles.name for zone in zones if zone.resembles}
    free = (name for n in range(1, 100) if (name := _("Zone %(n)s", n=n)) not in taken)
    return [name_of(zone.resembles) if zone.resembles else next(free) for zone in zones]
