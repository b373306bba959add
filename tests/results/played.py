"""Random use cases, one after another: those that count, and those that change what figures are
told by (days, venues, zones, dongs, kinds of agencies, who is at an event, what was cancelled)."""

from __future__ import annotations

from collections import Counter
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from planner.agencies import services as agencies
from planner.agencies.models import Agency, CounselingField
from planner.booths import services as booths
from planner.campaigns import event_services as events
from planner.campaigns import services as campaigns
from planner.campaigns.event_services import EventData
from planner.campaigns.models import Campaign, Event
from planner.errors import Refused, StaleEdit
from planner.extensions import db
from planner.places import services as places
from planner.places.models import AdminDong, Venue, Zone
from planner.results import services
from planner.results.services import CountsChanged
from tests import factories as make
from tests.results.played_counts import START, CountPlayer

FIRST = date(2023, 5, 22)
# How often each is played, of all; what only makes room for others is played less.
OFTEN = {
    "form": 11, "correct": 9, "link": 11, "take_back": 5, "outside": 7, "change_outside": 8,
    "file": 3, "file_of_records": 4, "record": 8, "sign_off": 1, "report": 4,
    "cancel": 14, "move_day": 16, "move_venue": 1, "move_dong": 16, "zone_of_dongs": 8,
    "zone_of_venue": 14, "kind_of_agency": 16, "out_of_use": 2, "new_event": 1, "delete_event": 3,
    "stand": 1, "take_off": 1, "uninvite": 1, "invite": 1, "delete": 4,
}  # fmt: skip

DELETED: dict[str, tuple[Any, Any, Any]] = {
    "agency": (Agency, agencies.delete_agency, make.make_agency),
    "field": (CounselingField, agencies.delete_field, make.make_field),
    "dong": (AdminDong, places.delete_dong, make.make_dong),
    "zone": (Zone, places.delete_zone, make.make_zone),
}


class Player(CountPlayer):
    """Two seasons of an office, and somebody who does whatever the product allows."""

    def __init__(self, office: Any, seed: int) -> None:
        super().__init__(seed)
        self.office, self.user_id = office, make.make_user(office).id
        zones = [make.make_zone(office) for _ in range(3)]
        dongs = [make.make_dong(office, zones[n % 3]) for n in range(5)]
        venues = [
            make.make_venue(office, zones[n % 3], booths=3, dong_id=pick.id if pick else None)
            for n, pick in enumerate([*dongs[:4], None])
        ]
        fields = tuple(make.make_field(office) for _ in range(3))
        people = tuple(make.make_agency(office, fields[n % 2 :]) for n in range(5))
        seasons = [
            make.make_campaign(office, zones=tuple(zones), fields=fields, agencies=people)
            for _ in range(2)
        ]
        self.slugs = {row.id: row.slug for row in seasons}
        self.venue_ids = [row.id for row in venues]
        self.names = {
            "zone": {row.id: row.name for row in zones},
            "dong": {row.id: row.name for row in dongs},
            "agency": {row.id: row.name for row in people},
            "field": {row.id: row.code for row in fields},
        }
        self.events: dict[int, int] = {}  # the season of each
        self.links: list[int] = []
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        for _ in range(6):
            self.new_event()

    def play(self) -> None:
        """One use case; what is refused changes nothing and is counted apart."""
        (name,) = self.dice.choices(list(OFTEN), list(OFTEN.values()))
        try:
            getattr(self, name)()
            self.done[name] += 1
        except (Refused, CountsChanged, StaleEdit, NotFound):
            db.session.rollback()
            self.refused[name] += 1

    # ---------------------------------------------------------------- events

    def event_id(self) -> int:
        """One of the events, the newer rather than the older."""
        ids = list(self.events)
        return self.dice.choice(ids if self.dice.random() < 0.3 else ids[-6:])

    def event(self) -> Event:
        return db.session.get_one(Event, self.event_id())

    def a_day_of(self, slug: str) -> date:
        days = select(Event.day).join(Campaign).where(Campaign.slug == slug).order_by(Event.id)
        return self.dice.choice(db.session.scalars(days).all())

    def _data(self, day: date) -> EventData:
        venue = db.session.get_one(Venue, self.dice.choice(self.venue_ids))
        return EventData(day, time(10), time(16), venue)

    def a_day(self) -> date:
        return FIRST + timedelta(days=self.dice.randint(0, 70))

    def new_event(self, *, stand: bool = True) -> int:
        """An event with an agency at its first booth, and that one's link."""
        campaign_id = self.dice.choice(list(self.slugs))
        campaign = db.session.get_one(Campaign, campaign_id)
        event = events.add_event(campaign, self._data(self.a_day()), START)
        self.events[event.id] = campaign_id
        if stand:
            self.stand(event.id)
        return event.id

    def delete_event(self) -> None:
        """Gone where nobody has counted; else it stays with its counts."""
        counted = self.dice.random() < 0.5
        id_ = self.event_id() if counted else self.new_event(stand=False)
        events.delete_event(db.session.get_one(Event, id_))
        del self.events[id_]

    def cancel(self) -> None:
        """Cancel an event; reinstate it the next time."""
        off = db.session.scalars(select(Event).where(Event.status == "cancelled")).all()
        for event in (*off, *(() if off else (self.event(),))):
            events.set_cancelled(event, event.status != "cancelled")

    def move_day(self) -> None:
        events.move_event(self.event(), self.a_day())

    def move_venue(self) -> None:
        """Elsewhere its agencies have no booth until they are given one, with another link."""
        event = self.event()
        events.update_event(event, self._data(event.day))
        self.stand(event.id)

    # ---------------------------------------------------------------- who is there

    def stand(self, event_id: int | None = None) -> None:
        """An agency more at a booth of an event, with its link."""
        event_id = event_id or self.event_id()
        event = booths.open_event(self.office.id, self.events[event_id], event_id)
        taken = {row.booth_id for row in event.assignments}
        free = next((row for row in event.venue.booths if row.id not in taken), None)
        here = {row.agency_id for row in event.assignments}
        invited = sorted({row.agency_id for row in event.campaign.agencies} - here)
        waiting = [row for row in event.assignments if row.booth_id is None]
        if free is None or not (waiting or invited):
            raise Refused("full")
        if waiting:
            booths.move(event, waiting[0], waiting[0].version, free.id)
        else:
            booths.assign(event, self.dice.choice(invited), free.id, None, anyway=True)
        now = self.now()
        self.links.append(services.make_count_link(str(event_id), free.number, now=now).id)

    def take_off(self) -> None:
        event = self.event()
        if not event.assignments:
            raise Refused("nobody")
        row = self.dice.choice(event.assignments)
        booths.remove(event, row, row.version)

    def uninvite(self) -> None:
        """A season without one of its agencies and one of its fields; what they counted stays."""
        campaign = db.session.get_one(Campaign, self.dice.choice(list(self.slugs)))
        gone, field = self.key("agency"), self.key("field")
        invited = {row.agency_id: {} for row in campaign.agencies if row.agency_id != gone}
        campaigns.set_agencies(campaign, invited)
        kept = {row.field_id: {} for row in campaign.fields if row.field_id != field}
        campaigns.set_fields(campaign, kept)

    def invite(self) -> None:
        campaign = db.session.get_one(Campaign, self.dice.choice(list(self.slugs)))
        campaigns.invite_all(campaign)
        order = enumerate(self.names["field"])
        campaigns.set_fields(campaign, {key: {"position": place} for place, key in order})

    # ---------------------------------------------------------------- what figures are told by

    def move_dong(self) -> None:
        id_, zone = self.key("dong"), self.dice.choice((None, self.key("zone")))
        dong = db.session.get_one(AdminDong, id_)
        data = places.DongData(self.names["dong"][id_], zone_id=zone)
        places.save_dong(self.office.id, dong, data)

    def zone_of_dongs(self) -> None:
        id_, names = self.key("zone"), list(self.names["dong"])
        zone = db.session.get_one(Zone, id_)
        data = places.ZoneData(self.names["zone"][id_])
        places.save_zone(self.office.id, zone, data, self.dice.sample(names, 2))

    def zone_of_venue(self) -> None:
        venue = db.session.get_one(Venue, self.dice.choice(self.venue_ids))
        dong = self.dice.choice((None, self.key("dong")))
        data = places.VenueData(venue.name, self.key("zone"), dong_id=dong)
        places.save_venue(self.office.id, venue, data, (), ())

    def kind_of_agency(self) -> None:
        agency = db.session.get_one(Agency, self.key("agency"))
        kind = self.dice.choice(("public", "private", "sponsor", "council"))
        data = agencies.AgencyData(agency.name, category=kind)
        agencies.update_agency(agency, data, list(agency.fields))

    def out_of_use(self) -> None:
        agency = db.session.get_one(Agency, self.key("agency"))
        agencies.set_active(agency, not agency.active)

    def delete(self) -> None:
        """Gone where nothing hangs on it, else refused; another stands in for what was used."""
        kind = self.dice.choice(list(DELETED))
        model, delete, another = DELETED[kind]
        known = self.dice.random() < 0.5
        id_ = self.key(kind) if known else another(self.office).id
        delete(db.session.get_one(model, id_))
        if known:
            del self.names[kind][id_]
            row = another(self.office)
            self.names[kind][row.id] = row.code if kind == "field" else row.name
