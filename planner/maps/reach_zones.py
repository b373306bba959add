"""Suggested zones beside the present ones: dongs that border each other, and how even they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import hypot

from planner.campaigns.models import Campaign
from planner.campaigns.queries import get_campaign
from planner.core.zoning import Neighbours, Plot, Quality, bridged, matched, quality
from planner.core.zoning_search import suggest
from planner.maps import reach_queries
from planner.maps.ground import borders
from planner.maps.reach import Laid, lay
from planner.maps.reach_asked import ZonesAsked, read_zones
from planner.maps.reach_loading import People, grounds, load_people
from planner.places.models import AdminDong, Zone

NEAREST = 3  # labels that count as next to a dong without an outline


@dataclass(frozen=True, slots=True)
class SuggestedZone:
    """A zone of dongs: `resembles` is the present zone whose name it keeps, None for a new one."""

    resembles: Zone | None
    dongs: list[AdminDong]
    load: int
    whole: bool


@dataclass(frozen=True, slots=True)
class ZonesPage:
    """All of the page, before any word is said."""

    campaign: Campaign
    asked: ZonesAsked
    people: People
    measure: str
    suggested: list[SuggestedZone]
    present: list[SuggestedZone]
    quality: Quality
    present_quality: Quality
    loose: list[AdminDong]  # without a position: in no suggestion
    silent: list[AdminDong]  # without a figure: they weigh nothing
    unzoned: list[AdminDong]  # in no present zone
    joins: list[tuple[AdminDong, AdminDong]]
    by_label: int  # dongs without an outline: next to the nearest labels

    @property
    def faults(self) -> list[tuple[str, str]]:
        """What of the address cannot be had: a field and what was asked."""
        found = list(self.asked.faults)
        if self.asked.measure and self.asked.measure not in self.people.by_measure:
            found.append(("measure", self.asked.measure[:20]))
        return found

    @property
    def moved(self) -> int:
        """How many dongs would change their zone."""
        return sum(
            zone.resembles is None or dong.zone_id != zone.resembles.id
            for zone in self.suggested
            for dong in zone.dongs
        )

    @property
    def too_large(self) -> list[AdminDong]:
        """Dongs that alone hold more than an even zone: no suggestion can be even with them."""
        values = self.people.by_measure.get(self.measure, {})
        count = len(self.suggested)
        placed = [dong for zone in self.suggested for dong in zone.dongs]
        mean = sum(values.get(dong.id, 0) for dong in placed) / count if count else 0
        return [dong for dong in placed if values.get(dong.id, 0) > mean]


def load_zones(office_id: int, campaign_id: int, args: Mapping[str, str]) -> ZonesPage:
    """The suggestion for the office's dongs; another office's campaign is 404."""
    campaign = get_campaign(office_id, campaign_id)
    dongs = reach_queries.dongs_on_map(office_id)
    people = load_people(office_id, dongs)
    zones = {dong.zone.id: dong.zone for dong in dongs if dong.zone}
    asked = read_zones(args, len(zones))
    measure = people.chosen(asked.measure)
    values = people.by_measure.get(measure, {})
    laid = [dong for dong in lay(grounds(dongs)) if dong.middle is not None]
    plots = [Plot(dong.id, values.get(dong.id, 0), *_middle(dong)) for dong in laid]
    near, joins = bridged(plots, neighbours(laid))
    by_id = {dong.id: dong for dong in dongs}
    found = suggest(plots, near, asked.count)
    now = {key: [p.id for p in plots if by_id[p.id].zone_id == key] for key in zones}
    now = {key: ids for key, ids in now.items() if ids}
    order = list(now)  # a suggestion stands, and is tinted, where the zone stands that it resembles
    names = matched(found, now, values)
    pairs = sorted(
        zip(names, found, strict=True),
        key=lambda pair: len(order) if pair[0] is None else order.index(pair[0]),
    )
    names, found = [name for name, _zone in pairs], [zone for _name, zone in pairs]
    suggested, present = quality(plots, near, found), quality(plots, near, list(now.values()))
    placed = {plot.id for plot in plots}
    return ZonesPage(
        campaign=campaign,
        asked=asked,
        people=people,
        measure=measure,
        suggested=_lines([zones[n] if n else None for n in names], found, suggested, by_id),
        present=_lines([zones[key] for key in now], list(now.values()), present, by_id),
        quality=suggested,
        present_quality=present,
        loose=[dong for dong in dongs if dong.id not in placed],
        silent=[dong for dong in dongs if dong.id in placed and dong.id not in values],
        unzoned=[dong for dong in dongs if dong.zone_id is None],
        joins=[(by_id[one], by_id[two]) for one, two in joins],
        by_label=sum(dong.shape is None for dong in laid),
    )


def neighbours(dongs: Sequence[Laid]) -> Neighbours:
    """Who is next to whom: by a common border, or for want of an outline by the nearest labels."""
    found: dict[int, set[int]] = {dong.id: set() for dong in dongs}
    outlined = [dong for dong in dongs if dong.shape is not None]
    pairs = [(outlined[i].id, outlined[j].id) for i, j in borders([d.shape for d in outlined])]
    for one in dongs:
        if one.shape is None:
            others = sorted(dongs, key=lambda dong, here=one: (_away(here, dong), dong.id))  # type: ignore[misc]
            pairs += [(one.id, other.id) for other in others if other is not one][:NEAREST]
    for a, b in pairs:
        found[a].add(b)
        found[b].add(a)
    return {key: frozenset(others) for key, others in found.items()}


def zones_csv(page: ZonesPage, names: Sequence[str]) -> bytes:
    """The suggestion as the table of zones that the importer reads: names and dongs alone.

    The importer gives a zone exactly the dongs of its row, so dongs without a position stand with
    the zone that they are in.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(["name", "dongs"])
    for name, zone in zip(names, page.suggested, strict=True):
        kept = [dong for dong in page.loose if zone.resembles and dong.zone is zone.resembles]
        writer.writerow([name, ";".join(dong.name for dong in [*zone.dongs, *kept])])
    return ("\ufeff" + buffer.getvalue()).encode()


def _lines(
    zones: Sequence[Zone | None],
    ids: Sequence[Sequence[int]],
    found: Quality,
    by_id: Mapping[int, AdminDong],
) -> list[SuggestedZone]:
    return [
        SuggestedZone(zone, [by_id[key] for key in keys], load, whole)
        for zone, keys, load, whole in zip(zones, ids, found.loads, found.whole, strict=True)
    ]


def _middle(dong: Laid) -> tuple[float, float]:
    assert dong.middle is not None
    return dong.middle


def _away(one: Laid, two: Laid) -> float:
    (x, y), (u, v) = _middle(one), _middle(two)
    return hypot(x - u, y - v)
