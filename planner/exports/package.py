"""A season's data package: what is in it, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from planner.core.figures import FORMULAS
from planner.exports import encode_package, package_lists, package_reached, package_tables
from planner.exports.encode_package import Resource
from planner.statistics.queries import Facts
from planner.statistics.services import newest, season_figures
from planner.templating import SEOUL

LEAD = _l(
    "Figures of one season, as sums of its entries. They are not public: small numbers have not "
    "been hidden. Add up only rows that count; unique persons are never added up."
)


@dataclass(frozen=True, slots=True)
class Package:
    """The tables of a package and the description's own part."""

    resources: Sequence[Resource]
    about: dict[str, Any]
    made: datetime


def season_package(office_id: int, facts: Facts, *, now: datetime) -> Package:
    """The package of a season; its cells are read when it is written."""
    figures = season_figures(facts, reports=False)
    resources = [
        package_tables.cells(office_id, facts.campaign.id),
        package_tables.totals(figures),
        package_reached.targets(facts),
        package_reached.comparisons(facts, figures),
        package_reached.programme(facts.campaign),
        package_tables.measures(in_both),
        package_lists.events(office_id, facts.campaign.id),
        package_lists.zones(office_id),
        package_lists.dongs(office_id),
        package_lists.fields(office_id),
        package_lists.agencies(office_id),
        package_tables.codes(in_both),
    ]
    resources.append(package_tables.dictionary(resources, in_both))
    return Package(resources, _about(facts, newest(figures), now), now)


def in_both(words: Any) -> tuple[str, str]:
    """Words in Korean and in English, whatever the reader's language is."""
    with force_locale("ko"):
        korean = str(words)
    with force_locale("en"):
        return korean, str(words)


def _about(facts: Facts, as_of: datetime | None, now: datetime) -> dict[str, Any]:
    """What the description says besides its tables. Licence and source are for whoever hands the
    package on: we do not know them."""
    campaign = facts.campaign
    description, description_en = in_both(LEAD)
    return {
        "profile": "data-package",
        "name": campaign.slug,
        "title": campaign.name,
        "title_en": campaign.name_en or campaign.name,
        "description": description,
        "description_en": description_en,
        "created": encode_package.plain(now),
        "as_of": encode_package.plain(as_of) or None,
        "formula_version": FORMULAS,
        "season": {
            "starts_on": campaign.starts_on.isoformat(),
            "ends_on": campaign.ends_on.isoformat(),
        },
        "contributors": [{"title": campaign.office.name, "role": "author"}],
    }


def write_package(file: BinaryIO, package: Package) -> dict[str, int]:
    """The package as a zip; how many rows each table had."""
    made = package.made.astimezone(SEOUL)
    return encode_package.write(file, package.resources, package.about, in_both=in_both, made=made)
