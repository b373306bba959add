"""The figures of the API are those of the statistics page, to the unit: the Seocho season."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from flask_babel import force_locale

from planner.api import token_services
from planner.api.scopes import FIGURES
from planner.campaigns.queries import find_campaign_by_slug
from planner.cli.seed_files import load
from planner.core.counting import EVENT_MEASURES, NEVER_SUMMED
from planner.settings import ROOT
from planner.statistics.queries import load_facts
from planner.statistics.report import figures_document
from planner.statistics.services import TABLES, season_figures
from planner.statistics.words import key_name
from tests.statistics.test_seocho import seocho

__all__ = ["seocho"]
PATH = "/api/v1/seasons/seocho-2023"


@pytest.fixture
def fetch(client, seocho):
    secret = token_services.make_token(
        seocho.office_id,
        "test",
        [FIGURES],
        last_day=date.today() + timedelta(days=1),
        reason="a test",
        now=datetime.now(UTC),
    ).secret
    sent = {"Authorization": f"Bearer {secret}", "Accept-Language": "ko"}

    def items(path: str):
        following, found = f"{PATH}{path}", []
        while following:
            body = client.get(following, headers=sent).get_json()
            found += body["items"]
            following = body["next"] and body["next"].removeprefix("http://localhost")
        return found

    items.document = lambda: client.get(f"{PATH}/statistics", headers=sent).get_json()
    return items


def told(cell) -> tuple:
    reports = (cell["reports_in"] or 0, cell["reports_expected"] or 0)
    return cell["value"], reports, cell["synthetic"], cell["entries"]


def said(figure) -> tuple:
    return figure.value, (figure.reported, figure.expected), figure.synthetic, figure.entries


def test_every_figure_of_every_table(app, fetch, seocho) -> None:
    facts = load_facts(seocho.office_id, seocho.id)
    figures = season_figures(facts)
    totals = {cell["measure"]: told(cell) for cell in fetch("/figures")}
    assert totals == {name: said(row) for name, row in figures.totals.items() if row.entries}
    compared = 0
    for name in TABLES:
        if name not in figures.tables:
            continue
        cells = {
            (cell["at"][name], cell["measure"]): cell
            for cell in fetch(f"/figures?by={name}&limit=7")
        }
        for line in figures.tables[name].lines:
            for measure, figure in line.figures.items():
                cell = cells.pop((line.key, measure), None)
                if cell is None:
                    assert figure.value is None
                    continue
                if line.remainder:  # what is left of a total; nobody reports it
                    assert cell["value"] == figure.value
                else:
                    assert told(cell) == said(figure), (name, line.key, measure)
                with force_locale("ko"):
                    assert cell["names"][name] == key_name(name, line.row)
                compared += 1
        assert {measure for _key, measure in cells} <= {*EVENT_MEASURES, *NEVER_SUMMED}
    assert compared == 251


def test_two_dimensions_and_a_filter_are_the_cut_of_the_page(fetch, seocho) -> None:
    from planner.core.figures import Cut

    facts = load_facts(seocho.office_id, seocho.id)
    zone = facts.keys("zone")[0]
    cut = season_figures(facts, Cut(zone=zone))
    (total,) = fetch(f"/figures?zone={zone}&measure=consultations")
    assert told(total) == said(cut.totals["consultations"])
    cells = fetch(f"/figures?by=field,agency&zone={zone}&measure=consultations")
    by_field: dict = {}
    for cell in cells:
        key = cell["at"]["field"]
        by_field[key] = by_field.get(key, 0) + cell["value"]
        assert cell["reports_in"] == 1 == cell["reports_expected"]
    lines = cut.tables["field"].lines
    assert by_field == {
        line.key: line.figures["consultations"].value
        for line in lines
        if line.figures["consultations"].value is not None
    }


def test_the_document_is_the_statistics_document(app, fetch, seocho) -> None:
    with force_locale("ko"):
        document = figures_document(load_facts(seocho.office_id, seocho.id))
    assert fetch.document() == json.loads(json.dumps(document))


def test_the_ledger_adds_up_to_the_totals(fetch, seocho) -> None:
    sums: dict = {}
    for entry in fetch("/entries?limit=1000"):
        sums[entry["measure"]] = sums.get(entry["measure"], 0) + entry["value"]
    totals = {cell["measure"]: cell["value"] for cell in fetch("/figures")}
    assert {name: sums[name] for name in totals if name not in NEVER_SUMMED} == {
        name: value for name, value in totals.items() if name not in NEVER_SUMMED
    }


def test_the_targets_of_the_programme_are_told_as_the_document_does(ask, fits, token) -> None:
    load(ROOT / "seeds" / "yeongdeungpo-2024", now=datetime(2024, 12, 31, tzinfo=UTC))
    campaign = find_campaign_by_slug("yeongdeungpo-2024")
    secret = token(FIGURES, office=campaign.office)
    path = f"/seasons/{campaign.slug}"
    body = ask(f"{path}/targets", secret, "ko").get_json()
    fits("targets", body)
    figures = ask(f"{path}/statistics", secret, "ko").get_json()["further"]["quota"]["figures"]
    wanted, reached = (figures[f"위기가구 발굴.{end}"] for end in ("target", "reached"))
    assert {row["names"]["dong"]: (row["value"], row["actual"]) for row in body["items"]} == {
        name: (part["value"], reached["parts"][name]["value"])
        for name, part in wanted["parts"].items()
    }
    assert len(body["items"]) == 18
    assert sum(row["before"] for row in body["items"]) == 1772
    first = body["items"][0]
    assert (first["kind"], first["measure"], first["tally"], first["unit"], first["period"]) == (
        "programme", None, "위기가구 발굴", "가구", "2024",
    )  # fmt: skip
    assert (first["value"], first["actual"], first["before"], first["per_cent"]) == (
        124, 124, 112, 100.0,
    )  # fmt: skip
    assert first["growth"] == 12 / 112
