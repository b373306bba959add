"""Problems made up with the structure of a real district, a district's year and a city.

Deterministic in (size, seed). Nothing in them is a fact about a real place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from planner.core.problem import (
    Agency,
    Booth,
    District,
    Dong,
    Field,
    Kits,
    Needs,
    Period,
    Problem,
    Venue,
    Zone,
)


@dataclass(frozen=True, slots=True)
class Size:
    """How large a problem is; `zone_gap` and `min_gap` in days, `agencies` in all."""

    start: date
    days: int
    districts: int
    events: int
    agencies: int
    min_gap: int
    zone_gap: int
    pool: int
    turnaround: int
    max_weekend: int
    periods: int = 0
    zones: int = 5
    dongs: int = 18
    venues: int = 4
    fields: int = 13
    booths: tuple[int, int] = (10, 17)


SIZES = {
    "tiny": Size(
        date(2024, 3, 4), 10, 1, 2, 5, 2, 4, 1, 1, 1, zones=2, dongs=4, venues=2, fields=3,
        booths=(2, 4),
    ),
    "seocho": Size(date(2023, 5, 15), 33, 1, 5, 32, 2, 7, 1, 2, 1),
    "district-year": Size(date(2024, 1, 1), 366, 1, 24, 60, 7, 35, 1, 3, 4, periods=3),
    "city-month": Size(date(2024, 5, 1), 31, 25, 2, 1000, 7, 28, 6, 2, 1, dongs=17),
    "city-year": Size(date(2024, 1, 1), 366, 25, 24, 1000, 7, 35, 12, 3, 4, periods=3, dongs=17),
}  # fmt: skip


def generate_problem(size: str, seed: int) -> Problem:
    """A problem of a named size (`SIZES`); raises KeyError for any other."""
    shape, random = SIZES[size], Random(f"{size}-{seed}")
    weekday0 = shape.start.weekday()
    weekend = "".join("1" if (weekday0 + day) % 7 >= 5 else "0" for day in range(shape.days))
    districts = tuple(
        District(number, f"District-{number + 1}", shape.events, shape.min_gap, shape.max_weekend)
        for number in range(shape.districts)
    )
    zones, dongs, venues = _places(shape, random)
    positions = [(number % 5 * 12.0, number // 5 * 12.0) for number in range(shape.districts)]
    travel = tuple(
        tuple(round(math.dist(one, two) * random.uniform(0.9, 1.1)) for two in positions)
        for one in positions
    )
    agencies = _agencies(shape, random, positions, weekday0)
    count = len(agencies)
    step = shape.days // shape.periods if shape.periods else 0
    return Problem(
        name=f"{size}-{seed}",
        start=shape.start,
        days=shape.days,
        weekday0=weekday0,
        allowed=_allowed(shape, random, weekday0),
        weekend=weekend,
        rain=_rain(shape),
        fields=_fields(shape),
        kits=Kits(shape.pool, shape.turnaround),
        districts=districts,
        zones=zones,
        dongs=dongs,
        venues=venues,
        agencies=agencies,
        travel=travel,
        periods=tuple(Period(step * n, step * (n + 1)) for n in range(shape.periods)),
        conflicts=_pairs(random, count, count // 12),
        not_adjacent=_pairs(random, count, count // 6),
        adj_radius=4,
    )


def _fields(shape: Size) -> tuple[Field, ...]:
    return tuple(Field(n, f"field-{n + 1}", 2 if n < 3 else 1) for n in range(shape.fields))


def _rain(shape: Size) -> tuple[int, ...]:
    monthly = (15, 15, 20, 24, 27, 33, 48, 45, 30, 20, 22, 18)
    days = (shape.start + timedelta(days=day) for day in range(shape.days))
    return tuple(monthly[day.month - 1] for day in days)


def _allowed(shape: Size, random: Random, weekday0: int) -> str:
    """No Sundays, few Saturdays left out, a holiday now and then."""
    days = []
    for day in range(shape.days):
        weekday = (weekday0 + day) % 7
        closed = weekday == 6 or random.random() < 0.05
        days.append("0" if closed else "1")
    return "".join(days)


def _pairs(random: Random, count: int, wanted: int) -> tuple[tuple[int, int], ...]:
    pairs = {tuple(sorted(random.sample(range(count), 2))) for _ in range(wanted)}
    return tuple((one, two) for one, two in sorted(pairs))


def _days(shape: Size, random: Random, chance: float) -> str:
    """A weekly habit with exceptions."""
    habit = [random.random() < chance for _ in range(7)]
    return "".join(
        "1" if (habit[day % 7]) != (random.random() < 0.12) else "0" for day in range(shape.days)
    )


def _places(
    shape: Size, random: Random
) -> tuple[tuple[Zone, ...], tuple[Dong, ...], tuple[Venue, ...]]:
    zones: list[Zone] = []
    dongs: list[Dong] = []
    venues: list[Venue] = []
    for district in range(shape.districts):
        first = len(zones)
        middles = []
        for number in range(shape.zones):
            angle = 2 * math.pi * number / shape.zones
            middles.append((4 * math.cos(angle), 4 * math.sin(angle)))
            zones.append(_zone(shape, random, first + number, district, number))
        own_dongs = []
        for number in range(shape.dongs):
            x, y = _near(random, middles[number % shape.zones], 2.0)
            zone = first + number % shape.zones
            own_dongs.append(Dong(len(dongs) + number, zone, random.randint(10, 60), x, y))
        dongs.extend(own_dongs)
        venues.extend(_venues(shape, random, district, first, middles, own_dongs, len(venues)))
    return tuple(zones), tuple(dongs), tuple(venues)


def _near(random: Random, middle: tuple[float, float], spread: float) -> tuple[float, float]:
    return round(random.gauss(middle[0], spread), 2), round(random.gauss(middle[1], spread), 2)


def _zone(shape: Size, random: Random, name: int, district: int, number: int) -> Zone:
    share = shape.events / shape.zones
    target = int(share) + (random.random() < share - int(share))
    if share < 1:
        least, most = 0, 1
    elif share == 1:
        least = most = target = 1
    else:
        least, most = max(1, int(share) - 1), int(share) + 2
    last = -random.randint(1, max(2, shape.zone_gap - 4))
    label = f"District-{district + 1} zone {number + 1}"
    return Zone(name, district, label, least, most, target, shape.zone_gap, last)


def _venues(
    shape: Size,
    random: Random,
    district: int,
    first_zone: int,
    middles: list[tuple[float, float]],
    dongs: list[Dong],
    first: int,
) -> list[Venue]:
    count = shape.zones * shape.venues
    indoor = [number % shape.venues == 0 or random.random() < 0.2 for number in range(count)]
    spots = [_near(random, middles[n // shape.venues], 1.8) for n in range(count)]
    inside = [n for n in range(count) if indoor[n]]
    venues = []
    for number in range(count):
        spot = spots[number]
        close = sorted(inside, key=lambda n: math.dist(spots[n], spot))
        covers = [d.id for d in dongs if math.dist((d.x, d.y), spot) < 2.4]
        weekday = random.randint(90, 260)
        venues.append(
            Venue(
                id=first + number,
                district=district,
                zone=first_zone + number // shape.venues,
                name=f"Venue-{first + number + 1}",
                indoor=indoor[number],
                avail=_days(shape, random, 0.4),
                reach=(weekday, round(weekday * random.uniform(0.9, 1.4))),
                x=spot[0],
                y=spot[1],
                covers=tuple(covers),
                fallbacks=() if indoor[number] else tuple(first + n for n in close[:3]),
                booths=_booths(shape, random),
            )
        )
    return venues


def _booths(shape: Size, random: Random) -> tuple[Booth, ...]:
    chances = {"private": 0.45, "power": 0.7, "water": 0.3, "access": 0.8}
    return tuple(
        Booth(
            n, n // 2 * 3, n % 2 * 4, **{name: random.random() < p for name, p in chances.items()}
        )
        for n in range(random.randint(*shape.booths))
    )


def _agencies(
    shape: Size, random: Random, positions: list[tuple[float, float]], weekday0: int
) -> tuple[Agency, ...]:
    agencies = []
    per_agency = shape.districts * shape.events * min(shape.fields, 12.5) / shape.agencies
    for number in range(shape.agencies):
        home = number % shape.districts
        near = sorted(
            range(shape.districts), key=lambda d: math.dist(positions[d], positions[home])
        )
        serves = sorted(near[: random.choice((1, 3, 4, 4, 5))])
        main = number // shape.districts % shape.fields
        others = [n for n in range(shape.fields) if n != main]
        target = max(0, round(per_agency + random.uniform(-0.9, 0.9)))
        quiet = random.random() < 0.28
        agencies.append(
            Agency(
                id=number,
                name=f"Agency-{number + 1:04d}",
                home=home,
                serves=tuple(serves),
                fields=tuple(sorted([main, *random.sample(others, random.choice((0, 1, 1, 2)))])),
                staff=random.choice((1, 1, 2, 2, 2, 3)),
                avail=_days(shape, random, 0.45),
                max=max(2, 2 * target + random.randint(-1, 1)),
                max_week=2,
                target=target,
                needs=Needs(*(random.random() < p for p in (0.25, 0.4, 0.07, 0.25))),
                noisy=not quiet and random.random() < 0.12,
                quiet=quiet,
            )
        )
    return tuple(agencies)
