"""`make screenshots`: the pictures of the README, from the seocho-2023 season.

Serves the scenario on a free port, signs in, and writes `docs/screenshots/*.png`.
"""

from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, PASSWORD, Server, _serve, add_person, sign_in
from tests.prepare import chromium

TARGET = Path(__file__).resolve().parents[2] / "docs" / "screenshots"


def pages(server: Server) -> list[tuple[str, str, int, bool]]:
    """(file, address, width, signed in)."""
    with sqlite3.connect(server.instance / "planner.db") as database:
        campaign = database.execute("SELECT id FROM campaign").fetchone()[0]
        event = database.execute("SELECT id FROM event ORDER BY day").fetchone()[0]
        open_event = database.execute("SELECT id FROM event ORDER BY day DESC").fetchone()[0]
    season = f"/campaigns/{campaign}"
    return [
        ("public", "/", 1280, False),
        ("schedule", f"{season}/schedule", 1440, True),
        ("booths", f"{season}/events/{event}/booths", 1440, True),
        ("map", f"{season}/map", 1440, True),
        ("statistics", f"{season}/statistics", 1440, True),
        ("counts-phone", f"/events/{open_event}/counts", 390, True),
    ]


def main() -> None:
    """Take them all."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        for server in _serve(Path(folder), "seocho-2023"):
            add_person(server, "guide@seocho.example", "seocho", "organizer")
            browser = driver.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
            for name, address, width, signed_in in pages(server):
                page = browser.new_page(
                    base_url=server.url,
                    viewport={"width": width, "height": 844 if width < 600 else 900},
                    locale="ko-KR",
                )
                if signed_in:
                    sign_in(page, "guide@seocho.example", PASSWORD)
                page.goto(address)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=TARGET / f"{name}.png")
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
