"""What a search for an address compares: texts folded, without spaces, city and district."""

from __future__ import annotations

import re
import unicodedata

LONGEST_QUERY = 80
SHORTEST_PREFIX = 2
MOST_DROPPED = 3  # words before the road: city, district, dong
NUMBER = r"\d+(?:-\d+)?"


def folded(text: str) -> str:
    """A text as it is compared: ordinary letters and digits, no case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def road_key(address: str, below: str = "") -> str:
    """Road and number of a whole address; '' where no number follows a road.

    `below` is the word that stands before the number of what lies underground.
    """
    words = address.split("(")[0].replace(",", " ").split()
    number = re.compile(f"(?:{re.escape(below)})?{NUMBER}" if below else NUMBER)
    for i, word in enumerate(words):
        if i and number.fullmatch(word):
            first = i - 2 if below and words[i - 1] == below and i > 1 else i - 1
            return folded("".join(words[first : i + 1]))
    return ""


def prefixes(query: str, below: str = "") -> list[str]:
    """What the keys may begin with, the likeliest first.

    People type a city and a district that the keys do not hold; so words before the road are left
    out one by one.
    """
    words = query[:LONGEST_QUERY].split("(")[0].replace(",", " ").split()
    found = [road_key(query[:LONGEST_QUERY], below)]
    found += [folded("".join(words[i:])) for i in range(min(len(words), MOST_DROPPED + 1))]
    return [
        prefix
        for prefix in dict.fromkeys(found)
        if len(prefix) >= SHORTEST_PREFIX and not re.fullmatch(NUMBER, prefix)
    ]
