"""Addresses that a redirect may lead to: paths of this application, never another host."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_path(target: str | None, fallback: str = "/") -> str:
    """The target when it is a path of our own, else the fallback.

    Browsers read ``//host``, ``/\\host`` and paths with tabs or newlines as other hosts.
    """
    text = target or ""
    if not text.startswith("/") or text.startswith(("//", "/\\")):
        return fallback
    if "\\" in text or any(ord(sign) < 33 or ord(sign) == 127 for sign in text):
        return fallback
    try:
        parts = urlsplit(text)
    except ValueError:
        return fallback
    return fallback if parts.scheme or parts.netloc else text
