"""The draft as plain values, ready to be stamped: rows in, a `ReleasedSeason` out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from planner.campaigns.models import Assignment, Campaign, Event
from planner.core.release import (
    CampaignFacts,
    Extra,
    FieldFacts,
    ReleasedEvent,
    ReleasedPlacement,
    ReleasedSeason,
    VenueFacts,
    ZoneFacts,
    placement_uid,
)
from planner.places.models import Venue, Zone

ExtrasProvider = Callable[[int], Mapping[int, tuple[Extra, ...]]]
_providers: list[ExtrasProvider] = []


def register_extras(provider: ExtrasProvider) -> None:
    """Let an area to the right add booths to a release.

    `provider(campaign_id)` gives the extras of each event by the event's id. Registering the same
    function again changes nothing.
    """
    if provider not in _providers:
        _providers.append(provider)


def draft_season(campaign: Campaign) -> ReleasedSeason:
    """The draft of a campaign (loaded by `bridge.load_campaign`), without stamps."""
    extras: dict[int, tuple[Extra, ...]] = {}
    for provider in _providers:
        for event_id, found in provider(campaign.id).items():
            extras[event_id] = (*extras.get(event_id, ()), *found)
    fields = {
        row.field_id: FieldFacts(
            row.field_id, row.field.code, row.field.name, row.field.name_en, row.is_new
        )
        for row in sorted(campaign.fields, key=lambda row: (row.position, row.id))
    }
    return ReleasedSeason(
        campaign=_campaign(campaign),
        zones=tuple(_zone(row.zone) for row in sorted(campaign.zones, key=_zone_order)),
        fields=tuple(fields.values()),
        events=tuple(_event(row, fields, extras.get(row.id, ())) for row in campaign.events),
    )


def _zone_order(row: object) -> tuple[int, int]:
    zone = row.zone  # type: ignore[attr-defined]
    return (zone.position, zone.id)


def _campaign(row: Campaign) -> CampaignFacts:
    office = row.office
    return CampaignFacts(
        id=row.id,
        slug=row.slug,
        name=row.name,
        name_en=row.name_en,
        summary=row.summary,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        office=office.name,
        office_en=office.name_en,
        department=office.department,
        phone=office.phone,
    )


def _event(
    row: Event, fields: Mapping[int, FieldFacts], extras: tuple[Extra, ...]
) -> ReleasedEvent:
    placements = tuple(_placement(row, item, fields) for item in row.assignments)
    offered = {field.id for item in placements for field in item.fields}
    return ReleasedEvent(
        uid=row.uid,
        id=row.id,
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        status=row.status,
        zone=_zone(row.venue.zone),
        venue=venue_facts(row.venue),
        theme=row.theme,
        fallback=venue_facts(row.fallback) if row.fallback else None,
        use_fallback=row.use_fallback,
        fields=tuple(field for field in fields.values() if field.id in offered),
        placements=placements,
        extras=extras,
    )


def _placement(
    event: Event, row: Assignment, fields: Mapping[int, FieldFacts]
) -> ReleasedPlacement:
    """Fields that the season no longer has are left out: the public page could not name them.

    A booth counts only where the event is held: with the rain plan on, outdoor numbers are void.
    """
    served = {field.id for field in row.fields}
    place = event.fallback_id if event.use_fallback and event.fallback_id else event.venue_id
    booth = row.booth if row.booth and row.booth.venue_id == place else None
    return ReleasedPlacement(
        uid=placement_uid(event.uid, row.agency_id),
        agency_id=row.agency_id,
        name=row.agency.name,
        name_en=row.agency.name_en,
        category=row.agency.category,
        booth=booth.number if booth else None,
        fields=tuple(field for field in fields.values() if field.id in served),
        status=event.status,
    )


def _zone(row: Zone) -> ZoneFacts:
    return ZoneFacts(row.id, row.name, row.name_en)


def venue_facts(row: Venue) -> VenueFacts:
    """What a release keeps of a venue."""
    return VenueFacts(
        id=row.id,
        name=row.name,
        name_en=row.name_en,
        address=row.address,
        lat=row.lat,
        lon=row.lon,
        precision=row.precision,
        indoor=row.indoor,
        step_free=row.step_free,
        toilets=row.toilets,
    )
