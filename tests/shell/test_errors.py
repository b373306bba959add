"""The page of an error that comes before anything else was looked at: a body that is too large."""

from __future__ import annotations

import io
from typing import Any

import pytest

OWN = "http://localhost"


@pytest.fixture(autouse=True)
def guarded(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is in use: the form's token is read first, and with it the body."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 3 * 2**20)


def send(browser: Any, size: int, referrer: str = "") -> Any:
    data = {"file": (io.BytesIO(b" " * size), "large.csv")}
    headers = {"Referer": referrer} if referrer else {}
    return browser.post("/agencies/import", data=data, headers=headers)


def test_a_file_that_is_too_large_names_the_limit_and_leads_back(sign_in: Any) -> None:
    answer = send(sign_in(), 3 * 2**20, f"{OWN}/agencies/import?step=1")
    assert answer.status_code == 413
    assert "At most 3 MB can be sent at once. Split it, or send a smaller one." in answer.text
    assert '<a class="button primary" href="/agencies/import?step=1">' in answer.text
    assert "Sign out" in answer.text and "Staff sign-in" not in answer.text
    assert 'href="/home">To the first page' in answer.text


def test_a_form_that_had_expired_keeps_the_header_too(sign_in: Any) -> None:
    answer = send(sign_in(), 1, f"{OWN}/agencies/import")
    assert answer.status_code == 400 and "The form had expired" in answer.text
    assert "Sign out" in answer.text and 'href="/agencies/import">Back' in answer.text


@pytest.mark.parametrize("referrer", ["", "http://elsewhere/agencies", f"{OWN}//elsewhere/x", "x"])
def test_a_stranger_and_a_foreign_page_before(client: Any, referrer: str) -> None:
    client.set_cookie("locale", "en")
    answer = send(client, 3 * 2**20, referrer)
    assert answer.status_code == 413
    assert "Staff sign-in" in answer.text and "Back to the page before" not in answer.text
    assert '<a class="button primary" href="/">To the first page' in answer.text
