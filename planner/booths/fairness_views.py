"""Fairness made visible: zones, agencies and fields of the draft or of what was released."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from markupsafe import Markup

from planner.agencies.words import CATEGORY_LABELS
from planner.booths import fairness_words, words
from planner.booths.fairness_lines import AGENCY_ORDERS, ZONE_ORDERS, agency_lines, zone_lines
from planner.booths.fairness_queries import SeasonFairness, load_fairness
from planner.booths.queries import get_campaign
from planner.booths.season_views import SEASON
from planner.booths.views import bp
from planner.core.small_bars import PATTERNS
from planner.security import current_office, requires
from planner.templating import SEOUL


@bp.get(SEASON + "/load")
@requires("view")
def load(campaign_id: int) -> Any:
    """The former page of the agencies' load: they stand on the page of fairness now."""
    get_campaign(current_office().id, campaign_id)
    return redirect(url_for("booths.fairness", campaign_id=campaign_id, _anchor="agencies"), 301)


@bp.get(SEASON + "/fairness")
@requires("view")
def fairness(campaign_id: int) -> Any:
    found = asked_fairness(campaign_id)
    chosen = {
        "zones": asked("zones", ZONE_ORDERS, "place"),
        "order": asked("order", AGENCY_ORDERS, "deviation"),
        "state": asked("state", words.STANDINGS, ""),
        "category": asked("category", CATEGORY_LABELS, ""),
    }
    return render_template(
        "booths/fairness.html",
        campaign=found.campaign,
        nav_campaign=found.campaign,
        fair=found,
        headlines=fairness_words.headlines(found.found, found.zones),
        zone_lines=zone_lines(found, chosen["zones"]),
        agency_lines=agency_lines(found, chosen["order"], chosen["state"], chosen["category"]),
        chosen=chosen,
        zone_orders=ZONE_ORDERS,
        agency_orders=AGENCY_ORDERS,
        categories=CATEGORY_LABELS,
        patterns=Markup(PATTERNS),
        words=words,
        fairness_words=fairness_words,
    )


def asked_fairness(campaign_id: int) -> SeasonFairness:
    """What this request's address asks for; a season that cannot be compared with is 404."""
    campaign = get_campaign(current_office().id, campaign_id)
    past = request.args.get("past", "")
    if past and not (past.isascii() and past.isdigit() and len(past) < 10):
        abort(404)
    found = load_fairness(
        campaign, request.args.get("plan", ""), int(past) if past else None, today()
    )
    return found or abort(404)


def asked(name: str, known: Any, usual: str) -> str:
    """A choice of the address; nonsense is the usual one."""
    text = request.args.get(name, usual)
    return text if text in known else usual


def today() -> date:
    """The clock of these views."""
    return datetime.now(UTC).astimezone(SEOUL).date()
