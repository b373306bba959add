"""The table of booth positions: identity, faults, the grid helper, stale tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from planner.extensions import db
from planner.places import booth_table
from planner.places.booth_table import TypedBooth
from planner.places.models import VenueBooth
from tests import factories


@pytest.fixture
def venue(office: Any) -> Any:
    return factories.make_venue(office, factories.make_zone(office), booths=2)


def rows(*cells: tuple[Any, ...], **more: Any) -> dict[str, Any]:
    """(id, number, x, y, *flags) for each row, as the form sends them."""
    data: dict[str, Any] = {"version": "1", "do": "save", **more}
    for i, (row_id, number, x, y, *flags) in enumerate(cells):
        data |= {f"booth-{i}-number": number, f"booth-{i}-x": x, f"booth-{i}-y": y}
        if row_id:
            data[f"booth-{i}-id"] = row_id
        data |= {f"booth-{i}-{flag}": "1" for flag in flags}
    return data


def saved(venue: Any) -> list[tuple[int, str, int, int]]:
    db.session.expire_all()
    return [(booth.id, booth.number, booth.x, booth.y) for booth in venue.booths]


def test_change_add_and_swap_numbers(sign_in: Any, venue: Any) -> None:
    first, second = (booth.id for booth in venue.booths)
    data = rows((first, "2", 0, 0, "power"), (second, "1", 4, 0), ("", "3", 8, 2), ("", "", "", ""))
    answer = sign_in().post(f"/places/venues/{venue.id}/booths", data=data)
    assert (answer.status_code, answer.location) == (303, f"/places/venues/{venue.id}")
    third = max(booth.id for booth in venue.booths)
    assert saved(venue) == [(first, "2", 0, 0), (second, "1", 4, 0), (third, "3", 8, 2)]
    assert [booth.power for booth in venue.booths] == [True, False, False]
    assert venue.version == 2


def test_remove(sign_in: Any, venue: Any) -> None:
    first, second = (booth.id for booth in venue.booths)
    data = rows((first, "1", 0, 0, "remove"), (second, "2", 4, 0))
    sign_in().post(f"/places/venues/{venue.id}/booths", data=data)
    assert saved(venue) == [(second, "2", 4, 0)]


def test_one_with_an_agency_cannot_be_removed(sign_in: Any, office: Any, venue: Any) -> None:
    event = factories.make_event(factories.make_campaign(office), venue, date(2023, 5, 23))
    booth = venue.booths[0]
    factories.make_assignment(event, factories.make_agency(office), booth)
    before = saved(venue)
    answer = sign_in().post(
        f"/places/venues/{venue.id}/booths", data=rows((booth.id, "1", 0, 0, "remove"))
    )
    assert answer.status_code == 422
    assert "A booth that you removed has an agency or counts" in answer.text
    assert saved(venue) == before


def test_faults_are_marked_and_nothing_is_saved(sign_in: Any, venue: Any) -> None:
    before = saved(venue)
    data = rows(("", "A", 0, 0), ("", "A", "x", 1.5), ("", "", 3, 3), ("", "toolongnumber", 1, 1))
    answer = sign_in().post(f"/places/venues/{venue.id}/booths", data=data)
    assert answer.status_code == 422
    assert answer.text.count("This number stands twice.") == 1
    assert answer.text.count("Type whole metres from 0 to 9999.") == 2
    assert answer.text.count("Type a number of at most 12 characters.") == 2
    assert 'value="toolongnumber"' in answer.text
    assert saved(venue) == before


def test_a_stale_table_is_shown_again(sign_in: Any, venue: Any) -> None:
    before = saved(venue)
    answer = sign_in().post(
        f"/places/venues/{venue.id}/booths", data=rows(("", "Mine", 0, 0), version="0")
    )
    assert answer.status_code == 409
    assert 'value="Mine"' in answer.text
    assert saved(venue) == before


def test_grid_and_more_rows_without_saving(sign_in: Any, venue: Any) -> None:
    before = saved(venue)
    first, second = (booth.id for booth in venue.booths)
    data = rows((first, "1", 0, 0), (second, "2", 4, 0), do="grid")
    data |= {"grid-count": "3", "grid-columns": "2", "grid-metres": "5"}
    browser = sign_in()
    page = browser.post(f"/places/venues/{venue.id}/booths", data=data).text
    assert 'name="booth-2-number" value="3"' in page
    assert 'name="booth-4-y" value="10"' in page
    more = browser.post(f"/places/venues/{venue.id}/booths", data=data | {"do": "rows"}).text
    assert 'name="booth-11-number" value=""' in more
    assert saved(venue) == before


def test_the_grid_goes_on_below_and_counts_on() -> None:
    table = booth_table.with_grid([TypedBooth("7", "0", "4")], count=5, columns=3, metres=4)
    assert [(row.number, row.x, row.y) for row in table] == [
        ("7", "0", "4"), ("8", "0", "8"), ("9", "4", "8"), ("10", "8", "8"), ("11", "0", "12"),
        ("12", "4", "12"),
    ]  # fmt: skip
    assert len(booth_table.with_grid(table, 10_000, 5, 4)) == booth_table.MOST_BOOTHS


def test_ids_of_another_venue_are_forgotten(sign_in: Any, office: Any, venue: Any) -> None:
    other = factories.make_venue(office, venue.zone, booths=1)
    foreign = other.booths[0].id
    sign_in().post(f"/places/venues/{venue.id}/booths", data=rows((foreign, "9", 1, 1)))
    db.session.expire_all()
    assert db.session.get(VenueBooth, foreign).venue_id == other.id
    assert [booth.number for booth in venue.booths] == ["9"]
