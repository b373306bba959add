"""Which telephone numbers may be handed out: those of an office, never a person's mobile."""

from __future__ import annotations

import re

_MOBILE = re.compile(r"(?:\+?82\D?0?|(?<!\d)0)1[016789](?:\D{0,2}\d){7,8}")


def public_phone(text: str) -> str:
    """The number as it was written; '' where a mobile number stands in it, or no number at all."""
    digits = re.sub(r"\D", "", text)
    return "" if len(digits) < 3 or _MOBILE.search(text) else text.strip()
