"""The counted season of the statistics' tests."""

from __future__ import annotations

from tests.results.conftest import season
from tests.statistics.conftest import counted

__all__ = ["counted", "season"]
