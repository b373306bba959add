"""What the address of the coverage map asks for, checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

SHOWS = ("draft", "released", "held")
SORTS = ("position", "dong", "zone", "people", "reached", "share", "distance")
METRES, NEAREST, FARTHEST = 500, 100, 3000
COUNT, FEWEST, MOST = 5, 2, 12


@dataclass(frozen=True, slots=True)
class ReachAsked:
    """The wish as far as it can be read; `faults` name what cannot: (field, code)."""

    show: str = "draft"
    metres: int = METRES
    measure: str = ""
    sort: str = "position"
    proposal: int | None = None
    typed: str = str(METRES)
    faults: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ZonesAsked:
    """How many zones are wanted, and balanced by what."""

    count: int = COUNT
    measure: str = ""
    typed: str = str(COUNT)
    faults: tuple[tuple[str, str], ...] = ()


def read_reach(args: Mapping[str, str]) -> ReachAsked:
    """The query of the address; what is missing is as usual, what is wrong is said."""
    faults: list[tuple[str, str]] = []

    def check(name: str, good: Callable[[str], bool], usual: str) -> str:
        value = args.get(name, "").strip()
        if value and not good(value):
            faults.append((name, value[:20]))
        return value if value and good(value) else usual

    metres = check("metres", lambda text: _between(text, NEAREST, FARTHEST), str(METRES))
    proposal = check("proposal", lambda text: _between(text, 1, 2**31 - 1), "")
    return ReachAsked(
        show=check("show", SHOWS.__contains__, "draft"),
        metres=int(metres),
        measure=args.get("measure", ""),
        sort=check("sort", SORTS.__contains__, "position"),
        proposal=int(proposal) if proposal else None,
        typed=args.get("metres", "").strip()[:20] or str(METRES),
        faults=tuple(faults),
    )


def read_zones(args: Mapping[str, str], usual: int) -> ZonesAsked:
    """The same for suggested zones; `usual` is how many there are now."""
    usual = min(max(usual, FEWEST), MOST)
    text = args.get("count", "").strip()
    good = not text or _between(text, FEWEST, MOST)
    return ZonesAsked(
        count=int(text) if text and good else usual,
        measure=args.get("measure", ""),
        typed=text[:20] or str(usual),
        faults=() if good else (("count", text[:20]),),
    )


def _between(text: str, low: int, high: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 11 and low <= int(text) <= high
