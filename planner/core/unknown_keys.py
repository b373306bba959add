"""Keys of a file that the format does not know: kept, so that nothing is lost on the way back.

They are kept beside the values, not in them: ``{"seed": 4, "agencies": {30: {"note": "…"}}}``
holds a key of the file itself and one of the agency with id 30.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, MutableMapping
from typing import cast

from planner.core.reading import FormatFault, is_unicode

_DEEPEST = 50  # a writer that recurses must come back from what a reader took in
_LONGEST = 10**1000
_NAMES = ("id", "agency", "event")

Extra = Mapping[object, object]


def _name(row: Mapping[str, object]) -> object:
    """What tells the rows of a list apart."""
    return next((row[key] for key in _NAMES if key in row), None)


def unknown_keys(found: object, written: object) -> dict[object, object]:
    """What the JSON value `found` holds beyond `written`, the same value as the writer gives it."""
    if isinstance(found, dict) and isinstance(written, dict):
        extra: dict[object, object] = {}
        for key, value in found.items():
            inner = unknown_keys(value, written[key]) if key in written else value
            if key not in written or inner:
                extra[key] = inner
        return extra
    if isinstance(found, list) and isinstance(written, list):
        pairs = zip(found, written, strict=False)
        rows = ((_name(after), unknown_keys(before, after)) for before, after in pairs
                if isinstance(after, dict))  # fmt: skip
        return {name: inner for name, inner in rows if inner}
    return {}


def with_unknown_keys(written: dict[str, object], extra: Extra) -> dict[str, object]:
    """`written` with the keys put back (it is changed in place)."""
    _put_back(cast(MutableMapping[object, object], written), extra)
    return written


def _put_back(written: MutableMapping[object, object], extra: Extra) -> None:
    for key, value in extra.items():
        known = written.get(key)
        if key not in written:
            written[key] = value
        elif isinstance(value, Mapping):
            rows = known if isinstance(known, list) else []
            for row in rows:
                if isinstance(row, dict) and _name(row) in value:
                    _put_back(row, value[_name(row)])
            if isinstance(known, dict):
                _put_back(known, value)


def unknown_faults(extra: Extra, path: str = "") -> Iterator[FormatFault]:
    """What cannot be written again as it was read: endless numbers, broken text, a deep nest."""
    stack: list[tuple[object, str, int]] = [(extra, path, 0)]
    while stack:
        value, place, depth = stack.pop()
        if depth > _DEEPEST:
            yield FormatFault(place, "too_deep", {"most": _DEEPEST})
        elif isinstance(value, Mapping):
            for key, inner in value.items():
                below = f"{place}.{key}" if place else str(key)
                if isinstance(key, str) and not is_unicode(key):
                    yield FormatFault(place, "not_unicode")
                else:
                    stack.append((inner, below, depth + 1))
        elif isinstance(value, list):
            stack += [(inner, f"{place}[{n}]", depth + 1) for n, inner in enumerate(value)]
        elif isinstance(value, str) and not is_unicode(value):
            yield FormatFault(place, "not_unicode")
        elif isinstance(value, float) and not math.isfinite(value):
            yield FormatFault(place, "not_a_number")
        elif isinstance(value, int) and abs(value) >= _LONGEST:
            yield FormatFault(place, "too_large")
