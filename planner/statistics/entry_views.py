"""The entries behind a figure, for staff: the ledger's lines by the filters of the address."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request

from planner.core.counting import MEASURES, NEVER_SUMMED
from planner.core.figures import CUTS
from planner.paging import asked_page
from planner.results import entry_queries
from planner.results import words as result_words
from planner.results.cube import NONE
from planner.security import current_office, requires
from planner.statistics import words
from planner.statistics.filters import filter_faults
from planner.statistics.queries import Facts, load_facts
from planner.statistics.views import asked_status, bp

SAID = ("measure", "status")  # what every entry has


@bp.get("/campaigns/<id:campaign_id>/statistics/entries")
@requires("view")
def entries(campaign_id: int) -> Any:
    faults = filter_faults(request.args, (*CUTS, "measure", "all", "page"), MEASURES)
    status = asked_status()
    facts = load_facts(current_office().id, campaign_id, assignments=False, status=status)
    within = asked(facts)
    measure = within.get("measure")
    every = request.args.get("all") == "yes"
    page = entry_queries.entries_page(
        current_office().id, campaign_id, within, asked_page(), all_events=every
    )
    summed = None
    if measure and measure not in NEVER_SUMMED:
        summed = entry_queries.entries_sum(
            current_office().id, campaign_id, within, all_events=every
        )
    shown = render_template(
        "statistics/entries.html",
        faults=faults,
        campaign=facts.campaign,
        nav_campaign=facts.campaign,
        facts=facts,
        page=page,
        within=within,
        measures=MEASURES,
        summed=summed,
        no_key=NONE,
        every=every,
        words=words,
        result_words=result_words,
    )
    return (shown, 422) if faults else shown


def asked(facts: Facts) -> dict[str, Any]:
    """The filters of the address; what this season does not have is 404, `NONE` what has none."""
    found: dict[str, Any] = {}
    for name in (*CUTS, "measure"):
        text = request.args.get(name, "")
        if not text:
            continue
        keys: Any = MEASURES if name == "measure" else facts.keys(name)
        known = {str(key): key for key in keys} | ({} if name in SAID else {NONE: NONE})
        if text not in known:
            abort(404)
        found[name] = known[text]
    return found
