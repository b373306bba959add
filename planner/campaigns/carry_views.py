"""A new season from this one: everything that it would take over is seen and edited first."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.agencies.words import CATEGORY_LABELS
from planner.campaigns import carry_words
from planner.campaigns.carry_forms import CarryRows, NextSeasonForm, agency_rows, zone_rows
from planner.campaigns.carry_queries import Inheritance, load_inheritance, proposed_values
from planner.campaigns.carry_services import create_next
from planner.campaigns.views import BASE, bp, campaign_of, now
from planner.campaigns.words import refusal
from planner.errors import Refused, StaleEdit
from planner.security import requires
from planner.templating import SEOUL

NEXT = BASE + "/next"


@bp.get(NEXT)
@requires("plan")
def next_season(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    left = inheritance(campaign)
    form = NextSeasonForm(formdata=None, version=left.version, **proposed_values(campaign))
    zones, agencies = zone_rows(left), agency_rows(left)
    for rows in (zones, agencies):
        rows.form.validate()
    recount(form, zones, agencies)
    return page(left, form, zones, agencies)


@bp.post(NEXT)
@requires("plan")
def create_next_season(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id, lock=True)
    left = inheritance(campaign)
    form = NextSeasonForm()
    form.begins_after = campaign.starts_on
    zones, agencies = zone_rows(left, request.form), agency_rows(left, request.form)
    sound = [form.validate(), zones.form.validate(), agencies.form.validate()]
    if "recount" in request.form:
        return recounted(left, form, zones, agencies)
    if not all(sound):
        return page(left, form, zones, agencies, 422)
    try:
        form.check_version(left)
        made = create_next(campaign, form.values(), zones.columns(), agencies.columns(), now())
    except StaleEdit:
        return page(left, form, zones, agencies, 409)
    except Refused as refused:
        form.slug.errors = [refusal(refused)]
        return page(inheritance(campaign_of(campaign_id)), form, zones, agencies, 422)
    flash(_("The season has been made. What was carried over stands here."), "ok")
    return redirect(url_for("campaigns.settings_zones", campaign_id=made.id), 303)


def inheritance(campaign: Any) -> Inheritance:
    return load_inheritance(campaign, now().astimezone(SEOUL).date())


def recounted(
    left: Inheritance, form: NextSeasonForm, zones: CarryRows, agencies: CarryRows
) -> Any:
    """The same page with targets that fit the other numbers, once those can be read."""
    for rows in (zones, agencies):
        rows.forgive_targets()
    if form.events_wanted.errors or zones.form.errors or agencies.form.errors:
        return page(left, form, zones, agencies, 422)
    recount(form, zones, agencies)
    return page(left, form, zones, agencies)


def recount(form: NextSeasonForm, zones: CarryRows, agencies: CarryRows) -> None:
    zones.recount(form.events_wanted.data)
    agencies.recount(None)


def page(
    left: Inheritance,
    form: NextSeasonForm,
    zones: CarryRows,
    agencies: CarryRows,
    status: int = 200,
) -> Any:
    if status == 409:  # sent once more, it is made
        form.version.data = left.version
    first = form.starts_on.data
    return render_template(
        "campaigns/next.html",
        campaign=left.past.campaign,
        left=left,
        form=form,
        zones=zones,
        agencies=agencies,
        zone_shares=zones.reasons(form.events_wanted.data),
        agency_shares=agencies.reasons(None),
        words=carry_words,
        categories=CATEGORY_LABELS,
        stale=status == 409,
        past=first is not None and first < now().astimezone(SEOUL).date(),
    ), status
