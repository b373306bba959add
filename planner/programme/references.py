"""Rows that a book's rows name: by id in a form, by their label in a file. One query a kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import defer, joinedload

from planner.agencies.models import Agency, CounselingField
from planner.campaigns.models import Campaign, Event
from planner.extensions import db
from planner.places.models import AdminDong, Venue
from planner.programme.models import PlanArea, Rotation, Tally, TrainingCourse, TrainingSession
from planner.templating import named


@dataclass(frozen=True, slots=True)
class Reference:
    """A row that can be named: its label in a file comes first among its `names`."""

    id: int
    names: tuple[str, ...]
    shown: str


def references(office_id: int, kind: str) -> list[Reference]:
    """Everything of a kind that an office's rows may name, in its order."""
    statement, names, shown = KINDS[kind]
    rows = db.session.scalars(statement(office_id)).unique()
    return [Reference(row.id, names(row), shown(row)) for row in rows]


def label_of(kind: str, row: Any) -> str:
    """What a file calls a row; '' for none."""
    return "" if row is None else str(KINDS[kind][1](row)[0])


def _of(model: Any, *order: Any) -> Callable[[int], Select[Any]]:
    return lambda office_id: select(model).where(model.office_id == office_id).order_by(*order)


def _dongs(office_id: int) -> Select[Any]:
    wanted = _of(AdminDong, AdminDong.position, AdminDong.id)(office_id)
    return wanted.options(defer(AdminDong.outline))


def _pools(office_id: int) -> Select[Any]:
    return _of(Tally, Tally.position, Tally.id)(office_id).where(Tally.kind == "counsellor")


def _sessions(office_id: int) -> Select[Any]:
    wanted = _of(TrainingSession, TrainingSession.day.desc(), TrainingSession.id)(office_id)
    return wanted.options(joinedload(TrainingSession.course))


def _events(office_id: int) -> Select[Any]:
    return (
        select(Event)
        .join(Event.campaign)
        .where(Campaign.office_id == office_id)
        .order_by(Event.day.desc(), Event.id)
        .options(joinedload(Event.venue))
    )


def _by_name(row: Any) -> tuple[str, ...]:
    return (row.name,)


def _session_name(row: TrainingSession) -> tuple[str, ...]:
    return (f"{row.day.isoformat()} {row.course.name}",)


def _event_name(row: Event) -> tuple[str, ...]:
    return (f"{row.day.isoformat()} {row.venue.name}",)


KINDS: dict[str, Any] = {
    "area": (_of(PlanArea, PlanArea.position, PlanArea.id), _by_name, named),
    "tally": (_of(Tally, Tally.kind, Tally.position, Tally.id), _by_name, named),
    "pool": (_pools, _by_name, named),
    "agency": (_of(Agency, Agency.name, Agency.id), _by_name, named),
    "dong": (_dongs, _by_name, lambda row: row.name),
    "field": (
        _of(CounselingField, CounselingField.position, CounselingField.id),
        lambda row: (row.code, row.name),
        named,
    ),
    "venue": (_of(Venue, Venue.name, Venue.id), _by_name, named),
    "campaign": (_of(Campaign, Campaign.starts_on.desc()), lambda row: (row.slug, row.name), named),
    "course": (_of(TrainingCourse, TrainingCourse.name), _by_name, named),
    "session": (
        _sessions,
        _session_name,
        lambda row: f"{row.day.isoformat()} {named(row.course)}",
    ),
    "event": (_events, _event_name, lambda row: f"{row.day.isoformat()} {named(row.venue)}"),
    "rotation": (_of(Rotation, Rotation.name), _by_name, named),
}
