"""What is assumed, in sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from planner.agencies.words import WEEKDAY_LABELS
from planner.campaigns.goal_forms import USUAL
from planner.campaigns.names import short_day
from planner.campaigns.words import FACTORS
from planner.core import assumptions as core
from planner.core.assumptions import Assumption
from planner.proposals.words import TERM_LABELS, ProposalNames

Words = Callable[[ProposalNames, Any], str]


def assumption_sentence(names: ProposalNames, item: Assumption) -> str:
    """One assumption."""
    return _WORDS[type(item)](names, item)


def _agency_out(names: ProposalNames, item: core.AgencyOut) -> str:
    return _("%(agency)s does not take part.", agency=names.name("agency", item.agency))


def _agency_effort(names: ProposalNames, item: core.AgencyEffort) -> str:
    parts = []
    if item.max is not None:
        parts.append(_("at most %(n)s events", n=item.max))
    if item.max_week is not None:
        parts.append(_("at most %(n)s events a week", n=item.max_week))
    if item.target is not None:
        parts.append(_("fair share %(n)s events", n=item.target))
    return f"{names.name('agency', item.agency)}: {', '.join(parts)}"


def _venue_closed(names: ProposalNames, item: core.VenueClosed) -> str:
    venue = names.name("venue", item.venue)
    if item.first == item.last:
        return _("%(venue)s is not to be had on %(day)s.", venue=venue, day=short_day(item.first))
    return _(
        "%(venue)s is not to be had from %(first)s to %(last)s.",
        venue=venue,
        first=short_day(item.first),
        last=short_day(item.last),
    )


def _zone_visits(names: ProposalNames, item: core.ZoneVisits) -> str:
    return _(
        "%(zone)s is visited %(least)s to %(most)s times; the aim is %(target)s.",
        zone=names.name("zone", item.zone),
        least=item.least,
        most=item.most,
        target=item.target,
    )


def _day_opened(names: ProposalNames, item: core.DayOpened) -> str:
    return _("An event may be held on %(day)s.", day=short_day(item.day))


def _weekday_opened(names: ProposalNames, item: core.WeekdayOpened) -> str:
    return _("Events may be held on this weekday, too: %(day)s.", day=WEEKDAY_LABELS[item.weekday])


def _field_need(names: ProposalNames, item: core.FieldNeed) -> str:
    return _(
        "%(field)s needs %(need)s agencies at every event.",
        field=names.name("field", item.field),
        need=item.need,
    )


def _goals(names: ProposalNames, item: core.Goals) -> str:
    weights = [
        f"{TERM_LABELS[name]} ({label})"
        for name, value in item.weights
        if (label := weight_label(name, value))
    ]
    sentences = [order_words(item.order)]
    if weights:
        sentences.append(_("Weights: %(weights)s.", weights=", ".join(weights)))
    return " ".join(sentences)


def order_words(order: core.Order) -> str:
    """'Goals one after the other: 1. … 2. …', or that they are weighed."""
    if not order:
        return str(_("Goals are weighed against each other."))
    groups = (
        f"{rank}. {' · '.join(str(TERM_LABELS[name]) for name in group)}"
        for rank, group in enumerate(order, 1)
    )
    return str(_("Goals one after the other: %(groups)s.", groups=", ".join(groups)))


def weight_label(name: str, value: int) -> str:
    """The words of a weight that is not the usual one, '' for the usual."""
    usual = getattr(USUAL, name)
    if value == usual:
        return ""
    found = next((label for factor, label in FACTORS if usual * factor == value), None)
    return str(found) if found else str(_("%(points)s points", points=value))


_WORDS: dict[type, Words] = {
    core.AgencyOut: _agency_out,
    core.AgencyEffort: _agency_effort,
    core.VenueClosed: _venue_closed,
    core.ZoneVisits: _zone_visits,
    core.EventCount: lambda names, item: _("%(n)s events are to be held.", n=item.events),
    core.KitPool: lambda names, item: _("There are %(n)s sets of equipment.", n=item.pool),
    core.MinGap: lambda names, item: _(
        "Two events lie at least %(min_gap)s days apart.", min_gap=item.days
    ),
    core.WeekendMax: lambda names, item: _(
        "At most %(max)s events lie at weekends.", max=item.events
    ),
    core.RainChance: lambda names, item: _("The chance of rain is %(n)s percent.", n=item.percent),
    core.DayOpened: _day_opened,
    core.WeekdayOpened: _weekday_opened,
    core.FieldNeed: _field_need,
    core.Goals: _goals,
}
