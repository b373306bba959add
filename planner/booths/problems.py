"""The problems of one event in words, for its workspace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from planner.booths import words
from planner.booths.board import Board
from planner.booths.severities import severity
from planner.campaigns.bridge import load_campaign
from planner.campaigns.findings import BLOCKING, by_event, find_problems
from planner.core.eligible import CODES
from planner.templating import named

# Judged here for the venue in use, and said with what can be done on this page.
OWN = frozenset({*CODES, "W02", "W03", "W06", "W07", "W10"})


def problems(board: Board) -> list[dict[str, Any]]:
    """What is wrong here or worth a second look: severity, sentence, code, address of the cure.

    Booths and agencies first, then what the season's own check says of this event.
    """
    event = board.event
    if event.status == "cancelled":
        return []
    draft = load_campaign(event.campaign.office_id, event.campaign_id)
    season = [
        {"severity": item.severity, "code": item.code, "sentence": item.sentence, "url": item.url}
        for item in by_event(find_problems(draft)).get(event.uid, [])
        if item.code not in OWN
    ]
    return sorted([*_broken(board), *_soft(board), *season], key=_gravity)


def _gravity(item: dict[str, Any]) -> bool:
    return item["severity"] not in BLOCKING


def _broken(board: Board) -> Iterator[dict[str, Any]]:
    args = {"campaign_id": board.event.campaign_id, "event_id": board.event.id}
    rows = {row.agency_id: row for row in board.event.assignments}
    for item in board.violations:
        agency_id = next(int(row_id) for kind, row_id in item.subjects if kind == "agency")
        row = rows[agency_id]
        reasons = " ".join(words.reasons(board, [item], agency_id))
        yield {
            "severity": severity(board.event.campaign, item.code),
            "code": item.code,
            "sentence": f"{named(row.agency)}: {reasons}",
            "url": url_for("booths.assignment", assignment_id=row.id, **args),
        }


def _soft(board: Board) -> Iterator[dict[str, Any]]:
    campaign = board.event.campaign
    found = [("W03", sentence) for sentence in words.neighbours(board)]
    missing = [
        f"{named(board.fields[cover.field].field)} {cover.missing}"
        for cover in board.covers.values()
        if cover.missing
    ]
    if not board.event.assignments:
        found.append(("W07", _("No agency comes yet. Assign some, or let a proposal do it.")))
    elif missing:
        found.append(("W02", _("Agencies are missing in: %(fields)s.", fields=", ".join(missing))))
    if board.waiting:
        found.append(("W06", _("%(n)s agencies have no booth yet.", n=len(board.waiting))))
    for code, sentence in found:
        if severity(campaign, code) != "off":
            yield {
                "severity": severity(campaign, code), "code": code, "sentence": sentence, "url": ""
            }  # fmt: skip
