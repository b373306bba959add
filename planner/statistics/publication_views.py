"""Publishing figures: exactly what will be public, why cells are hidden, what the audit says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from planner.errors import Refused, StaleEdit
from planner.forms import BaseForm
from planner.results import words as result_words
from planner.security import current_office, current_user, requires
from planner.statistics import public_words
from planner.statistics.publication_services import (
    Preview,
    preview_publication,
    publish_statistics,
)
from planner.statistics.views import bp
from planner.statistics.words import units

ADDRESS = "/campaigns/<id:campaign_id>/publish-statistics"


@bp.get(ADDRESS)
@requires("plan")
def publication(campaign_id: int) -> Any:
    return _page(preview_publication(current_office().id, campaign_id))


@bp.post(ADDRESS)
@requires("plan")
def publish(campaign_id: int) -> Any:
    office = current_office()
    try:
        row = publish_statistics(
            office.id,
            campaign_id,
            digest=request.form.get("digest", ""),
            user_id=current_user().id,
            now=datetime.now(UTC),
        )
    except StaleEdit as stale:
        return _page(stale.current, 409, stale=True)
    except Refused as refused:
        preview = preview_publication(office.id, campaign_id)
        return _page(preview, 422, problem=public_words.refusal(refused))
    flash(_("Publication %(number)s is out: residents see these figures.", number=row.number), "ok")
    return redirect(url_for(".publication", campaign_id=campaign_id), 303)


def _page(preview: Preview, status: int = 200, *, problem: str = "", stale: bool = False) -> Any:
    refusal = preview.refusal
    page = render_template(
        "statistics/publish.html",
        campaign=preview.facts.campaign,
        nav_campaign=preview.facts.campaign,
        preview=preview,
        tables=preview.tables,
        form=BaseForm(formdata=None),
        problem=problem,
        stale=stale,
        refusal=public_words.REFUSALS[refusal] if refusal else "",
        open_events=[
            event
            for event in preview.facts.events
            if event.id not in preview.facts.records
            or preview.facts.records[event.id].signed_off_at is None
        ],
        hidden_totals=public_words.hidden_totals(preview.tables, preview.reasons),
        words=public_words,
        units=units(preview.tables.measures),
        result_words=result_words,
    )
    return page, status
