"""Rows of the programme, and a clock that stands still."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from planner.extensions import db
from planner.programme.models import (
    PlanArea,
    PlanTask,
    RegularCenter,
    Rotation,
    RotationPart,
    Tally,
    TrainingCourse,
    TrainingSession,
)

NOW = datetime(2024, 7, 2, 3, tzinfo=UTC)
TODAY = date(2024, 7, 2)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("views", "tally_views"):
        monkeypatch.setattr(f"planner.programme.{module}.now", lambda: NOW)
    for module in ("views", "tally_views", "meeting_views", "rotation_views"):
        monkeypatch.setattr(f"planner.programme.{module}.today", lambda: TODAY)


def saved(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row


def area(office: Any, name: str = "발굴") -> PlanArea:
    return saved(PlanArea(office_id=office.id, name=name))


def task(area: PlanArea, name: str, **values: Any) -> PlanTask:
    defaults = {"office_id": area.office_id, "year": 2024, "state": "planned", "percent": 0}
    return saved(PlanTask(area_id=area.id, name=name, **{**defaults, **values}))


def tally(office: Any, name: str = "메모패드", **values: Any) -> Tally:
    defaults = {"kind": "material", "type": "memo_pad", "unit": "매"}
    return saved(Tally(office_id=office.id, name=name, **{**defaults, **values}))


def course(office: Any, name: str = "의무교육", **values: Any) -> TrainingCourse:
    return saved(TrainingCourse(office_id=office.id, name=name, **values))


def session(course: TrainingCourse, day: date, **values: Any) -> TrainingSession:
    return saved(
        TrainingSession(office_id=course.office_id, course_id=course.id, day=day, **values)
    )


def center(office: Any, name: str = "금융복지상담소", **values: Any) -> RegularCenter:
    return saved(RegularCenter(office_id=office.id, name=name, **values))


def rotation(office: Any, name: str = "순회상담소", **values: Any) -> Rotation:
    defaults = {"ends_on": date(2024, 12, 31)}
    return saved(Rotation(office_id=office.id, name=name, **{**defaults, **values}))


def part(rotation: Rotation, starts_on: date, **values: Any) -> RotationPart:
    defaults = {"office_id": rotation.office_id, "weekday": "2", "weeks": "1;3"}
    row = RotationPart(rotation_id=rotation.id, starts_on=starts_on, **{**defaults, **values})
    return saved(row)
