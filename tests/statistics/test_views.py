"""The statistics page and the command: the same figures, to the unit."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from planner.extensions import db
from planner.results import services
from planner.statistics.queries import load_facts
from planner.statistics.services import season_figures
from tests import factories as make


def url(season, query="") -> str:
    return f"/campaigns/{season.campaign.id}/statistics{query}"


def table(page, caption) -> list[list[str]]:
    found = re.search(
        rf'<caption class="visually-hidden">{caption}</caption>(.*?)</table>', page.text, re.S
    )
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", found.group(1), re.S)
    return [
        [
            re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[dh][ >].*?</t[dh]>", row, re.S)
        ]
        for row in rows
    ]


def test_figures_by_every_dimension(counted) -> None:
    figures = season_figures(load_facts(counted.office.id, counted.campaign.id))
    total = figures.totals["consultations"]
    assert (total.value, total.reported, total.expected, total.synthetic) == (34, 2, 3, True)
    attendance = figures.totals["attendance"]
    assert (attendance.value, attendance.reported, attendance.expected) == (452, 2, 2)
    assert figures.totals["unique_persons"].value is None

    def values(name, measure="consultations"):
        return {line.key: line.figures[measure].value for line in figures.tables[name].lines}

    assert values("field") == {counted.law.id: 13, counted.debt.id: 16, None: 5}
    assert values("agency") == {counted.bank.id: 29, counted.clinic.id: None, None: 5}
    assert values("event") == {counted.first.id: 34, counted.second.id: 0}
    assert values("event", "unique_persons") == {counted.first.id: 366, counted.second.id: 45}
    assert list(values("zone").values()) == [34, 0]
    assert values("category") == {"public": None, "private": 29, None: 5}


def test_last_year_with_its_base(counted) -> None:
    (row,) = season_figures(load_facts(counted.office.id, counted.campaign.id)).comparisons
    assert (row.published.value, row.figure.value, round(row.growth, 3)) == (400, 452, 0.13)


def test_cancelled_and_not_held_events_are_left_out(counted) -> None:
    counted.first.status = "cancelled"
    db.session.commit()
    facts = load_facts(counted.office.id, counted.campaign.id)
    figures = season_figures(facts)
    assert figures.totals["attendance"].value == 50
    assert [event.id for event in facts.dropped] == [counted.first.id]
    services.ensure_record(counted.second.id).held = False
    db.session.commit()
    facts = load_facts(counted.office.id, counted.campaign.id)
    assert facts.counts == [] and season_figures(facts).totals["attendance"].value is None


def test_the_page(sign_in, counted) -> None:
    page = sign_in("viewer").get(url(counted))
    assert page.status_code == 200
    by_field = table(page, "By field")
    assert by_field[0] == [
        "No.",
        "Counselling field",
        "Consultations",
        "Share",
        "Referrals to public resources",
        "Reports in",
    ]
    assert by_field[1] == ["1", "법률", "13", "38.2%", "-", "1 / 2"]
    assert by_field[3] == ["", "Not broken down", "5", "14.7%", "4", "-"]
    assert by_field[4] == ["", "Total", "34", "100.0%", "4", "2 / 3"]
    by_agency = {row[1]: row[2] for row in table(page, "By agency")[1:]}
    assert by_agency == {"은행": "29", "보건소": "-", "Not broken down": "5", "Total": "34"}
    (last,) = table(page, "Against last year")[1:]
    assert last == ["Attendance", "2022-10", "over 400", "452", "+13.0%", "private agencies only"]
    assert page.text.count('<svg class="chart"') == 6
    assert "style=" not in page.text and "Synthetic" in page.text


def test_filters_stand_in_the_address(sign_in, counted) -> None:
    browser = sign_in("viewer")
    page = browser.get(url(counted, f"?field={counted.debt.id}"))
    assert table(page, "By event")[1:3] == [
        ["1", f"2023-05-23(Tue) {counted.first.venue.name}", "16", "100.0%", "1 / 1"],
        ["2", f"2023-05-24(Wed) {counted.second.venue.name}", "0", "0.0%", "1 / 1"],
    ]
    assert "for the whole season only" in page.text
    sent = browser.get(url(counted, f"?zone=&field={counted.debt.id}"))
    assert (sent.status_code, sent.location) == (302, url(counted, f"?field={counted.debt.id}"))
    lead = browser.get(url(counted, "?measure=attendance"))
    assert table(lead, "By zone")[1][3:5] == ["402", "88.9%"] or "88.9%" in lead.text
    for nonsense in ("?field=99999", "?zone=x", "?category=dragons", f"?zone={2**40}"):
        assert browser.get(url(counted, nonsense)).status_code == 404


def test_who_may_see_it(client, sign_in, counted) -> None:
    assert client.get(url(counted)).status_code == 302
    assert sign_in("recorder").get(url(counted)).status_code == 403
    assert sign_in("administrator", make.make_office()).get(url(counted)).status_code == 404


def test_an_empty_season_says_so(sign_in, season) -> None:
    page = sign_in("viewer").get(url(season))
    assert page.status_code == 200
    assert "Nothing has been counted yet" in page.text and '<svg class="chart"' not in page.text


def test_it_asks_the_same_at_two_and_at_five_events(sign_in, counted, count_queries) -> None:
    from datetime import date

    browser = sign_in("viewer")
    browser.get(url(counted))
    address = url(counted)
    db.session.expire_all()
    with count_queries() as two:
        browser.get(address)
    for day in (25, 26, 30):
        event = make.make_event(counted.campaign, counted.first.venue, date(2023, 5, day))
        make.make_assignment(event, counted.clinic, fields=(counted.law,))
    db.session.expire_all()
    with count_queries() as five:
        browser.get(address)
    assert len(five) == len(two)


def test_the_command_prints_the_same(app, counted) -> None:
    slug = counted.campaign.slug
    db.session.commit()
    runner = app.test_cli_runner()
    result = runner.invoke(args=["statistics", "figures", slug, "--json"])
    document = json.loads(result.output)
    assert document["totals"]["consultations"] == {
        "value": 34,
        "reports_in": 2,
        "reports_expected": 3,
        "synthetic": True,
    }
    assert document["agencies"] == {"count": 2, "by_category": {"public": 1, "private": 1}}
    assert document["zones"] == {"count": 2, "names": ["북", "남"]}
    assert [row["date"] for row in document["events"]["list"]] == ["2023-05-23", "2023-05-24"]
    assert document["published"][0]["text"] == "400여"
    korean = runner.invoke(args=["statistics", "figures", slug]).output
    assert "2022-10 방문인원 400여명 (민간기관만)" in korean
    english = runner.invoke(args=["statistics", "figures", slug, "--lang", "en"]).output
    assert "Attendance over 400 people (private agencies only)" in english
    wrong = runner.invoke(args=["statistics", "figures", "nowhere"])
    assert wrong.exit_code == 1 and "nowhere" in wrong.output


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?zones=1", "<code>zones=1</code> · There is no such filter."),
        ("?zones=1&zone=", "<code>zones=1</code> · There is no such filter."),
        (
            "?zone=&campaign_id=9&_external=1",
            "<code>campaign_id=9</code> · There is no such filter.",
        ),
        ("?category=public&category=private", "It can be given only once."),
        ("?measure=nonsense", "<code>measure=nonsense</code> · There is no such measure."),
    ],
)
def test_a_filter_that_means_nothing_is_said_and_no_total_shown(
    sign_in, counted, query, sentence
) -> None:
    page = sign_in("viewer").get(url(counted, query))
    assert (page.status_code, sentence in page.text) == (422, True)
    assert "<table" not in page.text and "headline" not in page.text
    assert 'id="f-zone"' in page.text  # to choose again


def test_what_was_chosen_rightly_stays_chosen(sign_in, counted) -> None:
    zone = counted.first.venue.zone_id
    browser = sign_in("viewer")
    for address in (url(counted), f"{url(counted)}/entries"):
        page = browser.get(f"{address}?zone={zone}&zones=2")
        assert page.status_code == 422 and "<table" not in page.text
        assert f'<option value="{zone}" selected>' in page.text


def test_growth_at_the_top_stands_beside_its_base(sign_in, counted) -> None:
    page = sign_in("viewer").get(url(counted)).text
    tiles = re.search(r'<dl class="stats headline">.*?</dl>', page, re.S).group(0)
    assert re.search(r"\(\+13\.0%\)</span><span class=\"stat-note\">private agencies only<", tiles)


def test_a_headline_of_a_season_of_years_says_which_of_them_it_counts(sign_in, counted) -> None:
    assert "counted in" not in sign_in("viewer").get(url(counted)).text
    counted.campaign.ends_on = date(2024, 12, 31)
    db.session.commit()
    tiles = sign_in("viewer").get(url(counted)).text
    assert tiles.count("counted in 2023") == 3
