"""What a rule returns: a code, those concerned, and figures; the words come elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from planner.core.problem import Plan, Problem

Subject = tuple[str, int | str]


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken rule: its code, those concerned as (kind, id) pairs, and the figures of a sentence.

    `data` holds plain values; `data["reason"]` tells the cases of one code apart.
    """

    code: str
    subjects: tuple[Subject, ...]
    data: Mapping[str, object] = field(default_factory=dict, hash=False)


Rule = Callable[[Problem, Plan], Iterator[Violation]]
