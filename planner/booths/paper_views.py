"""What is printed for an event: the run sheet and the booths' signs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import request

from planner.booths import papers, queries
from planner.booths.board import load_board
from planner.booths.picture import picture
from planner.booths.views import BASE, bp, event_of, show
from planner.core.hours import day_spans
from planner.security import requires


@bp.get(BASE + "/run-sheet")
@requires("view")
def run_sheet(campaign_id: int, event_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    board = load_board(event)
    return show(
        "booths/run_sheet.html", event,
        board=board, picture=picture(board), state=papers.state_of(event, datetime.now(UTC)),
        spans=day_spans(event.starts_at, event.ends_at),
        supplies=queries.supplies(event.id), goods=queries.goods(event.id),
    )  # fmt: skip


@bp.get(BASE + "/signs")
@requires("view")
def signs(campaign_id: int, event_id: int) -> Any:
    event = event_of(campaign_id, event_id)
    board = load_board(event)
    wanted = request.args.get("booth", "")
    seats = [
        seat for seat in board.seats
        if not seat.free and wanted in ("", str(seat.booth.id))
    ]  # fmt: skip
    return show(
        "booths/signs.html", event, board=board, seats=seats, one=bool(wanted),
        state=papers.state_of(event, datetime.now(UTC)),
    )  # fmt: skip
