"""The search for an address inside the venue form, for those without JavaScript.

A press of Enter in any field sends the form's first button, `do=enter`: it searches where something
new stands in the search field, and saves else; so Enter never saves what was meant as a search.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from planner.places.address_search import unpacked
from planner.places.forms import VenueForm
from planner.places.models import AdminDong, Zone


def wanted(form: Mapping[str, str]) -> str:
    """'search', 'use' (an address that was found), or '' for saving."""
    if "use" in form:
        return "use"
    query, before = form.get("address_q", "").strip(), form.get("address_searched", "").strip()
    asked = form.get("do", "")
    if asked == "search" or (asked == "enter" and query and query != before):
        return "search"
    return ""


def fill(form: VenueForm, chosen: str) -> None:
    """Put a chosen address into the form's fields; nothing is saved."""
    values = unpacked(chosen)
    form.address.data = values.get("address", form.address.data)
    form.legal_dong.data = values.get("legal_dong", "")[:40] or form.legal_dong.data
    named = {str(choice.label): choice.value for choice in form.dong_id.choices or ()}
    form.dong_id.data = named.get(values.get("admin_dong", ""), form.dong_id.data)
    if "lat" in values and "lon" in values:
        for field, text in ((form.lat, values["lat"]), (form.lon, values["lon"])):
            field.raw_data, field.data = None, Decimal(text)
        form.precision.data = "exact"


def choose(form: VenueForm, zone: Zone | None, dong: AdminDong | None) -> None:
    """Set the zone and the dong that a place is known to lie in; what a person chose stays."""
    for field, row in ((form.zone_id, zone), (form.dong_id, dong)):
        if row is not None and not field.data:
            field.data = str(row.id)
