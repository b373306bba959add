"""One agency's links: one for each reader, called by its label, renewed or ended alone."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.accounts.models import SecretLink
from planner.accounts.queries import get_link
from planner.campaigns.queries import get_campaign
from planner.errors import Refused
from planner.feeds import link_queries, links
from planner.feeds.forms import LabelForm
from planner.feeds.manage_views import fetch_states, shown_once
from planner.feeds.views import bp, now
from planner.security import current_office, current_user, requires


@bp.get("/campaigns/<id:campaign_id>/feeds/<id:agency_id>")
@requires("plan")
def agency_links(campaign_id: int, agency_id: int) -> Any:
    return _page(campaign_id, agency_id, LabelForm())


@bp.post("/campaigns/<id:campaign_id>/feeds/<id:agency_id>/links")
@requires("plan")
def add_link(campaign_id: int, agency_id: int) -> Any:
    office = current_office()
    campaign = get_campaign(office.id, campaign_id)
    agency = link_queries.get_feed_agency(office.id, campaign.id, agency_id)
    form = LabelForm()
    if not form.validate():
        return _page(campaign_id, agency_id, form), 422
    made = links.add_link(agency, form.label.data, created_by=current_user().id, now=now())
    return shown_once(campaign, [made], _here(campaign_id, agency_id))


def _page(campaign_id: int, agency_id: int, form: LabelForm) -> str:
    office = current_office()
    campaign = get_campaign(office.id, campaign_id)
    agency = link_queries.get_feed_agency(office.id, campaign.id, agency_id)
    rows = link_queries.agency_links(agency.id)
    counsellors = link_queries.agency_counsellors(agency.id)
    theirs = [row.link for row in counsellors if row.link]
    return render_template(
        "feeds/agency_links.html",
        campaign=campaign,
        nav_campaign=campaign,
        agency=agency,
        rows=[row for row in rows if row.revoked_at is None],
        ended=[row for row in rows if row.revoked_at is not None],
        counsellors=counsellors,
        form=form,
        **fetch_states(campaign, [*rows, *theirs]),
    )


@bp.get("/campaigns/<id:campaign_id>/feeds/links/<id:link_id>/label")
@requires("plan")
def edit_label(campaign_id: int, link_id: int) -> Any:
    link = _valid_link(campaign_id, link_id)
    return _label_page(campaign_id, link, LabelForm(obj=link))


@bp.post("/campaigns/<id:campaign_id>/feeds/links/<id:link_id>/label")
@requires("plan")
def save_label(campaign_id: int, link_id: int) -> Any:
    link = _valid_link(campaign_id, link_id)
    form = LabelForm()
    if not form.validate():
        return _label_page(campaign_id, link, form), 422
    links.rename(link, form.label.data)
    flash(_("Saved."), "ok")
    return redirect(_back(campaign_id, link), 303)


def _label_page(campaign_id: int, link: SecretLink, form: LabelForm) -> str:
    campaign = get_campaign(current_office().id, campaign_id)
    return render_template(
        "feeds/label.html",
        campaign=campaign,
        nav_campaign=campaign,
        link=link,
        form=form,
        back=_back(campaign_id, link),
    )


@bp.post("/campaigns/<id:campaign_id>/feeds/links/<id:link_id>/rotate")
@requires("plan")
def rotate(campaign_id: int, link_id: int) -> Any:
    link = _link(campaign_id, link_id)
    try:
        made = links.rotate(link, created_by=current_user().id, now=now())
    except Refused:
        flash(_("This link has ended already. Add a new one instead."), "danger")
        return redirect(_back(campaign_id, link), 303)
    campaign = get_campaign(current_office().id, campaign_id)
    return shown_once(campaign, [made], _back(campaign_id, link))


@bp.post("/campaigns/<id:campaign_id>/feeds/links/<id:link_id>/revoke")
@requires("plan")
def revoke(campaign_id: int, link_id: int) -> Any:
    link = _link(campaign_id, link_id)
    links.revoke(link, now())
    flash(_("The link is revoked; whoever has it sees that it ended."), "ok")
    return redirect(_back(campaign_id, link), 303)


def _link(campaign_id: int, link_id: int) -> SecretLink:
    """A feed link of this office; another's, or none, is 404."""
    office = current_office()
    get_campaign(office.id, campaign_id)
    return get_link(office.id, link_id, "feed")


def _valid_link(campaign_id: int, link_id: int) -> SecretLink:
    link = _link(campaign_id, link_id)
    if link.revoked_at is not None:
        abort(404)
    return link


def _back(campaign_id: int, link: SecretLink) -> str:
    if link.agency_id is None:
        return url_for("feeds.manage", campaign_id=campaign_id)
    return _here(campaign_id, link.agency_id)


def _here(campaign_id: int, agency_id: int) -> str:
    return url_for("feeds.agency_links", campaign_id=campaign_id, agency_id=agency_id)
