"""Tiles fetched from the provider that the settings name: two seconds at most, or none.

The key stands in the provider's address alone: it is neither sent to a browser nor logged.
"""

from __future__ import annotations

import http.client
import logging
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from planner.core.tiles import Breaker, image_type, tile_address
from planner.maps.tile_cache import TileCache

LIMIT = 2.0  # seconds for one tile, name look-up and all
LARGEST = 1024 * 1024
AT_ONCE = 6  # requests to the provider, in one process
AGENT = "outreach-planner"
# What a provider answers where it has no picture: not a failure, the map is empty there.
NOTHING = (204, 404, 410)
log = logging.getLogger("planner.tiles")


class TileFailure(Exception):
    """No tile for now; the text says why, without the address."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A picture; `data` is empty where the provider has none. `seconds`: how long it keeps."""

    data: bytes
    type: str
    seconds: int = 3600


@dataclass(slots=True)
class Tiles:
    """The provider as one process sees it."""

    template: str
    key: str = field(repr=False)
    cache: TileCache | None = None
    clock: Callable[[], float] = time.monotonic
    breaker: Breaker = field(default_factory=Breaker)
    lock: threading.Lock = field(default_factory=threading.Lock)
    pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(AT_ONCE, thread_name_prefix="tiles")
    )

    def tile(self, z: int, x: int, y: int) -> Tile:
        """One tile, from the disk where that is allowed; raises `TileFailure`."""
        if self.cache and (kept := self.cache.find(z, x, y)):
            return Tile(kept, image_type(kept))
        with self.lock:
            if not self.breaker.lets_through(self.clock()):
                raise TileFailure("resting")
        try:
            tile = self._within_limit(tile_address(self.template, self.key, z, x, y))
        except TileFailure as failure:
            log.warning("no map tiles for a minute: %s", failure)
            with self.lock:
                self.breaker.failed(self.clock())
            raise
        with self.lock:
            self.breaker.succeeded()
        if self.cache and tile.data and tile.seconds:  # what must not be stored is not
            self.cache.keep(z, x, y, tile.data)
        return tile

    def _within_limit(self, address: str) -> Tile:
        """A thread of its own: a name server that is silent must not hold a visitor up either."""
        asked = self.pool.submit(fetch, address)
        try:
            return asked.result(LIMIT)
        except TooSlow:
            asked.cancel()
            raise TileFailure("no answer within two seconds") from None


def fetch(address: str) -> Tile:
    """One request; nothing is followed, sent along or believed beyond a picture."""
    parts = urlsplit(address)
    until = time.monotonic() + LIMIT
    host, port = parts.hostname or "", parts.port
    connection = (
        http.client.HTTPSConnection(host, port, timeout=LIMIT, context=_tls())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=LIMIT)
    )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", path, headers={"User-Agent": AGENT, "Accept": "image/*"})
        return _read(connection.getresponse(), until)
    except (OSError, http.client.HTTPException) as error:
        raise TileFailure(type(error).__name__) from None  # its text may hold the address
    finally:
        connection.close()


def _read(answer: http.client.HTTPResponse, until: float) -> Tile:
    if answer.status in NOTHING:
        return Tile(b"", "", 3600)
    if answer.status != 200:
        raise TileFailure(f"status {answer.status}")
    said = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if not said.startswith("image/"):
        raise TileFailure("not a picture")
    pieces, size = [], 0
    while piece := answer.read1(64 * 1024):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise TileFailure("too large")
        if time.monotonic() > until:
            raise TileFailure("no answer within two seconds")
    data = b"".join(pieces)
    kind = image_type(data)
    if not kind:
        raise TileFailure("not a picture")
    return Tile(data, kind, _seconds(answer.getheader("Cache-Control") or ""))


def _seconds(said: str) -> int:
    """For how long a browser may keep a tile: what the provider says, a week at most."""
    words = {word.strip().lower() for word in said.split(",")}
    if words & {"no-store", "no-cache", "private"}:
        return 0
    for word in words:
        name, _equals, number = word.partition("=")
        if name == "max-age" and number.isascii() and number.isdigit() and len(number) < 10:
            return min(int(number), 7 * 86_400)
    return 3600


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
