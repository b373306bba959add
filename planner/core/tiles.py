"""Background tiles of a map: what an address template may be, which tiles exist, what an image is.

And the breaker: after a failure nothing is asked for a while, then one tile tries again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import asinh, pi, radians, tan
from urllib.parse import urlsplit

from planner.core.outline import Box

# Korea with some sea around it: nothing else is asked of a provider.
AROUND: Box = (121.0, 30.0, 135.0, 42.0)
LOWEST, HIGHEST = 5, 19  # zoom levels
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
REST = 60.0  # seconds without a request after a failure


class TemplateError(ValueError):
    """An address template that cannot be used; the message says what may stand there."""


def check_template(template: str, key: str) -> None:
    """Raises `TemplateError` unless tiles can be fetched by this template and key."""
    names = PLACEHOLDER.findall(template)
    if not {"z", "x", "y"} <= set(names) or not set(names) <= {"z", "x", "y", "key"}:
        raise TemplateError("write {z}, {x} and {y} into it, and {key} where the key belongs")
    if bool(key) != ("key" in names):
        raise TemplateError("{key} and PLANNER_MAP_TILE_KEY go together; set both or neither")
    try:
        parts = urlsplit(template)
        host, _port = parts.hostname or "", parts.port
    except ValueError:  # half an IPv6 address, or no such port
        raise TemplateError("use https://host/… with a plain host name") from None
    if not host or "{" in parts.netloc or parts.username or parts.password:
        raise TemplateError("use https://host/… with a plain host name")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in HERE):
        raise TemplateError("use https://…, or http:// on this machine itself")
    if not template.isascii() or any(sign.isspace() for sign in template):
        raise TemplateError("use an address of plain letters without spaces")


def tile_address(template: str, key: str, z: int, x: int, y: int) -> str:
    """The address of a tile; only the four placeholders are filled in."""
    values = {"z": str(z), "x": str(x), "y": str(y), "key": key}
    return PLACEHOLDER.sub(lambda found: values[found[1]], template)


def tile_wanted(z: int, x: int, y: int, highest: int = HIGHEST) -> bool:
    """Whether there is such a tile, and it shows something around Korea."""
    if not LOWEST <= z <= highest:
        return False
    west, south, east, north = AROUND
    left, top = _column(west, z), _row(north, z)
    right, bottom = _column(east, z), _row(south, z)
    return left <= x <= right and top <= y <= bottom


def _column(lon: float, z: int) -> int:
    return int((lon + 180) / 360 * 2**z)


def _row(lat: float, z: int) -> int:
    return int((1 - asinh(tan(radians(lat))) / pi) / 2 * 2**z)


def image_type(data: bytes) -> str:
    """The type of a picture by its first bytes; '' for what is none that a map uses."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return ""


@dataclass(slots=True)
class Breaker:
    """Whether a provider may be asked at an instant, in seconds of any steady clock."""

    closed_until: float | None = None

    def lets_through(self, now: float) -> bool:
        """True while all is well; after a failure once in `REST` seconds, to try."""
        if self.closed_until is None:
            return True
        if now < self.closed_until:
            return False
        self.closed_until = now + REST  # whoever comes next waits for what this one finds
        return True

    def succeeded(self) -> None:
        self.closed_until = None

    def failed(self, now: float) -> None:
        self.closed_until = now + REST
