"""What a search for an address says."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from planner.places.address_search import Search

CODES = {
    "short": _l("Type at least two letters of a road, a building or a dong."),
    "no_list": _l(
        "This office has no list of addresses yet, so nothing can be found. Type the position, or "
        "choose it on the map."
    ),
    "too_often": _l("Too many searches. Wait a minute, then try again."),
}
FAULTS = {
    "slow": _l("The address service did not answer within two seconds."),
    "unreachable": _l("The address service cannot be reached."),
    "unreadable": _l("The address service gave an answer that cannot be read."),
    "refused": _l("The address service refused: %(said)s"),
}


def outcome(search: Search) -> str:
    """How many were found; what the service did where it failed."""
    if search.code:
        return str(CODES[search.code])
    count = len(search.hits)
    if count:
        said = ngettext("%(num)s address was found.", "%(num)s addresses were found.", count)
    else:
        said = _("No address begins like that. Type a road and a number, a building, or a dong.")
    if search.fault is None:
        return said
    fault = str(FAULTS[search.fault.code]) % {"said": search.fault.said}
    return f"{fault} {_('Only the own list was searched.')} {said}"
