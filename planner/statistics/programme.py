"""The wider programme's figures in a season's document."""

from __future__ import annotations

from collections.abc import Iterable

from planner.programme.figures import Number
from planner.programme.tally_figures import programme_topics
from planner.results.queries import get_campaign
from planner.statistics.further import FurtherFigure, Section


def programme_sections(office_id: int, campaign_id: int) -> list[Section]:
    """The programme of the season's office, as it stood when the season ended."""
    campaign = get_campaign(office_id, campaign_id)
    return [
        Section(topic.key, topic.title, _figures(topic.numbers))
        for topic in programme_topics(office_id, campaign.starts_on, campaign.ends_on)
    ]


def _figures(numbers: Iterable[Number]) -> tuple[FurtherFigure, ...]:
    return tuple(
        FurtherFigure(
            row.key,
            row.label,
            row.value,
            row.unit,
            row.qualifier,
            row.synthetic,
            _figures(row.parts),
        )
        for row in numbers
    )
