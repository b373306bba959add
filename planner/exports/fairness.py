"""The tables of the fairness page as a workbook: zones, agencies and fields of one plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from planner.booths.fairness_queries import SeasonFairness
from planner.exports.table import Column, Table
from planner.statistics.words import category_name
from planner.templating import named

TIMES = _l("times")
BEFORE = Column("before", _l("Season before"), _l("In the season before; empty is not known."),
                TIMES, "integer")  # fmt: skip


def fairness_tables(page: SeasonFairness) -> list[Table]:
    """What the page shows, in the order of the records."""
    return [_zones(page), _agencies(page), _fields(page)]


def _zones(page: SeasonFairness) -> Table:
    rows = [
        (
            named(page.zones[row.zone]),
            row.visits,
            row.aim.target,
            row.aim.least,
            row.aim.most,
            row.difference,
            row.aim.before,
            row.aim.carried,
            row.need_share,
            row.visit_share,
            row.last,
            row.since,
            row.wait.days,
            row.wait.since,
            row.wait.until,
            row.wait.known,
        )
        for row in page.found.zones
    ]
    columns = (
        Column("zone", _l("Zone"), _l("A zone of the season.")),
        _count("visits", _l("Visits"), _l("Events of this plan in the zone.")),
        _count("target", _l("Aim"), _l("Visits aimed at.")),
        _count("least", _l("At least"), _l("Visits that it must have.")),
        _count("most", _l("At most"), _l("Visits that it may have.")),
        _count("difference", _l("Deviation"), _l("Visits less the aim.")),
        BEFORE,
        _count("carried", _l("Carried over"),
               _l("Visits owed (+) or ahead (-) by earlier seasons.")),
        Column("need_share", _l("Share of the vulnerable"),
               _l("Part of the vulnerable residents of all zones."), kind="share"),
        Column("visit_share", _l("Share of the visits"), _l("Part of all visits."), kind="share"),
        Column("last", _l("Last visit"), _l("Up to today, or the season's end."), kind="day"),
        _days("since", _l("Days since"), _l("Since the last visit.")),
        _days("wait", _l("Longest wait"), _l("The longest stretch without a visit.")),
        Column("wait_since", _l("Wait from"), _l("The day of a visit, or the season's first day."),
               kind="day"),
        Column("wait_until", _l("Wait to"), _l("The day of a visit, or the season's last day."),
               kind="day"),
        Column("wait_known", _l("Beginning known"),
               _l("No where no earlier visit is known: the wait is at least so long."),
               kind="flag"),
    )  # fmt: skip
    return _table("zones", _l("Fairness of zones"), _l("Visits, need and waits."), columns, rows)


def _agencies(page: SeasonFairness) -> Table:
    rows = [
        (
            named(page.agencies[row.agency]),
            category_name(page.agencies[row.agency].category),
            row.events,
            row.aim.target,
            row.difference,
            row.aim.before,
            row.aim.carried,
            row.aim.most if row.aim.most < 99 else None,
            max(row.load.weeks, default=0),
        )
        for row in page.found.agencies
    ]
    columns = (
        Column("agency", _l("Agency"), _l("An agency of the season.")),
        Column("category", _l("Kind of agency"), _l("Public, private, sponsor, council.")),
        _count("events", _l("Events"), _l("Events of this plan at which it stands.")),
        _count("target", _l("Fair share"), _l("Events expected of it.")),
        _count("difference", _l("Deviation"), _l("Events less the share.")),
        BEFORE,
        _count("carried", _l("Carried over"),
               _l("Events to make up (+) or done ahead (-) from earlier seasons.")),
        _count("most", _l("At most"),
               _l("Events of a season that it takes on; empty is no limit.")),
        _count("busiest", _l("Busiest week"), _l("Most events from a Monday to a Sunday.")),
    )  # fmt: skip
    lead = _l("Events against the fair share.")
    return _table("agencies", _l("Fairness of agencies"), lead, columns, rows)


def _fields(page: SeasonFairness) -> Table:
    rows = [
        (named(page.fields[row.field]), row.need, row.events, row.met, row.wanted, row.present,
         row.missing, row.share)
        for row in page.found.fields
    ]  # fmt: skip
    columns = (
        Column("field", _l("Counselling field"), _l("A field of the season.")),
        _count("need", _l("Needed per event"), _l("Agencies wanted at every event.")),
        _count("events", _l("Events"), _l("Events of this plan.")),
        _count("met", _l("Events fully covered"), _l("Events at which none is missing.")),
        _count("wanted", _l("Places wanted"), _l("Over all events.")),
        _count("present", _l("Filled beyond need included"), _l("Over all events.")),
        _count("missing", _l("Missing"), _l("Over all events.")),
        Column("share", _l("Covered"), _l("Part of the wanted places that is filled."),
               kind="share"),
    )  # fmt: skip
    lead = _l("How often each field was covered.")
    return _table("fields", _l("Fairness of fields"), lead, columns, rows)


def _count(key: str, label: Any, meaning: Any) -> Column:
    return Column(key, label, meaning, "", "integer")


def _days(key: str, label: Any, meaning: Any) -> Column:
    return Column(key, label, meaning, _l("days"), "integer")


def _table(
    name: str, title: Any, lead: Any, columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]
) -> Table:
    return Table(name, title, lead, columns, len(rows), lambda: rows)
