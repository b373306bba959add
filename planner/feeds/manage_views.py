"""The organizer's list: which agency has a calendar link, who fetches it; files to carry out."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from planner.campaigns.models import Campaign
from planner.campaigns.queries import get_campaign
from planner.feeds import file_services, link_queries, links, queries, services
from planner.feeds.asked import Asked
from planner.feeds.freshness import freshness
from planner.feeds.links import NewLink
from planner.feeds.views import base_url, bp, hide, now
from planner.security import current_office, current_user, requires


@bp.get("/campaigns/<id:campaign_id>/feeds")
@requires("plan")
def manage(campaign_id: int) -> Any:
    office = current_office()
    campaign = get_campaign(office.id, campaign_id)
    rows = link_queries.campaign_feeds(office.id, campaign.id)
    return render_template(
        "feeds/manage.html",
        campaign=campaign,
        nav_campaign=campaign,
        rows=rows,
        found=services.find_season(campaign.slug),
        **fetch_states(campaign, [link for row in rows for link in row.links]),
    )


def fetch_states(campaign: Campaign, found: list[Any]) -> dict[str, Any]:
    """For the templates: when it is, and how each link is doing against the newest release."""
    at = now()
    newest = queries.newest_of_slug(campaign.slug)
    released_at = newest.created_at if newest else None
    states = {link.id: freshness(link.last_used_at, released_at, at) for link in found}
    return {"at": at, "states": states}


@bp.post("/campaigns/<id:campaign_id>/feeds/<id:agency_id>/make")
@requires("plan")
def make(campaign_id: int, agency_id: int) -> Any:
    office = current_office()
    campaign = get_campaign(office.id, campaign_id)
    agency = link_queries.get_feed_agency(office.id, campaign.id, agency_id)
    return shown_once(
        campaign, links.make_links([agency], created_by=current_user().id, now=now(), renew=True)
    )


@bp.post("/campaigns/<id:campaign_id>/feeds/make-missing")
@requires("plan")
def make_missing(campaign_id: int) -> Any:
    office = current_office()
    campaign = get_campaign(office.id, campaign_id)
    rows = link_queries.campaign_feeds(office.id, campaign.id)
    agencies = [row.agency for row in rows if row.link is None]
    if not agencies:
        flash(_("Every agency has a link already."), "info")
        return redirect(url_for("feeds.manage", campaign_id=campaign_id), 303)
    return shown_once(campaign, links.make_links(agencies, created_by=current_user().id, now=now()))


def shown_once(campaign: Campaign, made: list[NewLink], back: str = "") -> Any:
    """Shown in the answer itself: only hashes are kept."""
    page = render_template(
        "feeds/made.html",
        campaign=campaign,
        nav_campaign=campaign,
        made=made,
        base=base_url(),
        back=back or url_for("feeds.manage", campaign_id=campaign.id),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return hide(response)


@bp.get("/campaigns/<id:campaign_id>/feeds/files.zip")
@requires("plan")
def files(campaign_id: int) -> Response:
    office = current_office()
    campaign = get_campaign(office.id, campaign_id)
    rows = link_queries.campaign_feeds(office.id, campaign.id)
    if not rows:
        abort(404)
    packed = file_services.all_files(campaign.slug, [row.agency for row in rows], _asked())
    return _download(packed, "application/zip", f"{campaign.slug}-calendars.zip")


@bp.get("/campaigns/<id:campaign_id>/feeds/<id:agency_id>.ics")
@requires("plan")
def agency_file(campaign_id: int, agency_id: int) -> Response:
    office = current_office()
    campaign = get_campaign(office.id, campaign_id)
    agency = link_queries.get_feed_agency(office.id, campaign.id, agency_id)
    body = file_services.agency_file(agency, _asked())
    return _download(body, "text/calendar; charset=utf-8", f"{campaign.slug}-{agency.id}.ics")


def _asked() -> Asked:
    return Asked("en" if str(get_locale()) == "en" else "ko", base_url(), now())


def _download(body: bytes, kind: str, name: str) -> Response:
    response = Response(body, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "no-store"
    return response
