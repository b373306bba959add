"""Parameters of resources: declared once, read strictly, described in the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from planner.api.problems import Problem
from planner.security import row_id

MOST, USUAL = 1000, 100
NONE = "none"  # what has no value of a dimension


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of the address: `kind` is id, code, codes, text or limit; `none` also takes
    the word none; `codes` are the values that a code may have, `like` how a text is written
    (a pattern, and an example of it)."""

    name: str
    kind: str
    says: Any
    codes: tuple[str, ...] = ()
    none: bool = False
    like: tuple[str, str] = ("", "")


LIMIT = Param("limit", "limit", _l("How many items a page holds at most, 1 to 1000."))
CURSOR = Param("cursor", "text", _l("Where the page begins: from next of the page before."))
OFFICE = Param(
    "office",
    "text",
    _l("The code of a district below the city; only for tokens of a city's office."),
)
PAGED = (LIMIT, CURSOR)


def read(params: Iterable[Param], sent: MultiDict[str, str]) -> dict[str, Any]:
    """The values of a request; raises `Problem` that names every parameter at fault.

    What is not declared is refused, not passed over: a filter that is misspelt must not give a
    total of everything.
    """
    known = {param.name: param for param in params}
    values: dict[str, Any] = {}
    errors = []
    for name in sent:
        param, given = known.get(name), sent.getlist(name)
        if param is None:
            errors.append((name, _("There is no such parameter here.")))
        elif len(given) > 1:
            errors.append((name, _("It was given more than once.")))
        else:
            try:
                values[name] = _value(param, given[0])
            except ValueError:
                errors.append((name, _wrong(param, given[0])))
    if errors:
        raise Problem("bad_parameters", errors)
    return values


def _value(param: Param, text: str) -> Any:
    if param.none and text == NONE:
        return NONE
    if param.kind == "id":
        if not text.isascii() or not text.isdigit():
            raise ValueError(text)
        return row_id(text)
    if param.kind == "limit":
        if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST:
            raise ValueError(text)
        return int(text)
    if param.kind == "codes":
        found = text.split(",")
        if len(set(found)) != len(found) or not set(found) <= set(param.codes):
            raise ValueError(text)
        return tuple(found)
    if param.kind == "code" and text not in param.codes:
        raise ValueError(text)
    if not text or len(text) > 1000 or "\0" in text:
        raise ValueError(text)
    if param.like[0] and not re.fullmatch(param.like[0], text):
        raise ValueError(text)
    return text


def _wrong(param: Param, text: str) -> str:
    if param.kind == "id":
        return _("Give the number of a row.") if not param.none else _("Give a number, or none.")
    if param.kind == "limit":
        return _("Give a whole number from 1 to 1000.")
    if param.kind == "codes":
        return _("Give some of these, each once, with commas: %(codes)s.", codes=_codes(param))
    if param.kind == "code":
        return _("Give one of these: %(codes)s.", codes=_codes(param))
    if text and param.like[0]:
        return _("Write it like this: %(example)s.", example=param.like[1])
    return _("It is empty or too long.")


def _codes(param: Param) -> str:
    return ", ".join((*param.codes, *((NONE,) if param.none else ())))


def described(param: Param) -> dict[str, Any]:
    """The parameter as OpenAPI has it."""
    found: dict[str, Any] = {
        "name": param.name,
        "in": "query",
        "description": str(param.says),
        "schema": _schema(param),
    }
    if param.kind == "codes":
        found |= {"style": "form", "explode": False}
    return found


def _schema(param: Param) -> Mapping[str, Any]:
    plain: dict[str, Any] = {
        "id": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
        "code": {"type": "string", "enum": list(param.codes)},
        "codes": {
            "type": "array",
            "items": {"type": "string", "enum": list(param.codes)},
            "uniqueItems": True,
        },
        "text": {"type": "string", "minLength": 1, "maxLength": 1000},
    }[param.kind]
    if param.like[0]:
        plain["pattern"] = f"^{param.like[0]}$"
    return {"anyOf": [plain, {"const": NONE}]} if param.none else plain
