"""Answers in gzip for those who ask: the application's own files, and the maps' data.

Pages are not compressed: they hold a form's token beside what a reader typed, and the length of
such an answer gives the token away bit by bit. Files and data addresses hold no secret.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.http import is_resource_modified
from werkzeug.security import safe_join

TEXT_FILES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
LEAST = 600  # bytes; below that the header outweighs what is saved


def register(app: Flask) -> None:
    """Let the address of static files answer compressed."""
    plain = app.view_functions["static"]

    def static(filename: str) -> Response:
        found = _squeezed_file(app, filename) if wants_gzip() else None
        response: Response = found or plain(filename=filename)  # type: ignore[assignment]
        if Path(filename).suffix in TEXT_FILES:
            response.vary.add("Accept-Encoding")
        return response

    app.view_functions["static"] = static


def wants_gzip() -> bool:
    """Whether this request takes an answer in gzip."""
    return any(
        name.lower() in ("gzip", "x-gzip") and quality > 0
        for name, quality in request.accept_encodings
    )


def data_answer(body: bytes, content_type: str, cache: str) -> Response:
    """Data with a tag: 304 for whoever has it, else the bytes, in gzip if asked.

    The tag is weak, for it stands for the data, whatever their encoding.
    """
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    if is_resource_modified(request.environ, etag):
        response = Response(body, content_type=content_type)
        if wants_gzip() and len(body) >= LEAST:
            response.set_data(gzip.compress(body, 5, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(status=304)
        response.headers.remove("Content-Type")
    response.headers["ETag"] = etag
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = cache
    return response


def _squeezed_file(app: Flask, filename: str) -> Response | None:
    """A file of text in gzip; None for any other, which is left to Flask."""
    content_type = TEXT_FILES.get(Path(filename).suffix)
    path = safe_join(str(app.static_folder), filename)
    if content_type is None or path is None or not Path(path).is_file():
        return None
    stat = Path(path).stat()
    body, tag = _squeeze(path, stat.st_mtime_ns, stat.st_size)
    response = Response(body, content_type=f"{content_type}; charset=utf-8")
    response.headers["Content-Encoding"] = "gzip"
    response.set_etag(tag)
    response.last_modified = stat.st_mtime  # type: ignore[assignment]
    age = app.get_send_file_max_age(filename)
    response.headers["Cache-Control"] = f"public, max-age={age}" if age else "no-cache"
    response.make_conditional(request)
    return response


@lru_cache(maxsize=256)
def _squeeze(path: str, _changed: int, _size: int) -> tuple[bytes, str]:
    """The compressed bytes and their tag; kept until the file changes."""
    body = gzip.compress(Path(path).read_bytes(), 9, mtime=0)
    return body, f"{hashlib.sha256(body).hexdigest()[:24]}-gz"
