"""The words of this area: kinds, categories, reasons, refusals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.agencies.words import CATEGORY_LABELS
from planner.booths.board import Board
from planner.core.violation import Violation
from planner.errors import Refused
from planner.templating import named

EXTRA_KINDS = {
    "experience": _l("Experience booth"),
    "sponsor": _l("Sponsor booth"),
    "office": _l("Office desk"),
}
GOODS_KINDS = {"promo": _l("Promotional goods"), "sponsored": _l("Sponsored goods")}
CATEGORIES = CATEGORY_LABELS
NEEDS = {
    "power": _l("power"),
    "water": _l("water"),
    "private": _l("a private space"),
    "access": _l("step-free access"),
}
HEATS = {
    "none": _l("nobody"),
    "short": _l("too few"),
    "met": _l("as needed"),
    "over": _l("more than needed"),
    "idle": _l("not needed"),
}
STANDINGS = {
    "beyond": _l("Over its limit"),
    "idle": _l("No counselling"),
    "none": _l("No event"),
    "under": _l("Below its share"),
    "fair": _l("At its share"),
    "over": _l("Above its share"),
}
SPANS = {
    "set_up": _l("Setting up"),
    "briefing": _l("Briefing"),
    "open": _l("Counselling"),
    "pack_up": _l("Packing up"),
}
COPYABLE = {
    "extras": _l("Extra booths"),
    "goods": _l("Goods"),
    "supplies": _l("Supplies"),
}


def attributes(booth: Any) -> list[tuple[str, str]]:
    """What a booth has, as (icon's name, word)."""
    pairs = (
        ("power", booth.power, _("power")),
        ("water", booth.water, _("water")),
        ("private", booth.private, _("private space")),
        ("access", booth.step_free, _("step-free")),
    )
    return [(name, word) for name, has, word in pairs if has]


def needs(agency: Any) -> list[str]:
    """What an agency cannot do without."""
    pairs = (
        ("power", agency.needs_power),
        ("water", agency.needs_water),
        ("private", agency.needs_private),
        ("access", agency.needs_step_free),
    )
    return [str(NEEDS[name]) for name, has in pairs if has]


def reasons(board: Board, violations: Iterable[Violation], agency_id: int) -> list[str]:
    """Why an agency cannot stand there, a short sentence each."""
    return [_reason(board, item, agency_id) for item in violations]


def _reason(board: Board, item: Violation, agency_id: int) -> str:
    case = (item.code, str(item.data.get("reason", "")))
    if item.code == "H14":
        missing = ", ".join(str(NEEDS[name]) for name in _texts(item.data["missing"]))
        return _("It needs %(missing)s, which the booth does not have.", missing=missing)
    if item.code == "W10":
        why = board.ban_of[agency_id].reason
        if why:
            return _("It is kept away from this event (%(reason)s).", reason=why)
        return _("It is kept away from this event.")
    if item.code == "H16":
        return _(
            "It must not meet %(other)s, who comes to this event.",
            other=", ".join(_others(board, item, agency_id)),
        )
    if item.code == "H12":
        if item.data["reason"] == "week":
            return _("It comes to at most %(n)s events a week.", n=item.data["max"])
        return _("It comes to at most %(n)s events of the season.", n=item.data["max"])
    sentences = {
        ("H10", "unknown"): _("It is not invited to this season."),
        ("H10", "not_available"): _("It cannot come on this day."),
        ("H10", "not_serving"): _("It does not serve this district."),
        ("H11", "same_event"): _("It is at this event already."),
        ("H11", "same_day"): _("It is at another event on this day."),
        ("H13", "unknown"): _("The booth is not at this venue."),
        ("H13", "shared"): _("The booth is shared with another agency."),
        ("H15", "not_offered"): _("It does not offer all the chosen fields."),
        ("H15", "repeated"): _("A field is chosen twice."),
        ("H15", "none"): _("It has no field here."),
        ("H15", "staff"): _("It has fewer counsellors than chosen fields."),
    }
    return sentences.get(case) or _("It breaks rule %(code)s.", code=item.code)


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list | tuple) else []


def _others(board: Board, item: Violation, agency_id: int) -> list[str]:
    names = {row.agency_id: named(row.agency) for row in board.invited}
    ids = [row_id for kind, row_id in item.subjects if kind == "agency" and row_id != agency_id]
    return [names.get(row_id, "?") for row_id in ids if isinstance(row_id, int)]


def neighbours(board: Board) -> list[str]:
    """A sentence for each two agencies that stand too close."""
    names = {row.agency_id: named(row.agency) for row in board.event.assignments}
    numbers = {booth.id: booth.number for booth in board.venue.booths}
    found = []
    for row in board.neighbours:
        ids = [row_id for kind, row_id in row.subjects if kind == "agency"]
        booths = row.data["booths"]
        if ("event", board.event.uid) in row.subjects and isinstance(booths, list):
            pair = [
                f"{names.get(int(agency), '?')} ({numbers.get(booth, '?')})"
                for agency, booth in zip(ids, booths, strict=True)
            ]
            found.append(
                _(
                    "%(one)s and %(two)s stand close to each other: one is noisy, the other quiet, "
                    "or they are listed as better apart.",
                    one=pair[0],
                    two=pair[1],
                )
            )
    return found


def refusal(error: Refused) -> str:
    """The sentence of a refused change: what is wrong and what to do."""
    data = error.data
    agency = named(data["agency"]) if "agency" in data else ""
    if error.code == "rules":
        return _rules(data["board"], data["violations"])
    sentences = {
        "cancelled": _("The event is cancelled. Restore it before you change its booths."),
        "not_invited": _("The agency is not invited to this season. Add it to the season first."),
        "already_here": _("%(agency)s is at this event already. Move it instead.", agency=agency),
        "no_such_booth": _("The venue has no such booth. Choose one of the plan."),
        "booth_taken": _(
            "Booth %(booth)s is taken. Choose another, or swap the two.",
            booth=data.get("booth", ""),
        ),
        "taken_meanwhile": _("Somebody took this booth a moment ago. Choose another."),
        "kept_away": _(
            "%(agency)s is kept away from this event, so it cannot be pinned. Lift the ban first.",
            agency=agency,
        ),
        "pinned_here": _(
            "%(agency)s is pinned at this event. Unpin it first, then keep it away.", agency=agency
        ),
        "already_banned": _("%(agency)s is kept away from this event already.", agency=agency),
        "ban_gone": _("The agency may come again already."),
        "fields": _("One of the fields is not offered by %(agency)s here.", agency=agency),
        "no_fields": _("Choose at least one field for %(agency)s.", agency=agency),
        "nothing_to_offer": _(
            "%(agency)s offers no field of this season. Add its fields in the directory, or give "
            "it an extra booth.",
            agency=agency,
        ),
        "too_many_fields": _(
            "%(agency)s sends %(n)s counsellors: choose at most that many fields.",
            agency=agency,
            n=data.get("staff", ""),
        ),
    }
    return sentences.get(error.code) or _("This cannot be done.")


def objections_kept(board: Board, violations: Iterable[Violation]) -> str:
    """What is wrong with a placement that was made all the same."""
    return _("Please check: %(problem)s",
             problem=_rules(board, violations))  # fmt: skip


def _rules(board: Board, violations: Iterable[Violation]) -> str:
    parts = []
    for item in violations:
        agency_id = next(int(i) for kind, i in item.subjects if kind == "agency")
        name = next((named(row.agency) for row in board.invited if row.agency_id == agency_id), "?")
        parts.append(f"{name}: {_reason(board, item, agency_id)}")
    return " ".join(parts)
