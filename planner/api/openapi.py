"""The OpenAPI document, made from the table of resources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from planner.api.params import described
from planner.api.problems import PROBLEMS
from planner.api.report_schema import DOCUMENT
from planner.api.resources import RESOURCES, Resource
from planner.api.scopes import SCOPES

VERSION = "1.0.0"
PREFIX = "/api/v1"
PATH_PARAMS: dict[str, dict[str, Any]] = {
    "season": {"type": "string", "minLength": 1},
    "number": {"type": "integer", "minimum": 1, "maximum": 2**31 - 1},
}


def openapi_document(server: str) -> dict[str, Any]:
    """The document in the reader's language."""
    schemas: dict[str, Any] = {"Problem": _problem(), "Statistics": DOCUMENT}
    for resource in RESOURCES:
        for shape in resource.shape.within() if resource.shape else ():
            schemas[shape.name] = shape.schema()
    return spoken(
        {
            "openapi": "3.1.0",
            "info": {
                "title": _("Outreach Planner"),
                "version": VERSION,
                "description": _(
                    "Reads what an office plans and counts. It changes nothing. Lists come in "
                    "pages; a figure says how many of the expected reports it holds."
                ),
            },
            "servers": [{"url": f"{server}{PREFIX}"}],
            "paths": {address(resource): _path(resource) for resource in RESOURCES},
            "components": {
                "schemas": schemas,
                "securitySchemes": {
                    "token": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": _("A token that an organizer of the office makes. Scopes:")
                        + " "
                        + "; ".join(f"{code} — {words[1]}" for code, words in SCOPES.items()),
                    }
                },
            },
        }
    )


def address(resource: Resource) -> str:
    """The path as OpenAPI writes it."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", resource.path)


def answer_schema(resource: Resource) -> dict[str, Any]:
    """What a resource says, as a schema."""
    name = resource.shape.name if resource.shape else "Statistics"
    one = {"$ref": f"#/components/schemas/{name}"}
    if not resource.paged:
        return one
    return {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": one},
            "next": {
                "type": ["string", "null"],
                "description": _("The address of the next page; null on the last."),
            },
        },
        "required": ["items", "next"],
    }


def _path(resource: Resource) -> dict[str, Any]:
    named = re.findall(r"<(?:\w+:)?(\w+)>", resource.path)
    words = {"season": _("The short name of the season."), "number": _("Of the publication.")}
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": words[name],
            "schema": PATH_PARAMS[name],
        }
        for name in named
    ]
    found: dict[str, Any] = {
        "operationId": resource.name,
        "summary": resource.summary,
        "parameters": [*parameters, *(described(param) for param in resource.taken)],
        "responses": _answers(resource),
        "security": [{"token": [scope]} for scope in resource.scopes],
    }
    if resource.scope:
        told = [_("Scope: %(scope)s.", scope=resource.scope)]
        told += [_("%(scope)s opens it too.", scope=scope) for scope in resource.also]
        found["description"] = " ".join(told)
    return {"get": found}


def _answers(resource: Resource) -> dict[str, Any]:
    headers: dict[str, Any] = {
        "ETag": {"schema": {"type": "string"}, "description": _("Changes when the answer does.")}
    }
    if resource.paged:
        headers["Link"] = {
            "schema": {"type": "string"},
            "description": _("The address of the next page, as rel=next."),
        }
    found: dict[str, Any] = {
        "200": {
            "description": resource.summary,
            "headers": headers,
            "content": {"application/json": {"schema": answer_schema(resource)}},
        },
        "304": {"description": _("Nothing has changed since the tag that was sent.")},
    }
    statuses = [401, 403, 404, 422, 429] if resource.scope else [404, 422, 429]
    for status in statuses:
        titles = [str(title) for code, title, _advice in PROBLEMS.values() if code == status]
        found[str(status)] = {
            "description": " / ".join(titles),
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
    return found


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": _("Why there is no answer (RFC 9457)."),
        "properties": {
            "type": {**text, "format": "uri"},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"parameter": text, "detail": text},
                    "required": ["parameter", "detail"],
                },
            },
        },
        "required": ["type", "title", "status", "detail"],
    }


def spoken(value: Any) -> Any:
    """A document with every word in the reader's language, and nothing but plain values."""
    if isinstance(value, Mapping):
        return {str(key): spoken(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [spoken(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
