"""Which change of the season or its draft stands for giving a rule up.

A rule that `explain` offers to give up becomes steps: a setting with the value it has and the one
it would get, a closed day that opens, a pin that is taken off. What cannot be changed so (the
opening of a venue, what an agency can take on) has no step; its page says so and leads there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from planner.campaigns.drafting import is_held
from planner.campaigns.korean_holidays import holidays_between
from planner.campaigns.models import Assignment, Campaign, CampaignZone, Event
from planner.core.loosening import days, gap_to, units
from planner.core.violation import Violation

OPEN, DONE, CHANGED = "open", "done", "changed"


@dataclass(frozen=True, slots=True)
class Step:
    """One change: `kind` of `target` (an id, a uid, a day), from `before` to `after`.

    Of two steps of which one is enough, both have `enough` set.
    """

    kind: str
    target: str = ""
    before: int = 0
    after: int = 0
    enough: bool = False

    @property
    def key(self) -> str:
        """Names the step in a form; a changed season makes other keys."""
        return f"{self.kind}:{self.target}:{self.before}:{self.after}"


def steps_for(campaign: Campaign, offer: Violation) -> list[Step]:
    """The changes that give a rule up; none where no button can."""
    about = dict(offer.subjects)
    if "event" in about or offer.code in PINNED:
        return list(_unpinning(campaign, offer))
    make = STEPS.get(offer.code)
    return list(make(campaign, offer)) if make else []


def _events(campaign: Campaign, offer: Violation) -> Iterator[Step]:
    wanted = int(str(offer.data["expected"]))
    more = units(offer) if offer.data.get("reason") == "too_many" else -units(offer)
    if wanted + more >= 1:
        yield Step("events", "", wanted, wanted + more)


def _days(campaign: Campaign, offer: Violation) -> Iterator[Step]:
    """Closed days that open, weekdays that are used; a public holiday has no step."""
    closed = {row.day for row in campaign.closed_days}
    weekdays = set()
    for number in days(offer):
        day = campaign.starts_on + timedelta(days=number)
        if day in holidays_between(day, day):
            continue
        if day in closed:
            yield Step("open_day", day.isoformat(), 0, 1)
        if campaign.weekdays[day.weekday()] != "1":
            weekdays.add(day.weekday())
    for weekday in sorted(weekdays):
        yield Step("weekday", str(weekday), 0, 1)


def _gap(campaign: Campaign, offer: Violation) -> Iterator[Step]:
    yield Step("min_gap", "", int(str(offer.data["min_gap"])), gap_to(offer))


def _weekends(campaign: Campaign, offer: Violation) -> Iterator[Step]:
    most = int(str(offer.data["max"]))
    yield Step("weekends", "", most, most + units(offer))


def _kits(campaign: Campaign, offer: Violation) -> Iterator[Step]:
    pool = int(str(offer.data["pool"]))
    yield Step("kits", "", pool, pool + units(offer))


def _zone_gap(campaign: Campaign, offer: Violation) -> Iterator[Step]:
    if _zone(campaign, offer) is not None:
        gap = int(str(offer.data["min_gap"]))
        yield Step("zone_gap", str(dict(offer.subjects)["zone"]), gap, gap_to(offer))


def _visits(campaign: Campaign, offer: Violation) -> Iterator[Step]:
    if _zone(campaign, offer) is None:
        return
    zone = str(dict(offer.subjects)["zone"])
    if offer.data.get("reason") == "too_few":
        least = int(str(offer.data["min"]))
        yield Step("zone_min", zone, least, least - units(offer))
    else:
        most = int(str(offer.data["max"]))
        yield Step("zone_max", zone, most, most + units(offer))


def _zone(campaign: Campaign, offer: Violation) -> CampaignZone | None:
    wanted = dict(offer.subjects).get("zone")
    return next((row for row in campaign.zones if row.zone_id == wanted), None)


STEPS: dict[str, Callable[[Campaign, Violation], Iterator[Step]]] = {
    "H01": _events,
    "H02": _days,
    "H05": _gap,
    "H06": _zone_gap,
    "H07": _visits,
    "H08": _weekends,
    "H09": _kits,
}


# --- pins ---------------------------------------------------------------------------------------

PINNED = ("H11", "H12", "H13", "H14", "H15", "H16", "P01", "P02", "P03", "P04")


def _unpinning(campaign: Campaign, offer: Violation) -> Iterator[Step]:
    """Pins that are taken off: of the event, of the agency, or of one of several agencies."""
    about = dict(offer.subjects)
    rows = [row for row in pinned_rows(campaign) if _concerns(campaign, row, offer)]
    if "agency" in about or offer.code in PINNED[:-2]:
        for row in rows:
            yield _unpin_agency(row, enough=len(rows) > 1)
        return
    for event in campaign.events:
        if _is_event(campaign, event, offer):
            yield from pinned_event_steps(campaign, event.uid)


def pinned_event_steps(campaign: Campaign, uid: str) -> Iterator[Step]:
    """Letting an event move that a pin of the draft holds."""
    for event in campaign.events:
        if event.uid == uid and is_held(event):
            yield Step("unpin_event", uid, 1, 0)


def pinned_rows(campaign: Campaign) -> list[Assignment]:
    """The pinned placements of the draft's planned events."""
    return [
        row
        for event in campaign.events
        if event.status == "planned"
        for row in event.assignments
        if row.pinned
    ]


def _unpin_agency(row: Assignment, enough: bool) -> Step:
    return Step("unpin_agency", f"{row.event.uid}/{row.agency_id}", 1, 0, enough)


def _concerns(campaign: Campaign, row: Assignment, offer: Violation) -> bool:
    agencies = {key for kind, key in offer.subjects if kind == "agency"}
    return (not agencies or row.agency_id in agencies) and _is_event(campaign, row.event, offer)


def _is_event(campaign: Campaign, event: Event, offer: Violation) -> bool:
    """Whether a rule is about this event, by its uid or by its day."""
    uids = {key for kind, key in offer.subjects if kind == "event"}
    if uids:
        return event.uid in uids
    day = offer.data.get("day")
    if day is None or offer.data.get("reason") == "week":
        return True
    return event.day == campaign.starts_on + timedelta(days=int(str(day)))


# --- what has become of a step ------------------------------------------------------------------


def state_of_step(campaign: Campaign, step: Step) -> str:
    """'open': it can be done; 'done' already (or more); 'changed': the value is another by now."""
    now = VALUES[step.kind](campaign, step.target)
    if now is None:
        return CHANGED
    if now == step.before:
        return OPEN
    up = step.after > step.before
    return DONE if (now >= step.after if up else now <= step.after) else CHANGED


def _of_zone(name: str) -> Callable[[Campaign, str], int | None]:
    def value(campaign: Campaign, target: str) -> int | None:
        row = next((row for row in campaign.zones if str(row.zone_id) == target), None)
        return None if row is None else int(getattr(row, name))

    return value


def _is_open(campaign: Campaign, target: str) -> int:
    return int(all(row.day != date.fromisoformat(target) for row in campaign.closed_days))


def _event_held(campaign: Campaign, target: str) -> int | None:
    event = next((event for event in campaign.events if event.uid == target), None)
    return None if event is None else int(is_held(event))


def _row_pinned(campaign: Campaign, target: str) -> int | None:
    row = row_of(campaign, target)
    return None if row is None else int(row.pinned)


def row_of(campaign: Campaign, target: str) -> Assignment | None:
    """The placement of an unpinning step."""
    uid, _slash, agency = target.rpartition("/")
    rows: Sequence[Assignment] = [
        row for event in campaign.events if event.uid == uid for row in event.assignments
    ]
    return next((row for row in rows if str(row.agency_id) == agency), None)


VALUES: dict[str, Callable[[Campaign, str], int | None]] = {
    "events": lambda campaign, _target: campaign.events_wanted,
    "weekends": lambda campaign, _target: campaign.max_weekend,
    "kits": lambda campaign, _target: campaign.kits,
    "min_gap": lambda campaign, _target: campaign.min_gap,
    "zone_min": _of_zone("min_visits"),
    "zone_max": _of_zone("max_visits"),
    "zone_gap": _of_zone("gap"),
    "open_day": _is_open,
    "weekday": lambda campaign, target: int(campaign.weekdays[int(target)]),
    "unpin_event": _event_held,
    "unpin_agency": _row_pinned,
}
