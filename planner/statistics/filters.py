"""Filters of an address that mean nothing: said, for a total of everything would look like an
answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

LONGEST = 40  # letters of a filter that are repeated to its reader


@dataclass(frozen=True, slots=True)
class FilterFault:
    """A filter of the address, the code of what is wrong, and what was given."""

    name: str
    code: str  # unknown, twice, no_measure
    given: str


def filter_faults(
    args: MultiDict[str, str], known: Collection[str], measures: Collection[str]
) -> list[FilterFault]:
    """What is wrong with the filters: unknown ones, those given more than once, and a measure that
    there is not."""
    found = []
    for name, values in args.lists():
        given = ", ".join(values)[:LONGEST]
        if name not in known:
            found.append(FilterFault(name[:LONGEST], "unknown", given))
        elif len(values) > 1:
            found.append(FilterFault(name, "twice", given))
        elif name == "measure" and values[0] and values[0] not in measures:
            found.append(FilterFault(name, "no_measure", given))
    return found
