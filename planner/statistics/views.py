"""The statistics page: did we reach whom we meant to?"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from planner.core.counting import MEASURES
from planner.core.figures import CUTS, FORMULAS, Cut
from planner.programme import words as programme_words
from planner.programme.models import TALLY_KINDS
from planner.results import words as result_words
from planner.results.cube import NONE, STATUSES
from planner.security import current_office, requires
from planner.statistics import charts, programme_charts, words
from planner.statistics.comparisons import season_comparisons
from planner.statistics.course import course_of
from planner.statistics.filters import filter_faults
from planner.statistics.further import further_sections
from planner.statistics.further_tables import section_look
from planner.statistics.headline import headlines, score
from planner.statistics.heat import heat_of
from planner.statistics.programme_targets import besides_goals, goal_tables
from planner.statistics.queries import Facts, load_facts
from planner.statistics.services import newest, season_figures

bp = Blueprint("statistics", __name__)
MOST_LINES = 200  # of one table of the page; a city has a thousand agencies
MOST_TARGETS = 20  # on this page; their own page holds all


@bp.get("/campaigns/<id:campaign_id>/statistics")
@requires("view")
def show(campaign_id: int) -> Any:
    faults = filter_faults(request.args, (*CUTS, "measure"), MEASURES)
    if not faults and "" in request.args.values():  # a form sends what was left open too
        told = ((name, request.args.get(name)) for name in (*CUTS, "measure"))
        chosen: dict[str, Any] = {name: value for name, value in told if value}
        return redirect(url_for(".show", campaign_id=campaign_id, **chosen))
    office_id = current_office().id
    facts = load_facts(office_id, campaign_id, assignments=False, status=asked_status())
    asked = request.args.get("measure", "consultations")
    lead = asked if asked in MEASURES else "consultations"
    figures = season_figures(facts, asked_cut(facts), lead, reports=False)
    whole = figures.cut.whole
    told = season_comparisons(facts) if whole else None
    goals = goal_tables(facts.campaign) if whole else []
    sections = map(besides_goals, further_sections(office_id, campaign_id)) if whole else []
    silent = facts.sums.empty and whole
    page = render_template(
        "statistics/show.html",
        faults=faults,
        campaign=facts.campaign,
        nav_campaign=facts.campaign,
        facts=facts,
        figures=figures,
        lead=lead,
        measures=MEASURES,
        formulas=FORMULAS,
        as_of=newest(figures),
        comparisons=told,
        headlines=[] if silent else headlines(figures, told),
        goal_tables=goals,
        score=score(told, goals),
        looks=[section_look(section) for section in sections if section.figures],
        programme_pages=programme_pages(),
        cut_words=words.cut_words(facts, figures.cut),
        most_targets=MOST_TARGETS,
        most_lines=MOST_LINES,
        behind=behind(campaign_id, figures.cut),
        no_key=NONE,
        words=words,
        result_words=result_words,
        heat=heat_of(figures),
        course=course_of(figures),
        charts=charts,
        programme_charts=programme_charts,
        programme_words=programme_words,
    )
    return (page, 422) if faults else page


def programme_pages() -> dict[str, str]:
    """Where each section of the wider programme is kept, by its key."""
    pages = {name: url_for("programme.tallies", tally_kind=name) for name in TALLY_KINDS}
    for name in ("plan", "shifts", "training", "centers", "rotations"):
        pages[name] = url_for(f"programme.{name}")
    return {**pages, "agreements": url_for("agencies.agreements")}


def behind(campaign_id: int, cut: Cut) -> str:
    """The address of the entries behind this page's figures, to which a figure adds its own."""
    address = url_for(".entries", campaign_id=campaign_id, **cut.named)
    return f"{address}{'&' if '?' in address else '?'}"


def asked_status() -> str | None:
    """The state of events that the address asks for; one that there is not is 404."""
    text = request.args.get("status") or None
    if text is not None and text not in STATUSES:
        abort(404)
    return text


def asked_cut(facts: Facts) -> Cut:
    """The cut that the address asks for; an id that this season does not have is 404."""
    chosen: dict[str, Any] = {}
    for name in CUTS:
        text = request.args.get(name, "")
        if not text:
            continue
        keys = {str(key): key for key in facts.keys(name)}
        if text not in keys:
            abort(404)
        chosen[name] = keys[text]
    return Cut(**chosen)
