"""Files that a person keeps: named in two alphabets, and kept by nobody on their way."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response


def attached(answer: Response, name: str, words: str) -> Response:
    """The answer as a file; `name` for programs (ASCII), `words` as the reader sees it."""
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(words, safe='')}"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
