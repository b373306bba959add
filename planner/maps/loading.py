"""What a map shows, read from the draft or from a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from planner.campaigns.models import Campaign
from planner.campaigns.queries import find_campaign_by_slug, get_campaign
from planner.core.outline import contains, from_geojson
from planner.core.release import ReleasedEvent, ReleasedSeason
from planner.feeds.queries import Newest
from planner.feeds.services import find_season
from planner.maps import queries
from planner.maps.event_place import event_places
from planner.maps.geojson import Area, area_feature, by_event, by_uid, collection, place_feature
from planner.maps.spots import (
    Entry,
    Spot,
    entry_of,
    in_order,
    season_spots,
    spot_of,
    status_of,
)
from planner.maps.visits import DongVisits, dong_visits
from planner.places.queries import dongs as all_dongs
from planner.results.queries import event_rows


@dataclass(frozen=True, slots=True)
class OfficeMap:
    """A season as the office sees it; `season` holds the release where that is shown."""

    campaign: Campaign
    release: Newest | None
    season: ReleasedSeason | None
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class SeasonList:
    """One page of a season's list; `total` counts all, `statuses` are those of all."""

    campaign: Campaign
    release: Newest | None
    released: bool
    rows: tuple[Spot, ...]
    total: int
    statuses: frozenset[str]
    located: bool


def office_map(office_id: int, campaign_id: int, show: str) -> OfficeMap:
    """The spots of the draft or of the newest release. Another office's campaign is 404."""
    campaign, release, season, known, held = _season(office_id, campaign_id)
    if show == "released" and season is not None:
        spots = season_spots(season.events, released=known, held=held)
        return OfficeMap(campaign, release, season, spots)
    numbers = queries.agency_numbers(campaign.id)
    events = queries.draft_events(campaign)
    spots = season_spots(events, released=known, held=held, agencies=numbers)
    return OfficeMap(campaign, release, None, spots)


def office_list(
    office_id: int, campaign_id: int, show: str, sort: str, page: int, per_page: int
) -> SeasonList:
    """A page of the same spots as a list; of the draft, only that page's places are read."""
    campaign, release, season, known, held = _season(office_id, campaign_id)
    first = per_page * (page - 1)
    if show == "released" and season is not None:
        spots = season_spots(season.events, released=known, held=held)
        by_id = {spot.event_id: spot for spot in spots}
        entries = in_order(map(entry_of, spots), sort)
        located = any(spot.located for spot in spots)
    else:
        lines = queries.draft_lines(campaign.id)
        entries = in_order(
            (
                Entry(number, line.id, status_of(line, known, held), line.zone, line.place)
                for number, line in enumerate(lines, 1)
            ),
            sort,
        )
        by_id = _draft_spots(campaign, entries[first : first + per_page])
        located = queries.has_position(campaign.id)
    return SeasonList(
        campaign=campaign,
        release=release,
        released=show == "released" and season is not None,
        rows=tuple(by_id[entry.event_id] for entry in entries[first : first + per_page]),
        total=len(entries),
        statuses=frozenset(entry.status for entry in entries),
        located=located,
    )


def _draft_spots(campaign: Campaign, entries: Sequence[Entry]) -> dict[int, Spot]:
    events = queries.draft_events(campaign, [entry.event_id for entry in entries])
    by_id = {event.id: event for event in events}
    return {
        entry.event_id: spot_of(entry.number, by_id[entry.event_id], entry.status, {})
        for entry in entries
    }


def _season(
    office_id: int, campaign_id: int
) -> tuple[Campaign, Newest | None, ReleasedSeason | None, set[str], set[int]]:
    """The campaign, its newest release, the uids known outside, and the events held."""
    campaign = get_campaign(office_id, campaign_id)
    release, season = find_season(campaign.slug) or (None, None)
    known = {event.uid for event in season.events if not event.cancelled} if season else set()
    return campaign, release, season, known, queries.held_events(campaign.id)


def office_places(shown: OfficeMap) -> str:
    """The season's zones and spots as GeoJSON."""
    zones = queries.season_zones(shown.campaign.id) | {spot.zone.id for spot in shown.spots}
    areas = queries.zone_areas(shown.campaign.office_id, zones or None)
    return collection(areas, shown.spots, by_event)


# ---------------------------------------------------------------- layers


def visits_by_dong(shown: OfficeMap) -> list[tuple[Any, DongVisits]]:
    """Every dong of the office with its visits in the season, in the dongs' order."""
    office_id = shown.campaign.office_id
    visits = dong_visits(shown.spots, queries.venue_dongs(office_id))
    return [(dong, visits.get(dong.id, DongVisits())) for dong in all_dongs(office_id)]


def dong_layer(shown: OfficeMap) -> dict[str, Any]:
    """The outlines of the dongs, each with its visits."""
    office_id = shown.campaign.office_id
    visits = dong_visits(shown.spots, queries.venue_dongs(office_id))
    features = []
    for area in queries.dong_areas(office_id):
        found = visits.get(area.id, DongVisits())
        features.append(
            area_feature(area, visited=found.code, held=found.held, planned=found.planned)
        )
    return {"type": "FeatureCollection", "features": features}


def agency_layer(shown: OfficeMap) -> dict[str, Any]:
    """The agencies at each event: `names` once, `events` as places in that list."""
    if shown.season is not None:
        at = {
            event.id: [item.agency_id for item in event.present()] for event in shown.season.events
        }
        names = {
            item.agency_id: (item.name, item.name_en)
            for event in shown.season.events
            for item in event.placements
        }
    else:
        at = queries.agencies_at(shown.campaign.id)
        names = queries.agency_names(shown.campaign.office_id)
    order = sorted({agency for agencies in at.values() for agency in agencies})
    place = {agency: number for number, agency in enumerate(order)}
    return {
        "names": [names[agency] for agency in order],
        "events": {event: [place[agency] for agency in found] for event, found in at.items()},
    }


def count_layer(office_id: int, campaign_id: int) -> dict[str, Any]:
    """Attendance and consultations of each event, None where not reported; for staff alone."""
    return {
        "events": {
            row.event.id: {
                "state": row.state,
                "attendance": row.totals.get("attendance"),
                "consultations": row.totals.get("consultations"),
            }
            for row in event_rows(office_id, campaign_id)
        }
    }


# ---------------------------------------------------------------- one event


def office_event(office_id: int, campaign_id: int, event_id: int) -> str | None:
    """The map of one event of the draft; None where the season has no such event."""
    campaign, _release, _season_of, known, held = _season(office_id, campaign_id)
    events = {event.id: event for event in queries.draft_events(campaign)}
    if event_id not in events:
        return None
    spots = season_spots(events.values(), released=known, held=held, agencies={})
    spot = next(spot for spot in spots if spot.event_id == event_id)
    return event_collection(office_id, spot, events[event_id], key=by_event)


def released_event(office_id: int, season: ReleasedSeason, event: ReleasedEvent) -> str:
    """The map of one released event: what agencies and residents see."""
    spot = next(spot for spot in public_spots(season) if spot.uid == event.uid)
    return event_collection(office_id, spot, event)


def event_collection(office_id: int, spot: Spot, event: ReleasedEvent, key: Any = by_uid) -> str:
    """The event's zone, the dong around its place, the place itself and the other one."""
    areas = queries.zone_areas(office_id, {spot.zone.id})
    around = _dong_around(queries.dong_areas(office_id), spot)
    others = [place_feature(stop.place, stop.role) for stop in event_places(event).stops[1:]]
    return collection([*areas, *around], [spot], key, others)


def _dong_around(areas: Sequence[Area], spot: Spot) -> list[Area]:
    """The dong in which the place lies by its position; a released place is looked up alike."""
    lon, lat = spot.place.lon, spot.place.lat
    if lon is None or lat is None:
        return []
    return [area for area in areas if contains(from_geojson(area.outline), lon, lat)][:1]


# ---------------------------------------------------------------- residents


def public_season(slug: str) -> tuple[Campaign, ReleasedSeason] | None:
    """The newest release of a season by its public name, or None where none is released."""
    found = find_season(slug)
    campaign = find_campaign_by_slug(slug) if found else None
    return (campaign, found[1]) if campaign and found else None


def public_spots(season: ReleasedSeason) -> tuple[Spot, ...]:
    """The spots of a release as residents see them: open, moved indoors, or cancelled."""
    return season_spots(season.events, released={event.uid for event in season.events})


def public_places(campaign: Campaign, season: ReleasedSeason) -> str:
    """The zones of a released season and its spots as GeoJSON."""
    zones = {zone.id for zone in season.zones} | {event.zone.id for event in season.events}
    return collection(queries.zone_areas(campaign.office_id, zones), public_spots(season))
