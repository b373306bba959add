"""The settings of a season: period, closed days, fields, zones, agencies, rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.agencies.words import CATEGORY_LABELS
from planner.campaigns import queries, services
from planner.campaigns.addresses import public_addresses
from planner.campaigns.forms import CampaignForm, RowsVersion
from planner.campaigns.models import Campaign
from planner.campaigns.release_queries import is_released
from planner.campaigns.row_forms import RowColumn, RowsForm
from planner.campaigns.views import BASE, bp, campaign_of
from planner.campaigns.words import refusal
from planner.errors import Refused, StaleEdit
from planner.security import requires
from planner.templating import named

SETTINGS = BASE + "/settings"
CARRIED = RowColumn("carried", _l("Carried over"), low=-99, high=99, default=0, optional=True)
FIELDS = (
    RowColumn("need", _l("Agencies needed per event"), high=50, default=1),
    RowColumn("is_new", _l("New this year"), "flag", default=False),
    RowColumn("position", _l("Order"), default=0),
)
ZONES = (
    RowColumn("min_visits", _l("At least"), high=99, default=1),
    RowColumn("target_visits", _l("Aim"), high=99, default=1),
    RowColumn("max_visits", _l("At most"), high=99, default=1),
    RowColumn("gap", _l("Days between visits"), high=365, default=0),
    RowColumn("last_visit", _l("Last visit before"), "day"),
    CARRIED,
)


def saved(campaign: Campaign, endpoint: str) -> Any:
    flash(_("Saved."), "ok")
    return redirect(url_for(endpoint, campaign_id=campaign.id), 303)


# --- period, hours, limits --------------------------------------------------------------------


@bp.get(SETTINGS)
@requires("plan")
def settings(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    days = [str(i) for i, on in enumerate(campaign.weekdays) if on == "1"]
    form = CampaignForm(obj=campaign, data={"weekdays": days})
    form.weekdays.data = days
    return settings_page(campaign, form)


@bp.post(SETTINGS)
@requires("plan")
def save_settings(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id, lock=True)
    form = CampaignForm()
    if not form.validate():
        return settings_page(campaign, form, 422)
    try:
        form.check_version(campaign)
        services.update_campaign(campaign, form.values(), aware="aware" in request.form)
    except StaleEdit:
        return stale_settings(campaign, form)
    except Refused as refused:
        form.slug.errors = [refusal(refused)]
        row = campaign_of(campaign_id)
        ending = public_addresses(row) if refused.code == "addresses_end" else ()
        return settings_page(row, form, 422, ending=ending)
    return saved(campaign, "campaigns.settings")


def stale_settings(campaign: Campaign, form: CampaignForm) -> Any:
    """The typed form again, with what was saved meanwhile; sending it once more saves it."""
    names = [name for name in form.values() if name != "weekdays"]
    differences = form.differences({name: getattr(campaign, name) for name in names})
    form.version.data = str(campaign.version)
    return settings_page(campaign, form, 409, differences)


def settings_page(
    campaign: Campaign,
    form: CampaignForm,
    status: int = 200,
    differences: Any = None,
    ending: Sequence[tuple[str, str]] = (),
) -> Any:
    """`ending` are the public addresses that another address name would end."""
    page = render_template(
        "campaigns/settings.html",
        campaign=campaign,
        form=form,
        differences=differences,
        ending=ending,
        released=is_released(campaign.id),
    )
    return page, status


# --- tables filled in row by row --------------------------------------------------------------


def rows_page(
    template: str, campaign: Campaign, rows: RowsForm, status: int = 200, **values: Any
) -> Any:
    form = RowsVersion(formdata=None, version=str(campaign.version))
    names = {row.id: named(row) for row in values["items"]}
    differences = rows.differences(names) if status == 409 else None
    page = render_template(
        template, campaign=campaign, form=form, rows=rows, differences=differences, **values
    )
    return page, status


def save_rows(
    campaign: Campaign, rows: RowsForm, save: Callable[..., None], show: Callable[..., Any]
) -> Any:
    """Check, save and go back to the same tab; else the table again with what was typed."""
    form = RowsVersion()
    if not form.validate() or not rows.validate():
        return show(campaign, rows, 422)
    try:
        form.check_version(campaign)
    except StaleEdit:
        return show(campaign, rows, 409)
    save(campaign, rows.values)
    return saved(campaign, str(request.endpoint).replace("save_", ""))


@bp.get(SETTINGS + "/fields")
@requires("plan")
def settings_fields(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    return fields_page(campaign, field_rows(campaign))


@bp.post(SETTINGS + "/fields")
@requires("plan")
def save_settings_fields(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id, lock=True)
    rows = field_rows(campaign, request.form)
    return save_rows(campaign, rows, services.set_fields, fields_page)


def field_rows(campaign: Campaign, sent: Any = None) -> RowsForm:
    ids = [row.id for row in queries.office_fields(campaign.office_id)]
    stored = {
        row.field_id: {"need": row.need, "is_new": row.is_new, "position": row.position}
        for row in campaign.fields
    }
    return RowsForm(FIELDS, ids, stored, sent)


def fields_page(campaign: Campaign, rows: RowsForm, status: int = 200) -> Any:
    fields = queries.office_fields(campaign.office_id)
    order = {row.field_id: row.position for row in campaign.fields}
    fields = sorted(fields, key=lambda field: (field.id not in order, order.get(field.id, 0)))
    return rows_page("campaigns/fields.html", campaign, rows, status, items=fields)


@bp.get(SETTINGS + "/zones")
@requires("plan")
def settings_zones(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    return zones_page(campaign, zone_rows(campaign))


@bp.post(SETTINGS + "/zones")
@requires("plan")
def save_settings_zones(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id, lock=True)
    rows = zone_rows(campaign, request.form)
    return save_rows(campaign, rows, services.set_zones, zones_page)


class ZoneRows(RowsForm):
    """Visits must leave room: at least ≤ aimed at ≤ at most."""

    def validate(self) -> bool:
        super().validate()
        for row, values in self.values.items():
            least, most, target = (values[f"{name}_visits"] for name in ("min", "max", "target"))
            if None not in (least, most) and least > most:
                self.errors["max_visits", row] = _("At most is less than at least. Check both.")
            elif None not in (least, most, target) and not least <= target <= most:
                self.errors["target_visits", row] = _("Aim between at least and at most.")
        return not self.errors


def zone_rows(campaign: Campaign, sent: Any = None) -> RowsForm:
    ids = [row.id for row in queries.office_zones(campaign.office_id)]
    stored = {
        row.zone_id: {column.key: getattr(row, column.key) for column in ZONES}
        for row in campaign.zones
    }
    return ZoneRows(ZONES, ids, stored, sent)


def zones_page(campaign: Campaign, rows: RowsForm, status: int = 200) -> Any:
    zones = queries.office_zones(campaign.office_id)
    return rows_page("campaigns/zones.html", campaign, rows, status, items=zones)


@bp.get(SETTINGS + "/agencies")
@requires("plan")
def settings_agencies(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    return agencies_page(campaign, agency_rows(campaign))


@bp.post(SETTINGS + "/agencies")
@requires("plan")
def save_settings_agencies(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id, lock=True)
    rows = agency_rows(campaign, request.form)
    return save_rows(campaign, rows, services.set_agencies, agencies_page)


@bp.post(SETTINGS + "/agencies/all")
@requires("plan")
def invite_all(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id, lock=True)
    count = services.invite_all(campaign)
    flash(_("%(count)s agencies have been invited.", count=count), "ok")
    return redirect(url_for("campaigns.settings_agencies", campaign_id=campaign.id), 303)


def invitable(campaign: Campaign) -> Any:
    return queries.office_agencies(campaign.office_id, [row.agency_id for row in campaign.agencies])


def agency_rows(campaign: Campaign, sent: Any = None) -> RowsForm:
    stored = {
        row.agency_id: {"target_events": row.target_events, "carried": row.carried}
        for row in campaign.agencies
    }
    usual = RowColumn(
        "target_events", _l("Fair share"), high=500, default=services.fair_share(campaign)
    )
    return RowsForm((usual, CARRIED), [row.id for row in invitable(campaign)], stored, sent)


def agencies_page(campaign: Campaign, rows: RowsForm, status: int = 200) -> Any:
    items = invitable(campaign)
    return rows_page(
        "campaigns/agencies.html", campaign, rows, status, items=items, categories=CATEGORY_LABELS
    )
