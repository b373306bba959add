"""Which numbers may be handed out."""

from __future__ import annotations

import pytest

from planner.core.public_phone import public_phone


@pytest.mark.parametrize(
    "text",
    ["02-3707-9167", "1600-5500", "120", "031) 123-4567", "+82 2 3707 9167", "02-3707-0101"],
)
def test_an_offices_number_is_kept(text):
    assert public_phone(f" {text} ") == text


@pytest.mark.parametrize(
    "text",
    ["010-1234-5678", "01012345678", "+82 10-1234-5678", "+821012345678", "011.123.4567",
     "02-3707-9167, 010 1234 5678", "", "-", "없음"],
)  # fmt: skip
def test_a_persons_is_not(text):
    assert public_phone(text) == ""
