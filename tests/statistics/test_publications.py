"""Publishing: what the tables hold, what is hidden, what is refused, and what is stored."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from werkzeug.exceptions import NotFound

from planner.core.counting import Cell
from planner.core.disclosure import HIDDEN, SMALL
from planner.engine.disclosure_audit import Audit, Finding
from planner.errors import Refused, StaleEdit
from planner.extensions import db
from planner.results.models import PublishedFigure
from planner.statistics.models import Publication
from planner.statistics.public_tables import public_tables
from planner.statistics.public_values import Shown, cell_key, from_json
from planner.statistics.publication_queries import (
    has_publication,
    list_publications,
    newest_publication,
)
from planner.statistics.publication_services import preview_publication, publish_statistics
from planner.statistics.queries import load_facts
from tests import factories as make
from tests.statistics.releasing import recount, release

NOW = datetime(2023, 6, 5, 1, tzinfo=UTC)


@pytest.fixture
def ready(counted):
    """The counted season, released; the second event now has 3 consultations."""
    release(counted.office.id, counted.campaign.id)
    debt = Cell("consultations", counted.bank.id, counted.debt.id)
    recount(counted, counted.second, debt, 0, 3)
    return counted


def publish(season, digest: str = "", now: datetime = NOW) -> Publication:
    look = preview_publication(season.office.id, season.campaign.id)
    return publish_statistics(
        season.office.id,
        season.campaign.id,
        digest=digest or look.digest,
        user_id=season.user.id,
        now=now,
    )


def keys(season) -> dict[str, str]:
    zone = {event: f"zone:{event.venue.zone_id}" for event in (season.first, season.second)}
    return {
        "north": zone[season.first],
        "south": zone[season.second],
        "first": f"event:{season.first.id}",
        "second": f"event:{season.second.id}",
        "law": f"field:{season.law.id}",
        "debt": f"field:{season.debt.id}",
    }


def test_the_tables_of_a_season(counted) -> None:
    tables = public_tables(load_facts(counted.office.id, counted.campaign.id))
    k = keys(counted)
    assert tables.measures == ("attendance", "consultations", "referrals_public")
    assert tables.fielded == ("consultations",)
    assert [line.key for line in tables.places] == [
        "all", k["north"], k["south"], k["first"], k["second"]
    ]  # fmt: skip
    assert [line.key for line in tables.fields] == [k["law"], k["debt"], "rest"]
    assert [tables.exact("attendance", place) for place in ("all", k["south"])] == [452, 50]
    assert tables.exact("consultations", k["north"], k["debt"]) == 16
    assert tables.exact("consultations", "all", "rest") == 5
    assert tables.exact("consultations", k["south"], k["law"]) is None
    assert tables.exact("consultations", k["second"]) == 0
    assert tables.exact("referrals_public", "all") == 4
    assert tables.reports_of("consultations", "all") == (2, 3)
    assert tables.reports_of("attendance", "all") == (2, 2)
    synthetic = {key for key in tables.synthetic if key.startswith("consultations/")}
    assert cell_key("consultations", "all", "rest") in synthetic
    assert cell_key("consultations", k["north"], k["law"]) not in synthetic


def test_small_figures_and_what_would_tell_them_are_hidden(ready) -> None:
    look = preview_publication(ready.office.id, ready.campaign.id)
    k = keys(ready)
    tables, marks = look.tables, look.tables.published.marks
    small = {key for key, mark in marks.items() if mark == SMALL}
    assert small == {
        cell_key("referrals_public", place) for place in ("all", k["north"], k["first"])
    } | {
        cell_key("consultations", k["south"]),
        cell_key("consultations", k["second"]),
        cell_key("consultations", k["south"], k["debt"]),
    }
    assert tables.shown("referrals_public", "all") == Shown(None, SMALL)
    assert tables.shown("attendance", "all") == Shown(452)
    assert look.audit.passed and look.unprotected == () and look.refusal == ""
    assert {look.reasons[key] for key in set(marks) - small} == {"totals"}
    assert HIDDEN in marks.values()


def test_what_is_stored(ready) -> None:
    row = publish(ready)
    assert (row.number, row.published_at, row.published_by_id) == (1, NOW, ready.user.id)
    assert row.formula == "1" and row.audit["passed"] is True and row.audit["tried"] > 0
    tables = from_json(row.tables)
    assert tables == preview_publication(ready.office.id, ready.campaign.id).tables
    assert newest_publication(ready.campaign.id).id == row.id
    assert has_publication(ready.campaign.slug) and not has_publication("other")


def test_what_everybody_gets_holds_no_hidden_number(ready) -> None:
    tables = from_json(publish(ready).tables)
    for_all = tables.redacted()
    hidden = set(tables.published.marks)
    assert {for_all.published.figures.values[key] for key in hidden} == {None}
    assert for_all.published.figures.sums == ()
    for measure, place in (("attendance", "all"), ("referrals_public", "all")):
        assert for_all.shown(measure, place) == tables.shown(measure, place)


def test_nothing_new_is_not_published_twice(ready) -> None:
    publish(ready)
    with pytest.raises(Refused) as refused:
        publish(ready)
    assert refused.value.code == "nothing_new"
    assert len(list_publications(ready.campaign.id)) == 1


def test_what_has_changed_since_it_was_looked_at_is_not_published(ready) -> None:
    look = preview_publication(ready.office.id, ready.campaign.id)
    recount(ready, ready.second, Cell("attendance"), 50, 90)
    with pytest.raises(StaleEdit) as stale:
        publish(ready, digest=look.digest)
    assert stale.value.current.tables.exact("attendance", "all") == 492
    assert list_publications(ready.campaign.id) == []


def test_a_season_without_release_or_counts_is_refused(counted) -> None:
    with pytest.raises(Refused) as refused:
        publish(counted)
    assert refused.value.code == "not_released"
    empty = make.make_campaign(counted.office)
    release(counted.office.id, empty.id)
    assert preview_publication(counted.office.id, empty.id).refusal == "nothing_counted"


def test_a_failed_audit_publishes_nothing(ready, monkeypatch) -> None:
    found = Audit(3, 0, (Finding(0, "attendance/all/all", "width", 7, 7),))
    monkeypatch.setattr("planner.engine.disclosure_audit.audit", lambda publications: found)
    with pytest.raises(Refused) as refused:
        publish(ready)
    assert refused.value.code == "not_protected"
    assert list_publications(ready.campaign.id) == []


def test_a_number_that_was_taken_meanwhile_is_refused(ready, monkeypatch) -> None:
    publish(ready)
    recount(ready, ready.second, Cell("attendance"), 50, 90)
    monkeypatch.setattr("planner.statistics.publication_services.Preview.number", 1)
    with pytest.raises(Refused) as refused:
        publish(ready)
    assert refused.value.code == "publication_raced"
    assert len(list_publications(ready.campaign.id)) == 1


def test_another_office_has_no_such_season(ready) -> None:
    with pytest.raises(NotFound):
        preview_publication(make.make_office().id, ready.campaign.id)


def test_a_correction_by_two_is_not_told_by_the_difference(ready) -> None:
    publish(ready)
    recount(ready, ready.first, Cell("attendance"), 402, 404)
    look = preview_publication(ready.office.id, ready.campaign.id)
    k = keys(ready)
    changed = [cell_key("attendance", place) for place in ("all", k["north"], k["first"])]
    assert {key for key, why in look.reasons.items() if why == "change"} == set(changed)
    assert look.tables.shown("attendance", "all") == Shown(None, HIDDEN, last=(452, 1))
    row = publish(ready)
    assert (row.number, row.audit["passed"]) == (2, True)
    recount(ready, ready.first, Cell("attendance"), 404, 440)
    assert preview_publication(ready.office.id, ready.campaign.id).tables.shown(
        "attendance", "all"
    ) == Shown(490)


def test_a_total_that_is_public_elsewhere_is_not_hidden(ready) -> None:
    year = ready.campaign.starts_on.year
    for period, measure, value in (
        (str(year), "consultations", 37),
        (str(year), "consultations", 99),
        (str(year), "referrals_public", 4),
        (str(year), "zones", 2),
        ("2022", "attendance", 452),
    ):
        db.session.add(
            PublishedFigure(
                campaign_id=ready.campaign.id, period=period, measure=measure, value=value
            )
        )
    db.session.commit()
    look = preview_publication(ready.office.id, ready.campaign.id)
    assert look.tables.published.figures.known == {cell_key("consultations", "all")}
    assert look.tables.shown("consultations", "all") == Shown(37, "", True)
    assert look.audit.passed


def test_a_cancelled_event_leaves_the_next_publication(ready) -> None:
    publish(ready)
    ready.second.status = "cancelled"
    db.session.commit()
    look = preview_publication(ready.office.id, ready.campaign.id)
    assert [line.kind for line in look.tables.places] == ["all", "zone", "zone", "event"]
    assert look.audit.passed and look.unprotected == ()
