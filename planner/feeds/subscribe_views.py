"""Pages that say how to subscribe: openly for a season, by the secret for an agency."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import abort, g, make_response, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.exceptions import Gone, NotFound

from planner.accounts import services as accounts
from planner.core.release import ReleasedSeason
from planner.feeds import queries, render, services
from planner.feeds.qr import Code, qr_code
from planner.feeds.views import base_url, bp, hide, now
from planner.security import public


@dataclass(frozen=True, slots=True)
class Address:
    """One calendar's address in its forms; `code` leads to the page that explains them."""

    https: str
    webcal: str
    path: str
    filename: str
    code: Code


def address_of(path: str, filename: str, page: str) -> Address:
    """The forms of a calendar's path; in English the calendar is English too.

    A phone that opens the calendar itself would copy its entries once: it is led to the page,
    where it subscribes.
    """
    if str(get_locale()) == "en":
        path += "?lang=en"
    full = base_url() + path
    parts = urlsplit(full)
    webcal = f"webcal://{full[len(parts.scheme) + 3 :]}"
    return Address(full, webcal, path, filename, qr_code(base_url() + page))


@bp.get("/subscribe/<campaign>")
@public
def subscribe(campaign: str) -> Any:
    found = services.find_season(campaign)
    if found is None:
        abort(404)
    _newest, season = found
    zone, field = _chosen(season)
    return render_template(
        "feeds/subscribe.html",
        season=season,
        zone=zone,
        field=field,
        address=_season_address(season, zone, field),
    )


def _chosen(season: ReleasedSeason) -> tuple[Any, Any]:
    """The zone or the field that the address asks for; one that is not there is 404."""
    zone_id, code = request.args.get("zone", ""), request.args.get("field", "")
    zone = next((row for row in season.zones if str(row.id) == zone_id), None)
    field = next((row for row in season.fields if row.code == code), None)
    if (zone_id and zone is None) or (code and field is None):
        raise NotFound
    return zone, field


def _season_address(season: ReleasedSeason, zone: Any, field: Any) -> Address:
    slug = season.campaign.slug
    here = partial(url_for, "feeds.subscribe", campaign=slug)
    if zone is not None:
        path = url_for("feeds.zone", campaign=slug, zone=zone.id)
        return address_of(path, f"{slug}-zone-{zone.id}.ics", here(zone=zone.id))
    if field is not None:
        path = url_for("feeds.field", campaign=slug, field=field.code)
        return address_of(path, f"{slug}-{field.code}.ics", here(field=field.code))
    return address_of(url_for("feeds.campaign", campaign=slug), f"{slug}.ics", here())


@bp.get("/feeds/<secret>")
@public
def agency_page(secret: str) -> Any:
    link = accounts.find_link(secret, "feed")
    if link is None:
        raise NotFound
    if link.revoked_at is not None:
        raise Gone
    g.link = link
    today = now().astimezone(render.SEOUL).date()
    page = render_template(
        "feeds/agency.html",
        agency=queries.find_agency(link.agency_id or 0),
        counsellor=queries.find_counsellor(link.counsellor_id),
        link=link,
        parts=services.coming(link.office_id, link.agency_id, link.counsellor_id, today),
        address=address_of(
            url_for("feeds.agency", secret=secret),
            "counselling.ics",
            url_for("feeds.agency_page", secret=secret),
        ),
        shown_on=today,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return hide(response)
