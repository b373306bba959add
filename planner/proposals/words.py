"""Proposals in words: states, how good, terms of the score, conflicts, refusals."""

from __future__ import annotations

import math
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.campaigns.models import Campaign
from planner.campaigns.names import Names, listed
from planner.campaigns.problem_parts import known_venues
from planner.campaigns.words import WEIGHT_LABELS
from planner.core.plan import Plan
from planner.core.problem import Problem
from planner.core.score import TermRow
from planner.core.shortfall import Shortfall
from planner.errors import Refused
from planner.proposals.goals import goals_of, ordered_quality
from planner.proposals.models import Proposal
from planner.proposals.why_not_words import REFUSALS as UNASKABLE
from planner.templating import day, named

STATES = {
    "queued": (_l("Waiting"), "neutral"),
    "running": (_l("Searching"), "info"),
    "done": (_l("Plan ready"), "ok"),
    "failed": (_l("Failed"), "danger"),
    "stopped": (_l("Stopped"), "warn"),
    "taken": (_l("Taken"), "neutral"),
}
NO_PLAN = ("infeasible", "out_of_time", "too_large")
TERM_LABELS = {
    **WEIGHT_LABELS,
    "period_miss": _l("Every zone is visited in every period"),
    "travel": _l("Agencies travel little"),
}
# What a term counts, where its figures stand side by side.
TERM_UNITS = {
    "uncovered": _l("Agencies missing in the fields"),
    "zone_dev": _l("Visits off the zones' aims"),
    "period_miss": _l("Zones not visited in a period"),
    "reach": _l("People fewer than at the best places"),
    "vuln": _l("Vulnerable residents far from events"),
    "load": _l("Unevenness of the agencies' load"),
    "travel": _l("Ways of the agencies"),
    "adjacent": _l("Agencies that disturb each other"),
}
GIVE_UP_REFUSALS = {
    "no_step": _l("Choose what to change; nothing has been changed."),
    "step_changed": _l(
        "The season has changed since this proposal; nothing has been changed. Look again, or ask "
        "for a new proposal."
    ),
}
KINDS = {
    "new": (_l("New"), "ok"),
    "changed": (_l("Changed"), "info"),
    "same": (_l("Unchanged"), "neutral"),
    "cancelled": (_l("Cancelled"), "danger"),
}


class ProposalNames(Names):
    """Names of everything in a problem and of the events of plans for it."""

    def __init__(self, campaign: Campaign, problem: Problem, *plans: Plan) -> None:
        super().__init__(campaign)
        for venue in known_venues(campaign):
            for kind in ("venue", "fallback"):
                self._names[kind, venue.id] = named(venue)
            for booth in venue.booths:
                self._names["booth", booth.id] = booth.number
        for zone in campaign.zones:
            for dong in zone.zone.dongs:
                self._names["dong", dong.id] = dong.name
        # What has left the office since keeps the name that it had.
        for kind, items in (
            ("venue", problem.venues),
            ("fallback", problem.venues),
            ("zone", problem.zones),
            ("agency", problem.agencies),
            ("field", problem.fields),
        ):
            for item in items:
                self._names.setdefault((kind, item.id), item.name)
        for plan in plans:
            for event in plan.events:
                self.note(event.id, event.day, event.venue)

    def note(self, uid: str, day: int, venue: int) -> None:
        """An event of this id is called by this day and venue."""
        self._events[uid] = f"{self.day(day)} {self.name('venue', venue)}"

    def fields(self, ids: tuple[int, ...]) -> str:
        return listed(self.name("field", item) for item in ids)


def state_label(proposal: Proposal) -> tuple[str, str]:
    """(words, kind of badge) of a proposal's state."""
    if proposal.state in ("done", "stopped") and proposal.outcome in NO_PLAN:
        return str(_("No plan")), "danger"
    label, kind = STATES[proposal.state]
    return str(label), kind


def gap_share(proposal: Proposal) -> str:
    """'0 %' for a proven plan, else at most how far it is from the best; '-' where unknown."""
    score, bound = proposal.score, proposal.bound
    if score is None or bound is None or bound < 0 or proposal.detail.get("order"):
        return "-"
    return f"{0 if score - bound < 1 else max(1, math.ceil(100 * (score - bound) / score))}%"


def quality(proposal: Proposal) -> str:
    """How good the plan is, in words; empty before there is anything to say."""
    if proposal.outcome == "infeasible":
        return _("No plan keeps all the rules.")
    if proposal.outcome == "out_of_time":
        return _("No plan was found in this time.")
    if proposal.outcome == "too_large":
        return _("So many events may lie on one day that no plan can be searched for.")
    if proposal.score is None:
        return _("No plan has been found yet.") if proposal.state == "running" else ""
    if proposal.detail.get("order"):
        return ordered_quality(goals_of(proposal))
    if proposal.outcome == "optimal":
        return _("Proven: no better plan exists.")
    return gap_words(proposal.score, proposal.bound)


def gap_words(score: int, bound: float | None) -> str:
    """At most how far a score is from the best possible."""
    if bound is None or bound < 0:
        return _("How far it is from the best is not known yet.")
    if score - bound < 1:
        return _("Proven: no better plan exists.")
    share = max(1, math.ceil(100 * (score - bound) / score))
    return _("At most %(share)s %% from the best possible.", share=share)


def error_words(proposal: Proposal) -> str:
    """Why a proposal failed."""
    reason = str(proposal.detail.get("error", ""))
    sentences = {
        "lost": _("The search broke off twice. Ask for it again with less time."),
        "event_cancelled": _("The event was cancelled or deleted before the search began."),
    }
    if reason in UNASKABLE:
        return str(UNASKABLE[reason])
    return sentences.get(reason) or _(
        "The search ended with an error; it has been logged. Ask for it again."
    )


def refusal(error: Refused) -> str:
    """A refusal as a sentence."""
    if error.code in GIVE_UP_REFUSALS:
        return str(GIVE_UP_REFUSALS[error.code])
    return {
        "no_zones": _("This season has no zones. Choose them in its settings first."),
        "no_events_wanted": _("This season wants no events. Set their number in its settings."),
        "no_agencies": _("No agency is invited to this season. Invite some in its settings."),
        "event_cancelled": _("This event is cancelled. Choose another."),
        "still_running": _("The search is still going on. Stop it first."),
        "as_of_outside": _(
            "Choose a day from %(first)s, the day before the season, to its last day, %(last)s.",
            first=day(error.data.get("first")),
            last=day(error.data.get("last")),
        ),
        "days_behind": _(
            "Days already past stay as they were; their events in the proposal are for comparison. "
            "Nothing was taken."
        ),
        "assumptions": _(
            "This plan rests on assumptions. Confirm that you know that they are not settings; "
            "nothing was taken."
        ),
        "nothing_to_take": _("Choose at least one event that the proposal changes."),
        "stale": _(
            "The draft has changed since the search began. Nothing was taken. Take other events, "
            "or ask for a new proposal."
        ),
    }[error.code]


def term_row(names: Names, term: str, row: TermRow) -> str:
    """One reason for points of a term."""
    subject: dict[str, list[str]] = {}
    for kind, key in row.subjects:
        subject.setdefault(kind, []).append(names.name(kind, key))
    values: dict[str, Any] = {kind: found[0] for kind, found in subject.items()}
    values |= {"amount": row.amount, **row.data}
    if term == "uncovered":
        return _("%(event)s, %(field)s: %(amount)s of %(need)s agencies are missing", **values)
    if term == "zone_dev":
        return _("%(zone)s: %(visits)s visits, the aim is %(target)s", **values)
    if term == "reach":
        return _("%(event)s: about %(reach)s people, at best %(best)s", **values)
    if term == "vuln":
        return _("%(dong)s: near %(covered)s of 2 events", **values)
    if term == "load":
        return _("%(agency)s: %(events)s events, its share is %(target)s", **values)
    if term == "adjacent":
        values["agencies"] = listed(subject["agency"])
        return _("%(event)s: %(agencies)s stand side by side", **values)
    return listed(name for found in subject.values() for name in found)


def shortfall_words(names: Names, item: Shortfall) -> str:
    """What could not be placed, and what keeps the agencies that offer it."""
    values = {
        "event": names.name("event", item.event),
        "field": names.name("field", item.field),
        "missing": item.missing,
        "need": item.need,
        "offering": item.offering,
    }
    if not item.offering:
        return _("%(event)s, %(field)s: no invited agency offers it.", **values)
    values["reasons"] = ", ".join(_reason(key, count) for key, count in item.reasons.items())
    if not item.reasons:
        return _(
            "%(event)s, %(field)s: %(missing)s of %(need)s are missing; only %(offering)s invited "
            "agencies offer it.",
            **values,
        )
    return _(
        "%(event)s, %(field)s: %(missing)s of %(need)s are missing. Of %(offering)s agencies that "
        "offer it: %(reasons)s.",
        **values,
    )


def _reason(key: str, count: int) -> str:
    return {
        "absent": _("cannot come that day: %(n)s", n=count),
        "here": _("there in other fields: %(n)s", n=count),
        "same_day": _("at another event that day: %(n)s", n=count),
        "limit": _("at their limit: %(n)s", n=count),
        "conflict": _("not together with one that is there: %(n)s", n=count),
        "booth": _("no suitable booth free: %(n)s", n=count),
        "spare": _("of more use elsewhere: %(n)s", n=count),
    }[key]
