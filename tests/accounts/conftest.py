"""What the shell expects of areas that may not be there yet."""

from __future__ import annotations

import pytest
from flask import Flask

from planner.security import requires


@pytest.fixture(scope="session", autouse=True)
def _home(_application: Flask) -> None:
    _application.jinja_env.globals.setdefault("nav_campaign", None)
    if "campaigns.home" not in _application.view_functions:

        @requires("view", "count")
        def view() -> str:
            return "home"

        _application.add_url_rule("/home", "campaigns.home", view)
