"""In what state an agreement is on a day, from its first and last day alone."""

from __future__ import annotations

from datetime import date, timedelta

STATES = ("ahead", "in_force", "ending", "over")
NOTICE = timedelta(days=60)  # so long before its end an agreement is said to end soon


def agreement_state(starts_on: date, ends_on: date | None, today: date) -> str:
    """`ahead` before its first day, `over` after its last, `ending` in the last 60 days.

    An agreement without a last day holds until it is given one.
    """
    if today < starts_on:
        return "ahead"
    if ends_on is None:
        return "in_force"
    if today > ends_on:
        return "over"
    return "ending" if ends_on - today <= NOTICE else "in_force"
