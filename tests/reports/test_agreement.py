"""One season on paper: page and PDF say what the statistics say, to the unit."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape

from flask_babel import force_locale

from planner.campaigns.queries import find_campaign_by_slug
from planner.cli.seed_files import load
from planner.settings import ROOT
from planner.statistics.queries import load_facts
from planner.statistics.services import season_figures
from planner.templating import named, number
from tests.reports.conftest import pdf_text

NOW = datetime(2023, 6, 8, tzinfo=UTC)


def test_page_and_pdf_of_the_seocho_season_agree_with_the_statistics(app, sign_in) -> None:
    load(ROOT / "seeds" / "seocho-2023", now=NOW)
    campaign = find_campaign_by_slug("seocho-2023")
    browser = sign_in("organizer", campaign.office)
    address = f"/campaigns/{campaign.id}/report"
    page = re.sub(r"\s*<[^>]+>\s*", " ", browser.get(address).text)
    page = " ".join(unescape(page).split())
    answer = browser.post(address, data={"file": "pdf", "reason": "agreement"})
    paper = " ".join(pdf_text(answer.data).split())
    figures = season_figures(load_facts(campaign.office_id, campaign.id))
    with force_locale("en"):
        for name in ("zone", "field", "agency"):
            table = figures.tables[name]
            for line in table.lines:
                numbers = [number(line.figures[measure].value) for measure in table.measures]
                row = " ".join([*numbers, reports(line.figures[table.lead])])
                told = f"{named(line.row)} * {row}"
                if name != "zone":  # a share stands after the lead
                    told = with_share(named(line.row), numbers, line, table)
                assert told in page, told
                assert told in paper, told
    for word in ("1,996", "2,236", "118/119", "+14.1%", "over 1,750"):
        assert word in page and word in paper


def reports(figure) -> str:
    return f"{figure.reported}/{figure.expected}"


def with_share(name, numbers, line, table) -> str:
    numbers.insert(table.measures.index(table.lead) + 1, f"{line.share * 100:.1f}%")
    return " ".join([f"{name} *", *numbers, reports(line.figures[table.lead])])
