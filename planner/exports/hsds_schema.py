"""The tables of Open Referral's Human Services Data Specification that the directory fills.

Names, files and kinds are those of HSDS 3.1 (its `schema/*.json`); what we do not know is left out,
and nothing is added. `docs/api.md` says how each is filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

VERSION = "3.1"


@dataclass(frozen=True, slots=True)
class HsdsTable:
    """A table: its file, its columns with their kinds, which of them we always fill, to which
    table a column points, and which codes a column may hold."""

    file: str
    columns: Mapping[str, str]
    required: tuple[str, ...] = ()
    points: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "text")


TABLES: dict[str, HsdsTable] = {
    "organization": HsdsTable(
        "organizations.csv",
        _texts("id", "name", "alternate_name", "description", "website"),
        ("name", "description"),
    ),
    "service": HsdsTable(
        "services.csv",
        _texts("id", "organization_id", "name", "alternate_name", "description", "status"),
        ("organization_id", "name", "status"),
        {"organization_id": "organization"},
        {"status": ("active", "inactive", "defunct", "temporarily closed")},
    ),
    "attribute": HsdsTable(
        "attributes.csv",
        _texts("id", "link_id", "taxonomy_term_id", "link_entity"),
        ("link_id", "taxonomy_term_id", "link_entity"),
        {"taxonomy_term_id": "taxonomy_term"},
        {"link_entity": ("organization", "service")},
    ),
    "service_at_location": HsdsTable(
        "service_at_location.csv",
        _texts("id", "service_id", "location_id"),
        ("service_id", "location_id"),
        {"service_id": "service", "location_id": "location"},
    ),
    "location": HsdsTable(
        "locations.csv",
        {
            **_texts("id", "location_type", "name", "alternate_name", "description"),
            "latitude": "share",
            "longitude": "share",
        },
        ("location_type", "name"),
        codes={"location_type": ("physical", "postal", "virtual")},
    ),
    "phone": HsdsTable(
        "phones.csv",
        _texts("id", "organization_id", "number", "type"),
        ("organization_id", "number"),
        {"organization_id": "organization"},
        {"type": ("text", "voice", "fax", "cell", "video", "pager", "textphone")},
    ),
    "address": HsdsTable(
        "addresses.csv",
        _texts("id", "location_id", "address_1", "city", "state_province", "postal_code",
               "country", "address_type"),
        ("location_id", "address_1", "city", "country", "address_type"),
        {"location_id": "location"},
        {"address_type": ("physical", "postal", "virtual")},
    ),
    "schedule": HsdsTable(
        "schedules.csv",
        {
            **_texts("id", "service_at_location_id"),
            **dict.fromkeys(("valid_from", "valid_to", "dtstart"), "day"),
            "timezone": "integer",
            "count": "integer",
            "opens_at": "time",
            "closes_at": "time",
            **_texts("description", "schedule_link", "notes"),
        },
        ("service_at_location_id", "dtstart", "timezone", "count", "opens_at", "closes_at"),
        {"service_at_location_id": "service_at_location"},
    ),
    "accessibility": HsdsTable(
        "accessibility.csv",
        _texts("id", "location_id", "description"),
        ("location_id",),
        {"location_id": "location"},
    ),
    "taxonomy_term": HsdsTable(
        "taxonomy_terms.csv",
        _texts("id", "code", "name", "description", "taxonomy_id", "language"),
        ("code", "name", "description", "taxonomy_id"),
        {"taxonomy_id": "taxonomy"},
    ),
    "taxonomy": HsdsTable(
        "taxonomies.csv", _texts("id", "name", "description"), ("name", "description")
    ),
    "meta_table_description": HsdsTable(
        "meta_table_descriptions.csv", _texts("id", "name", "language", "character_set")
    ),
}  # fmt: skip
