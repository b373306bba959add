"""Random use cases that count: forms, corrections, links, imports, counts outside events."""

from __future__ import annotations

import random
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from planner.accounts.models import SecretLink
from planner.core.count_terms import CHANNELS, MEASURES, PROGRAMMES, TARGET_GROUPS
from planner.core.counting import Cell, Change
from planner.errors import Refused
from planner.extensions import db
from planner.results import outside_services, queries, services
from planner.results.imports import COUNTS, EVENT_RECORDS
from planner.results.ledger import cell_of
from planner.results.models import EventRecord
from planner.results.outside_queries import Place, entries_of, outside_entry
from planner.tabular import import_rows

START = datetime(2023, 6, 30, 3, tzinfo=UTC)
TODAY = date(2023, 6, 30)
HEAD = "campaign,day,agency,field,measure,value,synthetic,span,zone,dong,target_group,programme"


class CountPlayer:
    """What a `Player` does to the ledger. The world is made by `tests.results.played`."""

    dice: random.Random
    office: Any
    user_id: int
    slugs: dict[int, str]  # seasons by id
    names: dict[str, dict[int, str]]  # of agencies, fields (codes), zones and dongs, by id
    links: list[int]

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.steps = 0
        self.sent: list[tuple[int, list[dict[str, Any]]]] = []  # what links have sent
        self.files: list[str] = []
        self.outside_ids: list[tuple[int, str]] = []

    def now(self) -> datetime:
        """A clock that mostly goes forward, as the clocks of several machines do."""
        self.steps += 1
        return START + timedelta(seconds=60 * self.steps + self.dice.randint(-300, 300))

    def uuid(self) -> str:
        return str(uuid.UUID(int=self.dice.getrandbits(128)))

    def key(self, kind: str) -> int:
        return self.dice.choice(list(self.names[kind]))

    def cell(self, agency: int | None = None) -> Cell:
        pick = self.dice.choice
        return Cell(
            pick(MEASURES[:9] + MEASURES[-1:]),
            agency or pick((None, self.key("agency"), self.key("agency"))),
            pick((None, self.key("field"))),
            pick(("", "", *TARGET_GROUPS[:3])),
            pick(("", "", *PROGRAMMES[:2])),
        )

    def value(self, measure: str) -> int:
        money = measure == "debt_discharged_krw"
        return self.dice.randint(0, 10**10) if money else self.dice.randint(0, 40)

    def event_id(self) -> int:
        raise NotImplementedError

    # ---------------------------------------------------------------- at events

    def form(self) -> None:
        """A form of an event; some count on, some take back, some are sent twice or are stale."""
        event_id = self.event_id()
        held = queries.cell_totals(self.office.id, event_id)
        cells = {self.cell() for _ in range(2)}
        cells |= set(self.dice.sample(sorted(held, key=lambda cell: cell.key), min(2, len(held))))
        off = self.dice.random() < 0.05  # somebody else has changed the numbers meanwhile
        changes = []
        for cell in sorted(cells, key=lambda cell: cell.key):
            shown = (held.get(cell) or 0) + 1 if off else held.get(cell)
            changes.append(Change(cell, shown, self.value(cell.measure)))
        batch, reason = self.uuid(), self.dice.choice(("", *("typing mistake",) * 5))
        for _ in range(self.dice.choice((1, 1, 1, 2))):
            services.save_counts(
                self.office.id, event_id, batch, changes,
                reason=reason, user_id=self.user_id, now=self.now(),
            )  # fmt: skip

    def correct(self) -> None:
        """One number of an event taken to another value, or back to nothing."""
        event_id = self.event_id()
        held = queries.cell_totals(self.office.id, event_id)
        if not held:
            raise Refused("nothing")
        cell = self.dice.choice(sorted(held, key=lambda cell: cell.key))
        services.correct(
            self.office.id, event_id, cell, shown=held[cell],
            wanted=self.dice.choice((0, self.value(cell.measure))), reason="counted again",
            batch=self.uuid(), user_id=self.user_id, now=self.now(),
        )  # fmt: skip

    def link(self) -> None:
        """A booth's telephone sends a batch; some entries twice, some batches again."""
        if self.sent and self.dice.random() < 0.15:
            link_id, entries = self.dice.choice(self.sent[-40:])
        else:
            link_id = self.dice.choice(self.links[-6:])
            entries = [self.raw() for _ in range(self.dice.randint(1, 9))]
            entries += entries[:1] if self.dice.random() < 0.3 else []
            self.sent.append((link_id, entries))
        self.receive(link_id, entries)

    def take_back(self) -> None:
        """A telephone takes back what it has sent."""
        if not self.sent:
            raise Refused("nothing")
        link_id, entries = self.dice.choice(self.sent[-40:])
        row = self.dice.choice(entries)
        back = row | {
            "id": self.uuid(), "value": -abs(row["value"]), "corrects": row["id"],
            "reason": "pressed twice",
        }  # fmt: skip
        self.receive(link_id, [back])

    def raw(self) -> dict[str, Any]:
        cell = self.cell()
        return {
            "id": self.uuid(), "measure": cell.measure, "field": cell.field,
            "value": self.dice.randint(0, 9), "channel": self.dice.choice(CHANNELS),
            "recorded_at": "2023-05-23T11:30:00+09:00",
            "target_group": cell.group, "programme": cell.programme,
        }  # fmt: skip

    def receive(self, link_id: int, entries: list[dict[str, Any]]) -> None:
        link = db.session.get_one(SecretLink, link_id)
        answer = services.receive(link, entries, now=self.now())
        told = [*answer.accepted, *answer.known, *(name for name, _code in answer.refused)]
        assert sorted(told) == sorted(row["id"] for row in entries)
        if not (answer.accepted or answer.known):
            raise Refused("refused")

    # ---------------------------------------------------------------- outside events

    def outside(self) -> None:
        """A count of a day, a month or a year outside events."""
        pick = self.dice.choice
        campaign_id, cell = pick(list(self.slugs)), self.cell()
        where = pick(((None, None), (self.key("zone"), None), (None, self.key("dong"))))
        day = date(2023, self.dice.randint(1, 6), self.dice.randint(1, 28))
        place = Place(campaign_id, day, pick(("day", "month", "year")), *where)
        entry = outside_services.add_outside(
            self.office.id, place, cell, self.value(cell.measure), self.uuid(),
            today=TODAY, user_id=self.user_id, now=self.now(), synthetic=self.dice.random() < 0.2,
        )  # fmt: skip
        self.outside_ids.append((campaign_id, entry))

    def change_outside(self) -> None:
        """The same changed, or taken back to nothing."""
        if not self.outside_ids:
            raise Refused("nothing")
        campaign_id, entry_id = self.dice.choice(self.outside_ids)
        entry = outside_entry(self.office.id, campaign_id, entry_id)
        rows = entries_of(outside_services.place_of(entry), cell_of(entry))
        outside_services.change_outside(
            self.office.id, entry, shown=sum(row.value for row in rows),
            wanted=self.dice.choice((0, self.value(entry.measure))), reason="counted again",
            batch=self.uuid(), user_id=self.user_id, now=self.now(),
        )  # fmt: skip

    # ---------------------------------------------------------------- files

    def file(self) -> None:
        """A spreadsheet of counts, of events and of others; some are read a second time."""
        if self.files and self.dice.random() < 0.2:
            lines = self.dice.choice(self.files[-10:])
        else:
            slug = self.dice.choice(list(self.slugs.values()))
            lines = "\n".join([HEAD, *(self._line(slug) for _ in range(self.dice.randint(1, 6)))])
        found = import_rows(COUNTS, self.office, "c.csv", lines.encode(), self.now())
        if isinstance(found, tuple):
            raise Refused("file")
        self.files.append(lines)

    def _line(self, slug: str) -> str:
        cell, pick = self.cell(), self.dice.choice
        span = pick(("", "", "day", "month", "year"))
        day = date(2023, pick((1, 2, 3)), pick((1, 9))) if span else self.a_day_of(slug)
        places = (
            ("", ""), (self.names["zone"][self.key("zone")], ""),
            ("", self.names["dong"][self.key("dong")]),
        )  # fmt: skip
        return ",".join(
            (
                slug, day.isoformat(),
                self.names["agency"].get(cell.agency or 0, ""),
                self.names["field"].get(cell.field or 0, ""),
                cell.measure, str(self.value(cell.measure)), pick(("", "yes")), span,
                *(pick(places) if span else places[0]), cell.group, cell.programme,
            )
        )  # fmt: skip

    def a_day_of(self, slug: str) -> date:
        raise NotImplementedError

    def file_of_records(self) -> None:
        """A spreadsheet that says what became of an event."""
        slug = self.dice.choice(list(self.slugs.values()))
        held, closed = self.dice.choice(
            (*(("yes", ""),) * 3, ("no", ""), ("yes", "2023-06-30 09:00"))
        )
        text = f"campaign,day,held,signed_off\n{slug},{self.a_day_of(slug)},{held},{closed}"
        found = import_rows(EVENT_RECORDS, self.office, "r.csv", text.encode(), self.now())
        if isinstance(found, tuple):
            raise Refused("file")

    # ---------------------------------------------------------------- what became of an event

    def record(self) -> None:
        """Held, not held, or not yet said."""
        event_id = self.event_id()
        services.record_event(
            self.office.id, event_id, held=self.dice.choice((None, True, False)),
            moved_indoors=False, note="", version=self._version(event_id),
        )  # fmt: skip

    def sign_off(self) -> None:
        event_id = self.event_id()
        services.sign_off(
            self.office.id, event_id, accept_missing=True, version=self._version(event_id),
            user_id=self.user_id, now=self.now(),
        )  # fmt: skip

    def report(self) -> None:
        """An agency says that its counts are all in, which adds no count."""
        services.report_agency(
            self.office.id, self.event_id(), [self.key("agency")],
            user_id=self.user_id, now=self.now(),
        )  # fmt: skip

    def _version(self, event_id: int) -> int:
        found = select(EventRecord.version).where(EventRecord.event_id == event_id)
        return db.session.scalar(found) or 1
