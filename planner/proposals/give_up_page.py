"""What has to give way, in sentences: with buttons that make the change, or where it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.agencies.words import WEEKDAY_LABELS
from planner.campaigns.models import Campaign
from planner.core.violation import Violation
from planner.proposals.conflict_words import way_out
from planner.proposals.give_up import DONE, OPEN, Step, state_of_step, steps_for
from planner.proposals.give_up_services import offers_of
from planner.proposals.models import Proposal
from planner.proposals.services import draft_before, problem_of
from planner.proposals.words import ProposalNames


@dataclass(frozen=True, slots=True)
class Button:
    """A change as a button: what it says, and whether it is 'open', 'done' or 'changed'."""

    key: str
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Way:
    """One rule that has to give way: its sentence, its buttons, and the page where more is set."""

    sentence: str
    buttons: Sequence[Button]
    one_enough: bool
    page: str
    url: str

    @property
    def done(self) -> bool:
        """Whether the change has been made."""
        states = [button.state for button in self.buttons]
        found = [state == DONE for state in states]
        return bool(found) and (any(found) if self.one_enough else all(found))


@dataclass(frozen=True, slots=True)
class Ways:
    """What has to give way: any one `alone`, or all of `together`, the least by what it changes.

    Whether the conflict is `minimal`, and `together` the `least`.
    """

    alone: Sequence[Way] = ()
    together: Sequence[Way] = ()
    minimal: bool = True
    least: bool = True

    @property
    def all_keys(self) -> list[str]:
        """Keys of all changes at once, where several are needed and none is a choice."""
        keys = [
            button.key
            for way in self.together
            if not way.one_enough
            for button in way.buttons
            if button.state == OPEN
        ]
        return list(dict.fromkeys(keys)) if len(keys) > 1 else []

    @property
    def changes(self) -> list[str]:
        """What has been changed."""
        ways = (*self.alone, *self.together)
        done = [button.label for way in ways for button in way.buttons if button.state == DONE]
        return list(dict.fromkeys(done))

    @property
    def done(self) -> bool:
        """Whether enough has been changed."""
        whole = bool(self.together) and all(way.done for way in self.together)
        return whole or any(way.done for way in self.alone)


def ways_of(proposal: Proposal, campaign: Campaign) -> Ways:
    """What has to give way for a proposal; empty where it has a plan."""
    alone, together = offers_of(proposal, "alone"), offers_of(proposal)
    if not (alone or together) or not proposal.problem:
        return Ways()
    if len(together) == 1 and any(_is_same(together[0], item) for item in alone):
        together = []
    names = ProposalNames(campaign, problem_of(proposal), draft_before(proposal))
    found = [[way_of(campaign, names, offer) for offer in offers] for offers in (alone, together)]
    return Ways(*found, *proposal.detail.get("sure", (True, True)))


def _is_same(one: Violation, two: Violation) -> bool:
    """Whether two offers give up the same rule."""
    reasons = (one.data.get("reason"), two.data.get("reason"))
    return (one.code, one.subjects) == (two.code, two.subjects) and reasons[0] == reasons[1]


def way_of(campaign: Campaign, names: ProposalNames, offer: Violation) -> Way:
    """What gives one rule up."""
    steps = steps_for(campaign, offer)
    buttons = buttons_of(campaign, names, steps)
    page, url = _where(campaign, names, offer)
    return Way(way_out(names, offer), buttons, any(step.enough for step in steps), page, url)


def buttons_of(campaign: Campaign, names: ProposalNames, steps: Iterable[Step]) -> list[Button]:
    """The steps as buttons, each with what has become of it."""
    return [
        Button(step.key, step_words(names, step), state_of_step(campaign, step)) for step in steps
    ]


def step_words(names: ProposalNames, step: Step) -> str:
    """A change in words, with the values before and after."""
    values: dict[str, Any] = {"before": step.before, "after": step.after}
    if step.kind.startswith("zone_"):
        values["zone"] = names.name("zone", int(step.target))
    elif step.kind == "open_day":
        number = (_day(step) - names.campaign.starts_on).days
        values |= {"day": names.day(number), "name": names.closed_day(number) or _("closed day")}
    elif step.kind == "weekday":
        values["weekday"] = str(WEEKDAY_LABELS[int(step.target)])
    elif step.kind == "unpin_event":
        values["event"] = names.name("event", step.target)
    elif step.kind == "unpin_agency":
        uid, _slash, agency = step.target.rpartition("/")
        values |= {"event": names.name("event", uid), "agency": names.name("agency", int(agency))}
    return _STEPS[step.kind](values)


def _day(step: Step) -> date:
    return date.fromisoformat(step.target)


_STEPS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "events": lambda v: _("Events wanted: %(before)s → %(after)s", **v),
    "weekends": lambda v: _("Events at weekends: %(before)s → %(after)s", **v),
    "kits": lambda v: _("Sets of equipment: %(before)s → %(after)s", **v),
    "min_gap": lambda v: _("Days between two events: %(before)s → %(after)s", **v),
    "zone_min": lambda v: _("%(zone)s, visits at least: %(before)s → %(after)s", **v),
    "zone_max": lambda v: _("%(zone)s, visits at most: %(before)s → %(after)s", **v),
    "zone_gap": lambda v: _("%(zone)s, days between visits: %(before)s → %(after)s", **v),
    "open_day": lambda v: _("Open %(day)s again (%(name)s)", **v),
    "weekday": lambda v: _("Hold events on %(weekday)s as well", **v),
    "unpin_event": lambda v: _("Let %(event)s move (take its pins off)", **v),
    "unpin_agency": lambda v: _("Unpin %(agency)s at %(event)s", **v),
}


def _where(campaign: Campaign, names: ProposalNames, offer: Violation) -> tuple[str, str]:
    """The page on which more of a rule is set, and its address."""
    here = {"campaign_id": campaign.id}
    about = dict(offer.subjects)
    event = _event_id(campaign, offer)
    if event is not None and offer.code in ("H10", "H11", "H13", "H14", "P01", "P02", "P04"):
        return _link(_("Booth plan of the event"), "booths.plan", event_id=event, **here)
    if event is not None:
        return _link(_("The event"), "campaigns.event", event_id=event, **here)
    if offer.code in ("H03", "H04") and "zone" in about:
        words = _("Venues of %(zone)s", zone=names.name("zone", about["zone"]))
        return _link(words, "places.venues", zone=about["zone"])
    if offer.code in ("H12", "H15") and "agency" in about:
        words = _("Directory: %(agency)s", agency=names.name("agency", about["agency"]))
        return _link(words, "agencies.edit_agency", agency_id=about["agency"])
    if offer.code == "H16":
        return _link(_("Agencies kept apart"), "agencies.pairs")
    words, endpoint = _PAGES.get(offer.code, (_l("Season settings"), "campaigns.settings"))
    return _link(str(words), endpoint, **here)


_PAGES = {
    "H02": (_l("Closed days"), "campaigns.settings_days"),
    "H03": (_l("Season zones"), "campaigns.settings_zones"),
    "H06": (_l("Season zones"), "campaigns.settings_zones"),
    "H07": (_l("Season zones"), "campaigns.settings_zones"),
    "P03": (_l("Schedule"), "campaigns.schedule"),
}


def _event_id(campaign: Campaign, offer: Violation) -> int | None:
    uids = [key for kind, key in offer.subjects if kind == "event"]
    return next((event.id for event in campaign.events if event.uid in uids), None)


def _link(words: str, endpoint: str, **values: Any) -> tuple[str, str]:
    """Where this installation has the page."""
    known = endpoint in current_app.view_functions
    return (words, url_for(endpoint, **values)) if known else ("", "")
