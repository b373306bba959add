"""The published figures of a season: the page and the file, never a number that is hidden."""

from __future__ import annotations

from typing import Any

from flask import Response
from werkzeug.exceptions import NotFound

from planner.exports import files
from planner.public.statistics_table import figures_table
from planner.public.views import bp, page, released
from planner.results import words as result_words
from planner.security import public
from planner.statistics import public_words
from planner.statistics.public_values import from_json
from planner.statistics.publication_queries import newest_publication
from planner.statistics.words import units


@bp.get("/seasons/<slug>/statistics")
@public
def statistics(slug: str) -> Any:
    release, season = released(slug)
    row = newest_publication(release.campaign_id)
    tables = from_json(row.tables).redacted() if row else None
    return page(
        "public/statistics.html",
        season=season,
        publication=row,
        tables=tables,
        units=units(tables.measures) if tables else "",
        words=public_words,
        result_words=result_words,
    )


@bp.get("/seasons/<slug>/statistics.csv")
@public
def statistics_file(slug: str) -> Response:
    release, _season = released(slug)
    row = newest_publication(release.campaign_id)
    if row is None:
        raise NotFound
    table = figures_table(from_json(row.tables).redacted(), row.number, row.published_at)
    answer = Response(b"".join(files.csv_pieces(table)), content_type=files.TYPES["csv"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-statistics.csv"'
    answer.headers["Cache-Control"] = "no-cache"
    return answer
