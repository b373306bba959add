"""What proposals are called, by their kind."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.proposals.models import Proposal
from planner.proposals.what_if import what_if_name
from planner.templating import day, named

KIND_LABELS = {
    "season": _l("Whole season"),
    "booths": _l("Booths of an event"),
    "replan": _l("Re-planning after a change"),
    "what_if": _l("What-if"),
}


def title_of(proposal: Proposal) -> str:
    """The name of one proposal in a list or over a column."""
    if proposal.kind == "what_if":
        return str(_("What if: %(name)s", name=what_if_name(proposal)))
    if proposal.event is not None:
        return str(
            _(
                "Booths: %(day)s %(venue)s",
                day=day(proposal.event.day),
                venue=named(proposal.event.venue),
            )
        )
    return str(KIND_LABELS.get(proposal.kind, _("Question")))
