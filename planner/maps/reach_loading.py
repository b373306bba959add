"""What the coverage map shows: dongs with their people, stops, shares before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from planner.campaigns.models import Campaign
from planner.core.reach import Reached, Total, change, total
from planner.maps import reach_queries
from planner.maps.geojson import Area
from planner.maps.reach import Ground, Stop, lay, reach
from planner.maps.reach_asked import ReachAsked
from planner.maps.reach_labels import label_of
from planner.maps.season_source import office_season
from planner.maps.spots import Spot
from planner.places.figure_queries import FigureSource, latest_rows, summed
from planner.places.models import DONG_MEASURES, AdminDong
from planner.proposals.models import Proposal
from planner.proposals.queries import get_proposal
from planner.proposals.services import plan_of
from planner.results.queries import not_held

WEIGHT = "weight"  # the dong's own weight of vulnerable residents, where nobody was counted


@dataclass(frozen=True, slots=True)
class People:
    """Who lives where: the figures of each measure by dong, and what stands behind them."""

    by_measure: Mapping[str, Mapping[int, int]]
    sources: Mapping[str, FigureSource]

    @property
    def measures(self) -> list[str]:
        return list(self.by_measure)

    def grouped(self) -> list[tuple[list[str], FigureSource]]:
        """The measures by what stands behind them: those of one day and source together."""
        found: dict[Any, tuple[list[str], FigureSource]] = {}
        for measure, source in self.sources.items():
            key = (source.first, source.last, source.sources)
            found.setdefault(key, ([], source))[0].append(measure)
        return list(found.values())

    def chosen(self, asked: str) -> str:
        """The measure asked for, if there is one of that name; else the first."""
        return asked if asked in self.by_measure else next(iter(self.by_measure), "")


@dataclass(frozen=True, slots=True)
class Line:
    """A dong of the table: shares now, and before where two plans are compared."""

    dong: AdminDong
    after: Reached
    before: Reached | None = None

    @property
    def change(self) -> str:
        return change(self.before, self.after) if self.before else ""


@dataclass(frozen=True, slots=True)
class Stops:
    """The stops of a plan, and how many of its events have no position."""

    stops: tuple[Stop, ...] = ()
    nowhere: int = 0

    @property
    def roughly(self) -> int:
        return sum(stop.roughly for stop in self.stops)

    @property
    def keys(self) -> set[str]:
        return {stop.key for stop in self.stops}


@dataclass(frozen=True, slots=True)
class ReachPage:
    """All of the page, before any word is said."""

    campaign: Campaign
    release: int | None
    show: str
    asked: ReachAsked
    people: People
    measure: str
    lines: list[Line]
    now: Stops
    proposed: Stops | None = None
    proposal: Proposal | None = None
    areas: list[Area] = field(default_factory=list)  # of zones, where no dong has an outline
    totals: dict[str, tuple[Total | None, Total]] = field(default_factory=dict)

    @property
    def shown(self) -> Stops:
        """The stops that the shares of `after` speak of."""
        return self.now if self.proposed is None else self.proposed

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What of the address cannot be had: a field and what was asked."""
        found = list(self.asked.faults)
        if self.asked.measure and self.asked.measure not in self.people.by_measure:
            found.append(("measure", self.asked.measure[:20]))
        if self.asked.show != self.show:
            found.append(("show", self.asked.show))
        return found

    def numbered(self) -> list[tuple[int, Stop, str]]:
        """The stops with numbers; of two plans each is 'kept', 'new' or 'dropped', else 'kept'."""
        before, after = self.now.keys, self.shown.keys
        stops = {stop.key: stop for stop in (*self.now.stops, *self.shown.stops)}
        return [
            (n, stop, "dropped" if key not in after else "kept" if key in before else "new")
            for n, (key, stop) in enumerate(stops.items(), 1)
        ]

    def count(self, how: str) -> int:
        """How many dongs were measured by area, by label, or not at all."""
        return sum(line.after.how == how for line in self.lines)


def load_reach(office_id: int, campaign_id: int, asked: ReachAsked) -> ReachPage:
    """The coverage of a season; another office's campaign or proposal is 404."""
    source = "released" if asked.show == "released" else "draft"
    season = office_season(office_id, campaign_id, source)
    show = asked.show if season.release or asked.show != "released" else "draft"
    now = _season_stops(season.spots, not_held(campaign_id), show)
    proposal = get_proposal(office_id, campaign_id, asked.proposal) if asked.proposal else None
    proposed = _proposed_stops(office_id, proposal) if proposal else None
    dongs = reach_queries.dongs_on_map(office_id)
    people = load_people(office_id, dongs)
    lines = _lines(dongs, now, proposed, asked.metres)
    return ReachPage(
        campaign=season.campaign,
        release=season.release,
        show=show,
        asked=asked,
        people=people,
        measure=people.chosen(asked.measure),
        lines=lines,
        now=now,
        proposed=proposed,
        proposal=proposal,
        areas=[] if any(dong.outline for dong in dongs) else season.areas(),
        totals={measure: _totals(lines, values) for measure, values in people.by_measure.items()},
    )


def load_people(office_id: int, dongs: Sequence[AdminDong]) -> People:
    """The newest figures; where vulnerable residents were not counted, the dongs' own weights."""
    rows = latest_rows(office_id)
    found: dict[str, dict[int, int]] = {}
    for measure in DONG_MEASURES:
        values = {row.dong_id: row.value for row in rows if row.measure == measure}
        if values:
            found[measure] = values
    if "vulnerable" not in found and any(dong.vulnerable for dong in dongs):
        found[WEIGHT] = {dong.id: dong.vulnerable for dong in dongs}
    return People(found, summed(rows))


def grounds(dongs: Sequence[AdminDong]) -> list[Ground]:
    """The dongs as the geometry wants them."""
    return [Ground(dong.id, dong.outline, label_of(dong)) for dong in dongs]


def _lines(
    dongs: Sequence[AdminDong], now: Stops, proposed: Stops | None, metres: int
) -> list[Line]:
    laid = lay(grounds(dongs))
    found = reach(laid, now.stops, metres)
    if proposed is None:
        return [Line(dong, row) for dong, row in zip(dongs, found, strict=True)]
    later = reach(laid, proposed.stops, metres)
    return [Line(*three) for three in zip(dongs, later, found, strict=True)]


def _totals(lines: Sequence[Line], people: Mapping[int, int]) -> tuple[Total | None, Total]:
    before = [line.before for line in lines if line.before]
    return (
        total(before, people) if before else None,
        total((line.after for line in lines), people),
    )


def _season_stops(spots: Sequence[Spot], gone: frozenset[str], show: str) -> Stops:
    """Cancelled events and those not held stop nowhere; 'held' counts what was held alone."""
    live = [
        spot
        for spot in spots
        if spot.status != "cancelled"
        and spot.uid not in gone
        and (show != "held" or spot.status == "held")
    ]
    return _stops([spot.place for spot in live])


def _proposed_stops(office_id: int, proposal: Proposal) -> Stops | None:
    """Where a proposal would stop; None where it has no plan of places."""
    plan = plan_of(proposal) if proposal.kind != "booths" else None
    if plan is None:
        return None
    venues = reach_queries.venues_by_id(office_id, {event.venue for event in plan.events})
    return _stops([venues.get(event.venue) for event in plan.events])


def _stops(places: Sequence[Any]) -> Stops:
    found: dict[str, Stop] = {}
    nowhere = 0
    for place in places:
        if place is None or place.lat is None or place.lon is None:
            nowhere += 1
            continue
        key = f"venue-{place.id}"
        rough = place.precision != "exact"
        found[key] = Stop(key, place.name, (place.lat, place.lon), place.name_en, rough)
    return Stops(tuple(found.values()), nowhere)
