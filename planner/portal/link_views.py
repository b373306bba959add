"""The organizer's list of portal links: made, named, renewed, revoked; each shown this once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.accounts.queries import valid_links
from planner.agencies.models import Agency
from planner.agencies.queries import get_agency
from planner.campaigns.models import Campaign
from planner.errors import Refused
from planner.feeds.qr import qr_code
from planner.feeds.views import base_url
from planner.portal import answer_queries, chasing, link_services
from planner.portal.answer_views import SEASON, bp, campaign_of, now, show, today
from planner.portal.door import HEADERS
from planner.portal.forms import LabelForm
from planner.portal.link_services import NewPortal
from planner.security import current_office, current_user, requires

LINKS = SEASON + "/portals"


@bp.get(LINKS)
@requires("plan")
def links(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    season = answer_queries.season_answers(campaign, today())
    return show("portal/links.html", campaign, rows=season.agencies, season=season, at=now())


@bp.get(LINKS + "/<id:agency_id>")
@requires("plan")
def agency_links(campaign_id: int, agency_id: int) -> Any:
    return _agency_page(campaign_of(campaign_id), agency_id, LabelForm(formdata=None))


def _agency_page(campaign: Campaign, agency_id: int, form: LabelForm, status: int = 200) -> Any:
    agency = get_agency(current_office().id, agency_id)
    return show(
        "portal/agency_links.html",
        campaign,
        status,
        agency=agency,
        links=valid_links([agency.id], link_services.KIND),
        ended=answer_queries.ended_links(agency.id),
        form=form,
        at=now(),
    )


@bp.post(LINKS + "/<id:agency_id>")
@requires("plan")
def make_link(campaign_id: int, agency_id: int) -> Any:
    """One more link of an agency, for another person or desk there."""
    campaign, form = campaign_of(campaign_id), LabelForm()
    agency = get_agency(current_office().id, agency_id)
    if not form.validate():
        return _agency_page(campaign, agency_id, form, 422)
    made = link_services.make_links(
        [agency], label=form.label.data or "", created_by=current_user().id, now=now()
    )
    return _once(campaign, [agency], made)


@bp.post(LINKS + "/make-missing")
@requires("plan")
def make_missing(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    season = answer_queries.season_answers(campaign, today())
    agencies = [row.agency for row in season.agencies if not row.links and row.agency.active]
    if not agencies:
        flash(_("Every agency has a link already."), "info")
        return redirect(url_for(".links", campaign_id=campaign_id), 303)
    made = link_services.make_links(agencies, created_by=current_user().id, now=now())
    return _once(campaign, agencies, made)


@bp.post(LINKS + "/renew-all")
@requires("plan")
def renew_all(campaign_id: int) -> Any:
    """A new link for every agency of the season; all that they had end."""
    campaign = campaign_of(campaign_id)
    agencies = answer_queries.season_agencies(campaign)
    if not agencies:
        flash(_("This season has no agencies yet. Invite them in the season's settings."), "info")
        return redirect(url_for(".links", campaign_id=campaign_id), 303)
    made = link_services.make_links(agencies, created_by=current_user().id, now=now(), renew=True)
    return _once(campaign, agencies, made)


@bp.post(LINKS + "/links/<id:link_id>/rotate")
@requires("plan")
def rotate(campaign_id: int, link_id: int) -> Any:
    campaign, office = campaign_of(campaign_id), current_office()
    try:
        link, secret = link_services.rotate(
            office.id, link_id, created_by=current_user().id, now=now()
        )
    except Refused:
        flash(_("This link had ended already; nothing was changed."), "warn")
        return redirect(url_for(".links", campaign_id=campaign_id), 303)
    agency = get_agency(office.id, link.agency_id or 0)
    made = NewPortal(link.id, agency.id, agency.name, link.label, secret)
    return _once(campaign, [agency], [made])


@bp.post(LINKS + "/links/<id:link_id>/revoke")
@requires("plan")
def revoke(campaign_id: int, link_id: int) -> Any:
    campaign_of(campaign_id)
    link_services.revoke(current_office().id, link_id, now())
    flash(_("The link is revoked; whoever has it sees that it ended."), "ok")
    return redirect(url_for(".links", campaign_id=campaign_id), 303)


@bp.post(LINKS + "/links/<id:link_id>/label")
@requires("plan")
def label(campaign_id: int, link_id: int) -> Any:
    campaign, form = campaign_of(campaign_id), LabelForm()
    link = link_services.get_portal_link(current_office().id, link_id)
    if link.agency_id is None:
        abort(404)
    if not form.validate():
        return _agency_page(campaign, link.agency_id, form, 422)
    link_services.rename(current_office().id, link_id, form.label.data or link.label)
    flash(_("Saved."), "ok")
    address = url_for(".agency_links", campaign_id=campaign_id, agency_id=link.agency_id)
    return redirect(address, 303)


def _once(campaign: Campaign, agencies: Iterable[Agency], made: list[NewPortal]) -> Any:
    """Shown in the answer itself: only hashes are kept."""
    office, known, base = current_office(), {row.id: row for row in agencies}, base_url()
    addresses = [(row, base + row.path) for row in made]
    page = render_template(
        "portal/made.html",
        campaign=campaign,
        nav_campaign=campaign,
        rows=[
            (row, address, qr_code(address),
             chasing.link_letter(office, known[row.agency_id], address))
            for row, address in addresses
        ],
    )  # fmt: skip
    response = make_response(page)
    response.headers.update(HEADERS)
    return response
