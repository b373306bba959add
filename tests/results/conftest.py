"""A season of two events with counts to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tests import factories as make


@dataclass
class Season:
    office: Any
    campaign: Any
    first: Any
    second: Any
    law: Any
    debt: Any
    bank: Any
    clinic: Any
    user: Any


@pytest.fixture
def season(office) -> Season:
    """First event: the bank (law, debt) and the clinic (law); second: the bank (debt)."""
    north, south = make.make_zone(office, name="북"), make.make_zone(office, name="남")
    law = make.make_field(office, code="law", name="법률")
    debt = make.make_field(office, code="debt", name="채무")
    bank = make.make_agency(office, (law, debt), name="은행", category="private")
    clinic = make.make_agency(office, (law,), name="보건소", category="public")
    campaign = make.make_campaign(
        office, zones=(north, south), fields=(law, debt), agencies=(bank, clinic)
    )
    first = make.make_event(campaign, make.make_venue(office, north), date(2023, 5, 23))
    second = make.make_event(campaign, make.make_venue(office, south), date(2023, 5, 24))
    make.make_assignment(first, bank, fields=(law, debt))
    make.make_assignment(first, clinic, fields=(law,))
    make.make_assignment(second, bank, fields=(debt,))
    user = make.make_user(office, role="recorder")
    return Season(office, campaign, first, second, law, debt, bank, clinic, user)
