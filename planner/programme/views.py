"""The programme's first page, and the plan."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, render_template, request

from planner.agencies import agreement_words
from planner.agencies.words import weekdays
from planner.programme import charts, plan_queries, words
from planner.programme.books import FIRST_YEAR, LAST_YEAR
from planner.programme.overview import overview
from planner.security import current_office, requires
from planner.templating import SEOUL

bp = Blueprint("programme", __name__)


def now() -> datetime:
    """The clock of these views."""
    return datetime.now(UTC)


def today() -> date:
    """The day of these views, in Seoul."""
    return now().astimezone(SEOUL).date()


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "words": words,
        "weekdays_of": weekdays,
        "agreement_labels": agreement_words.CATEGORY_LABELS,
    }


def asked_year() -> int | None:
    """The year of this request's address; nonsense is none."""
    text = request.args.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


@bp.get("/programme")
@requires("view")
def index() -> Any:
    """What there is, and what is behind."""
    return render_template("programme/index.html", look=overview(current_office().id, today()))


@bp.get("/programme/plan")
@requires("view")
def plan() -> Any:
    """A year's plan: areas with their progress, tasks."""
    look = plan_queries.plan_look(current_office().id, asked_year(), today())
    area = request.args.get("area", type=int)
    tasks = [row for row in look.tasks if area is None or row.area_id == area]
    return render_template(
        "programme/plan.html", look=look, tasks=tasks, area=area, chart=charts.plan_chart(look)
    )
