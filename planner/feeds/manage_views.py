"""The organizer's list: which agency has a calendar link, who fetches it, new and revoked ones."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.campaigns.queries import get_campaign
from planner.feeds import links, queries
from planner.feeds.links import NewLink
from planner.feeds.views import base_url, bp, hide, now
from planner.security import current_office, current_user, requires


@bp.get("/campaigns/<id:campaign_id>/feeds")
@requires("plan")
def manage(campaign_id: int) -> Any:
    office = current_office()
    campaign = get_campaign(office.id, campaign_id)
    return render_template(
        "feeds/manage.html",
        campaign=campaign,
        nav_campaign=campaign,
        rows=queries.campaign_feeds(office.id, campaign.id),
        released=queries.newest_of_slug(campaign.slug) is not None,
        at=now(),
    )


@bp.post("/campaigns/<id:campaign_id>/feeds/<id:agency_id>/make")
@requires("plan")
def make(campaign_id: int, agency_id: int) -> Any:
    office = current_office()
    campaign = get_campaign(office.id, campaign_id)
    rows = queries.campaign_feeds(office.id, campaign.id)
    agencies = [row.agency for row in rows if row.agency.id == agency_id]
    if not agencies:
        abort(404)
    return _once(
        campaign,
        links.make_links(agencies, created_by=current_user().id, now=now(), renew=True),
    )


@bp.post("/campaigns/<id:campaign_id>/feeds/make-missing")
@requires("plan")
def make_missing(campaign_id: int) -> Any:
    office = current_office()
    campaign = get_campaign(office.id, campaign_id)
    rows = queries.campaign_feeds(office.id, campaign.id)
    agencies = [row.agency for row in rows if row.link is None]
    if not agencies:
        flash(_("Every agency has a link already."), "info")
        return redirect(url_for("feeds.manage", campaign_id=campaign_id), 303)
    return _once(campaign, links.make_links(agencies, created_by=current_user().id, now=now()))


@bp.post("/campaigns/<id:campaign_id>/feeds/links/<id:link_id>/revoke")
@requires("plan")
def revoke(campaign_id: int, link_id: int) -> Any:
    office = current_office()
    get_campaign(office.id, campaign_id)
    links.revoke(office.id, link_id, now())
    flash(_("The link is revoked; whoever has it sees that it ended."), "ok")
    return redirect(url_for("feeds.manage", campaign_id=campaign_id), 303)


def _once(campaign: Any, made: list[NewLink]) -> Any:
    """Shown in the answer itself: only hashes are kept."""
    page = render_template(
        "feeds/made.html", campaign=campaign, nav_campaign=campaign, made=made, base=base_url()
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return hide(response)
