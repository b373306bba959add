"""Names that may mean the same body: written with other blanks, brackets or legal forms."""

from __future__ import annotations

import re
import unicodedata

_BRACKETS = re.compile(r"\([^()]*\)")
SHORTEST = 3  # a shorter name inside another one says nothing


def folded(name: str) -> str:
    """A name without what people write differently: brackets with their content, blanks, signs."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    bare = _BRACKETS.sub("", plain)
    letters = "".join(sign for sign in bare if sign.isalnum())
    return letters or "".join(sign for sign in plain if sign.isalnum())


def may_be_same(one: str, other: str) -> bool:
    """Whether two names are equal when folded, or one holds the other."""
    first, second = sorted((folded(one), folded(other)), key=len)
    if first == second:
        return bool(first) or one == other
    return len(first) >= SHORTEST and first in second
