"""Fields against events, the zones' map, the course, the targets' bars, the list of the page."""

from __future__ import annotations

import html
import re
import uuid
from datetime import date

import pytest

from planner.core.counting import Cell
from planner.core.figures import Cut
from planner.core.outline import to_geojson
from planner.extensions import db
from planner.results.models import CountEntry, Target
from planner.results.rollups import post
from planner.statistics import heat as heats
from planner.statistics.course import course_of
from planner.statistics.heat import heat_of
from planner.statistics.queries import load_facts
from planner.statistics.services import season_figures
from tests import factories as make
from tests.statistics.conftest import NOW, put
from tests.statistics.test_views import table, url


def figures_of(season, cut=None, lead="consultations"):
    return season_figures(load_facts(season.office.id, season.campaign.id), cut, lead)


def square(x, y):
    ring = ((x, y), (x + 0.01, y), (x + 0.01, y + 0.01), (x, y + 0.01), (x, y))
    return to_geojson(((ring,),))


def outside(season, day, value):
    """A count of consultations of a month, outside events."""
    return CountEntry(
        id=str(uuid.uuid4()), office_id=season.office.id, campaign_id=season.campaign.id, day=day,
        span="month", measure="consultations", channel="form", value=value, recorded_at=NOW,
        received_at=NOW,
    )  # fmt: skip


@pytest.fixture
def busy(counted):
    """A third event, in June, where the bank gave 30 on law."""
    third = make.make_event(counted.campaign, counted.second.venue, date(2023, 6, 1))
    make.make_assignment(third, counted.bank, fields=(counted.law,))
    put(counted, third, {Cell("consultations", counted.bank.id, counted.law.id): 30})
    counted.third = third
    return counted


def values(heat):
    return {
        line.key: [cell.value for cell in line.cells] + [line.total.value] for line in heat.lines
    }


# ---------------------------------------------------------------- fields against events


def test_fields_against_events_with_their_totals(busy) -> None:
    heat = heat_of(figures_of(busy))
    law, debt = busy.law.id, busy.debt.id
    assert (heat.measure, heat.down, heat.across, heat.by_month) == (
        *("consultations", "event", "field"),
        False,
    )
    assert [key for key, _row in heat.columns] == [law, debt, None]
    assert values(heat) == {
        busy.first.id: [13, 16, 5, 34],
        busy.second.id: [None, 0, None, 0],
        busy.third.id: [30, None, None, 30],
    }
    assert [cell.value for cell in heat.totals] == [43, 16, 5] and heat.total.value == 64
    assert heat.ranges == ((1, 6), (7, 12), (13, 18), (19, 24), (25, 30))
    assert [[cell.step for cell in line.cells] for line in heat.lines] == [
        [3, 3, 1],
        [0, 0, 0],
        [5, 0, 0],
    ]


def test_its_totals_are_those_of_the_other_tables(busy) -> None:
    figures = figures_of(busy)
    heat = heat_of(figures)
    told = {
        name: {line.key: line.figures["consultations"].value for line in figures.tables[name].lines}
        for name in ("event", "field")
    }
    assert {line.key: line.total.value for line in heat.lines} == told["event"]
    totals = zip(heat.columns, heat.totals, strict=True)
    assert {key: cell.value for (key, _row), cell in totals} == told["field"]
    assert heat.total.value == figures.totals["consultations"].value


def test_the_longer_one_stands_down_the_page(counted) -> None:
    heat = heat_of(figures_of(counted))  # two of each: events
    assert (heat.down, heat.across) == ("event", "field")
    more = make.make_field(counted.office)
    put(counted, counted.first, {Cell("consultations", counted.bank.id, more.id): 2})
    heat = heat_of(figures_of(counted))
    assert (heat.down, heat.across) == ("field", "event")
    assert values(heat)[more.id] == [2, None, 2]


def test_cancelled_events_are_left_out(busy) -> None:
    busy.first.status = "cancelled"
    db.session.commit()
    heat = heat_of(figures_of(busy))
    found = {line.key: line.total.value for line in heat.lines}
    assert found == {busy.second.id: 0, busy.third.id: 30}
    assert heat.total.value == 30


def test_nothing_to_set_against_each_other_is_no_table(busy) -> None:
    assert heat_of(figures_of(busy, Cut(event=busy.first.id))) is None
    assert heat_of(figures_of(busy, Cut(field=busy.law.id))) is None
    assert heat_of(figures_of(busy, Cut(month="2023-05"))) is not None


def test_an_empty_season_has_neither(season) -> None:
    figures = figures_of(season)
    assert heat_of(figures) is None and course_of(figures) is None


def test_very_many_events_are_told_by_month(busy, monkeypatch) -> None:
    monkeypatch.setattr(heats, "MOST_EVENTS", 2)
    heat = heat_of(figures_of(busy))
    assert heat.by_month and values(heat) == {
        "2023-05": [13, 16, 5, 34],
        "2023-06": [30, None, None, 30],
    }


def test_two_hundred_events_are_one_query_more(busy, count_queries) -> None:
    for i in range(197):
        make.make_event(busy.campaign, busy.first.venue, date.fromordinal(738_700 + i))
    db.session.commit()
    figures = figures_of(busy)
    with count_queries() as asked:
        heat = heat_of(figures)
    assert (len(asked), len(heat.lines), heat.total.value) == (1, 200, 64)
    with count_queries() as asked:
        course_of(figures)
    assert asked == []


# ---------------------------------------------------------------- the course


def test_the_course_by_event(busy) -> None:
    course = course_of(figures_of(busy))
    assert (course.measure, course.dimension) == ("consultations", "event")
    told = [(s.key, s.figure.value, s.change, s.so_far) for s in course.stages]
    assert told == [
        (busy.first.id, 34, None, 34),
        (busy.second.id, 0, -34, 34),
        (busy.third.id, 30, 30, 64),
    ]


def test_persons_are_never_added_up_along_the_course(busy) -> None:
    course = course_of(figures_of(busy, lead="unique_persons"))
    told = [(s.figure.value, s.change, s.so_far) for s in course.stages]
    assert told == [(366, None, None), (45, -321, None), (None, None, None)]


def test_two_events_are_no_course(counted) -> None:
    assert course_of(figures_of(counted)) is None


# ---------------------------------------------------------------- the page


def test_the_page_shows_them_with_links_to_the_entries(sign_in, busy) -> None:
    browser = sign_in("viewer")
    page = browser.get(url(busy))
    rows = table(page, "By event and field")
    names = [busy.law.name, busy.debt.name]
    assert rows[0] == ["No.", "Event", *names, "Not broken down", "Total"]
    assert [row[2:] for row in rows[1:]] == [
        ["13", "16", "5", "34"],
        ["-", "0", "-", "0"],
        ["30", "-", "-", "30"],
        ["43", "16", "5", "64"],
    ]
    entries = f"{url(busy)}/entries?"
    for query in (
        f"event={busy.first.id}&measure=consultations&field={busy.law.id}",
        f"event={busy.first.id}&measure=consultations&field=none",
        f"field={busy.debt.id}&measure=consultations",
    ):
        link = f'<a class="figure-link" href="{html.escape(entries + query)}">'
        assert link in page.text, query
        assert browser.get(entries + query).status_code == 200
    assert [row[2:] for row in table(page, "Over time")[1:]] == [
        ["34", "-", "34", "1 / 2"],
        ["0", "-34", "34", "1 / 1"],
        ["30", "+30", "64", "1 / 1"],
    ]
    assert page.text.count('<svg class="chart trend"') == 1


def test_where_nobody_reports_the_course_has_no_column_of_reports(sign_in, season) -> None:
    for event in (season.first, season.second):
        event.status = "cancelled"
    post([outside(season, date(2023, month, 1), 10 * month) for month in (3, 4, 5)])
    db.session.commit()
    rows = table(sign_in("viewer").get(url(season)), "Over time")
    assert [row[1:] for row in rows] == [
        ["Month", "Consultations", "From the one before", "So far"],
        ["2023-03", "30", "-", "30"],
        ["2023-04", "40", "+10", "70"],
        ["2023-05", "50", "+10", "120"],
    ]


def test_the_contents_lead_to_what_is_there(sign_in, busy) -> None:
    page = sign_in("viewer").get(url(busy))
    contents = re.search(r'<nav class="contents.*?</nav>', page.text, re.S).group(0)
    targets = re.findall(r'href="#([a-z-]+)"', contents)
    assert targets == [
        *("headline", "last-year", "table-zone", "heat", "course", "table-event"),
        *("table-field", "table-agency", "table-category", "table-month"),
    ]
    for target in targets:
        assert page.text.count(f'id="{target}"') == 1


def test_zones_with_an_outline_are_on_the_map(sign_in, busy) -> None:
    browser = sign_in("viewer")
    assert 'class="zone-map"' not in browser.get(url(busy)).text
    zone = busy.first.venue.zone
    zone.outline, zone.outline_source = square(127.0, 37.5), "<b>drawn</b>"
    zone.name = "<script>1</script>"
    db.session.commit()
    text = browser.get(url(busy)).text
    (svg,) = re.findall(r'<svg class="zone-map".*?</svg>', text, re.S)
    assert re.findall(r"<text[^>]*>(.*?)</text>", svg) == [
        "&lt;script&gt;1&lt;/script&gt;",
        *("34", "34"),
    ]
    assert "1 zones have no outline and are not drawn." in svg
    assert "Outlines: &lt;b&gt;drawn&lt;/b&gt;" in text and "<script>1" not in text


def test_targets_have_bars_with_their_base(sign_in, busy) -> None:
    db.session.add(Target(campaign_id=busy.campaign.id, measure="consultations", value=80))
    db.session.commit()
    text = sign_in("viewer").get(url(busy)).text
    card = re.search(r'<section class="card" id="reached">.*?</section>', text, re.S).group(0)
    (svg,) = re.findall(r'<svg class="chart".*?</svg>', card, re.S)
    assert "(64 / 80)" in svg and ">80.0%</text>" in svg
    assert len(re.findall(r"<line [^>]*stroke-dasharray", svg)) == 1
