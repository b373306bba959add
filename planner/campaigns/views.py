"""The list of seasons, a new one, and the page on which a signed-in person starts."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.campaigns import queries, services
from planner.campaigns.dashboard import look
from planner.campaigns.forms import CampaignForm
from planner.campaigns.models import Campaign
from planner.campaigns.notes import home_notes
from planner.campaigns.words import refusal
from planner.errors import Refused
from planner.security import current_office, may, requires
from planner.templating import SEOUL

bp = Blueprint("campaigns", __name__)
BASE = "/campaigns/<id:campaign_id>"


def now() -> datetime:
    """The clock of these views."""
    return datetime.now(UTC)


def campaign_of(campaign_id: int, *, lock: bool = False) -> Campaign:
    """This office's campaign; 404 otherwise."""
    return queries.get_campaign(current_office().id, campaign_id, lock=lock)


@bp.get("/home")
@requires("view", "count")
def home() -> Any:
    office_id, at = current_office().id, now()
    return render_template(
        "campaigns/home.html",
        notes=home_notes(office_id, at.astimezone(SEOUL).date()) if may("plan") else [],
        **look(office_id, at, planner=may("view")),
    )


@bp.get("/campaigns/")
@requires("view", "count")
def index() -> Any:
    return render_template("campaigns/index.html", rows=queries.list_campaigns(current_office().id))


@bp.get("/campaigns/new")
@requires("plan")
def new() -> Any:
    form = CampaignForm(
        weekdays=["0", "1", "2", "3", "4"], opens_at=time(10), closes_at=time(16), events_wanted=0,
        min_gap=1, max_weekend=0, kits=1, kit_turnaround=1, adjacent_metres=4, rain_chance=30,
    )  # fmt: skip
    return new_page(form)


@bp.post("/campaigns/new")
@requires("plan")
def create() -> Any:
    form = CampaignForm()
    if not form.validate():
        return new_page(form, 422)
    try:
        campaign = services.create_campaign(current_office().id, form.values(), now())
    except Refused as refused:
        form.slug.errors = [refusal(refused)]
        return new_page(form, 422)
    flash(_("The season has been added. Now choose its fields."), "ok")
    return redirect(url_for("campaigns.settings_fields", campaign_id=campaign.id), 303)


def new_page(form: CampaignForm, status: int = 200) -> Any:
    return render_template("campaigns/new.html", form=form), status
