"""Random drafts of one small season."""

from __future__ import annotations

from datetime import date, time, timedelta

from hypothesis import strategies as st

from planner.agencies.models import CounselingField
from planner.campaigns.bridge import load_campaign
from planner.campaigns.models import Assignment, Event
from planner.extensions import db
from tests import factories
from tests.campaigns.seasons import make_season

FIRST = date(2023, 5, 22)
UIDS = tuple(f"00000000-0000-4000-8000-00000000000{n}" for n in range(4))


@st.composite
def placements(draw: st.DrawFn):
    """(agency, booth or None, fields) by number: each agency once, each booth once."""
    agencies = draw(st.lists(st.integers(0, 4), max_size=3, unique=True))
    booths = draw(st.permutations(range(6)))
    rows = []
    for number, agency in enumerate(agencies):
        booth = draw(st.sampled_from([None, booths[number], booths[number]]))
        rows.append((agency, booth, draw(st.lists(st.integers(0, 1), unique=True))))
    return rows


@st.composite
def events(draw: st.DrawFn):
    """Day, venue (0 to 2: parks, 3: the hall), rain plan, status, placements."""
    venue = draw(st.integers(0, 3))
    rain = draw(st.sampled_from(["none", "planned", "on"])) if venue < 3 else "none"
    status = draw(st.sampled_from(["planned", "planned", "planned", "cancelled"]))
    return draw(st.integers(0, 18)), venue, rain, status, draw(placements())


drafts = st.dictionaries(st.sampled_from(UIDS), events())


@st.composite
def pairs_of_drafts(draw: st.DrawFn):
    """Two drafts; most events that both have differ in one thing or in nothing."""
    first = draw(drafts)
    second = dict(draw(drafts))
    for uid, (day, venue, rain, status, rows) in first.items():
        other = draw(events())
        change = draw(st.sampled_from(["none", "day", "rain", "status", "rows", "all", "gone"]))
        if change == "gone":
            second.pop(uid, None)
        elif change != "all":
            second[uid] = (
                other[0] if change == "day" else day,
                venue,
                (other[2] if venue < 3 else "none") if change == "rain" else rain,
                other[3] if change == "status" else status,
                other[4] if change == "rows" else rows,
            )
    return first, second


class Rows:
    """A campaign whose draft can be drawn anew, and its rows by number."""

    def __init__(self, office) -> None:
        season = make_season(office)
        self.office_id, self.campaign_id = office.id, season.campaign.id
        venues = [*season.parks, season.hall]
        self.venues = [venue.id for venue in venues]
        self.booths = [[booth.id for booth in venue.booths] for venue in venues]
        self.agencies = [(agency.id, [f.id for f in agency.fields]) for agency in season.agencies]

    def load(self):
        db.session.expire_all()
        return load_campaign(self.office_id, self.campaign_id)

    def draw(self, draft, **values) -> None:
        """Takes the draft away and makes this one."""
        db.session.rollback()
        db.session.expunge_all()
        for event in db.session.query(Event):
            db.session.delete(event)
        db.session.flush()
        fields = {field.id: field for field in db.session.query(CounselingField)}
        for uid, (day, venue, rain, status, rows) in draft.items():
            fallback = None if rain == "none" else self.venues[3]
            event = Event(
                campaign_id=self.campaign_id, uid=uid, day=FIRST + timedelta(day),
                starts_at=time(10), ends_at=time(16), venue_id=self.venues[venue],
                fallback_id=fallback, use_fallback=rain == "on", status=status,
                created_at=factories.CREATED, **values,
            )  # fmt: skip
            booths = self.booths[3 if rain == "on" else venue]
            for number, booth, served in rows:
                agency, offered = self.agencies[number]
                row = Assignment(
                    agency_id=agency, booth_id=None if booth is None else booths[booth]
                )
                row.fields = [fields[offered[n]] for n in sorted(served)]
                event.assignments.append(row)
            db.session.add(event)
        db.session.commit()
