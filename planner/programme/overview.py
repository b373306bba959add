"""The programme at a glance: what there is of each part, and what is behind plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.agencies.agreement_queries import category_counts
from planner.core.plan_progress import Progress
from planner.core.tally import LATE
from planner.core.training_quota import Year
from planner.programme.center_queries import centers, there_on
from planner.programme.models import PlanTask, RegularCenter, Tally, TrainingCourse
from planner.programme.plan_queries import PlanLook, plan_look
from planner.programme.rotation_queries import NextTurn, next_turns
from planner.programme.shift_queries import open_shifts
from planner.programme.tally_queries import Sums, sums, tallies
from planner.programme.target_queries import TargetRow, target_rows
from planner.programme.training_queries import CourseRow, course_rows


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the first page shows."""

    plan: PlanLook
    tallies: Sequence[tuple[Tally, Sums | None]]
    targets: Sequence[TargetRow]
    agreements: dict[str, int]
    courses: Sequence[CourseRow]
    centers: Sequence[RegularCenter]
    turns: Sequence[NextTurn]
    open_shifts: int
    late_tasks: Sequence[PlanTask]
    late_targets: Sequence[TargetRow]
    short_years: Sequence[tuple[TrainingCourse, Year]]

    @property
    def progress(self) -> Progress:
        return self.plan.total

    @property
    def empty(self) -> bool:
        """Whether nothing has been entered yet."""
        return not (
            self.plan.areas
            or self.tallies
            or self.agreements
            or self.courses
            or self.centers
            or self.turns
        )

    @property
    def late(self) -> int:
        return len(self.late_tasks) + len(self.late_targets) + len(self.short_years)

    def of_kind(self, kind: str) -> list[tuple[Tally, Sums | None]]:
        """The tallies of a kind with their sums."""
        return [row for row in self.tallies if row[0].kind == kind]


def overview(office_id: int, today: date) -> Overview:
    """The overview of an office: a fixed number of queries, whatever there is."""
    plan = plan_look(office_id, None, today)
    rows = tallies(office_id)
    held = sums([row.id for row in rows])
    targets = target_rows(office_id, today)
    courses = course_rows(office_id, today)
    return Overview(
        plan=plan,
        tallies=[(row, held.get(row.id)) for row in rows],
        targets=targets,
        agreements=category_counts(office_id),
        courses=courses,
        centers=there_on(centers(office_id), today),
        turns=next_turns(office_id, today),
        open_shifts=open_shifts(office_id, today),
        late_tasks=[row for row in plan.tasks if row.id in plan.behind],
        late_targets=[row for row in targets if row.state in LATE],
        short_years=[(row.course, year) for row in courses for year in row.short],
    )
