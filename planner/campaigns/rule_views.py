"""The days on which a season holds nothing, and how severely it takes each rule."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.campaigns import services
from planner.campaigns.advice_words import RULE_TITLES
from planner.campaigns.findings import severities_of
from planner.campaigns.forms import ClosedDayForm, RowsVersion
from planner.campaigns.korean_holidays import holidays_between
from planner.campaigns.models import SEVERITIES, Campaign
from planner.campaigns.settings_views import SETTINGS, saved
from planner.campaigns.views import bp, campaign_of
from planner.campaigns.words import SEVERITY_LABELS, SEVERITY_MEANINGS, refusal
from planner.core.advice import SEVERITIES as USUAL
from planner.errors import Refused, StaleEdit
from planner.security import requires


@bp.get(SETTINGS + "/days")
@requires("plan")
def settings_days(campaign_id: int) -> Any:
    return days_page(campaign_of(campaign_id), ClosedDayForm(formdata=None))


@bp.post(SETTINGS + "/days")
@requires("plan")
def close_day(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id, lock=True)
    form = ClosedDayForm()
    if not form.validate():
        return days_page(campaign, form, 422)
    try:
        services.add_closed_day(campaign, form.day.data, form.name.data or "")
    except Refused as refused:
        form.day.errors = [refusal(refused)]
        return days_page(campaign, form, 422)
    return saved(campaign, "campaigns.settings_days")


@bp.post(SETTINGS + "/days/open")
@requires("plan")
def open_day(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id, lock=True)
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        abort(400)
    if services.remove_closed_day(campaign, day):
        flash(_("The day is open again."), "ok")
    return redirect(url_for("campaigns.settings_days", campaign_id=campaign.id), 303)


def days_page(campaign: Campaign, form: ClosedDayForm, status: int = 200) -> Any:
    page = render_template(
        "campaigns/days.html",
        campaign=campaign,
        form=form,
        holidays=holidays_between(campaign.starts_on, campaign.ends_on),
    )
    return page, status


@bp.get(SETTINGS + "/rules")
@requires("plan")
def settings_rules(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    return rules_page(campaign, severities_of(campaign.id))


@bp.post(SETTINGS + "/rules")
@requires("plan")
def save_settings_rules(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id, lock=True)
    form = RowsVersion()
    chosen = {code: request.form.get(f"rule-{code}", "") for code in RULE_TITLES}
    if not form.validate() or not set(chosen.values()) <= set(SEVERITIES):
        abort(400)
    try:
        form.check_version(campaign)
    except StaleEdit:
        return rules_page(campaign, chosen, 409)
    services.set_rules(campaign, chosen)
    return saved(campaign, "campaigns.settings_rules")


def rules_page(campaign: Campaign, severities: dict[str, str], status: int = 200) -> Any:
    page = render_template(
        "campaigns/rules.html",
        campaign=campaign,
        form=RowsVersion(formdata=None, version=str(campaign.version)),
        severities=severities,
        usual=USUAL,
        titles=RULE_TITLES,
        labels=SEVERITY_LABELS,
        meanings=SEVERITY_MEANINGS,
        stale=status == 409,
    )
    return page, status
