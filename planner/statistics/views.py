"""The statistics page: did we reach whom we meant to?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

from planner.core.counting import MEASURES
from planner.core.figures import DIMENSIONS, FORMULAS, Cut
from planner.results import words as result_words
from planner.results.cube import NONE
from planner.security import current_office, requires
from planner.statistics import charts, words
from planner.statistics.comparisons import season_comparisons
from planner.statistics.course import course_of
from planner.statistics.heat import heat_of
from planner.statistics.queries import Facts, load_facts
from planner.statistics.services import comparison_of, newest, season_figures

bp = Blueprint("statistics", __name__)
FILTERS = DIMENSIONS
MOST_LINES = 200  # of one table of the page; a city has a thousand agencies
MOST_TARGETS = 20  # on this page; their own page holds all


@bp.get("/campaigns/<id:campaign_id>/statistics")
@requires("view")
def show(campaign_id: int) -> Any:
    facts = load_facts(current_office().id, campaign_id, assignments=False)
    asked = request.args.get("measure", "consultations")
    lead = asked if asked in MEASURES else "consultations"
    figures = season_figures(facts, asked_cut(facts), lead, reports=False)
    return render_template(
        "statistics/show.html",
        campaign=facts.campaign,
        nav_campaign=facts.campaign,
        facts=facts,
        figures=figures,
        lead=lead,
        measures=MEASURES,
        formulas=FORMULAS,
        as_of=newest(figures),
        comparisons=season_comparisons(facts) if figures.cut.whole else None,
        most_targets=MOST_TARGETS,
        most_lines=MOST_LINES,
        behind=behind(campaign_id, figures.cut),
        no_key=NONE,
        words=words,
        result_words=result_words,
        heat=heat_of(figures),
        course=course_of(figures),
        charts=charts,
        comparison_of=comparison_of,
    )


def behind(campaign_id: int, cut: Cut) -> str:
    """The address of the entries behind this page's figures, to which a figure adds its own."""
    address = url_for(".entries", campaign_id=campaign_id, **cut.named)
    return f"{address}{'&' if '?' in address else '?'}"


def asked_cut(facts: Facts) -> Cut:
    """The cut that the address asks for; an id that this season does not have is 404."""
    chosen: dict[str, Any] = {}
    for name in FILTERS:
        text = request.args.get(name, "")
        if not text:
            continue
        keys = {str(key): key for key in facts.keys(name)}
        if text not in keys:
            abort(404)
        chosen[name] = keys[text]
    return Cut(**chosen)
