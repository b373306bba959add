"""Counsellors of an agency: who sees which of its dates in a calendar of their own."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Campaign, Event
from planner.campaigns.queries import get_campaign
from planner.errors import Refused, StaleEdit
from planner.feeds import counsellor_services, link_queries, queries
from planner.feeds.forms import CounsellorForm
from planner.feeds.manage_views import shown_once
from planner.feeds.models import Counsellor
from planner.feeds.views import bp, now
from planner.security import current_office, current_user, requires
from planner.templating import day, named


@bp.get("/campaigns/<id:campaign_id>/feeds/<id:agency_id>/counsellors/new")
@requires("plan")
def new_counsellor(campaign_id: int, agency_id: int) -> Any:
    campaign, agency = _place(campaign_id, agency_id)
    return _page(campaign, agency, None, _offered(CounsellorForm(), campaign, agency))


@bp.post("/campaigns/<id:campaign_id>/feeds/<id:agency_id>/counsellors/new")
@requires("plan")
def add_counsellor(campaign_id: int, agency_id: int) -> Any:
    campaign, agency = _place(campaign_id, agency_id)
    form = _offered(CounsellorForm(), campaign, agency)
    if not form.validate():
        return _page(campaign, agency, None, form), 422
    fields, events = _chosen(form, campaign, agency)
    try:
        made = counsellor_services.add_counsellor(
            agency, form.name.data, fields, events, created_by=current_user().id, now=now()
        )
    except Refused as error:
        return _refused(campaign, agency, None, form, error), 422
    return shown_once(campaign, [made], _back(campaign, agency))


@bp.get("/campaigns/<id:campaign_id>/feeds/counsellors/<id:counsellor_id>")
@requires("plan")
def edit_counsellor(campaign_id: int, counsellor_id: int) -> Any:
    campaign, agency, row = _person(campaign_id, counsellor_id)
    form = CounsellorForm(
        obj=row,
        field_ids=[field.id for field in row.fields],
        event_ids=[event.id for event in row.events],
    )
    return _page(campaign, agency, row, _offered(form, campaign, agency))


@bp.post("/campaigns/<id:campaign_id>/feeds/counsellors/<id:counsellor_id>")
@requires("plan")
def save_counsellor(campaign_id: int, counsellor_id: int) -> Any:
    campaign, agency, row = _person(campaign_id, counsellor_id)
    form = _offered(CounsellorForm(), campaign, agency)
    if not form.validate():
        return _page(campaign, agency, row, form), 422
    fields, events = _chosen(form, campaign, agency)
    try:
        form.check_version(row)
        counsellor_services.update_counsellor(row, campaign.id, form.name.data, fields, events)
    except StaleEdit:
        differences = form.differences({"name": row.name})
        form.version.data = str(row.version)
        return _page(campaign, agency, row, form, differences), 409
    except Refused as error:
        return _refused(campaign, agency, row, form, error), 422
    flash(_("Saved."), "ok")
    return redirect(_back(campaign, agency), 303)


@bp.post("/campaigns/<id:campaign_id>/feeds/counsellors/<id:counsellor_id>/make")
@requires("plan")
def make_counsellor_link(campaign_id: int, counsellor_id: int) -> Any:
    campaign, agency, row = _person(campaign_id, counsellor_id)
    made = counsellor_services.make_counsellor_link(row, created_by=current_user().id, now=now())
    return shown_once(campaign, [made], _back(campaign, agency))


@bp.post("/campaigns/<id:campaign_id>/feeds/counsellors/<id:counsellor_id>/delete")
@requires("plan")
def remove_counsellor(campaign_id: int, counsellor_id: int) -> Response:
    campaign, agency, row = _person(campaign_id, counsellor_id)
    counsellor_services.remove_counsellor(row, now())
    flash(_("Deleted. The counsellor's link has ended."), "ok")
    return redirect(_back(campaign, agency), 303)


def _place(campaign_id: int, agency_id: int) -> tuple[Campaign, Agency]:
    office = current_office()
    campaign = get_campaign(office.id, campaign_id)
    return campaign, link_queries.get_feed_agency(office.id, campaign.id, agency_id)


def _person(campaign_id: int, counsellor_id: int) -> tuple[Campaign, Agency, Counsellor]:
    row = queries.get_counsellor(current_office().id, counsellor_id)
    return *_place(campaign_id, row.agency_id), row


def _offered(form: CounsellorForm, campaign: Campaign, agency: Agency) -> CounsellorForm:
    events = link_queries.agency_events(campaign.id, agency.id)
    return form.offer(
        [(field.id, named(field)) for field in agency.fields],
        [(event.id, f"{day(event.day)} {named(event.venue)}") for event in events],
    )


def _chosen(
    form: CounsellorForm, campaign: Campaign, agency: Agency
) -> tuple[list[CounselingField], list[Event]]:
    events = link_queries.agency_events(campaign.id, agency.id)
    return (
        [field for field in agency.fields if field.id in form.field_ids.data],
        [event for event in events if event.id in form.event_ids.data],
    )


def _page(
    campaign: Campaign,
    agency: Agency,
    row: Counsellor | None,
    form: CounsellorForm,
    differences: Any = None,
) -> str:
    return render_template(
        "feeds/counsellor.html",
        campaign=campaign,
        nav_campaign=campaign,
        agency=agency,
        row=row,
        form=form,
        differences=differences,
        back=_back(campaign, agency),
    )


def _refused(
    campaign: Campaign, agency: Agency, row: Counsellor | None, form: CounsellorForm, error: Refused
) -> str:
    form.name.errors = [
        _("This agency already has a counsellor '%(name)s'. Choose another name.", **error.data)
    ]
    return _page(campaign, agency, row, form)


def _back(campaign: Campaign, agency: Agency) -> str:
    return url_for("feeds.agency_links", campaign_id=campaign.id, agency_id=agency.id)
