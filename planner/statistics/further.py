"""Figures that other areas add to a season's document: areas to the right register providers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

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


def all_sections(office_id: int, campaign_id: int) -> list[Section]:
    """The sections of all providers with every key, those without a figure left out."""
    found = [row for provider in _providers for row in provider(office_id, campaign_id)]
    return [section for section in found if section.figures]


def further_sections(office_id: int, campaign_id: int) -> list[Section]:
    """The sections as pages and papers tell them: no number stands there twice."""
    return [told_once(section) for section in all_sections(office_id, campaign_id)]


def told_once(section: Section) -> Section:
    """A single part that is all of its figure is named beside the number, and a figure so broken
    down ('a.out.channel') beside the same number told plainly ('a.out'), in whose place it goes."""
    found = {row.key: row for row in section.figures}
    for row in section.figures:
        if len(row.parts) == 1 and row.parts[0].value == row.value:
            above = found.get(row.key.rpartition(".")[0])
            if above is None or above.value != row.value:
                found[row.key] = _beside(replace(row, parts=()), row.parts[0])
            else:
                found[above.key] = _beside(above, row.parts[0])
                del found[row.key]
    return replace(section, figures=tuple(found.values()))


def _beside(row: FurtherFigure, part: FurtherFigure) -> FurtherFigure:
    """A figure with a part named beside its words."""
    label = _("%(name)s (%(more)s)", name=row.label, more=part.label)
    return replace(row, label=label, synthetic=row.synthetic or part.synthetic)


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
