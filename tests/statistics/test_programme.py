"""The wider programme on the statistics page: targets with last year, sections; states."""

from __future__ import annotations

import re
import uuid
from datetime import date

import pytest
from flask_babel import force_locale

from planner.core.counting import Cell
from planner.extensions import db
from planner.programme.models import TallyTarget
from planner.programme.tally_figures import tally_topics
from planner.programme.tally_services import EntryData, entry_of
from planner.results import services
from planner.results.models import Target
from planner.statistics.further import FurtherFigure, Section, told_once
from planner.statistics.further_tables import section_look
from planner.statistics.headline import Score, score
from planner.statistics.programme_targets import besides_goals, goal_tables
from tests import factories as make
from tests.programme import conftest as programme
from tests.programme.conftest import NOW
from tests.statistics.conftest import put
from tests.statistics.test_views import table, url

YEAR = (date(2023, 1, 1), date(2023, 12, 31))


def enter(tally, value, **said) -> None:
    data = EntryData(str(uuid.uuid4()), date(2023, 3, 4), "in", value, **said)
    db.session.add(entry_of(tally, data, user_id=None, now=NOW))


def wanted(tally, value, **said) -> None:
    days = {"starts_on": date(2023, 1, 1), "ends_on": date(2023, 12, 31)}
    db.session.add(
        TallyTarget(office_id=tally.office_id, tally_id=tally.id, wanted=value, **days | said)
    )


@pytest.fixture
def found(season):
    """Households found in two dongs: 60 of 55 (last year 50), 10 of 22 (20); counsellors +15."""
    office = season.office
    season.tally = programme.tally(office, "위기가구 발굴", kind="quota", type="discovery")
    season.dongs = [make.make_dong(office, season.first.venue.zone) for _ in range(2)]
    for dong, goal, last_year, value in zip(
        season.dongs, (55, 22), (50, 20), (60, 10), strict=True
    ):
        wanted(season.tally, goal, last_year=last_year, dong_id=dong.id)
        enter(season.tally, value, dong_id=dong.id, synthetic=dong is season.dongs[0])
    enter(season.tally, 3)
    phone = programme.tally(office, "전화상담가", kind="counsellor", type="phone_counselor")
    wanted(phone, 15)
    db.session.commit()
    return season


def test_targets_of_parts_with_last_year(found) -> None:
    first, second = goal_tables(found.campaign)
    told = [(row.part, row.before, row.wanted, row.actual, row.per_cent) for row in first.parts]
    assert told == [
        (found.dongs[0], 50, 55, 60, "109.1"),
        (found.dongs[1], 20, 22, 10, "45.5"),
    ]
    assert [row.synthetic for row in first.parts] == [True, False]
    assert [round(row.change, 3) for row in first.parts] == [0.2, -0.5]
    assert (first.whole.wanted, first.whole.actual, first.whole.before) == (77, 70, 70)
    assert (first.met, second.parts, second.whole.actual) == (1, (), None)
    assert score(None, [first, second]) == Score(met=1, wanted=3, unknown=1)


def test_a_target_of_another_year_is_not_of_this_season(found) -> None:
    days = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
    wanted(found.tally, 99, **days)
    db.session.commit()
    assert goal_tables(found.campaign)[0].whole.wanted == 77


def test_the_page_shows_them_with_bars(sign_in, found) -> None:
    page = sign_in("viewer").get(url(found))
    rows = table(page, "위기가구 발굴")
    assert rows[0][2:] == ["Last year", "Target", "Actual", "Achievement", "Growth"]
    assert [row[2:] for row in rows[1:]] == [
        ["50", "55", "60", "109.1%", "+20.0%"],
        ["20", "22", "10", "45.5%", "-50.0%"],
        ["70", "77", "70", "90.9%", "0.0%"],
    ]
    assert table(page, "Targets of the wider programme")[1][2:] == ["-", "15", "-", "-", "-"]
    card = re.search(r'<section class="card" id="reached">.*?</section>', page.text, re.S).group(0)
    assert ">109.1%</text>" in card and 'stroke-dasharray="4 2"' in card
    tiles = re.search(r'<dl class="stats headline">.*?</dl>', page.text, re.S).group(0)
    assert "1 / 3" in tiles and "nothing recorded of 1" in tiles
    assert "Nothing has been counted at events yet." in page.text


def test_the_sections_stand_below_with_their_remainder(sign_in, found) -> None:
    page = sign_in("viewer").get(url(found))
    caption = "위기가구 발굴: Counted, by dong"
    rows = table(page, caption)
    assert [row[1:] for row in rows[1:]] == [
        [f"{found.dongs[0].name} Synthetic", "60"],
        [found.dongs[1].name, "10"],
        ["Not said", "3"],
        ["The whole", "73"],
    ]
    assert 'href="/programme/tallies/quota"' in page.text
    part = sign_in("viewer").get(url(found, f"?zone={found.first.venue.zone_id}"))
    assert caption not in part.text and "Targets of the wider programme" not in part.text


def test_as_many_queries_for_many_tallies(sign_in, found, count_queries) -> None:
    browser = sign_in("viewer")
    numbers = []
    for i in range(2):
        for j in range(3):
            more = programme.tally(found.office, f"수첩 {i} {j}", kind="material", type="memo_pad")
            enter(more, 5)
            wanted(more, 9, dong_id=found.dongs[0].id)
        db.session.commit()
        with count_queries() as statements:
            assert browser.get(url(found)).status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]


def figure(key, *parts, value=10):
    return FurtherFigure(key, key, value, parts=tuple(FurtherFigure(p, p, 1) for p in parts))


def test_figures_of_the_same_parts_share_a_table() -> None:
    section = Section(
        "goods",
        "Goods",
        (figure("a", "x", "y"), figure("b"), figure("c", "y", "x", ""), figure("d", "x"),
         figure("a.target", "x", "y")),
    )  # fmt: skip
    look = section_look(besides_goals(section))
    assert [row.key for row in look.plain] == ["b", "d"]
    (only,) = look.tables
    assert [row.key for row in only.columns] == ["a", "c"]
    assert [(line.key, line.values) for line in only.lines] == [
        ("x", (1, 1)), ("y", (1, 1)), ("", (None, 1)),
    ]  # fmt: skip


def test_no_number_is_told_twice() -> None:
    """A single part stands beside its number; a breakdown into one takes no line of its own."""
    rows = (
        figure("a.out", value=1), figure("a.out.channel", "desk", value=1),
        figure("b", "day", value=1), figure("a.out.dong", "x"), figure("c", "x", "y", value=2),
    )  # fmt: skip
    told = told_once(Section("goods", "Goods", rows))
    assert [(row.key, row.label, len(row.parts)) for row in told.figures] == [
        ("a.out", "a.out (desk)", 0), ("b", "b (day)", 0), ("a.out.dong", "a.out.dong", 1),
        ("c", "c", 2),
    ]  # fmt: skip


# ---------------------------------------------------------------- the state of an event


def test_figures_of_events_of_one_state(sign_in, counted) -> None:
    services.ensure_record(counted.first.id).held = False
    services.ensure_record(counted.second.id).signed_off_at = NOW
    db.session.commit()
    browser = sign_in("viewer")

    def attendance(query: str) -> list[str]:
        return [row[2] for row in table(browser.get(url(counted, query)), "By event")[1:]]

    assert attendance("") == ["50", "50"]
    assert attendance("?status=signed_off") == ["50", "50"]
    assert attendance("?status=not_held") == ["402", "402"]
    assert browser.get(url(counted, "?status=open")).status_code == 200
    assert browser.get(url(counted, "?status=nonsense")).status_code == 404
    page = browser.get(url(counted, "?status=not_held"))
    assert "State of the event: Not held" in page.text
    link = re.search(r'href="([^"]*status=not_held[^"]*measure=attendance)"', page.text).group(1)
    behind = browser.get(link.replace("&amp;", "&"))
    assert "These entries add up to <strong>402</strong>." in behind.text


def test_targets_and_entries_ask_as_many_queries_for_more_rows(
    sign_in, counted, count_queries
) -> None:
    browser = sign_in("viewer")
    bank, law = counted.bank.id, counted.law.id
    season = f"/campaigns/{counted.campaign.id}"
    for address in (f"{season}/targets", f"{season}/statistics/entries"):
        browser.get(address)  # what is read once a session
    numbers = []
    for i in (1, 3):
        for j in range(i):
            zone = make.make_zone(counted.office)
            venue = make.make_venue(counted.office, zone)
            event = make.make_event(counted.campaign, venue, date(2023, 6, 5 * i + j))
            put(counted, event, {Cell("consultations", bank, law): 7})
            db.session.add(
                Target(campaign_id=counted.campaign.id, measure="attendance", value=9, zone=zone)
            )
        db.session.commit()
        for address in (f"{season}/targets", f"{season}/statistics/entries"):
            with count_queries() as statements:
                assert browser.get(address).status_code == 200
            numbers.append(len(statements))
    assert numbers[:2] == numbers[2:]


def test_parts_that_come_to_more_than_the_whole_are_a_number_of_their_own(found) -> None:
    """A target of 70 for all with 55 and 22 of the dongs: 77 are no parts of 70."""
    wanted(found.tally, 70)
    db.session.commit()
    with force_locale("en"):
        topics = {row.key: row for row in tally_topics(found.office.id, *YEAR)}
    numbers = {row.key: row for row in topics["quota"].numbers}
    target, apart = (numbers[f"위기가구 발굴.target{end}"] for end in ("", ".parts"))
    assert (target.value, target.parts) == (70, ())
    assert (apart.value, [row.value for row in apart.parts]) == (77, [55, 22])
    reached = numbers["위기가구 발굴.reached"]
    assert [(row.label, row.value) for row in reached.parts[2:]] == [("Not broken down", 3)]
    assert (reached.value, [row.value for row in reached.parts]) == (73, [60, 10, 3])
