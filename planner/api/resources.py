"""Every resource of the API: its address, who may read it, what it takes and what it says.

The routes, the OpenAPI document and the page of the API are all made from this one table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from planner.api import directory, figures, ledger, open_data, planning
from planner.api.asking import Call
from planner.api.params import OFFICE, PAGED, Param
from planner.api.scopes import DIRECTORY, FIGURES, PUBLIC, SCHEDULE
from planner.api.shapes import Shape


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource. `shape` describes what it says, or one item of a list; None: `document` of
    `openapi` does. `read` answers a `Page` (a list) or one row. `also` are other scopes that open
    it."""

    name: str
    path: str
    scope: str
    summary: Any
    read: Callable[[Call], Any]
    shape: Shape | None
    params: tuple[Param, ...] = ()
    paged: bool = False
    also: tuple[str, ...] = ()

    @property
    def scopes(self) -> tuple[str, ...]:
        """Each of them opens it; nothing where no token is asked for."""
        return (self.scope, *self.also) if self.scope else ()

    @property
    def taken(self) -> tuple[Param, ...]:
        """Every parameter of it."""
        return (
            *self.params,
            *((OFFICE,) if self.scope else ()),
            *(PAGED if self.paged else ()),
        )


def _list(
    name: str,
    path: str,
    scope: str,
    summary: Any,
    read: Callable[[Call], Any],
    shape: Shape,
    params: tuple[Param, ...] = (),
    also: tuple[str, ...] = (),
) -> Resource:
    return Resource(name, path, scope, summary, read, shape, params, paged=True, also=also)


OF_SEASON = "/seasons/<season>"
OPEN = "/public/seasons"
RESOURCES = (
    _list("seasons", "/seasons", SCHEDULE, _l("Seasons of the office"),
          planning.seasons, planning.SEASON, also=(FIGURES,)),
    Resource("season", OF_SEASON, SCHEDULE, _l("One season"), planning.season, planning.SEASON,
             also=(FIGURES,)),
    _list("events", f"{OF_SEASON}/events", SCHEDULE, _l("A season's events as they are planned"),
          planning.events, planning.EVENT),
    _list("releases", f"{OF_SEASON}/releases", SCHEDULE, _l("A season's releases"),
          planning.releases, planning.RELEASE),
    _list("agencies", "/agencies", DIRECTORY, _l("Agencies"),
          directory.agencies, directory.AGENCY),
    _list("venues", "/venues", DIRECTORY, _l("Venues"), directory.venues, directory.VENUE),
    _list("zones", "/zones", DIRECTORY, _l("Zones"), directory.zones, directory.ZONE),
    _list("dongs", "/dongs", DIRECTORY, _l("Dongs"), directory.dongs, directory.DONG),
    _list("fields", "/fields", DIRECTORY, _l("Counselling fields"),
          directory.fields, directory.FIELD),
    _list("figures", f"{OF_SEASON}/figures", FIGURES, _l("Figures by any dimensions"),
          figures.figures, figures.CELL, figures.PARAMS),
    Resource("document", f"{OF_SEASON}/statistics", FIGURES,
             _l("The statistics of a season in one document"), ledger.document, None),
    _list("targets", f"{OF_SEASON}/targets", FIGURES, _l("Targets and what was reached"),
          ledger.targets, ledger.TARGET),
    _list("published", f"{OF_SEASON}/published-figures", FIGURES,
          _l("Figures as they were published, with their qualifiers"),
          ledger.published_figures, ledger.PUBLISHED),
    _list("entries", f"{OF_SEASON}/entries", FIGURES, _l("The ledger, line by line"),
          ledger.entries, ledger.ENTRY, ledger.ENTRY_PARAMS),
    _list("open_seasons", OPEN, PUBLIC, _l("Released seasons of all offices"),
          open_data.open_seasons, open_data.OPEN_SEASON),
    Resource("open_schedule", f"{OPEN}/<season>", PUBLIC, _l("A released season with its events"),
             open_data.schedule, open_data.SCHEDULE),
    _list("publications", f"{OPEN}/<season>/publications", PUBLIC,
          _l("Publications of a season's figures"),
          open_data.publications, open_data.PUBLICATION),
    Resource("publication", f"{OPEN}/<season>/publications/<id:number>", PUBLIC,
             _l("A publication's figures; small numbers are hidden"),
             open_data.publication, open_data.PUBLISHED_TABLES),
)  # fmt: skip
BY_NAME = {resource.name: resource for resource in RESOURCES}
