"""The address search of the Korean government (juso), asked by the server and never by a page.

The key travels in the body of the request, so that no log of addresses can hold it; an answer is
data of strangers and read as such.
"""

from __future__ import annotations

import json
import logging
import queue
import threading
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from planner.core.outline import KOREA
from planner.forms import clean_text
from planner.places.address_files import to_degrees
from planner.settings import HERE

log = logging.getLogger("planner.addresses")
SECONDS = 2.0  # for the whole answer
MOST_BYTES = 1 << 20
MOST_ASKED = 20


class ApiFault(Exception):
    """The service gave no results; `code` is slow, unreachable, unreadable or refused."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code)
        self.code, self.said = code, said


@dataclass(frozen=True, slots=True)
class AddressApi:
    """Where to ask, and with which key."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An address that was found; the position is None where the service gives none."""

    label: str
    building: str = ""
    postcode: str = ""
    legal_dong: str = ""
    admin_dong: str = ""
    lat: float | None = None
    lon: float | None = None


class _NoRedirect(HTTPRedirectHandler):
    """The key is for one address only."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def ask(api: AddressApi, text: str, seconds: float = SECONDS) -> list[Hit]:
    """What the service finds; raises `ApiFault`, at the latest after `seconds`."""
    answers: queue.Queue[Any] = queue.Queue()
    threading.Thread(target=_fetch, args=(api, text, seconds, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        answer = ApiFault("slow")
    try:
        if isinstance(answer, ApiFault):
            raise answer
        return _read(answer, api.key)
    except ApiFault as fault:
        log.warning("address service: %s", fault.code)
        raise


def _fetch(api: AddressApi, text: str, seconds: float, answers: queue.Queue[Any]) -> None:
    """Put the body of the answer, or a fault, into the queue (in a thread of its own: a name that
    does not resolve, or an answer that drips, knows no limit of time)."""
    form = {"confmKey": api.key, "keyword": text, "currentPage": 1, "countPerPage": MOST_ASKED,
            "resultType": "json"}  # fmt: skip
    request = Request(api.url, data=urlencode(form).encode(), method="POST")
    direct = [ProxyHandler({})] if urlsplit(api.url).hostname in HERE else []
    try:
        with build_opener(_NoRedirect, *direct).open(request, timeout=seconds) as response:
            body = response.read(MOST_BYTES + 1)
    except TimeoutError:
        answers.put(ApiFault("slow"))
    except HTTPError as error:
        error.close()
        answers.put(ApiFault("refused", str(error.code)))
    except Exception as error:  # whatever a broken server may cause
        slow = isinstance(getattr(error, "reason", None), TimeoutError)
        answers.put(ApiFault("slow" if slow else "unreachable"))
    else:
        answers.put(body if len(body) <= MOST_BYTES else ApiFault("unreadable"))


def _read(body: bytes, key: str) -> list[Hit]:
    try:
        results = json.loads(body.decode("utf-8"))["results"]
        code = str(results["common"]["errorCode"])
        said = _text(results["common"].get("errorMessage")).replace(key, "…")
        if code != "0":
            raise ApiFault("refused", said or code[:20])
        rows = results.get("juso") or []
        return [hit for row in rows[:MOST_ASKED] if (hit := _hit(row)) is not None]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ApiFault("unreadable") from None


def _hit(row: Any) -> Hit | None:
    label = _text(row.get("roadAddrPart1"), 200) or _text(row.get("roadAddr"), 200)
    if not label:
        return None
    lat, lon = _position(row.get("entX"), row.get("entY"))
    return Hit(
        label,
        building=_text(row.get("bdNm")),
        postcode=_text(row.get("zipNo"), 5),
        legal_dong=_text(row.get("emdNm"), 40),
        admin_dong=_text(row.get("hemdNm"), 40),
        lat=lat,
        lon=lon,
    )


def _position(x: Any, y: Any) -> tuple[float | None, float | None]:
    """Latitude and longitude of metres of EPSG:5179, where the answer has them."""
    try:
        lons, lats = to_degrees([float(x)], [float(y)])
    except (TypeError, ValueError, OverflowError):
        return None, None
    west, south, east, north = KOREA
    inside = west <= lons[0] <= east and south <= lats[0] <= north
    return (round(lats[0], 7), round(lons[0], 7)) if inside else (None, None)


def _text(value: Any, longest: int = 120) -> str:
    """A text of the answer, fit to be shown."""
    if not isinstance(value, str):
        return ""
    sound = value[: 2 * longest].encode("utf-8", "replace").decode()
    return " ".join(clean_text(sound).split())[:longest]
