"""The directory of agencies as HSDS has it: who counsels in what, where and when; values only.

One service is an agency in one field, so that each event can say which fields are there. Only what
may be public is in it: released dates, no contact persons, no mobile numbers, no e-mail. Ids are
made from the office's code and the rows' own numbers, so that they stay from file to file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from flask_babel import gettext as _

from planner.agencies.models import CATEGORIES
from planner.agencies.words import CATEGORY_LABELS
from planner.core.public_phone import public_phone
from planner.core.released import ReleasedEvent, ReleasedPlacement, ReleasedSeason
from planner.exports.hsds_parts import split_address, web_address
from planner.exports.hsds_schema import TABLES
from planner.places.address_keys import road_key
from planner.places.words import PRECISION_LABELS

NAMESPACE = UUID("6f1b7a7e-5c0e-5d39-9f0b-3a7d1f6f2c11")  # of all ids that we make
Row = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """What the directory is made from: rows of the office, the newest release, if there is one."""

    office: Any
    province: str  # the city above the office; '' where none is known
    agencies: Sequence[Any]
    venues: Sequence[Any]
    fields: Sequence[Any]
    season: ReleasedSeason | None
    postcodes: Mapping[str, str]
    base_url: str

    @cached_property
    def rows(self) -> dict[str, dict[int, Any]]:
        """The office's rows by their numbers; those of venues that are still used."""
        used = [row for row in self.venues if row.active]
        kinds = {"agency": self.agencies, "venue": used, "field": self.fields}
        return {name: {row.id: row for row in rows} for name, rows in kinds.items()}


@dataclass
class Directory:
    """Rows by the name of their table, in the order in which they were put."""

    code: str
    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: {name: {} for name in TABLES})

    def id(self, table: str, *key: object) -> str:
        """The id of a row: the same whenever it is made."""
        return str(uuid5(NAMESPACE, "/".join((self.code, table, *map(str, key)))))

    def put(self, table: str, *key: object, **values: Any) -> str:
        """Add a row once; its id. What is empty is not said."""
        row_id = self.id(table, *key)
        told = {name: value for name, value in values.items() if value not in (None, "")}
        self.rows[table].setdefault(row_id, {"id": row_id, **told})
        return row_id


def make_directory(source: Source) -> Directory:
    """The whole directory of an office."""
    made = Directory(source.office.code)
    _taxonomies(made, source)
    for agency in source.agencies:
        if agency.active:
            _organization(made, agency)
            for one in agency.fields:
                _service(made, agency, one)
    for venue in source.venues:
        if venue.active:
            _location(made, source, venue)
    for event in source.season.events if source.season else ():
        if not event.cancelled:
            _event(made, source, event)
    for name in TABLES:
        made.put("meta_table_description", name, name=name, language="ko", character_set="UTF-8")
    return made


def _taxonomies(made: Directory, source: Source) -> None:
    """The office's fields, and the kinds of agencies, as terms."""
    fields = made.put(
        "taxonomy", "field", name=_("Counselling fields"), description=_("Kept by the office.")
    )
    for one in source.fields:
        _field_term(made, one, fields)
    kinds = made.put(
        "taxonomy", "category", name=_("Kinds of agencies"), description=_("Of this software.")
    )
    for code in CATEGORIES:
        label = str(CATEGORY_LABELS[code])
        made.put(
            "taxonomy_term",
            "category",
            code,
            code=f"agency-{code}",
            name=label,
            description=label,
            taxonomy_id=kinds,
            language="ko",
        )


def _field_term(made: Directory, one: Any, taxonomy: str) -> str:
    return made.put(
        "taxonomy_term",
        "field",
        one.id,
        code=one.code,
        name=one.name,
        description=getattr(one, "description", "") or one.name,
        taxonomy_id=taxonomy,
        language="ko",
    )


def _organization(made: Directory, agency: Any) -> str:
    """An agency: a row of the office, or what a release says of one."""
    number = getattr(agency, "agency_id", None) or agency.id
    found = made.put(
        "organization",
        number,
        name=agency.name,
        alternate_name=agency.name_en,
        description=_described(agency),
        website=web_address(getattr(agency, "website", "")),
    )
    _attribute(made, found, "organization", made.id("taxonomy_term", "category", agency.category))
    phone = public_phone(getattr(agency, "phone", ""))
    if phone:
        made.put("phone", number, organization_id=found, number=phone, type="voice")
    return found


def _described(agency: Any) -> str:
    """What is known of it: its kind; and that it was made up, where it was."""
    kind = str(CATEGORY_LABELS.get(agency.category, agency.category))
    return f"{kind} · {_('Synthetic')}" if getattr(agency, "synthetic", False) else kind


def _service(made: Directory, agency: Any, one: Any) -> str:
    """An agency in one field; active while it takes part, or stands at a released event."""
    number = getattr(agency, "agency_id", None) or agency.id
    found = made.put(
        "service",
        number,
        one.id,
        organization_id=_organization(made, agency),
        name=one.name,
        alternate_name=one.name_en,
        description=getattr(one, "description", ""),
        status="active" if getattr(agency, "active", True) else "inactive",
    )
    term = _field_term(made, one, made.id("taxonomy", "field"))
    _attribute(made, found, "service", term)
    return found


def _attribute(made: Directory, link: str, entity: str, term: str) -> None:
    made.put("attribute", link, term, link_id=link, taxonomy_term_id=term, link_entity=entity)


def _location(made: Directory, source: Source, venue: Any) -> str:
    """A venue with its address and, where that is known, that no step is in the way."""
    precise = venue.precision in ("", "exact") or venue.lat is None
    found = made.put(
        "location",
        venue.id,
        location_type="physical",
        name=venue.name,
        alternate_name=venue.name_en,
        description="" if precise else _(
            "Position known to: %(what)s", what=PRECISION_LABELS[venue.precision]
        ),
        latitude=venue.lat,
        longitude=venue.lon,
    )  # fmt: skip
    if venue.address:
        province, city, line = split_address(venue.address, source.office.name, source.province)
        made.put(
            "address",
            venue.id,
            location_id=found,
            address_1=line,
            city=city,
            state_province=province,
            postal_code=source.postcodes.get(road_key(venue.address), ""),
            country="KR",
            address_type="physical",
        )
    if venue.step_free:
        made.put("accessibility", venue.id, location_id=found, description=_("Step-free"))
    return found


def _event(made: Directory, source: Source, event: ReleasedEvent) -> None:
    """Every field that an agency offers at a released event, as a dated schedule there."""
    # A row of the office where it is still there, else what the release says of it.
    agencies, venues, fields = (source.rows[name] for name in ("agency", "venue", "field"))
    where = _location(made, source, venues.get(event.place.id, event.place))
    for item in event.present():
        for one in item.fields:
            service = _service(made, agencies.get(item.agency_id, item), fields.get(one.id, one))
            made.rows["service"][service]["status"] = "active"
            there = made.put(
                "service_at_location", service, where, service_id=service, location_id=where
            )
            _schedule(made, source, event, item, there)


def _schedule(
    made: Directory, source: Source, event: ReleasedEvent, item: ReleasedPlacement, there: str
) -> None:
    assert source.season is not None
    page = f"{source.base_url}/seasons/{source.season.campaign.slug}/events/{event.uid}"
    made.put(
        "schedule",
        there,
        item.uid,
        service_at_location_id=there,
        valid_from=event.day,
        valid_to=event.day,
        dtstart=event.day,
        timezone=9,
        count=1,
        opens_at=event.starts_at,
        closes_at=event.ends_at,
        description=event.theme,
        schedule_link=page if source.base_url else "",
        notes=_("Moved because of the weather.") if event.moved else "",
    )
