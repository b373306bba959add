"""E-mail addresses to which a plain mail server can deliver."""

from __future__ import annotations

import re

LONGEST = 254
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_ADDRESS = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+{_LABEL}")


def is_address(text: str) -> bool:
    """Whether this is exactly one address of the form name@example.org.

    Letters outside ASCII, quotes, blanks, line ends and a second address are refused: the address
    goes into a command to a mail server and into a header.
    """
    local = text.partition("@")[0]
    return (
        len(text) <= LONGEST
        and len(local) <= 64
        and text.isascii()
        and _ADDRESS.fullmatch(text) is not None
    )
