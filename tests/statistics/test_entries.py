"""The entries behind a figure: the same filters, the same sum, for staff."""

from __future__ import annotations

import re

import pytest

from planner.extensions import db
from planner.results import services
from tests import factories as make


def base(season, query="") -> str:
    return f"/campaigns/{season.campaign.id}/statistics/entries{query}"


def told(page) -> tuple[str | None, int]:
    summed = re.search(r"add up to <strong>([^<]*)</strong>", page.text)
    total = re.search(r"<strong>([\d,]+)</strong> in all", page.text)
    return summed and summed.group(1), int(total.group(1).replace(",", ""))


def test_a_figure_leads_to_what_it_is_the_sum_of(sign_in, counted) -> None:
    browser = sign_in("viewer")
    statistics = browser.get(f"/campaigns/{counted.campaign.id}/statistics").text
    links = re.findall(r'class="figure-link" href="([^"]*)">([\d,]+)</a>', statistics)
    assert len(links) > 20
    for address, number in set(links):
        page = browser.get(address.replace("&amp;", "&"))
        assert page.status_code == 200
        if "unique_persons" not in address:
            assert told(page)[0] == number, address


@pytest.mark.parametrize(
    ("query", "summed", "entries"),
    [
        ("", None, 9),
        ("?measure=consultations", "34", 4),
        ("?measure=consultations&field=none", "5", 1),
        ("?measure=consultations&field=none&agency=none", "5", 1),
        ("?measure=attendance&month=2023-05", "452", 2),
        ("?measure=unique_persons", None, 2),
        ("?category=private&measure=consultations", "29", 3),
        ("?channel=desk", None, 1),
    ],
)
def test_filters(sign_in, counted, query, summed, entries) -> None:
    assert told(sign_in("viewer").get(base(counted, query))) == (summed, entries)


def test_cancelled_events_only_when_asked(sign_in, counted) -> None:
    counted.second.status = "cancelled"
    db.session.commit()
    browser = sign_in("viewer")
    assert told(browser.get(base(counted)))[1] == 6
    assert told(browser.get(base(counted, "?all=yes")))[1] == 9


def test_nonsense_and_strangers(client, sign_in, counted) -> None:
    browser = sign_in("viewer")
    for query in ("?field=99999", "?measure=dragons", "?month=never", "?group=wizards"):
        assert browser.get(base(counted, query)).status_code == 404
    assert browser.get(base(counted, "?page=x")).status_code == 200
    assert client.get(base(counted)).status_code == 302
    assert sign_in("recorder").get(base(counted)).status_code == 403
    assert sign_in("viewer", make.make_office()).get(base(counted)).status_code == 404


def test_not_held_is_left_out(sign_in, counted) -> None:
    services.ensure_record(counted.first.id).held = False
    db.session.commit()
    assert told(sign_in("viewer").get(base(counted)))[1] == 3
