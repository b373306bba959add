"""Targets of a season with what was reached of them; adding, changing, deleting, importing."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.errors import Refused, StaleEdit
from planner.importing import register_import
from planner.programme import words as programme_words
from planner.results import outside_queries, queries, target_queries, target_services
from planner.results import words as result_words
from planner.results.models import Target
from planner.results.target_imports import TARGETS
from planner.security import current_office, requires
from planner.statistics import programme_charts, words
from planner.statistics.charts import targets_chart
from planner.statistics.comparisons import achievements
from planner.statistics.programme_targets import goal_tables
from planner.statistics.queries import load_facts
from planner.statistics.target_forms import TargetForm, target_values
from planner.statistics.views import bp

BASE = "/campaigns/<id:campaign_id>/targets"


def season(campaign_id: int) -> dict[str, Any]:
    """The season of the address; 404 for another office's."""
    return {"campaign": queries.get_campaign(current_office().id, campaign_id)}


register_import(bp, TARGETS, url=f"{BASE}/import", back="statistics.targets", context=season)


@bp.get(BASE)
@requires("view")
def targets(campaign_id: int) -> Any:
    facts = load_facts(current_office().id, campaign_id, assignments=False)
    rows = achievements(facts)
    return render_template(
        "statistics/targets.html",
        campaign=facts.campaign,
        nav_campaign=facts.campaign,
        rows=rows,
        chart=targets_chart(rows),
        goal_tables=goal_tables(facts.campaign),
        programme_charts=programme_charts,
        programme_words=programme_words,
        words=words,
        result_words=result_words,
    )


@bp.get(f"{BASE}/new")
@requires("plan")
def new_target(campaign_id: int) -> Any:
    return _form_page(campaign_id, TargetForm(formdata=None), None)


@bp.post(f"{BASE}/new")
@requires("plan")
def add_target(campaign_id: int) -> Any:
    form = _offered(campaign_id, TargetForm())
    if not form.validate():
        return _form_page(campaign_id, form, None), 422
    try:
        target_services.add_target(current_office().id, campaign_id, form.read())
    except Refused as refused:
        return _refused(campaign_id, form, None, refused), 422
    flash(_("Saved."), "ok")
    return redirect(url_for(".targets", campaign_id=campaign_id), 303)


@bp.get("/targets/<id:target_id>/edit")
@requires("plan")
def edit_target(target_id: int) -> Any:
    target = target_queries.get_target(current_office().id, target_id)
    form = TargetForm(formdata=None, version=target.version, **target_values(target))
    return _form_page(target.campaign_id, form, target)


@bp.post("/targets/<id:target_id>/edit")
@requires("plan")
def save_target(target_id: int) -> Any:
    target = target_queries.get_target(current_office().id, target_id)
    campaign_id = target.campaign_id
    form = _offered(campaign_id, TargetForm())
    if not form.validate():
        return _form_page(campaign_id, form, target), 422
    try:
        form.check_version(target)
        target_services.change_target(current_office().id, target, form.read())
    except StaleEdit:
        differences = form.differences(target_values(target))
        form.version.data = str(target.version)
        return _form_page(campaign_id, form, target, differences), 409
    except Refused as refused:
        target = target_queries.get_target(current_office().id, target_id)
        return _refused(campaign_id, form, target, refused), 422
    flash(_("Saved."), "ok")
    return redirect(url_for(".targets", campaign_id=campaign_id), 303)


@bp.post("/targets/<id:target_id>/delete")
@requires("plan")
def delete_target(target_id: int) -> Any:
    target = target_queries.get_target(current_office().id, target_id)
    campaign_id = target.campaign_id
    target_services.delete_target(current_office().id, target)
    flash(_("Deleted."), "ok")
    return redirect(url_for(".targets", campaign_id=campaign_id), 303)


def _offered(campaign_id: int, form: TargetForm) -> TargetForm:
    queries.get_campaign(current_office().id, campaign_id)
    return form.offer(outside_queries.choices_of(current_office().id, campaign_id))


def _refused(campaign_id: int, form: TargetForm, target: Target | None, refused: Refused) -> str:
    field = {
        "no_number": form.value,
        "no_aim": form.value,
        "nothing_before": form.before,
        "bad_period": form.period,
        "outside_season": form.period,
        "two_places": form.dong_id,
    }
    field.get(refused.code, form.measure).errors = [words.target_refusal(refused.code)]
    return _form_page(campaign_id, form, target)


def _form_page(
    campaign_id: int,
    form: TargetForm,
    target: Target | None,
    differences: list[tuple[str, Any, Any]] | None = None,
) -> str:
    campaign = queries.get_campaign(current_office().id, campaign_id)
    return render_template(
        "statistics/target_form.html",
        campaign=campaign,
        nav_campaign=campaign,
        form=_offered(campaign_id, form),
        target=target,
        differences=differences,
    )
