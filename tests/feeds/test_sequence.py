"""A season's life as a subscriber sees it: created, released, moved, renamed, … revoked.

The client is a strict one: it asks with the tag it has, takes a change of an entry only when its
SEQUENCE and DTSTAMP allow it, and never asks again after a 410.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from planner.accounts import services as accounts
from planner.campaigns.event_services import move_event, set_cancelled
from planner.campaigns.releases import release
from planner.extensions import db
from planner.feeds import links
from tests.campaigns.season import Season, make_season

BEGIN = datetime(2023, 5, 15, 0, 0, tzinfo=UTC)


@dataclass
class Client:
    """A calendar program: what it shows, and what it heard at its last poll."""

    browser: Any
    path: str
    shown: dict[str, Any] = field(default_factory=dict)
    tag: str = ""
    changed: str = ""
    status: int = 0

    def poll(self) -> None:
        assert self.status != 410, "it was told never to come back"
        headers = {"If-None-Match": self.tag} if self.tag else {}
        answer = self.browser.get(self.path, headers=headers)
        self.status = answer.status_code
        if self.status != 200:
            return
        assert answer.headers["ETag"] != self.tag
        events = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
        fresh = {str(event["UID"]): event for event in events}
        assert len(fresh) == len(events)
        for uid, event in fresh.items():
            self._accept(self.shown.get(uid), event)
        self.shown = fresh
        self.tag, self.changed = answer.headers["ETag"], answer.headers["Last-Modified"]

    @staticmethod
    def _accept(old: Any, new: Any) -> None:
        """RFC 5546: of two versions the higher SEQUENCE counts, then the later DTSTAMP."""
        assert new.decoded("DTSTAMP") == new.decoded("LAST-MODIFIED")
        if old is None:
            return
        assert new.decoded("CREATED") == old.decoded("CREATED")
        if new.to_ical() == old.to_ical():
            return
        assert new["SEQUENCE"] >= old["SEQUENCE"]
        assert new.decoded("DTSTAMP") > old.decoded("DTSTAMP")
        moved = any(new[key].to_ical() != old[key].to_ical() for key in ("DTSTART", "STATUS"))
        assert not moved or new["SEQUENCE"] > old["SEQUENCE"]

    def view(self) -> list[tuple[str, str, str, int]]:
        """Day, title, status and SEQUENCE of each entry, by day."""
        rows = (
            (
                f"{event.decoded('DTSTART'):%m-%d}",
                str(event["SUMMARY"]).replace("찾아가는 복지상담소 · ", ""),
                str(event["STATUS"]),
                int(event["SEQUENCE"]),
            )
            for event in self.shown.values()
        )
        return sorted(rows)

    def text(self, uid: str) -> list[str]:
        return str(self.shown[uid]["DESCRIPTION"]).split("\n")


@pytest.fixture
def season(office: Any) -> Season:
    return make_season(office)


@pytest.fixture
def at(time_machine: Any) -> Callable[[int], datetime]:
    def move(hours: int) -> datetime:
        now = BEGIN + timedelta(hours=hours)
        time_machine.move_to(now, tick=False)
        return now

    return move


def test_from_the_first_draft_to_the_end_of_the_link(
    app: Any, season: Season, at: Callable[[int], datetime]
) -> None:
    now = at(0)
    agency, first = season.agencies[0], season.events[0]
    link, secret = accounts.make_link(season.office.id, "feed", "A", agency.id, now=now)
    own = Client(app.test_client(), f"/feeds/{secret}.ics")
    zone = Client(app.test_client(), f"/feeds/public/seocho-2023/zones/{season.zones[0].id}.ics")
    uid = f"{first.uid}-{agency.id}"

    def publish(hours: int) -> None:
        now = at(hours)
        db.session.expire_all()
        release(season.loaded(), None, now)
        for client in (own, zone):
            client.poll()
            client.poll()
            assert client.status == 304

    # A draft is nobody's business.
    own.poll()
    assert (own.status, own.view()) == (200, [])
    zone.poll()
    assert zone.status == 404

    publish(1)  # released
    assert own.view() == [
        ("05-23", "싸리재공원", "CONFIRMED", 0),
        ("05-24", "서초1동주민센터", "CONFIRMED", 0),
    ]
    assert zone.view() == [("05-23", "싸리재공원", "CONFIRMED", 0)]
    assert own.text(uid)[0] == "부스: 1"

    move_event(first, date(2023, 5, 25))  # another day
    own.poll()
    assert own.status == 304  # not before it is released
    publish(2)
    assert own.view() == [
        ("05-24", "서초1동주민센터", "CONFIRMED", 0),
        ("05-25", "싸리재공원", "CONFIRMED", 1),
    ]
    assert zone.view() == [("05-25", "싸리재공원", "CONFIRMED", 1)]

    season.venues[0].name = "싸리재 공원"  # another name: seen, but nobody need come elsewhere
    db.session.commit()
    publish(3)
    assert zone.view() == [("05-25", "싸리재 공원", "CONFIRMED", 1)]
    assert own.view()[1] == ("05-25", "싸리재 공원", "CONFIRMED", 1)
    assert own.shown[uid].decoded("DTSTAMP") == BEGIN + timedelta(hours=3)

    swap_booths(season)  # another booth: the agency's own entry
    publish(4)
    assert own.text(uid)[0] == "부스: 2"
    assert own.view()[1] == ("05-25", "싸리재 공원", "CONFIRMED", 2)
    assert zone.view() == [("05-25", "싸리재 공원", "CONFIRMED", 1)]

    first.use_fallback = True  # rain: indoors, at the booths there
    for row, booth in zip(first.assignments, season.hall.booths, strict=False):
        row.booth = booth
    db.session.commit()
    publish(5)
    assert zone.view() == [("05-25", "서초1동주민센터", "CONFIRMED", 2)]
    assert own.view()[1] == ("05-25", "서초1동주민센터", "CONFIRMED", 3)
    assert "우천으로 실내 장소로 변경되었습니다(당초 장소: 싸리재 공원)" in own.text(uid)

    other = next(row for row in season.events[1].assignments if row.agency_id == agency.id)
    db.session.delete(other)  # its booth is taken away on the other day
    db.session.commit()
    publish(6)
    assert own.view()[0] == ("05-24", "[취소] 서초1동주민센터", "CANCELLED", 1)

    set_cancelled(first, True)
    publish(7)
    assert own.view() == [
        ("05-24", "[취소] 서초1동주민센터", "CANCELLED", 1),
        ("05-25", "[취소] 서초1동주민센터", "CANCELLED", 4),
    ]
    assert zone.view() == [("05-25", "[취소] 서초1동주민센터", "CANCELLED", 3)]
    assert {str(event["TRANSP"]) for event in own.shown.values()} == {"TRANSPARENT"}

    links.revoke(link, at(8))
    own.poll()
    assert own.status == 410
    zone.poll()
    assert zone.status == 304

    at(24 * 40)  # 24 June: the edge moves on Monday the 26th, and what is cancelled leaves
    zone.poll()
    assert zone.status == 304
    before = zone.changed
    at(24 * 42)
    zone.poll()
    assert (zone.status, zone.view()) == (200, [])
    assert zone.changed != before


def swap_booths(season: Season) -> None:
    """The two agencies of the first event change places."""
    first, second = season.events[0].assignments
    one, two = first.booth, second.booth
    first.booth = None
    db.session.flush()
    second.booth = one
    db.session.flush()
    first.booth = two
    db.session.commit()


def test_an_entry_that_comes_back_is_the_same_entry(
    app: Any, season: Season, at: Callable[[int], datetime]
) -> None:
    """Cancelled by mistake: the same uid, planned again, with a higher number."""
    event = season.events[0]
    public = Client(app.test_client(), "/feeds/public/seocho-2023.ics")
    numbers = []
    for hours, cancelled in enumerate((False, True, False), 1):
        set_cancelled(event, cancelled)
        now = at(hours)
        db.session.expire_all()
        release(season.loaded(), None, now)
        public.poll()
        shown = public.shown[event.uid]
        numbers.append((str(shown["STATUS"]), int(shown["SEQUENCE"])))
    assert numbers == [("CONFIRMED", 0), ("CANCELLED", 1), ("CONFIRMED", 2)]


def test_what_a_cancelled_entry_still_follows_is_stamped(
    app: Any, season: Season, at: Callable[[int], datetime]
) -> None:
    """An agency that no longer comes sees its cancelled entry move with the event."""
    agency, event = season.agencies[0], season.events[0]
    _link, secret = accounts.make_link(season.office.id, "feed", "A", agency.id, now=BEGIN)
    client = Client(app.test_client(), f"/feeds/{secret}.ics")
    uid = f"{event.uid}-{agency.id}"
    views = []
    for hours in (1, 2, 3):
        if hours == 2:
            db.session.delete(next(row for row in event.assignments if row.agency_id == agency.id))
            db.session.commit()
        if hours == 3:
            move_event(event, date(2023, 5, 26))
        now = at(hours)
        db.session.expire_all()
        release(season.loaded(), None, now)
        client.poll()
        shown = client.shown[uid]
        views.append((shown.decoded("DTSTART").day, str(shown["STATUS"]), int(shown["SEQUENCE"])))
    assert views == [(23, "CONFIRMED", 0), (23, "CANCELLED", 1), (26, "CANCELLED", 2)]


def test_every_uid_is_used_once(season: Season, at: Callable[[int], datetime]) -> None:
    from planner.campaigns.models import Event

    release(season.loaded(), None, at(1))
    uids = db.session.scalars(select(Event.uid)).all()
    assert len(set(uids)) == len(uids) == 2
