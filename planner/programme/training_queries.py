"""Reads of trainings: sessions with their attendance, and years that fall short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from planner.core.training_quota import Year, years
from planner.extensions import db
from planner.paging import PER_PAGE, Page
from planner.programme.models import TrainingAttendance, TrainingCourse, TrainingSession


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session with how many came, how many completed it, and from how many agencies."""

    session: TrainingSession
    attended: int | None  # None: no attendance has been entered
    completed: int | None
    agencies: int
    synthetic: bool


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A training and its years against the rule (none without a rule)."""

    course: TrainingCourse
    years: Sequence[Year]
    sessions: int
    made_up: frozenset[int] = frozenset()  # years of which a session was made up

    @property
    def short(self) -> list[Year]:
        return [year for year in self.years if year.short]

    @property
    def open_year(self) -> Year | None:
        return next((year for year in self.years if year.open), None)


def course_rows(office_id: int, today: date) -> list[CourseRow]:
    """The trainings of an office with their years: two queries."""
    courses = db.session.scalars(
        select(TrainingCourse)
        .where(TrainingCourse.office_id == office_id)
        .order_by(TrainingCourse.name, TrainingCourse.id)
    ).all()
    days: dict[int, list[date]] = {}
    made_up: dict[int, set[int]] = {}
    columns = (TrainingSession.course_id, TrainingSession.day, TrainingSession.synthetic)
    for course_id, day, synthetic in db.session.execute(
        select(*columns).where(TrainingSession.office_id == office_id)
    ):
        days.setdefault(course_id, []).append(day)
        if synthetic:
            made_up.setdefault(course_id, set()).add(day.year)
    found = []
    for course in courses:
        own = days.get(course.id, [])
        told = years(own, course.since, course.least, today) if course.since else []
        of_them = frozenset(made_up.get(course.id, ()))
        found.append(CourseRow(course, told, len(own), of_them))
    return found


def session_page(office_id: int, number: int, year: int | None = None) -> Page[SessionRow]:
    """One page of sessions, the latest first."""
    base = select(TrainingSession.id).where(TrainingSession.office_id == office_id)
    if year is not None:
        base = base.where(TrainingSession.day.between(date(year, 1, 1), date(year, 12, 31)))
    total = db.session.scalar(select(func.count()).select_from(base.subquery())) or 0
    number = min(number, max(1, -(-total // PER_PAGE)))
    ids = base.order_by(TrainingSession.day.desc(), TrainingSession.id)
    wanted = db.session.scalars(ids.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).all()
    return Page(session_rows(wanted), total, number)


def session_rows(ids: Sequence[int]) -> list[SessionRow]:
    """These sessions, the latest first: one query for them and one for the attendance."""
    sessions = db.session.scalars(
        select(TrainingSession)
        .where(TrainingSession.id.in_(ids))
        .options(joinedload(TrainingSession.course))
        .order_by(TrainingSession.day.desc(), TrainingSession.id)
    ).all()
    sums = {
        row[0]: row[1:]
        for row in db.session.execute(
            select(
                TrainingAttendance.session_id,
                func.sum(TrainingAttendance.attended),
                func.sum(TrainingAttendance.completed),
                func.count(TrainingAttendance.agency_id),
                func.max(case((TrainingAttendance.synthetic, 1), else_=0)),
            )
            .where(TrainingAttendance.session_id.in_(ids))
            .group_by(TrainingAttendance.session_id)
        )
    }
    rows = []
    for session in sessions:
        attended, completed, agencies, synthetic = sums.get(session.id, (None, None, 0, 0))
        made_up = session.synthetic or bool(synthetic)
        rows.append(SessionRow(session, _int(attended), _int(completed), int(agencies), made_up))
    return rows


def _int(value: Any) -> int | None:
    return None if value is None else int(value)


def sessions_between(office_id: int, first: date, last: date) -> list[SessionRow]:
    """All sessions of a period."""
    ids = db.session.scalars(
        select(TrainingSession.id).where(
            TrainingSession.office_id == office_id, TrainingSession.day.between(first, last)
        )
    ).all()
    return session_rows(ids)


def agencies_at(session_ids: Sequence[int]) -> int:
    """How many agencies came to any of these sessions, each counted once."""
    return (
        db.session.scalar(
            select(func.count(func.distinct(TrainingAttendance.agency_id))).where(
                TrainingAttendance.session_id.in_(session_ids)
            )
        )
        or 0
    )


def get_session(office_id: int, session_id: int) -> SessionRow:
    """A session of the office; 404 when there is none."""
    known = db.session.scalar(
        select(TrainingSession.id).where(
            TrainingSession.office_id == office_id, TrainingSession.id == session_id
        )
    )
    if known is None:
        raise NotFound
    return session_rows([known])[0]


def attendance_page(session_id: int, number: int) -> Page[TrainingAttendance]:
    """One page of a session's attendance, the office's own teams first."""
    statement = select(TrainingAttendance).where(TrainingAttendance.session_id == session_id)
    total = db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    number = min(number, max(1, -(-total // PER_PAGE)))
    rows = db.session.scalars(
        statement.options(joinedload(TrainingAttendance.agency))
        .order_by(TrainingAttendance.agency_id.is_not(None), TrainingAttendance.id)
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    ).all()
    return Page(rows, total, number)
