"""Files with extra booths, goods and supplies."""

from __future__ import annotations

from planner.booths.imports import EXTRA_BOOTHS, GOODS, KINDS, SUPPLIES
from planner.booths.models import ExtraBooth, GoodsItem, SupplyItem
from planner.extensions import db
from planner.tabular import ImportResult, import_rows
from tests import factories as make


def take(season, kind, text, now):
    return import_rows(kind, season.office, "file.csv", text.encode(), now)


def counts(result):
    assert isinstance(result, ImportResult), result
    return (result.added, result.changed, result.unchanged)


def test_the_kinds_have_their_names():
    assert [kind.name for kind in KINDS] == ["extra_booths", "goods", "supplies"]


def test_extra_booths_are_added_then_changed(season, now):
    slug = season.campaign.slug
    text = f"campaign,day,kind,name,booth,agency\n{slug},2023-05-23,experience,Robot,3,\n"
    assert counts(take(season, EXTRA_BOOTHS, text, now)) == (1, 0, 0)
    assert counts(take(season, EXTRA_BOOTHS, text, now)) == (0, 0, 1)
    assert counts(take(season, EXTRA_BOOTHS, text.replace(",3,", ",4,"), now)) == (0, 1, 0)
    row = db.session.query(ExtraBooth).one()
    assert (row.kind, row.booth_id, row.version) == ("experience", season.booths[3].id, 2)


def test_every_bad_row_is_listed_and_nothing_saved(season, now):
    make.make_assignment(season.event, season.agency, season.booths[0], (season.jobs,))
    slug = season.campaign.slug
    text = "\n".join((
        "campaign,day,kind,name,booth,agency",
        f"{slug},2023-05-23,office,Desk,2,",
        f"{slug},2023-05-23,office,Second desk,2,",
        f"{slug},2023-05-23,office,Third desk,1,",
        f"{slug},2023-05-23,office,Fourth desk,99,",
        f"{slug},2023-05-24,office,Desk,,",
        "nowhere,2023-05-23,office,Desk,,",
        f"{slug},2023-05-23,sponsor,Food,,Nobody",
    ))  # fmt: skip
    faults = take(season, EXTRA_BOOTHS, text, now)
    assert [(fault.cell, fault.code) for fault in faults] == [
        ("E3", "booth_twice"),
        ("E4", "booth_taken"),
        ("E5", "no_booth"),
        ("B6", "no_event"),
        ("A7", "unknown"),
        ("F8", "unknown"),
    ]
    assert db.session.query(ExtraBooth).count() == 0


def test_two_events_on_a_day_cannot_be_told_apart(season, now):
    make.make_event(season.campaign, season.venue, season.event.day)
    text = f"campaign,day,name\n{season.campaign.slug},2023-05-23,Tents\n"
    assert [fault.code for fault in take(season, SUPPLIES, text, now)] == ["several_events"]


def test_goods(season, now):
    text = (
        "campaign,day,agency,kind,name,quantity,unit,synthetic\n"
        f'{season.campaign.slug},2023-05-23,Job centre,promo,Fans,"1,200",ea,yes\n'
        f"{season.campaign.slug},2023-05-23,,sponsored,Rice,10,,no\n"
    )
    assert counts(take(season, GOODS, text, now)) == (2, 0, 0)
    fans = db.session.query(GoodsItem).filter_by(name="Fans").one()
    assert (fans.agency_id, fans.quantity, fans.synthetic) == (season.agency.id, 1200, True)


def test_supplies_with_korean_headings(season, now):
    slug = season.campaign.slug
    text = f"사업,날짜,품목,수량,담당,준비 완료\n{slug},2023-05-23,천막,17,김담당,O\n"
    assert counts(take(season, SUPPLIES, text, now)) == (1, 0, 0)
    row = db.session.query(SupplyItem).one()
    assert (row.name, row.quantity, row.responsible, row.ready) == ("천막", 17, "김담당", True)


def test_another_offices_season_is_unknown(season, now):
    season.office = make.make_office()
    text = f"campaign,day,name\n{season.campaign.slug},2023-05-23,Tents\n"
    assert [fault.code for fault in take(season, SUPPLIES, text, now)] == ["unknown"]
