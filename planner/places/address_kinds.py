"""The columns of a list of addresses, and what may be wrong with one, in words."""

from __future__ import annotations

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from planner.tabular import Column, ImportKind, ImportResult, text

AGAIN = _l("Leave the file as it was downloaded, or use the table with headings.")
SENTENCES = {
    "not_text": (
        _l("The file is not a text."),
        _l("Unpack it first; send the .txt or .csv in it."),
    ),
    "no_addresses": (
        _l("The file holds no address with a position."),
        _l("Check that it is the file with coordinates."),
    ),
    "none_of_yours": (
        _l("All %(count)s addresses belong to other districts."),
        _l("Choose your district's file, or compare the codes of your dongs with it."),
    ),
    "too_many_addresses": (
        _l("The file has more than %(most)s addresses."),
        _l("Keep only those of your district."),
    ),
    "parts": (
        _l("The row has %(count)s parts between the strokes; the layout has %(wanted)s."),
        AGAIN,
    ),
    "not_a_code": (_l("'%(value)s' is not a code of ten digits."), AGAIN),
    "not_a_postcode": (_l("'%(value)s' is not a postcode of five digits."), AGAIN),
    "no_road": (_l("The road or the building's number is missing."), AGAIN),
    "too_long": (
        _l("The text has %(length)s characters; at most %(longest)s fit."),
        _l("Shorten it."),
    ),
    "half_position": (
        _l("Of the two numbers of the position one is missing."),
        _l("Fill in both, or neither."),
    ),
    "not_in_korea": (
        _l("The position %(x)s, %(y)s does not lie in Korea."),
        _l("X and Y are metres of EPSG:5179 (UTM-K), east before north."),
    ),
}


def _not_taken(*_args: Any, **_kwargs: Any) -> ImportResult:
    raise AssertionError("lists of addresses are taken by address_services")


ADDRESSES = ImportKind(
    "addresses",
    (
        Column("address", _l("Road address"), required=True, parse=text(200)),
        Column("building", _l("Building"), parse=text(120)),
        Column("postcode", _l("Postcode"), parse=text(5)),
        Column("legal_dong", _l("Legal dong"), parse=text(40)),
        Column("dong_code", _l("Code of the legal dong"), parse=text(10)),
        Column("admin_dong", _l("Administrative dong"), parse=text(40)),
        Column("lat", _l("Latitude"), parse=text(20)),
        Column("lon", _l("Longitude"), parse=text(20)),
        Column("x", "X", parse=text(20)),
        Column("y", "Y", parse=text(20)),
    ),
    _not_taken,
    title=_l("Addresses"),
    unique=(),
    sentences=SENTENCES,
)


def word_below() -> str:
    """The word before the number of what lies underground, as Korean addresses write it."""
    with force_locale("ko"):
        return str(_("underground, in an address"))
