"""A search for an address: the office's own list first, then the service where a key is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from planner.core.outline import KOREA
from planner.extensions import db
from planner.forms import clean_text
from planner.places import address_queries
from planner.places.address_api import AddressApi, ApiFault, Hit, ask
from planner.places.address_keys import LONGEST_QUERY, SHORTEST_PREFIX, folded
from planner.places.address_kinds import word_below

USED = ("address", "legal_dong", "admin_dong", "lat", "lon")


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked and found; `code` says why nothing was asked, `fault` what the service did."""

    query: str
    hits: tuple[Hit, ...] = ()
    code: str = ""
    fault: ApiFault | None = None


def find(office_id: int, query: str, api: AddressApi | None) -> Search:
    """At most twenty addresses; one that both know is shown once, with the list's position."""
    query = " ".join(clean_text(query).split())[:LONGEST_QUERY]
    if len(folded(query)) < SHORTEST_PREFIX:
        return Search(query, code="short")
    own = [
        Hit(row.label, row.building, row.postcode, row.legal_dong, row.admin_dong, row.lat, row.lon)
        for row in address_queries.search(office_id, query, word_below())
    ]
    if api is None:
        known = own or address_queries.find_file(office_id)
        return Search(query, tuple(own), code="" if known else "no_list")
    db.session.rollback()  # nobody waits for a lock while a stranger's server thinks
    try:
        return Search(query, _together(own, ask(api, query)))
    except ApiFault as fault:
        return Search(query, tuple(own), fault=fault)


def _together(own: Sequence[Hit], asked: Sequence[Hit]) -> tuple[Hit, ...]:
    labels = {folded(hit.label) for hit in own}
    more = [hit for hit in asked if folded(hit.label) not in labels]
    return (*own, *more)[: address_queries.MOST_FOUND]


def packed(hit: Hit) -> str:
    """What a button of a form sends to choose an address without JavaScript."""
    values = {"address": hit.label, "legal_dong": hit.legal_dong, "admin_dong": hit.admin_dong}
    if hit.lat is not None and hit.lon is not None:
        values |= {"lat": f"{hit.lat:.7f}", "lon": f"{hit.lon:.7f}"}
    return urlencode(values)


def unpacked(text: str) -> dict[str, str]:
    """The same in the form's fields; what was tampered with is cut to what the fields take."""
    try:
        found = parse_qs(text[:2000], max_num_fields=10)
    except ValueError:
        return {}
    values = {key: clean_text(found[key][0])[:200] for key in USED if key in found}
    west, south, east, north = KOREA
    try:
        lat, lon = float(values.get("lat", "")), float(values.get("lon", ""))
    except ValueError:
        lat = lon = 0.0
    if not (west <= lon <= east and south <= lat <= north):
        values.pop("lat", None)
        values.pop("lon", None)
    return values
