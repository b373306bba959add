"""Figures that other areas add to a season's document: areas to the right register providers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from planner.results.words import published


@dataclass(frozen=True, slots=True)
class FurtherFigure:
    """A number of another area: its key in the document, and its words in the reader's language.

    `value` None is 'not known'. With `parts` the number is their whole; what they do not reach is
    for the provider to add as a part of its own.
    """

    key: str
    label: str
    value: int | None
    unit: str = ""
    qualifier: str = ""  # of core.counting.QUALIFIERS
    synthetic: bool = False
    parts: tuple[FurtherFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the document with its figures; `key` names it there ('plan', 'materials')."""

    key: str
    title: str
    figures: tuple[FurtherFigure, ...]


FiguresProvider = Callable[[int, int], Sequence[Section]]
_providers: list[FiguresProvider] = []


def register_figures(provider: FiguresProvider) -> None:
    """Let an area to the right add sections: `provider(office_id, campaign_id)`.

    It is asked in the reader's language, and only for campaigns of that office. Registering the
    same function again changes nothing.
    """
    if provider not in _providers:
        _providers.append(provider)


def further_sections(office_id: int, campaign_id: int) -> list[Section]:
    """The sections of all providers, those without a figure left out."""
    found = [row for provider in _providers for row in provider(office_id, campaign_id)]
    return [section for section in found if section.figures]


def further_document(sections: Sequence[Section]) -> dict[str, Any]:
    """The sections as plain values, by their keys."""
    return {
        section.key: {
            "title": section.title,
            "figures": {row.key: _figure(row) for row in section.figures},
        }
        for section in sections
    }


def _figure(row: FurtherFigure) -> dict[str, Any]:
    found: dict[str, Any] = {
        "label": row.label,
        "value": row.value,
        "unit": row.unit,
        "qualifier": row.qualifier,
        "text": None if row.value is None else published(row.value, row.qualifier, row.unit),
        "synthetic": row.synthetic,
    }
    if row.parts:
        found["parts"] = {part.key: _figure(part) for part in row.parts}
    return found
