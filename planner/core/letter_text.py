"""Texts with places to fill in: `{agency}`, `{events}`, `{deadline}` …

Only a word of small letters in braces is such a place; any other brace is ordinary text. What is
filled in is never read again, so a name with braces in it stays a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

PLACES = ("agency", "season", "events", "deadline", "office", "department", "phone", "sender")
SEASONAL = frozenset({"season", "events"})  # need a season; the events also a release

_PLACE = re.compile(r"\{([a-z_]{1,30})\}")
# The paths under which a secret stands, and a secret itself (24 bytes in base64 for addresses).
_SECRET = re.compile(r"/(?:feeds|p|portal|count)/[A-Za-z0-9_-]{20,}")


def places_in(*texts: str) -> frozenset[str]:
    """The names of the places that texts use."""
    return frozenset(name for text in texts for name in _PLACE.findall(text))


def unknown_places(used: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """The names that nothing can fill in, in their order."""
    return tuple(sorted(set(used) - set(known)))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in; a place without a value stays as it is."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def holds_secret(text: str) -> bool:
    """Whether the text holds an address with a secret, which must not be stored."""
    return _SECRET.search(text) is not None


def is_one_line(text: str) -> bool:
    """Whether a text can stand in a header: no line end, no control character."""
    return all(ord(sign) >= 32 and sign not in "\x7f\x85\u2028\u2029" for sign in text)
