"""What the tests of seasons share."""

from __future__ import annotations

from typing import Any

import pytest

from tests.campaigns.season import Season, make_season


@pytest.fixture
def season(office: Any) -> Season:
    """A sound season of two zones and two events."""
    return make_season(office)
