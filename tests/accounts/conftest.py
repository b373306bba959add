"""A page to land on where the campaigns' home is not there."""

from __future__ import annotations

import pytest
from flask import Flask


@pytest.fixture(scope="session", autouse=True)
def _home(_application: Flask) -> None:
    if "campaigns.home" not in _application.view_functions:
        view = lambda: "home"  # noqa: E731
        view.permissions = ("view", "count")
        _application.add_url_rule("/home", "campaigns.home", view)
