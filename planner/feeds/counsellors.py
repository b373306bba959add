"""Which of an agency's dates are a counsellor's."""

from __future__ import annotations

from collections.abc import Iterable

from planner.feeds.models import Counsellor
from planner.feeds.render import Part


def own_parts(counsellor: Counsellor, parts: Iterable[Part]) -> list[Part]:
    """The agency's parts with one of the counsellor's fields, on the counsellor's dates.

    Without fields chosen all are theirs, and without dates chosen in a season all of its dates.
    """
    fields = {field.id for field in counsellor.fields}
    events = {event.id for event in counsellor.events}
    seasons = {event.campaign_id for event in counsellor.events}
    return [
        part
        for part in parts
        if (not fields or fields & {field.id for field in part.item.fields})
        and (part.season.campaign.id not in seasons or part.event.id in events)
    ]
