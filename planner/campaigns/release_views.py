"""Releasing: the check, the difference in words, the button; and the releases so far."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from planner.campaigns import queries, releases
from planner.campaigns.bridge import load_campaign
from planner.campaigns.change_words import change_sentence, change_sentences
from planner.campaigns.destinations import with_urls
from planner.campaigns.findings import find_problems
from planner.campaigns.forms import ReleaseForm
from planner.campaigns.views import BASE, bp, campaign_of, now
from planner.campaigns.words import refusal
from planner.errors import Refused
from planner.security import current_office, current_user, requires


@bp.get(BASE + "/release")
@requires("plan")
def release(campaign_id: int) -> Any:
    return release_page(campaign_id, ReleaseForm(formdata=None))


@bp.post(BASE + "/release")
@requires("plan")
def make_release(campaign_id: int) -> Any:
    form = ReleaseForm()
    if not form.validate():
        return release_page(campaign_id, form, 422)
    campaign = load_campaign(current_office().id, campaign_id)
    try:
        row = releases.release(campaign, current_user(), now(), form.note.data or "")
    except Refused as refused:
        return release_page(campaign_id, form, 422, refusal(refused))
    flash(
        _("Release %(number)s is out: agencies, calendars and residents see it.",
          number=row.number), "ok",
    )  # fmt: skip
    return redirect(
        url_for("campaigns.show_release", campaign_id=campaign_id, number=row.number), 303
    )


def release_page(campaign_id: int, form: ReleaseForm, status: int = 200, problem: str = "") -> Any:
    campaign = load_campaign(current_office().id, campaign_id)
    findings = with_urls(campaign, find_problems(campaign))
    preview = releases.preview_release(campaign, now())
    page = render_template(
        "campaigns/release.html",
        campaign=campaign,
        form=form,
        problem=problem,
        blocking=[finding for finding in findings if finding.blocks_release],
        warnings=[finding for finding in findings if not finding.blocks_release],
        preview=preview,
        changes=[(change.kind, change_sentence(change)) for change in preview.changes],
        releases=queries.list_releases(campaign.id),
    )
    return page, status


@bp.get(BASE + "/releases/<id:number>")
@requires("view")
def show_release(campaign_id: int, number: int) -> Any:
    campaign = campaign_of(campaign_id)
    row = queries.get_release(campaign.id, number)
    return render_template(
        "campaigns/released.html",
        campaign=campaign,
        release=row,
        season=queries.season_of(row),
        changes=change_sentences(row.difference),
    )
