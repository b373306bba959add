"""Places in decoded JSON by the paths of faults, such as ``venues[1].booths[2].x``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

REMOVED = object()


def steps(path: str) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", path)]


def put(data: Any, path: str, value: object) -> Any:
    """A copy of `data` with another value at `path`, or without it."""
    copy = deepcopy(data)
    *way, last = steps(path)
    inner = copy
    for step in way:
        inner = inner[step]
    if value is REMOVED:
        del inner[last]
    else:
        inner[last] = value
    return copy


def walk(data: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every value with its path, lists and objects too."""
    if path:
        yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from walk(value, f"{path}.{key}" if path else key)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from walk(value, f"{path}[{number}]")


def shape(path: str) -> str:
    """The path without its numbers: ``venues[].booths[].x``."""
    return re.sub(r"\[\d+\]", "[]", path)
