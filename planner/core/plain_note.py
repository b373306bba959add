"""A short note to the office may say why, never who: numbers that point to a person are refused."""

from __future__ import annotations

import re
import unicodedata

RESIDENT_NUMBER = re.compile(r"\d{6}[-\s]?[1-8]\d{6}")
PHONE = re.compile(r"(?<!\d)(?:\+?82[-.\s]?|0)\d{1,2}[-.\s)]?\s?\d{3,4}[-.\s]?\d{4}(?!\d)")
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def names_a_person(text: str) -> bool:
    """Whether a text holds what looks like a resident's number, a telephone or an e-mail."""
    plain = unicodedata.normalize("NFKC", text)
    return any(pattern.search(plain) for pattern in (RESIDENT_NUMBER, PHONE, MAIL))
