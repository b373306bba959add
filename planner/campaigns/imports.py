"""The files of a season that the importer reads: settings, schedule and assignments."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from planner.accounts.models import Office
from planner.campaigns import import_kinds as kinds
from planner.campaigns.event_services import is_near
from planner.campaigns.import_lookup import Lookup, put
from planner.campaigns.models import (
    Assignment,
    Campaign,
    CampaignAgency,
    CampaignField,
    CampaignZone,
    ClosedDay,
    Event,
)
from planner.campaigns.queries import slug_taken
from planner.extensions import db
from planner.tabular import ImportKind, ImportResult, Row

Context = Mapping[str, Any]


class _Tally:
    """How many rows were added, changed and already as the file says."""

    def __init__(self) -> None:
        self.added = self.changed = self.unchanged = 0

    def note(self, *, new: bool, changed: bool) -> None:
        self.added += new
        self.changed += changed and not new
        self.unchanged += not (new or changed)

    def result(self) -> ImportResult:
        return ImportResult(self.added, self.changed, self.unchanged)


def apply_campaigns(
    office: Office, rows: Sequence[Row], *, context: Context, now: datetime
) -> ImportResult:
    """Add seasons, or change those of the same address name."""
    look, tally = Lookup(office, None), _Tally()
    for row in rows:
        campaign = look.campaigns.get(row["slug"])
        if slug_taken(row["slug"], campaign.id if campaign else None):
            look.faults.append(row.fault("slug", "slug_taken", value=row["slug"]))
        for first, last in (("starts_on", "ends_on"), ("opens_at", "closes_at")):
            if _value(row, campaign, first) > _value(row, campaign, last):
                look.faults.append(row.fault(last, "order"))
    look.refuse_faults()
    for row in rows:
        campaign = look.campaigns.get(row["slug"])
        new = campaign is None
        if campaign is None:
            campaign = Campaign(office_id=office.id, created_at=now, weights={}, version=1)
            db.session.add(campaign)
        changed = put(campaign, dict(row))
        campaign.version += changed and not new
        tally.note(new=new, changed=changed)
    return tally.result()


def _value(row: Row, campaign: Campaign | None, key: str) -> Any:
    if row.get(key) is not None:
        return row[key]
    if campaign is not None:
        return getattr(campaign, key)
    return {"opens_at": time(10), "closes_at": time(16)}.get(key)


def _settings(
    list_name: str, key: str, kind: type, find: Callable[[Lookup, Row], Any]
) -> Callable[..., ImportResult]:
    """The importer of one of a season's lists: a row for each member, known by what it names."""

    def apply(
        office: Office, rows: Sequence[Row], *, context: Context, now: datetime
    ) -> ImportResult:
        look, tally = Lookup(office, context), _Tally()
        found = [(row, look.campaign(row), find(look, row)) for row in rows]
        _check_visits(look, rows)
        look.refuse_faults()
        for row, campaign, member in found:
            assert campaign is not None
            members = getattr(campaign, list_name)
            old = next((item for item in members if getattr(item, key) is member), None)
            if old is None and key == "day":
                old = next((item for item in members if item.day == member), None)
            values = {name: row[name] for name in row if name not in ("campaign", key)}
            item = old or kind(**{key: member})
            if key == "field" and old is None:
                values.setdefault("position", len(members))
            changed = put(item, values)
            if old is None:
                members.append(item)
            campaign.version += old is None or changed
            tally.note(new=old is None, changed=changed)
        return tally.result()

    return apply


def _check_visits(look: Lookup, rows: Sequence[Row]) -> None:
    for row in rows:
        least, most = row.get("min_visits"), row.get("max_visits")
        if least is not None and most is not None and least > most:
            look.faults.append(row.fault("max_visits", "order"))


apply_fields = _settings(
    "fields", "field", CampaignField, lambda look, row: look.one(row, "field", look.fields)
)
apply_zones = _settings(
    "zones", "zone", CampaignZone, lambda look, row: look.one(row, "zone", look.zones)
)
apply_agencies = _settings(
    "agencies", "agency", CampaignAgency, lambda look, row: look.one(row, "agency", look.agencies)
)
apply_closed_days = _settings("closed_days", "day", ClosedDay, lambda look, row: row["day"])


def apply_events(
    office: Office, rows: Sequence[Row], *, context: Context, now: datetime
) -> ImportResult:
    """Add events, or change those of the same day and venue; each new one gets its UID."""
    look, tally = Lookup(office, context), _Tally()
    found = []
    for row in rows:
        campaign, venue = look.campaign(row), look.one(row, "venue", look.venues)
        fallback = look.one(row, "fallback", look.venues)
        starts, ends = _hours(row, campaign)
        if starts is not None and ends is not None and starts >= ends:
            look.faults.append(row.fault("ends_at", "order"))
        if campaign is not None and not is_near(campaign, row["day"]):
            look.faults.append(row.fault("day", "too_far"))
        found.append((row, campaign, venue, fallback, starts, ends))
    look.refuse_faults()
    for row, campaign, venue, fallback, starts, ends in found:
        assert campaign is not None
        that_day = look.events.get((campaign.id, row["day"]), ())
        event = next((item for item in that_day if item.venue is venue), None)
        values = {name: row[name] for name in ("theme", "status", "pinned", "note") if name in row}
        values |= {"venue": venue, "starts_at": starts, "ends_at": ends}
        if "fallback" in row:
            values["fallback"] = fallback
        new = event is None
        if event is None:
            event = Event(campaign=campaign, day=row["day"], uid=str(uuid.uuid4()), created_at=now)
            db.session.add(event)
        changed = put(event, values)
        if changed and not new:
            event.version += 1
        tally.note(new=new, changed=changed)
    return tally.result()


def _hours(row: Row, campaign: Campaign | None) -> tuple[Any, Any]:
    """The row's hours; the season's where it says none."""
    if campaign is None:
        return row.get("starts_at"), row.get("ends_at")
    return row.get("starts_at") or campaign.opens_at, row.get("ends_at") or campaign.closes_at


def apply_assignments(
    office: Office, rows: Sequence[Row], *, context: Context, now: datetime
) -> ImportResult:
    """Put agencies at events with a booth and fields, or change where they stand."""
    look, found = Lookup(office, context), []
    for row in rows:
        event = look.event(row, look.campaign(row))
        agency = look.one(row, "agency", look.agencies)
        fields = look.several(row, "fields", look.fields)
        booth = _booth(look, row, event)
        found.append((row, event, agency, booth, fields))
    _check_booths(look, found)
    look.refuse_faults()
    return _place(found)


def _place(found: Sequence[tuple[Row, Any, Any, Any, list[Any]]]) -> ImportResult:
    """Write (row, event, agency, booth, fields) of which nothing is in doubt any more."""
    tally = _Tally()
    before = {item.id: item.booth_id for _r, event, *_rest in found for item in event.assignments}
    _leave_booths(found)
    for row, event, agency, booth, fields in found:
        item = next((one for one in event.assignments if one.agency_id == agency.id), None)
        new = item is None
        if item is None:
            item = Assignment(agency=agency, agency_id=agency.id)
            event.assignments.append(item)
        put(item, {"booth": booth} if "booth" in row else {})
        changed = "booth" in row and before.get(item.id) != (booth.id if booth else None)
        if "fields" in row and [one.id for one in item.fields] != [one.id for one in fields]:
            item.fields, changed = fields, True
        if changed and not new:
            item.version += 1
        tally.note(new=new, changed=changed)
    return tally.result()


def _booth(look: Lookup, row: Row, event: Event | None) -> Any:
    number = row.get("booth") or ""
    if event is None or not number:
        return None
    booth = look.booths.get((event.venue_id, number))
    if booth is None:
        look.faults.append(row.fault("booth", "unknown_booth", value=number))
    return booth


def _check_booths(look: Lookup, found: Sequence[tuple[Any, ...]]) -> None:
    """No booth is given to two agencies, in the file or by what stands there already."""
    rows = {(event.id, agency.id) for _r, event, agency, _b, _f in found if event and agency}
    taken: dict[tuple[int, int], str] = {}
    for event in {event.id: event for _r, event, *_rest in found if event}.values():
        for item in event.assignments:
            if item.booth_id and (event.id, item.agency_id) not in rows:
                taken[event.id, item.booth_id] = item.agency.name
    for row, event, agency, booth, _fields in found:
        if not (event and agency and booth):
            continue
        holder = taken.setdefault((event.id, booth.id), agency.name)
        if holder != agency.name:
            look.faults.append(row.fault("booth", "booth_taken", value=booth.number, by=holder))


def _leave_booths(found: Sequence[tuple[Any, ...]]) -> None:
    """Agencies that change booths first leave them: a booth never holds two, not even between."""
    for row, event, agency, booth, _fields in found:
        for item in event.assignments if "booth" in row else ():
            if item.agency_id == agency.id and item.booth is not booth:
                item.booth = None
    db.session.flush()


KINDS: tuple[ImportKind, ...] = kinds.build(
    campaign=apply_campaigns,
    campaign_fields=apply_fields,
    campaign_zones=apply_zones,
    campaign_agencies=apply_agencies,
    closed_days=apply_closed_days,
    events=apply_events,
    assignments=apply_assignments,
)
