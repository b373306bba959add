"""Questions and their answers in words: the wish, the rules against it, the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.campaigns.korean_holidays import holidays_between
from planner.campaigns.names import Names, listed
from planner.core.plan import Plan
from planner.core.proposal_changes import SAME, event_changes
from planner.core.violation import Violation
from planner.core.wish import Wish
from planner.errors import Refused
from planner.proposals.conflict_words import key_of
from planner.proposals.models import Proposal

Words = Callable[[Mapping[str, Any]], str]

NEEDS = {
    "private": _l("privacy"),
    "power": _l("power"),
    "water": _l("water"),
    "access": _l("step-free access"),
}
# By status: the answer in a line, and the kind of its badge.
HEADLINES = {
    "holds": (_l("The plan already has it."), "ok"),
    "forbidden": (_l("Rules forbid it."), "danger"),
    "impossible": (_l("No plan that has it keeps all the rules."), "danger"),
    "free": (_l("It costs nothing: an equally good plan has it."), "ok"),
    "better": (_l("A better plan has it: the one asked about was not the best."), "ok"),
    "costs": (_l("It is possible, at a cost."), "warn"),
    "unknown": (_l("No answer was found in this time."), "warn"),
}


def question_words(names: Names, wish: Wish) -> str:
    """The question of a wish."""
    values = {"event": names.name("event", wish.event)}
    if wish.about_dates:
        return _date_question(names, wish, values)
    values["agency"] = names.name("agency", wish.agency or 0)
    if wish.booth is not None:
        values["booth"] = names.name("booth", wish.booth)
        return _("Why does %(agency)s not stand at booth %(booth)s at %(event)s?", **values)
    if wish.field is not None:
        values["field"] = names.name("field", wish.field)
        return _("Why does %(agency)s not counsel in %(field)s at %(event)s?", **values)
    return _("Why is %(agency)s not at %(event)s?", **values)


def _date_question(names: Names, wish: Wish, values: dict[str, str]) -> str:
    if wish.day is not None:
        values["day"] = names.day(wish.day)
    values["venue"] = names.name("venue", wish.venue or 0)
    if wish.day is None:
        return _("Why is %(event)s not at %(venue)s?", **values)
    if wish.venue is not None:
        return _("Why is %(event)s not on %(day)s at %(venue)s?", **values)
    if wish.anywhere:
        return _("Why is %(event)s not on %(day)s, at any venue?", **values)
    return _("Why is %(event)s not on %(day)s?", **values)


def scope_words(status: str, scope: str) -> str:
    """How far the cost is the proven least."""
    if status != "costs":
        return ""
    return {
        "season": _("Proven: no plan that has it costs less."),
        "agencies": _(
            "Proven as long as all dates and venues stay; with other dates it might cost less."
        ),
        "event": _(
            "Proven as long as the other events stay as they are; it might cost less otherwise."
        ),
    }.get(scope, _("The best plan found in this time; it might cost less."))


def besides_words(base: Plan, plan: Plan) -> str:
    """How much of the plan that was asked about changes with the answer; '' for nothing."""
    moved = [item for item in event_changes(base, plan) if item.kind != SAME]
    if not moved:
        return ""
    return _(
        "Following it changes %(changes)s entries in %(events)s events; see the list below.",
        changes=sum(max(1, len(item.changes)) for item in moved),
        events=len(moved),
    )


def rule_sentences(names: Names, wish: Wish, items: Iterable[Violation]) -> list[str]:
    """The rules against a wish; agencies that would have to leave for a day are told together."""
    found: list[str] = []
    absent: list[str] = []
    busy: list[str] = []
    for item in items:
        key = key_of(item)
        if wish.about_dates and item.code in ("H10", "H11", "H12"):
            away = absent if item.code == "H10" else busy
            away.append(names.one(item, "agency"))
            continue
        words = RULES.get(key) or RULES.get(item.code)
        found.append(words(_values(names, wish, item)) if words else item.code)
    if absent:
        who = listed(dict.fromkeys(absent), 8)
        found.append(_("Would have to leave, as they cannot come that day: %(who)s.", who=who))
    if busy:
        who = listed(dict.fromkeys(busy), 8)
        found.append(_("Would come too often that day or week: %(who)s.", who=who))
    return list(dict.fromkeys(found))


def _values(names: Names, wish: Wish, item: Violation) -> dict[str, Any]:
    """What the sentences may name: those concerned, days in words, other events and agencies."""
    agencies, events = names.all(item, "agency"), names.all(item, "event")
    own = names.name("event", wish.event)
    values: dict[str, Any] = {
        "zone": names.one(item, "zone"),
        "venue": names.one(item, "venue"),
        "agency": agencies[0] if agencies else "?",
        "others": listed(dict.fromkeys(agencies[1:])),
        "event": own,
        "where": listed(name for name in events if name != own),
        "booth": names.one(item, "booth"),
        **item.data,
    }
    day = item.data.get("day")
    values["day"] = "" if day is None else names.day(day)
    values["closed"] = "" if day is None else _closed(names, day)
    values["needs"] = ", ".join(str(NEEDS[name]) for name in _list(item.data.get("missing")))
    values["fields"] = ", ".join(names.field(key) for key in _list(item.data.get("fields")))
    return values


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _closed(names: Names, number: object) -> str:
    """Why the season holds nothing on a day."""
    day = names.nth_day(number)
    named = names.closed_day(number)
    if named is not None:
        return str(named or _("closed day"))
    holiday = holidays_between(day, day).get(day)
    return str(holiday or _("a weekday that the season does not use"))


RULES: dict[str, Words] = {
    "H02 not_allowed": lambda v: _("No event is held on %(day)s (%(closed)s).", **v),
    "H02 outside_season": lambda v: _("%(day)s lies outside the season.", **v),
    "H03 not_available": lambda v: _("%(venue)s is closed to us on %(day)s.", **v),
    "H03": lambda v: _("%(venue)s does not belong to this season.", **v),
    "H04": lambda v: _(
        "%(venue)s is outdoors, and no place for rain of its list is open on %(day)s.", **v
    ),
    "H05": lambda v: _(
        "%(where)s would be %(gap)s days away; at least %(min_gap)s are wanted.", **v
    ),
    "H06 last_season": lambda v: _(
        "%(zone)s was visited %(gap)s days before; at least %(min_gap)s have to pass.", **v
    ),
    "H06 visits": lambda v: _(
        "%(zone)s: %(where)s would be %(gap)s days away; %(min_gap)s lie between two visits.", **v
    ),
    "H07 too_few": lambda v: _(
        "%(zone)s would be visited %(visits)s times; at least %(min)s are wanted.", **v
    ),
    "H07 too_many": lambda v: _(
        "%(zone)s would be visited %(visits)s times; at most %(max)s are allowed.", **v
    ),
    "H08": lambda v: _("%(events)s events would lie at weekends; %(max)s are allowed.", **v),
    "H09": lambda v: _(
        "%(in_use)s events would need equipment at once; there are %(pool)s sets.", **v
    ),
    "H10 not_available": lambda v: _("%(agency)s cannot come on %(day)s.", **v),
    "H10": lambda v: _("%(agency)s is not invited to this season.", **v),
    "H11": lambda v: _("%(agency)s is at %(where)s on that day.", **v),
    "H12": lambda v: _("%(agency)s takes on no events.", **v),
    "H12 season_full": lambda v: _(
        "%(agency)s takes on at most %(max)s events a season: %(where)s.", **v
    ),
    "H12 week_full": lambda v: _(
        "%(agency)s takes on at most %(max)s events a week: %(where)s.", **v
    ),
    "H13 held": lambda v: _("%(others)s stands at booth %(booth)s.", **v),
    "H13 none_free": lambda v: _("The booths that suit it are taken: %(others)s.", **v),
    "H13": lambda v: _("The booth does not exist at this venue.", **v),
    "H14 none_suits": lambda v: _("No booth of the venue has what it needs (%(needs)s).", **v),
    "H14": lambda v: _("Booth %(booth)s lacks what %(agency)s needs (%(needs)s).", **v),
    "H15 none": lambda v: _("%(agency)s offers no field of this season.", **v),
    "H15 not_offered": lambda v: _("%(agency)s does not counsel in %(fields)s.", **v),
    "H15 busy": lambda v: _("Its %(staff)s counsellors are busy in other fields: %(fields)s.", **v),
    "H16": lambda v: _("%(agency)s and %(others)s should not meet.", **v),
    "P02": lambda v: _("%(agency)s is to be kept away from this event.", **v),
    "P03": lambda v: _("The event is pinned to its day and venue, or past.", **v),
    "P04": lambda v: _("%(agency)s is pinned to booth %(booth)s.", **v),
}
REFUSALS = {
    "no_plan": _l("This proposal has no plan to ask about. Choose another."),
    "unknown_event": _l("The plan has no such event. Choose one of the list."),
    "unknown_agency": _l("Choose an agency that is invited to this season."),
    "unknown_booth": _l("The venue has no such booth. Choose one of the list."),
    "unknown_field": _l("The season has no such field. Choose one of the list."),
    "unknown_venue": _l("Choose a venue of this office."),
    "outside_season": _l("Choose a day within the season."),
    "nothing_asked": _l("Choose a day, a venue, or both."),
    "two_questions": _l("Ask about an agency, or about the day and the venue."),
}


def refusal(error: Refused) -> str:
    """Why a question cannot be asked."""
    return str(REFUSALS[error.code])


def answer_label(proposal: Proposal) -> tuple[str, str]:
    """The answer in a line, and the kind of its badge; empty before there is one."""
    words, kind = HEADLINES.get(proposal.outcome, ("", "neutral"))
    return str(words), kind
