"""A season's counts, targets and published figures as the importer's own files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from planner.campaigns.models import Campaign
from planner.core.counting import MEASURES
from planner.extensions import db
from planner.results.models import CountEntry, PublishedFigure
from planner.results.target_queries import list_targets

Getter = Callable[[Any], Any]
SeedTable = tuple[str, str, Iterable[Any], dict[str, Getter]]


def published_tables(campaign: Campaign) -> Iterable[SeedTable]:
    """Published figures and targets."""
    slug: dict[str, Getter] = {"campaign": lambda _row: campaign.slug}
    figures = select(PublishedFigure).where(PublishedFigure.campaign_id == campaign.id)
    yield (
        "published_figures",
        "campaign period measure value qualifier base base_en source programme? kind? synthetic?",
        db.session.scalars(figures.order_by(PublishedFigure.id)),
        {
            **slug,
            "kind": lambda row: "" if row.kind == "published" else row.kind,
            "synthetic": lambda row: row.synthetic or "",
        },
    )
    yield (
        "targets",
        "campaign measure zone dong field period value before base synthetic",
        list_targets(campaign.id),
        {**slug, **_places(), "field": _field},
    )


def counts_table(campaign: Campaign) -> SeedTable:
    """The counts of events and those outside, each with its corrections worked in."""
    statement = select(CountEntry).where(CountEntry.campaign_id == campaign.id)
    entries = sorted(db.session.scalars(statement), key=_place)
    values = _corrected(entries)
    return (
        "counts",
        "campaign day agency field measure channel value recorded_at synthetic span? zone? dong? "
        "target_group? programme?",
        [entry for entry in entries if entry.corrects_id is None],
        {
            **_places(),
            "campaign": lambda _row: campaign.slug,
            "agency": lambda row: row.agency.name if row.agency else "",
            "day": lambda row: row.event.day if row.event else row.day,
            "span": lambda row: "" if row.event else row.span,
            "field": _field,
            "value": lambda row: values[row.id],
        },
    )


def _places() -> dict[str, Getter]:
    return {
        "zone": lambda row: row.zone.name if row.zone else "",
        "dong": lambda row: row.dong.name if row.dong else "",
    }


def _field(row: Any) -> str:
    return row.field.code if row.field else ""


def _place(entry: CountEntry) -> tuple[Any, ...]:
    """Of events by day, then those outside; the office's own first, by agency, measure, field."""
    measure = MEASURES.index(entry.measure)
    day = entry.event.day if entry.event else entry.day
    outside = entry.event_id is None
    return outside, day, entry.agency_id or 0, measure, entry.field_id or 0, entry.id


def _corrected(entries: Sequence[CountEntry]) -> dict[str, int]:
    """Each first entry's value with everything that corrects it worked in."""
    known = {entry.id: entry for entry in entries}
    values: dict[str, int] = {}
    for entry in entries:
        root = entry
        while root.corrects_id is not None and root.corrects_id in known:
            root = known[root.corrects_id]
        values[root.id] = values.get(root.id, 0) + entry.value
    return values
