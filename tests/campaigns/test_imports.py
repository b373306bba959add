"""A season from files: settings, schedule, assignments; again without a change; faults."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from planner.campaigns.imports import KINDS
from planner.campaigns.models import Assignment, Campaign, Event
from planner.extensions import db
from planner.tabular import ImportResult, fault_sentence, import_rows
from tests import factories as make
from tests.campaigns.season import make_season

BY_NAME = {kind.name: kind for kind in KINDS}
FILES = {
    "campaign": """slug,name,starts_on,ends_on,weekdays,opens_at,closes_at,events_wanted,kits
spring-2024,2024 봄,2024-05-01,2024-05-31,1111100,10:00,16:00,2,2
""",
    "campaign_fields": """campaign,field,need,is_new
spring-2024,finance,2,yes
spring-2024,주거,,no
""",
    "campaign_zones": """campaign,zone,min_visits,max_visits,target_visits,gap,last_visit
spring-2024,반포권역,1,2,1,3,2023-10-05
spring-2024,서초권역,1,1,1,0,
""",
    "campaign_agencies": """campaign,agency,target_events
spring-2024,신용회복위원회,2
spring-2024,주거복지센터,1
""",
    "closed_days": """campaign,day,name
spring-2024,2024-05-10,구정 행사
""",
    "events": """campaign,day,starts_at,ends_at,venue,fallback,theme,status,pinned,note
spring-2024,2024-05-07,,,싸리재공원,서초1동주민센터,어르신,planned,yes,
spring-2024,2024-05-08,11:00,15:00,서초1동주민센터,,,cancelled,no,비
""",
    "assignments": """campaign,day,agency,booth,fields
spring-2024,2024-05-07,신용회복위원회,1,finance
spring-2024,2024-05-07,주거복지센터,2,housing
""",
}


@pytest.fixture
def records(office: Any) -> Any:
    """Zones, venues, fields and agencies that the files name."""
    return make_season(office)


def take(office: Any, name: str, text: str, now: datetime, **context: Any) -> Any:
    return import_rows(
        BY_NAME[name], office, f"{name}.csv", text.encode(), now, context=context or None
    )


def take_all(office: Any, now: datetime) -> dict[str, ImportResult]:
    return {name: take(office, name, text, now) for name, text in FILES.items()}


def test_a_whole_season_comes_from_its_files(records: Any, now: datetime) -> None:
    office = records.office
    results = take_all(office, now)
    assert {name: result.added for name, result in results.items()} == {
        "campaign": 1, "campaign_fields": 2, "campaign_zones": 2, "campaign_agencies": 2,
        "closed_days": 1, "events": 2, "assignments": 2,
    }  # fmt: skip
    campaign = db.session.scalar(select(Campaign).where(Campaign.slug == "spring-2024"))
    assert (campaign.office_id, campaign.starts_on, campaign.closes_at, campaign.kits) == (
        office.id, date(2024, 5, 1), time(16), 2,
    )  # fmt: skip
    assert [(f.field.code, f.need, f.is_new, f.position) for f in campaign.fields] == [
        ("finance", 2, True, 0),
        ("housing", 1, False, 1),
    ]
    zone = campaign.zones[0]
    assert (zone.zone.name, zone.max_visits, zone.gap, zone.last_visit) == (
        "반포권역", 2, 3, date(2023, 10, 5),
    )  # fmt: skip
    assert [(a.agency.name, a.target_events) for a in campaign.agencies] == [
        ("신용회복위원회", 2),
        ("주거복지센터", 1),
    ]
    assert [(d.day, d.name) for d in campaign.closed_days] == [(date(2024, 5, 10), "구정 행사")]
    first, second = campaign.events
    assert (first.starts_at, first.ends_at, first.theme, first.pinned) == (
        time(10), time(16), "어르신", True,
    )  # fmt: skip
    assert first.fallback is not None and first.fallback.name == "서초1동주민센터"
    assert (second.starts_at, second.status, second.note) == (time(11), "cancelled", "비")
    assert [(a.agency.name, a.booth.number, [f.code for f in a.fields])
            for a in first.assignments] == [
        ("신용회복위원회", "1", ["finance"]), ("주거복지센터", "2", ["housing"]),
    ]  # fmt: skip


def test_the_same_files_again_change_nothing(records: Any, now: datetime) -> None:
    take_all(records.office, now)
    db.session.expire_all()
    uids = list(db.session.scalars(select(Event.uid).order_by(Event.id)))
    again = take_all(records.office, now + timedelta(days=1))
    assert {name: (r.added, r.changed) for name, r in again.items()} == dict.fromkeys(FILES, (0, 0))
    assert list(db.session.scalars(select(Event.uid).order_by(Event.id))) == uids


def test_two_agencies_swap_their_booths(records: Any, now: datetime) -> None:
    take_all(records.office, now)
    swapped = FILES["assignments"].replace("위원회,1", "위원회,x").replace("센터,2", "센터,1")
    result = take(records.office, "assignments", swapped.replace(",x,", ",2,"), now)
    assert (result.added, result.changed) == (0, 2)
    event = db.session.scalar(select(Event).where(Event.day == date(2024, 5, 7)))
    assert [(a.agency.name, a.booth.number, a.version) for a in event.assignments] == [
        ("신용회복위원회", "2", 2),
        ("주거복지센터", "1", 2),
    ]


@pytest.mark.parametrize(
    ("name", "row", "cell", "sentence"),
    [
        ("campaign_zones", "spring-2024,강남권역,1,1,1,0,", "B2", "known by the name '강남권역'"),
        ("campaign_zones", "spring-2024,반포권역,3,1,1,0,", "D2", "The end lies before"),
        ("campaign_agencies", "autumn,주거복지센터,1", "A2", "known by the name 'autumn'"),
        ("events", "spring-2024,2024-05-07,16:00,10:00,싸리재공원,,,,,", "D2", "The end lies"),
        ("events", "spring-2024,2024-05-07,,,없는공원,,,,,", "E2", "known by the name '없는공원'"),
        ("assignments", "spring-2024,2024-05-09,주거복지센터,,", "B2", "known by the name"),
        ("assignments", "spring-2024,2024-05-07,주거복지센터,99,", "D2", "no booth '99'"),
        ("assignments", "spring-2024,2024-05-07,주거복지센터,1,", "D2", "belongs to"),
        ("assignments", "spring-2024,2024-05-07,주거복지센터,,x;y", "E2", "known by the name 'x'"),
    ],
)
def test_what_is_wrong_stands_at_its_cell(
    records: Any, now: datetime, name: str, row: str, cell: str, sentence: str
) -> None:
    take_all(records.office, now)
    before = db.session.scalar(select(func.count()).select_from(Assignment))
    heading = FILES[name].splitlines()[0]
    faults = take(records.office, name, f"{heading}\n{row}\n", now)
    with force_locale("en"):
        assert faults[0].cell == cell
        assert sentence in fault_sentence(faults[0], BY_NAME[name])
    assert db.session.scalar(select(func.count()).select_from(Assignment)) == before


def test_another_office_cannot_take_the_name_of_a_season(records: Any, now: datetime) -> None:
    (fault,) = take(make.make_office(), "campaign", FILES["campaign"].replace(
        "spring-2024", "seocho-2023"), now)  # fmt: skip
    assert (fault.code, fault.cell) == ("slug_taken", "A2")


def test_a_season_cannot_end_before_it_begins(records: Any, now: datetime) -> None:
    text = FILES["campaign"].replace("2024-05-31", "2024-04-30")
    (fault,) = take(records.office, "campaign", text, now)
    assert (fault.code, fault.cell) == ("order", "D2")


def test_the_page_of_a_season_says_which_one_is_meant(records: Any, now: datetime) -> None:
    text = "agency,target_events\n신용회복위원회,9\n"
    result = take(records.office, "campaign_agencies", text, now, campaign=records.campaign)
    assert result.changed == 1
    assert records.campaign.agencies[0].target_events == 9


def test_debts_come_with_the_files_and_stay_where_a_file_is_silent(
    records: Any, now: datetime
) -> None:
    campaign = records.campaign
    zones = "zone,target_visits,max_visits,carried\n반포권역,2,2,1\n서초권역,1,1,\n"
    agencies = "agency,carried\n신용회복위원회,-2\n"
    for name, text in (("campaign_zones", zones), ("campaign_agencies", agencies)):
        take(records.office, name, text, now, campaign=campaign)
    assert [row.carried for row in campaign.zones] == [1, 0]
    assert [row.carried for row in campaign.agencies] == [-2, 0]
    take(records.office, "campaign_zones", "zone,gap\n반포권역,3\n", now, campaign=campaign)
    assert campaign.zones[0].carried == 1
    wrong = "zone,carried\n반포권역,-100\n"
    (fault,) = take(records.office, "campaign_zones", wrong, now, campaign=campaign)
    assert (fault.code, fault.cell) == ("out_of_range", "B2")
