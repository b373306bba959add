"""Shapes of what the API says: each is declared once, and both fills answers and describes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from operator import attrgetter
from typing import Any

TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"},
    "instant": {"type": "string", "format": "date-time"},
    "uri": {"type": "string"},
    "object": {"type": "object"},
    "key": {"type": ["integer", "string", "null"]},
}


@dataclass(frozen=True, slots=True)
class Field:
    """A property: its kind (of `TYPES`, or a shape), where its value comes from (the attribute of
    its own name unless `get` says otherwise), what it means. `null`: it may be missing in fact,
    and an empty text is."""

    name: str
    kind: str | Shape
    says: Any = ""
    get: Callable[[Any], Any] | None = None
    null: bool = False
    many: bool = False
    codes: tuple[str, ...] = ()

    def value(self, row: Any) -> Any:
        """The property of a row, as JSON has it."""
        found = (self.get or attrgetter(self.name))(row)
        if self.many:
            return [self._plain(item) for item in found]
        if self.null and found in (None, ""):
            return None
        return self._plain(found)

    def _plain(self, value: Any) -> Any:
        if value is None:
            return None
        if isinstance(self.kind, Shape):
            return self.kind.render(value)
        return plain(value)

    def schema(self) -> dict[str, Any]:
        """The property as JSON Schema has it."""
        if isinstance(self.kind, Shape):
            found: dict[str, Any] = {"$ref": f"#/components/schemas/{self.kind.name}"}
        else:
            found = dict(TYPES[self.kind])
        if self.codes:
            found["enum"] = list(self.codes)
        if self.many:
            found = {"type": "array", "items": found}
        if self.null:
            found = {"anyOf": [found, {"type": "null"}]}
        if self.says:
            found["description"] = str(self.says)
        return found


@dataclass(frozen=True, slots=True)
class Shape:
    """An object of the API by its name in the OpenAPI document."""

    name: str
    says: Any
    fields: tuple[Field, ...]

    def render(self, row: Any) -> dict[str, Any]:
        """A row as this object."""
        return {field.name: field.value(row) for field in self.fields}

    def schema(self) -> dict[str, Any]:
        """The object as JSON Schema has it; later versions may add properties."""
        return {
            "type": "object",
            "description": str(self.says),
            "properties": {field.name: field.schema() for field in self.fields},
            "required": [field.name for field in self.fields],
        }

    def within(self) -> list[Shape]:
        """This shape and those that it is made of."""
        inner = [field.kind for field in self.fields if isinstance(field.kind, Shape)]
        return [self, *(shape for kind in inner for shape in kind.within())]


def plain(value: Any) -> Any:
    """A value as JSON has it: days and instants by ISO 8601, instants in UTC."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value


def item(name: str) -> Callable[[Mapping[str, Any]], Any]:
    """A getter for rows that are mappings."""
    return lambda row: row[name]
