"""The season's goals: weights in words, and the order in which they count."""

from __future__ import annotations

from typing import Any

from flask import render_template

from planner.campaigns.goal_forms import MODE_MEANINGS, MODES, GoalsForm
from planner.campaigns.goal_services import goal_order, set_goals
from planner.campaigns.models import Campaign
from planner.campaigns.settings_views import SETTINGS, saved
from planner.campaigns.views import bp, campaign_of
from planner.campaigns.words import WEIGHT_LABELS
from planner.core.goal_order import ranks_of
from planner.errors import StaleEdit
from planner.security import requires

GOALS = SETTINGS + "/goals"


@bp.get(GOALS)
@requires("plan")
def settings_goals(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id)
    return goals_page(campaign, offered(GoalsForm(obj=campaign), campaign))


@bp.post(GOALS)
@requires("plan")
def save_settings_goals(campaign_id: int) -> Any:
    campaign = campaign_of(campaign_id, lock=True)
    form = offered(GoalsForm(), campaign)
    if not form.validate():
        return goals_page(campaign, form, 422)
    try:
        form.check_version(campaign)
    except StaleEdit:
        return stale_goals(campaign, form)
    set_goals(campaign, form.weights(), form.order())
    return saved(campaign, "campaigns.settings_goals")


def offered(form: GoalsForm, campaign: Campaign) -> GoalsForm:
    form.offer_goals(campaign.weights, goal_order(campaign))
    return form


def stale_goals(campaign: Campaign, form: GoalsForm) -> Any:
    """What was typed beside what was saved meanwhile; sent once more it is saved."""
    kept = offered(GoalsForm(formdata=None), campaign)
    differences = [
        (label, _chosen(typed), _chosen(saved))
        for label, typed, saved in (
            (str(field.label.text), field, kept[field.name])
            for field in form
            if field.name == "mode" or field.name.startswith(("weight_", "rank_"))
        )
        if typed.data != saved.data
    ]
    form.version.data = str(campaign.version)
    return goals_page(campaign, form, 409, differences)


def _chosen(field: Any) -> str:
    """The label of a select's or radio's choice."""
    return next((str(item.label) for item in field.choices if item.value == field.data), "-")


def goals_page(
    campaign: Campaign, form: GoalsForm, status: int = 200, differences: Any = None
) -> Any:
    ranks = ranks_of(form.order())
    names = sorted(WEIGHT_LABELS, key=lambda name: ranks.get(name, len(WEIGHT_LABELS) + 1))
    page = render_template(
        "campaigns/goals.html",
        campaign=campaign,
        form=form,
        names=names,
        labels=WEIGHT_LABELS,
        modes=MODES,
        meanings=MODE_MEANINGS,
        differences=differences,
    )
    return page, status
