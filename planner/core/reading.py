"""Reading of JSON that names the exact place of every fault and carries on after it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

Item = TypeVar("Item")

LARGEST = 2**63 - 1  # of integers, and of lengths: what a column of a database holds
_MOST_FAULTS = 1000  # nobody reads on, and a hostile file has millions
_MOST_DIGITS = 1000  # of an integer; Python itself refuses to read more than 4,300
_ENDLESS: int = 10**_MOST_DIGITS


@dataclass(frozen=True, slots=True)
class FormatFault:
    """A fault at `path` (such as ``venues[3].booths[2].x``), by reason code, with its figures."""

    path: str
    reason: str
    data: Mapping[str, object] = field(default_factory=dict, hash=False)


class FormatError(ValueError):
    """Raised with every fault found in a text (after 1,000 with these and ``more_faults``)."""

    def __init__(self, faults: tuple[FormatFault, ...]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.path or '(text)'}: {fault.reason}" for fault in faults))


class Faults:
    """The faults of a text so far, each once; too many end the reading."""

    def __init__(self) -> None:
        self._found: dict[FormatFault, None] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, path: str, reason: str, data: Mapping[str, object] | None = None) -> None:
        self._found[FormatFault(path, reason, data or {})] = None
        if len(self._found) > _MOST_FAULTS:
            raise FormatError((*list(self._found)[:_MOST_FAULTS], FormatFault("", "more_faults")))

    def finish(self) -> None:
        """Raises `FormatError` if there are any."""
        if self._found:
            raise FormatError(tuple(self._found))


class _Repeated(dict[str, object]):
    """A JSON object that names a key twice."""

    twice: tuple[str, ...] = ()


def decode(text: str | bytes) -> tuple[object, Faults]:
    """The JSON value of a text, and a fault for every key that an object of it names twice.

    Raises:
        FormatError: it is not UTF-8 or not JSON, with line and column.
    """
    repeated: list[_Repeated] = []

    def made(pairs: list[tuple[str, object]]) -> dict[str, object]:
        value = dict(pairs)
        if len(value) == len(pairs):
            return value
        keys = [key for key, _ in pairs]
        again = _Repeated(value)
        again.twice = tuple(key for key in value if keys.count(key) > 1)
        repeated.append(again)
        return again

    try:
        source = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        value: object = json.loads(source, object_pairs_hook=made, parse_int=_integer)
    except UnicodeDecodeError as error:
        raise FormatError((FormatFault("", "not_utf8", {"byte": error.start}),)) from error
    except json.JSONDecodeError as error:
        data: Mapping[str, object] = {"line": error.lineno, "column": error.colno}
        raise FormatError((FormatFault("", "not_json", data),)) from error
    except RecursionError as error:
        raise FormatError((FormatFault("", "too_deep"),)) from error
    faults = Faults()
    if repeated:
        _name_repeated(value, faults)
    return value, faults


def _integer(digits: str) -> int:
    """The integer, or another that is too large as well where there is no end to the digits."""
    if len(digits) <= _MOST_DIGITS:
        return int(digits)
    return -_ENDLESS if digits.startswith("-") else _ENDLESS


def _name_repeated(value: object, faults: Faults) -> None:
    stack = [(value, "")]
    while stack:
        item, path = stack.pop()
        if isinstance(item, dict):
            for key in item.twice if isinstance(item, _Repeated) else ():
                faults.add(under(path, key), "repeated_key")
            stack += [(inner, under(path, key)) for key, inner in item.items()]
        elif isinstance(item, list):
            stack += [(inner, f"{path}[{number}]") for number, inner in enumerate(item)]


def under(path: str, key: str) -> str:
    """The place of a key of the object at `path`."""
    return f"{path}.{key}" if path else key


def is_unicode(text: str) -> bool:
    """Whether a text can be written; JSON can name halves of a character."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


class Node:
    """A JSON value with its path. A wrong value is reported and replaced by a harmless one."""

    def __init__(self, value: object, path: str, faults: Faults) -> None:
        self.value, self.path, self.faults = value, path, faults

    def fault(self, reason: str, **data: object) -> None:
        self.faults.add(self.path, reason, data)

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def at(self, key: str) -> Node:
        """The value under `key`; reports the key where it is missing (its value is then None)."""
        path = under(self.path, key)
        if not isinstance(self.value, dict):
            self.fault("not_an_object")
            return Node(None, path, Faults())
        if key not in self.value:
            self.faults.add(path, "missing")
            return Node(None, path, Faults())
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
        if not isinstance(self.value, str):
            self.fault("not_a_text")
        elif not is_unicode(self.value):
            self.fault("not_unicode")
        else:
            return self.value
        return ""

    def integer(self, least: int | None = None) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.fault("not_an_integer")
            return least or 0
        if self._too_large(self.value):
            return least or 0
        if least is not None and self.value < least:
            self.fault("too_small", least=least, found=self.value)
            return least
        return self.value

    def _too_large(self, value: float) -> bool:
        if abs(value) > LARGEST:
            self.fault("too_large", most=LARGEST)
            return True
        return False

    def count(self) -> int:
        """An integer of at least 0."""
        return self.integer(0)

    def number(self, least: float | None = None) -> float:
        """A finite number; an integer stays one, so that it is written as it was read."""
        value = self.value
        if not isinstance(value, int | float) or isinstance(value, bool) or value - value != 0:
            self.fault("not_a_number")
        elif least is not None and value < least:
            self.fault("too_small", least=least, found=value)
        elif not self._too_large(value):
            return value
        return 0

    def flag(self) -> bool:
        if self.value in (0, 1):
            return bool(self.value)
        self.fault("not_a_flag")
        return False

    def days(self, length: int | None) -> str:
        """A string of `length` characters 0 and 1 (None: the length is not known)."""
        text = self.text()
        if set(text) - {"0", "1"}:
            self.fault("not_days")
        elif length not in (None, len(text)) and isinstance(self.value, str):
            self.fault("wrong_length", expected=length, found=len(text))
        return text

    def integers(self, least: int | None = None) -> tuple[int, ...]:
        return self.each(lambda node: node.integer(least))

    def pair(self, least: int | None = None) -> tuple[int, int]:
        values = self.integers(least)
        if len(values) == 2:
            return values[0], values[1]
        if isinstance(self.value, list):
            self.fault("not_a_pair", found=len(values))
        return 0, 0
