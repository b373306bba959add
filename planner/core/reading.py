"""Reading of decoded JSON that names the exact place of every fault and carries on after it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class FormatFault:
    """A fault at `path` (such as ``venues[3].booths[2].x``), by reason code, with its figures."""

    path: str
    reason: str
    data: Mapping[str, object] = field(default_factory=dict, hash=False)


class FormatError(ValueError):
    """Raised with every fault found in a text."""

    def __init__(self, faults: tuple[FormatFault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.path or '(text)'}: {fault.reason}" for fault in faults))


def decode(text: str | bytes) -> object:
    """The JSON value of a text.

    Raises:
        FormatError: it is not UTF-8 or not JSON, with line and column.
    """
    try:
        source = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        value: object = json.loads(source)
    except UnicodeDecodeError as error:
        raise FormatError((FormatFault("", "not_utf8", {"byte": error.start}),)) from error
    except json.JSONDecodeError as error:
        data: Mapping[str, object] = {"line": error.lineno, "column": error.colno}
        raise FormatError((FormatFault("", "not_json", data),)) from error
    except RecursionError as error:
        raise FormatError((FormatFault("", "too_deep"),)) from error
    return value


class Node:
    """A JSON value with its path. A wrong value is reported and replaced by a harmless one."""

    def __init__(self, value: object, path: str, faults: list[FormatFault]) -> None:
        self.value, self.path, self.faults = value, path, faults

    def fault(self, reason: str, **data: object) -> None:
        self.faults.append(FormatFault(self.path, reason, data))

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def at(self, key: str) -> Node:
        """The value under `key`; reports the key where it is missing (its value is then None)."""
        path = f"{self.path}.{key}" if self.path else key
        if not isinstance(self.value, dict):
            self.fault("not_an_object")
            return Node(None, path, [])
        if key not in self.value:
            self.faults.append(FormatFault(path, "missing"))
            return Node(None, path, [])
        return Node(self.value[key], path, self.faults)

    def items(self) -> Iterator[Node]:
        if not isinstance(self.value, list):
            self.fault("not_a_list")
            return
        for number, value in enumerate(self.value):
            yield Node(value, f"{self.path}[{number}]", self.faults)

    def each(self, read: Callable[[Node], Item]) -> tuple[Item, ...]:
        return tuple(read(node) for node in self.items())

    def text(self) -> str:
        if isinstance(self.value, str):
            return self.value
        self.fault("not_a_text")
        return ""

    def integer(self, least: int | None = None) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.fault("not_an_integer")
            return least or 0
        if least is not None and self.value < least:
            self.fault("too_small", least=least, found=self.value)
            return least
        return self.value

    def count(self) -> int:
        """An integer of at least 0."""
        return self.integer(0)

    def number(self) -> float:
        """A finite number; an integer stays one, so that it is written as it was read."""
        value = self.value
        if isinstance(value, int | float) and not isinstance(value, bool) and value - value == 0:
            return value
        self.fault("not_a_number")
        return 0

    def flag(self) -> bool:
        if self.value in (0, 1):
            return bool(self.value)
        self.fault("not_a_flag")
        return False

    def days(self, length: int) -> str:
        """A string of `length` characters 0 and 1."""
        text = self.text()
        if set(text) - {"0", "1"}:
            self.fault("not_days")
        elif len(text) != length and isinstance(self.value, str):
            self.fault("wrong_length", expected=length, found=len(text))
        return text

    def integers(self) -> tuple[int, ...]:
        return self.each(Node.integer)

    def pair(self) -> tuple[int, int]:
        values = self.integers()
        if len(values) != 2:
            self.fault("not_a_pair", found=len(values))
            return 0, 0
        return values[0], values[1]
