"""The parts of a planning problem, each made of loaded rows; `bridge.build_problem` joins them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.campaigns.drafting import held_uids
from planner.campaigns.korean_holidays import holidays_between
from planner.campaigns.models import Campaign, CampaignAgency, CampaignZone
from planner.core import problem as core
from planner.core.availability import DaysOff, season_mask
from planner.core.metres import local_metres, metres_apart
from planner.places.models import AdminDong, Venue, Zone

WALK = 700  # metres within which a dong counts as reached by a venue
NO_DAY = "0000000"

TakenBooths = Mapping[str, set[int]]  # by event uid: booths held by others than agencies


def allowed_days(campaign: Campaign, days: int, holidays_forbid: bool) -> str:
    """The campaign's weekdays without its closed days (and public holidays, if forbidden)."""
    spans = [DaysOff(row.day, row.day) for row in campaign.closed_days]
    if holidays_forbid:
        held = held_uids(campaign)
        kept = {event.day for event in campaign.events if event.uid in held}
        off = holidays_between(campaign.starts_on, campaign.ends_on).keys() - kept
        spans += [DaysOff(day, day) for day in sorted(off)]
    return season_mask(campaign.weekdays, spans, campaign.starts_on, days)


def district(campaign: Campaign) -> core.District:
    return core.District(
        id=campaign.office_id,
        name=campaign.office.name,
        events=campaign.events_wanted,
        min_gap=campaign.min_gap,
        max_weekend=campaign.max_weekend,
    )


def zone_value(campaign: Campaign, row: CampaignZone | Zone) -> core.Zone:
    """A zone of the campaign, or one that holds a fallback or a stray event only: no visits."""
    if isinstance(row, Zone):
        return core.Zone(row.id, campaign.office_id, row.name, 0, 0, 0, 0)
    return core.Zone(
        id=row.zone_id,
        district=campaign.office_id,
        name=row.zone.name,
        min=row.min_visits,
        max=row.max_visits,
        target=row.target_visits,
        gap=row.gap,
        last=_before_season(campaign, row.last_visit),
    )


def _before_season(campaign: Campaign, day: date | None) -> int | None:
    """The day of a last visit, counted back from the season; one within the season is none."""
    return None if day is None or day >= campaign.starts_on else (day - campaign.starts_on).days


def known_venues(campaign: Campaign) -> list[Venue]:
    """Active venues of the campaign's zones, those of its events, and all their fallbacks."""
    found = {venue.id: venue for row in campaign.zones for venue in row.zone.venues if venue.active}
    for event in campaign.events:
        if event.status == "planned":
            found.setdefault(event.venue.id, event.venue)
    for venue in list(found.values()):
        for row in venue.fallbacks:
            found.setdefault(row.fallback.id, row.fallback)
    return [found[key] for key in sorted(found)]


@dataclass(frozen=True)
class Ground:
    """All places of a problem, in metres from their south-western corner."""

    venues: Sequence[Venue]
    dongs: Sequence[AdminDong]

    def origin(self) -> tuple[float, float]:
        rows: tuple[Venue | AdminDong, ...] = (*self.venues, *self.dongs)
        known = [at for row in rows if (at := _degrees(row)) is not None]
        if not known:
            return (0.0, 0.0)
        return (min(lat for lat, _ in known), min(lon for _, lon in known))

    def spots(self) -> dict[Venue | AdminDong, tuple[int, int]]:
        """(east, north) of every row with coordinates."""
        origin = self.origin()
        rows: tuple[Venue | AdminDong, ...] = (*self.venues, *self.dongs)
        return {row: local_metres(origin, at) for row in rows if (at := _degrees(row)) is not None}


def _degrees(row: Venue | AdminDong) -> tuple[float, float] | None:
    lat, lon = (row.lat, row.lon) if isinstance(row, Venue) else (row.label_lat, row.label_lon)
    return None if lat is None or lon is None else (lat, lon)


def venue_values(campaign: Campaign, ground: Ground, days: int) -> tuple[core.Venue, ...]:
    """The venues; an outdoor one lists its indoor fallbacks, an inactive one is never open."""
    spots = ground.spots()
    indoor = {venue.id for venue in ground.venues if venue.indoor}
    found = []
    for row in ground.venues:
        closed = [DaysOff(item.first_day, item.last_day) for item in row.closures]
        x, y = spots.get(row, (0, 0))
        fallbacks = [] if row.indoor else [item.fallback_id for item in row.fallbacks]
        venue = core.Venue(
            id=row.id,
            district=campaign.office_id,
            zone=row.zone_id,
            name=row.name,
            indoor=row.indoor,
            avail=season_mask(
                row.open_weekdays if row.active else NO_DAY, closed, campaign.starts_on, days
            ),
            reach=(max(0, row.foot_weekday), max(0, row.foot_weekend)),
            x=x,
            y=y,
            covers=tuple(dong.id for dong in ground.dongs if _covers(spots, row, dong)),
            fallbacks=tuple(item for item in fallbacks if item in indoor),
            booths=tuple(map(_booth, row.booths)),
        )
        found.append(venue)
    return tuple(found)


def _booth(row: object) -> core.Booth:
    names = ("id", "x", "y", "private", "power", "water", "step_free")
    return core.Booth(*(getattr(row, name) for name in names))


def _covers(
    spots: Mapping[Venue | AdminDong, tuple[int, int]], venue: Venue, dong: AdminDong
) -> bool:
    """A venue reaches its own dong and those of its zone whose middle is a short walk away."""
    if dong.id == venue.dong_id:
        return True
    if dong.zone_id != venue.zone_id or venue not in spots or dong not in spots:
        return False
    return metres_apart(spots[venue], spots[dong]) <= WALK


def without_booths(
    venues: Iterable[core.Venue], campaign: Campaign, taken: TakenBooths
) -> tuple[core.Venue, ...]:
    """The venues without the booths that are taken there; what a pinned agency holds stays."""
    gone = {booth for booths in taken.values() for booth in booths}
    gone -= {
        row.booth_id
        for event in campaign.events
        for row in event.assignments
        if row.pinned and row.booth_id not in taken.get(event.uid, ())
    }
    return tuple(
        replace(venue, booths=tuple(booth for booth in venue.booths if booth.id not in gone))
        for venue in venues
    )


def invited(campaign: Campaign) -> list[CampaignAgency]:
    return [row for row in campaign.agencies if row.agency.active]


def agency_value(campaign: Campaign, row: CampaignAgency, days: int) -> core.Agency:
    agency = row.agency
    offered = {field.id for field in agency.fields}
    absent = [DaysOff(item.first_day, item.last_day) for item in agency.absences]
    return core.Agency(
        id=agency.id,
        name=agency.name,
        home=campaign.office_id,
        serves=(campaign.office_id,),
        fields=tuple(item.field_id for item in campaign.fields if item.field_id in offered),
        staff=agency.staff_per_day,
        avail=season_mask(agency.weekdays, absent, campaign.starts_on, days),
        max=agency.max_events,
        max_week=agency.max_per_week,
        target=row.target_events,
        needs=core.Needs(
            agency.needs_private, agency.needs_power, agency.needs_water, agency.needs_step_free
        ),
        noisy=agency.noise == "noisy",
        quiet=agency.noise == "quiet",
    )


def agency_pairs(campaign: Campaign, kind: str, known: set[int]) -> tuple[tuple[int, int], ...]:
    """Pairs of a kind (conflict, not_adjacent) between invited agencies."""
    return tuple(
        (row.first_id, row.second_id)
        for row in campaign.agency_pairs
        if row.kind == kind and {row.first_id, row.second_id} <= known
    )


def weights(campaign: Campaign) -> core.Weights:
    """The format's weights, with what the campaign sets itself."""
    names = [name for name in core.weight_names() if name in campaign.weights]
    return core.Weights(**{name: max(0, int(campaign.weights[name])) for name in names})
