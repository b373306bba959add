"""How many people live in each dong: the newest figure of each measure, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager, defer

from planner.extensions import db
from planner.places.models import DONG_MEASURES, AdminDong, DongFigure


@dataclass(frozen=True, slots=True)
class FigureSource:
    """What stands behind the newest figures of one measure, over the dongs that have one."""

    total: int
    dongs: int
    first: date
    last: date
    sources: tuple[str, ...]

    @property
    def older(self) -> bool:
        """Whether some dongs' newest figure is older than others'."""
        return self.first < self.last


@dataclass(frozen=True, slots=True)
class FigureBatch:
    """The figures of one measure and one day; `source` is one of `sources` different ones."""

    measure: str
    as_of: date
    dongs: int
    total: int
    source: str
    sources: int


def latest_rows(office_id: int) -> Sequence[DongFigure]:
    """The newest figure of each dong and measure, with its dong, in the order of the dongs."""
    place = func.row_number().over(
        partition_by=(DongFigure.dong_id, DongFigure.measure), order_by=DongFigure.as_of.desc()
    )
    ranked = (
        select(DongFigure, place.label("place")).where(DongFigure.office_id == office_id).subquery()
    )
    newest = aliased(DongFigure, ranked)
    return db.session.scalars(
        select(newest)
        .join(newest.dong)
        .where(ranked.c.place == 1)
        .options(contains_eager(newest.dong).options(defer(AdminDong.outline)))
        .order_by(AdminDong.position, AdminDong.name, newest.measure)
    ).all()


def latest_figures(office_id: int) -> dict[int, dict[str, int]]:
    """The newest value of each measure by dong; a dong or a measure without a figure is absent."""
    found: dict[int, dict[str, int]] = {}
    for row in latest_rows(office_id):
        found.setdefault(row.dong_id, {})[row.measure] = row.value
    return found


def figure_sources(office_id: int) -> dict[str, FigureSource]:
    """Sum, dates and sources of the newest figures by measure, in the order of the measures."""
    return summed(latest_rows(office_id))


def summed(rows: Sequence[DongFigure]) -> dict[str, FigureSource]:
    """The same of rows that were read already."""
    found = {}
    for measure in DONG_MEASURES:
        of_it = [row for row in rows if row.measure == measure]
        if of_it:
            days = [row.as_of for row in of_it]
            found[measure] = FigureSource(
                total=sum(row.value for row in of_it),
                dongs=len(of_it),
                first=min(days),
                last=max(days),
                sources=tuple(dict.fromkeys(row.source for row in of_it)),
            )
    return found


def figures_on_record(office_id: int) -> dict[tuple[int, str, date], DongFigure]:
    """Every figure of the office by dong, measure and day: what an import compares with."""
    rows = db.session.scalars(select(DongFigure).where(DongFigure.office_id == office_id))
    return {(row.dong_id, row.measure, row.as_of): row for row in rows}


def batches(office_id: int) -> Sequence[FigureBatch]:
    """What is on record by measure and day, newest day first, measures in their order."""
    rows = db.session.execute(
        select(
            DongFigure.measure,
            DongFigure.as_of,
            func.count(),
            func.sum(DongFigure.value),
            func.min(DongFigure.source),
            func.count(DongFigure.source.distinct()),
        )
        .where(DongFigure.office_id == office_id)
        .group_by(DongFigure.measure, DongFigure.as_of)
    )
    found = [FigureBatch(*row[:3], int(row[3]), *row[4:]) for row in rows]
    return sorted(found, key=lambda b: (-b.as_of.toordinal(), DONG_MEASURES.index(b.measure)))
